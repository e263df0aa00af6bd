"""The hub of one web process: reads the event log once, in order, and hands each event to the sockets that follow it."""

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct
from sqlalchemy import Select, func, select

from vistone.kernel import events
from vistone.kernel.db import Database, statement
from vistone.kernel.errors import Problem
from vistone.kernel.events import LoggedEvent, Position
from vistone.kernel.live.wake import LOOK_EVERY, Waker, pause
from vistone.kernel.scope import System

log = structlog.get_logger("vistone.live")

# After a wake-up an event may still be held back behind an older transaction: look again soon, then go idle.
LOOKS = (0.0, 0.02, 0.1)


@statement
def _newest() -> Select[Any]:
    e = events.event_log.c
    settled = e.transaction < func.platform.oldest_running_transaction()
    return select(e.transaction, e.id).where(settled).order_by(e.transaction.desc(), e.id.desc()).limit(1)


class Message(Struct, frozen=True, rename="camel", tag_field="type", tag="event"):
    """A hint that a record changed. It carries no content: who may see the record reads it."""

    position: str
    topic: str
    event: str
    entity: str
    entity_id: UUID
    revision: int
    actor_id: UUID | None


class Follower:
    """One socket's place in the hub: the topics it follows and what waits to be sent."""

    def __init__(self, organization_id: UUID, capacity: int = 1000) -> None:
        self.organization_id = organization_id
        self.topics: dict[str, Position] = {}
        """Each with the position up to which the socket has heard of it."""
        self.waiting: deque[tuple[str, bytes]] = deque()
        self.arrived = asyncio.Event()
        self.overflown = False
        self._capacity = capacity

    def put(self, topic: str, position: Position, message: bytes) -> None:
        """Queues a message; a socket that is too slow for its queue is told to read everything anew."""
        if position <= self.topics[topic]:
            return
        if len(self.waiting) >= self._capacity:
            self.waiting.clear()
            self.overflown = True
        self.waiting.append((topic, message))
        self.arrived.set()


class Hub:
    """Reads the log and hands it out."""

    def __init__(self, database: Database, waker: Waker) -> None:
        self._database = database
        self._wake = waker.reader()
        self._followers: dict[tuple[UUID, str], set[Follower]] = defaultdict(set)
        self._listeners: list[Callable[[LoggedEvent], None]] = []
        self._task: asyncio.Task[None] | None = None
        self.position = Position(0, 0)

    def on_event(self, listener: Callable[[LoggedEvent], None]) -> None:
        """Calls `listener` with every event, before the sockets hear of it."""
        self._listeners.append(listener)

    def follow(self, follower: Follower, topic: str, seen: Position) -> None:
        """From now on the follower hears of what happens on the topic after that position."""
        follower.topics[topic] = seen
        self._followers[follower.organization_id, topic].add(follower)

    def unfollow(self, follower: Follower, *topics: str) -> None:
        """The follower hears no more of the topics."""
        for topic in topics:
            follower.topics.pop(topic, None)
            followers = self._followers.get((follower.organization_id, topic))
            if followers is not None:
                followers.discard(follower)
                if not followers:
                    del self._followers[follower.organization_id, topic]

    async def start(self) -> None:
        """Takes the newest event as the place to start and follows from there.

        Not the newest transaction: after a crash PostgreSQL gives the numbers of those that left nothing behind again.
        """
        async with self._database.read(System("live hub")) as tx:
            row = await tx.one(_newest())
            if row is not None:
                self.position = Position(row["transaction"], row["id"])
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stops reading."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            await pause(self._wake, LOOK_EVERY)
            for delay in LOOKS:
                await asyncio.sleep(delay)
                try:
                    await self._catch_up()
                except Problem as problem:
                    log.warning("event log out of reach", detail=problem.detail)
                    await asyncio.sleep(LOOK_EVERY)
                except Exception:
                    # Whatever it is, the hub goes on: without it nobody would hear of anything any more.
                    log.exception("event log not handed out")
                    await asyncio.sleep(LOOK_EVERY)

    async def _catch_up(self) -> None:
        while True:
            async with self._database.read(System("live hub")) as tx:
                found = await events.after(tx, self.position)
            for event in found:
                self.position = event.position
                self._hand_out(event)
            if len(found) < 500:
                return

    def _hand_out(self, event: LoggedEvent) -> None:
        for listener in self._listeners:
            listener(event)
        for topic in event.topics:
            followers = self._followers.get((event.organization_id, topic))
            if followers:
                message = encode(event, topic)
                for follower in followers:
                    follower.put(topic, event.position, message)


def encode(event: LoggedEvent, topic: str) -> bytes:
    """The event as it goes to a socket."""
    return msgspec.json.encode(
        Message(
            position=str(event.position),
            topic=topic,
            event=event.type,
            entity=event.entity,
            entity_id=event.entity_id,
            revision=event.revision,
            actor_id=event.actor_id,
        )
    )
