"""Calendar feeds, over HTTP."""

import asyncio
import hashlib
from typing import Any, cast
from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from vistone.kernel import clock
from vistone.kernel.collection import Page
from vistone.kernel.errors import Forbidden, NotFound
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION
from vistone.kernel.http.openapi import lists
from vistone.kernel.scope import for_the_system
from vistone.project.actions import feeds as actions
from vistone.project.calendars import calendar_text
from vistone.project.contracts import CalendarFeed
from vistone.project.queries import templates as queries
from vistone.project.schemas import CalendarFeedCreate

ADDRESS = "/api/project/calendar"


class CalendarFeedController(Controller):
    """Calendar feeds."""

    path = "/api/project/calendar-feeds"
    tags = ("project",)

    @get(opt=lists(queries.FEEDS))
    async def list_calendar_feeds(self, call: Call) -> Page[CalendarFeed]:
        """Calendar feeds of your own."""
        return await call.page(queries.FEEDS)

    @post(opt=SESSION)  # it would outlive a token, and has all the rights of its person
    async def create_calendar_feed(self, call: Call, data: JSONBody[CalendarFeedCreate], state: State) -> CalendarFeed:
        """Adds a calendar feed. Its `url` is told in this answer and never again: whoever has it reads the feed."""
        return await call.write(actions.create_feed, data, state.runtime.settings.origin + ADDRESS)

    @get("/{id:uuid}")
    async def get_calendar_feed(self, call: Call, id: FromPath[UUID]) -> CalendarFeed:
        """One calendar feed."""
        return await call.get(queries.FEEDS, id)

    @post("/{id:uuid}/revoke", status_code=200)
    async def revoke_calendar_feed(self, call: Call, id: FromPath[UUID]) -> CalendarFeed:
        """Ends a calendar feed: its address leads nowhere from now on."""
        return await call.write(actions.revoke_feed, id)

    @delete("/{id:uuid}")
    async def delete_calendar_feed(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a calendar feed, which ends it too."""
        await call.write(actions.delete_feed, id, call.if_match)


class CalendarController(Controller):
    """The feeds themselves, for calendar programs."""

    path = ADDRESS
    tags = ("project",)

    @get("/{name:str}", opt={"public": True}, media_type="text/calendar")
    async def get_calendar(self, call: Call, name: FromPath[str]) -> Response[bytes]:
        """A calendar as iCalendar, by its secret address `<secret>.ics`; what its maker may see at this moment."""
        cast("dict[str, Any]", call.request.scope)["vistone_logged_path"] = f"{ADDRESS}/…"
        secret, _, ending = name.rpartition(".")
        feed = None
        if ending == "ics":
            feed = await call.read(queries.feed_by_secret, actions.hash_of(secret))
        if feed is None:
            raise NotFound("calendar")
        person = await call.read_as(for_the_system(feed["organization_id"]), actions.reader, feed["user_id"])
        try:
            told = await call.read_as(person, actions.feed_content, feed["project_id"])
        except Forbidden:
            raise NotFound("calendar") from None
        # Off the event loop, and without a connection: two thousand events are a second of work.
        text = await asyncio.to_thread(calendar_text, told.name, told.tasks, told.milestones)
        now = clock.now()
        if feed["last_read_at"] is None or now - feed["last_read_at"] > actions.READ_KEPT_EVERY:
            await call.write_as(person, queries.feed_read, feed["id"], now)
        etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if call.request.headers.get("if-none-match") == etag:
            return Response(b"", status_code=304, headers=headers)
        headers["Content-Disposition"] = 'inline; filename="vistone.ics"'
        return Response(text, media_type="text/calendar", headers=headers)
