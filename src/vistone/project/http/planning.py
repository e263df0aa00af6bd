"""Milestones, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project import queries
from vistone.project.actions import planning as actions
from vistone.project.contracts import Milestone
from vistone.project.http import columns
from vistone.project.schemas import MilestoneCreate, MilestonePatch


class MilestoneController(Controller):
    """Milestones."""

    path = "/api/project/milestones"
    tags = ("project",)

    @get(opt=lists(queries.MILESTONES))
    async def list_milestones(self, call: Call) -> Page[Milestone]:
        """Milestones that you may see."""
        return await call.page(queries.MILESTONES, beside=columns.OF_MILESTONES)

    @post()
    async def create_milestone(self, call: Call, data: JSONBody[MilestoneCreate]) -> Milestone:
        """Adds a milestone."""
        return await call.write(actions.create_milestone, data)

    @get("/{id:uuid}")
    async def get_milestone(self, call: Call, id: FromPath[UUID]) -> Milestone:
        """One milestone."""
        return await call.get(queries.MILESTONES, id)

    @patch("/{id:uuid}")
    async def update_milestone(self, call: Call, id: FromPath[UUID], data: JSONBody[MilestonePatch]) -> Milestone:
        """Changes a milestone; fields left out stay as they are."""
        return await call.write(actions.update_milestone, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_milestone(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a milestone."""
        await call.write(actions.delete_milestone, id, call.if_match)
