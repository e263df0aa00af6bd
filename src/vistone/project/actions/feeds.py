"""Writes to calendar feeds, and whose eyes a feed is read with."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from vistone.auth import api as people
from vistone.client import api as clients
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Conflict, Invalid, NotFound
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.kernel.scope import Scope
from vistone.project.calendars import KEPT
from vistone.project.contracts import CalendarFeed, FeedKind
from vistone.project.events import CalendarFeedCreated, CalendarFeedDeleted, CalendarFeedUpdated
from vistone.project.queries import PROJECTS
from vistone.project.queries import templates as queries
from vistone.project.queries.templates import FEED, FEEDS
from vistone.project.schemas import CalendarFeedCreate
from vistone.workforce import api as workforce

READ_KEPT_EVERY = timedelta(hours=1)


def hash_of(secret: str) -> str:
    """What is kept of a feed's secret: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def create_feed(tx: WriteTx, data: CalendarFeedCreate, address: str) -> CalendarFeed:
    """A new feed; `address` is where feeds are read, and the record's `url` tells the whole of it this once."""
    tx.scope.require("projects", "read")
    if data.kind is FeedKind.PROJECT:
        if data.project_id is None:
            raise Invalid("projectId", "Name the project whose dates the feed gives.")
        await PROJECTS.get(tx, data.project_id)
    elif data.project_id is not None:
        raise Invalid("projectId", "A feed of one's own work is of no single project.")
    secret = secrets.token_urlsafe(32)
    feed = await add(tx, FEED, {**given(data), "user_id": tx.scope.user_id, "secret_hash": hash_of(secret)})
    await publish(tx, CalendarFeedCreated(record=feed))
    return msgspec.structs.replace(feed, url=f"{address}/{secret}.ics")


async def revoke_feed(tx: WriteTx, id: UUID) -> CalendarFeed:
    """Makes the feed's address one that leads nowhere. Conflict when it is so already."""
    old = await FEEDS.hold(tx, id, "revoke")
    if old.revoked_at is not None:
        raise Conflict("revoked", "This feed is revoked already.")
    new = await change(tx, FEED, id, {"revoked_at": clock.now()})
    await publish(tx, CalendarFeedUpdated.of(old, new))
    return new


async def delete_feed(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes the feed away; its address leads nowhere."""
    feed = await FEEDS.hold(tx, id, "delete")
    await remove(tx, FEED, id, if_match=if_match)
    await publish(tx, CalendarFeedDeleted(record=feed))


async def reader(tx: ReadTx, user_id: UUID) -> Scope:
    """The scope of a feed's maker as it is at this moment. NotFound when they may not act in the organization.

    Asked as the system, since nobody has signed in.
    """
    scope = await people.scope_of(tx, user_id)
    if scope is None:
        raise NotFound("calendar")
    for name, claimed in (("teams", workforce.my_teams), ("clients", clients.my_clients)):
        found = await claimed(ReadTx(tx.connection, scope))
        scope = msgspec.structs.replace(scope, claims={**scope.claims, name: found})
    return scope


class FeedContent(Struct, frozen=True):
    """What a feed tells of; `calendars.calendar_text` writes it."""

    name: str
    tasks: Sequence[asyncpg.Record]
    milestones: Sequence[asyncpg.Record]


async def feed_content(tx: ReadTx, project_id: UUID | None) -> FeedContent:
    """What the scope sees of the project, or of its own work everywhere. NotFound as for any reader."""
    tx.scope.require("projects", "read")
    name = "Vistone" if project_id is None else (await PROJECTS.get(tx, project_id)).name
    since = clock.now() - KEPT
    tasks = await queries.feed_tasks(tx, project_id, since) if tx.scope.may("tasks", "read") else []
    return FeedContent(name, tasks, await queries.feed_milestones(tx, project_id, since))
