"""`GET /api/live`: one WebSocket per window.

    -> {"type": "subscribe", "topics": ["project:<id>"], "after": "<position>"}
    <- {"type": "subscribed", "topics": [...], "position": "<position>"}
    <- {"type": "event", "position": ..., "topic": ..., "event": "project.task.updated", "entityId": ..., ...}

With `after` the events since that position come first, so that a reconnect misses nothing; `reset` says that the
position is too old and everything should be read anew. Access is looked at again every few seconds and whenever a
role or membership changes.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import WebSocket, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect
from msgspec import Struct

from vistone.kernel import events
from vistone.kernel.db import Database, ReadTx
from vistone.kernel.errors import Problem
from vistone.kernel.events import Position
from vistone.kernel.live.hub import Follower, Hub, encode
from vistone.kernel.scope import Scope, System

CHECK_EVERY = 3.0
MAX_TOPICS = 200
MAX_MESSAGE = 64 * 1024
REPLAY_LIMIT = 5000

POLICY_VIOLATION, GOING_AWAY, UNREADABLE = 1008, 1012, 1007

Authorize = Callable[[ReadTx, UUID | None], Awaitable[None]]


class Subscribe(Struct, frozen=True, tag="subscribe", forbid_unknown_fields=True):
    """Asks for topics, from a position on."""

    topics: list[str]
    after: str | None = None


class Unsubscribe(Struct, frozen=True, tag="unsubscribe", forbid_unknown_fields=True):
    """Gives topics up."""

    topics: list[str]


class Ping(Struct, frozen=True, tag="ping"):
    """Asks for a sign of life."""


class Sockets:
    """The open sockets of a process, and what they need."""

    def __init__(
        self,
        database: Database,
        hub: Hub,
        topics: Mapping[str, Authorize],
        resolve: Callable[[WebSocket[Any, Any, Any]], Awaitable[Scope]],
    ) -> None:
        self.database = database
        self.hub = hub
        self.topics = topics
        self.resolve = resolve
        self.open: set[Session] = set()

    async def close(self) -> None:
        """Tells every socket that the process ends and that it should come back."""
        await asyncio.gather(
            *(session.say_bye("restart", GOING_AWAY) for session in tuple(self.open)), return_exceptions=True
        )


class Session:
    """One open socket."""

    def __init__(self, socket: WebSocket[Any, Any, Any], scope: Scope, sockets: Sockets) -> None:
        self.socket = socket
        self.scope = scope
        self.sockets = sockets
        self.follower = Follower(scope.organization_id)
        self._sending = asyncio.Lock()

    async def run(self) -> None:
        """Reads, writes and watches until one of the three ends."""
        self.sockets.open.add(self)
        tasks = [asyncio.create_task(step()) for step in (self._read, self._write, self._watch)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.sockets.open.discard(self)
            self.sockets.hub.unfollow(self.follower, *tuple(self.follower.topics))
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def say(self, message: Any) -> None:
        """Sends one message."""
        async with self._sending:
            data = message if isinstance(message, bytes) else msgspec.json.encode(message)
            await self.socket.send_text(data.decode())

    async def say_bye(self, reason: str, code: int) -> None:
        """Says why, then closes."""
        with contextlib.suppress(Exception):  # the peer may be gone already, which is as good
            await self.say({"type": "bye", "reason": reason})
            await self.socket.close(code=code)

    async def _read(self) -> None:
        while True:
            try:
                text = await self.socket.receive_text()
            except WebSocketDisconnect:
                return
            try:
                if len(text) > MAX_MESSAGE:
                    raise msgspec.DecodeError("the message is too long")
                message = msgspec.json.decode(text, type=Subscribe | Unsubscribe | Ping)
            except msgspec.MsgspecError as error:
                await self.say({"type": "error", "detail": str(error)})
                continue
            match message:
                case Subscribe(topics, after):
                    await self._subscribe(topics, after)
                case Unsubscribe(topics):
                    self.sockets.hub.unfollow(self.follower, *topics)
                case Ping():
                    await self.say({"type": "pong"})

    async def _subscribe(self, topics: list[str], after: str | None) -> None:
        allowed = [topic for topic in topics if await self._may(topic)]
        room = MAX_TOPICS - len(self.follower.topics)
        allowed, denied = allowed[:room], [topic for topic in topics if topic not in allowed[:room]]
        if denied:
            await self.say({"type": "denied", "topics": denied})
        if not allowed:
            return
        async with self._sending:  # nothing else is sent until the replay is through
            for topic in allowed:
                self.sockets.hub.follow(self.follower, topic)
            position = self.sockets.hub.position
            replay = await self._replay(allowed, after, position) if after else []
            told = {"type": "subscribed", "topics": allowed, "position": str(position)}
            await self.socket.send_text(msgspec.json.encode(told).decode())
            for data in replay:
                await self.socket.send_text(data.decode())

    async def _replay(self, topics: list[str], after: str, until: Position) -> list[bytes]:
        start, reset = Position.parse(after), [msgspec.json.encode({"type": "reset", "position": str(until)})]
        wanted, found = set(topics), []
        async with self.sockets.database.read(System("live replay")) as tx:
            if start is None or start < await events.start_of_log(tx):
                return reset
            while start < until:
                batch = await events.after(tx, start)
                for event in batch:
                    if event.position <= until and event.organization_id == self.scope.organization_id:
                        found += [encode(event, topic) for topic in event.topics if topic in wanted]
                if len(found) > REPLAY_LIMIT:
                    return reset
                if len(batch) < 500:
                    break
                start = batch[-1].position
        return found

    async def _may(self, topic: str) -> bool:
        name, _, key = topic.partition(":")
        authorize = self.sockets.topics.get(name)
        try:
            id = UUID(key) if key else None
        except ValueError:
            return False
        if authorize is None:
            return False
        try:
            async with self.sockets.database.read(self.scope) as tx:
                await authorize(tx, id)
        except Problem:
            return False
        return True

    async def _write(self) -> None:
        while True:
            _, message = await self.follower.waiting.get()
            if self.follower.overflown:
                self.follower.overflown = False
                while not self.follower.waiting.empty():
                    self.follower.waiting.get_nowait()
                await self.say({"type": "reset", "position": str(self.sockets.hub.position)})
            else:
                await self.say(message)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(CHECK_EVERY)
            try:
                scope = await self.sockets.resolve(self.socket)
            except Problem as problem:
                if problem.status == 503:
                    continue
                await self.say_bye("signed_out", POLICY_VIOLATION)
                return
            if scope != self.scope:
                self.scope = scope
                lost = [topic for topic in tuple(self.follower.topics) if not await self._may(topic)]
                if lost:
                    self.sockets.hub.unfollow(self.follower, *lost)
                    await self.say({"type": "denied", "topics": lost})


@websocket("/api/live", opt={"public": True})
async def live(socket: WebSocket[Any, Any, Any], state: State) -> None:
    """Follows what happens, see the module."""
    sockets: Sockets = state.sockets
    try:
        scope = await sockets.resolve(socket)
    except Problem:
        await socket.accept()
        await socket.close(code=POLICY_VIOLATION)
        return
    await socket.accept()
    await Session(socket, scope, sockets).run()
