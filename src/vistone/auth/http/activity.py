"""The activity log over HTTP: who did what to what, from where."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from vistone.auth import queries
from vistone.auth.contracts import ActivityFacets, ActivityLog
from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.exports import Format
from vistone.kernel.http.openapi import downloads, filtered, lists


class ActivityController(Controller):
    """Who did what to what, from where."""

    path = "/api/auth/activity-logs"
    tags = ("auth",)

    @get(opt=lists(queries.ACTIVITY_LOGS))
    async def list_log_entries(self, call: Call) -> Page[ActivityLog]:
        """What you did yourself; an Organizer sees what everybody did."""
        return await call.page(queries.ACTIVITY_LOGS)

    @get("/facets")
    async def get_log_facets(self, call: Call) -> ActivityFacets:
        """The actions and kinds of records that there are in what you see of the log, to filter by."""
        return await call.read(queries.activity_facets)

    @get("/export", opt=downloads("text/csv", "application/jsonl") | filtered(queries.ACTIVITY_LOGS))
    async def export_log_entries(
        self, call: Call, format: Annotated[Literal["csv", "jsonl"], QueryParameter(description="As what.")] = "csv"
    ) -> Stream:
        """All that you see of the log and that the filters leave, oldest first, as it is read: CSV or JSON lines."""
        return await call.export(queries.ACTIVITY_LOGS, Format(format), without="format", default_sort="createdAt")

    @get("/{id:uuid}")
    async def get_log_entry(self, call: Call, id: FromPath[UUID]) -> ActivityLog:
        """One log entry."""
        return await call.get(queries.ACTIVITY_LOGS, id)
