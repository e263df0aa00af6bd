"""`GET /api/live`: one WebSocket per window.

    -> {"type": "subscribe", "topics": ["project:<id>"], "after": "<position>"}
    <- {"type": "subscribed", "topics": [...], "position": "<position>"}
    <- {"type": "event", "position": ..., "topic": ..., "event": "project.task.updated", "entityId": ..., ...}

With `after` the events since that position come before `subscribed`, so that a reconnect misses nothing: the position
of whatever came last is where to go on from, wherever the connection was cut. `reset` says that what happened since
`after` cannot be told and everything should be read anew. Access is looked at again whenever an event tells that a
session, role or membership changed, and every minute. What is lost is said: `denied` names topics, `bye` ends
the socket (`signed_out`; `unfinished`: a second factor or a proven address is asked for, see `/api/auth/me`;
`restart`: come back).
"""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import WebSocket, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect
from msgspec import Meta, Struct

from vistone.kernel import clock, events
from vistone.kernel.db import Database, ReadTx
from vistone.kernel.errors import Problem
from vistone.kernel.events import LoggedEvent, Position
from vistone.kernel.live.hub import Follower, Hub, encode
from vistone.kernel.live.wake import pause
from vistone.kernel.scope import Scope, System
from vistone.kernel.settings import settings

CHECK_EVERY = 60.0
CHECK_AGAIN_AFTER = 4.1  # scopes are remembered for 4 s, in every process
SPREAD = 0.3  # seconds over which the sockets of an organization look again
MAX_TOPICS = 200
MAX_MESSAGE = 64 * 1024
REPLAY_LIMIT = 5000  # messages
SCAN_LIMIT = 20_000  # events read for them, of all organizations
SEND_SECONDS = 30.0  # a socket that takes no byte for so long is closed
BYE_SECONDS = 2.0

NORMAL, POLICY_VIOLATION, RESTART, TRY_LATER = 1000, 1008, 1012, 1013
TRY_AGAIN = 503  # the status of a database that is away

Authorize = Callable[[ReadTx, UUID | None], Awaitable[None]]
Socket = WebSocket[Any, Any, Any]
Topics = Annotated[list[Annotated[str, Meta(max_length=100)]], Meta(max_length=MAX_TOPICS)]


class Subscribe(Struct, frozen=True, tag="subscribe", forbid_unknown_fields=True):
    """Asks for topics, from a position on."""

    topics: Topics
    after: str | None = None


class Unsubscribe(Struct, frozen=True, tag="unsubscribe", forbid_unknown_fields=True):
    """Gives topics up."""

    topics: Topics


class Ping(Struct, frozen=True, tag="ping"):
    """Asks for a sign of life."""


class Gate(Struct, frozen=True):
    """Who asks: of a new socket, and of one that was let in with a scope before."""

    resolve: Callable[[Socket], Awaitable[Scope]]
    again: Callable[[Socket, Scope], Awaitable[Scope]]


class Sockets:
    """The open sockets of a process, and what they need. `unsettling` are the events that may change a scope."""

    def __init__(
        self, database: Database, hub: Hub, topics: Mapping[str, Authorize], gate: Gate, unsettling: AbstractSet[str]
    ) -> None:
        self.database = database
        self.hub = hub
        self.topics = topics
        self.gate = gate
        self.open: set[Session] = set()
        self.closing = False
        self._unsettling = unsettling

    def unsettle(self, event: LoggedEvent) -> None:
        """Makes the sockets that an event may concern look again at what they may follow."""
        if event.type in self._unsettling:
            person = event.payload.get("record", {}).get("userId")
            for session in self.open:
                scope = session.scope
                about = person == str(scope.user_id) or not session.follower.topics.keys().isdisjoint(event.topics)
                if about or scope.organization_id == event.organization_id:
                    session.concerned |= about
                    session.unsettled.set()

    async def close(self) -> None:
        """Tells every socket that the process ends and that it should come back; new ones are told the same."""
        self.closing = True
        sessions = tuple(self.open)
        for session in sessions:
            session.end(RESTART, "restart")
        await asyncio.gather(*(session.closed.wait() for session in sessions))


class Session:
    """One open socket."""

    def __init__(self, socket: Socket, scope: Scope, sockets: Sockets) -> None:
        self.socket = socket
        self.scope = scope
        self.sockets = sockets
        self.follower = Follower(scope.organization_id)
        self.unsettled = asyncio.Event()
        self.closed = asyncio.Event()
        self._over = asyncio.Event()
        self._code = NORMAL
        self._reason: str | None = None
        self.concerned = False
        """Whether the event was about this very person or what they follow: then also what no scope tells may have changed."""
        self._sending = asyncio.Lock()

    async def run(self) -> None:
        """Reads, writes and watches until one of the three ends, or somebody calls `end`; then closes."""
        self.sockets.open.add(self)
        tasks = [asyncio.create_task(step()) for step in (self._read, self._write, self._watch, self._over.wait)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.sockets.hub.unfollow(self.follower, *tuple(self.follower.topics))
            # Before the close: granian sends none while it is asked for the next message.
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._close()
            self.sockets.open.discard(self)
            self.closed.set()

    def end(self, code: int, reason: str | None = None) -> None:
        """Has the socket closed, after a `bye` that says why."""
        self._code, self._reason = code, reason
        self._over.set()

    async def _close(self) -> None:
        # The peer may be gone already or take nothing, which is as good.
        with contextlib.suppress(Exception):
            async with asyncio.timeout(BYE_SECONDS):
                if self._reason is not None:
                    await self.say({"type": "bye", "reason": self._reason})
                await self.socket.close(code=self._code)

    async def say(self, message: Any) -> None:
        """Sends one message."""
        async with self._sending:
            await self._send(message)

    async def _send(self, message: Any) -> None:
        data = message if isinstance(message, bytes) else msgspec.json.encode(message)
        async with asyncio.timeout(SEND_SECONDS):
            await self.socket.send_text(data.decode())

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
                    try:
                        await self._subscribe(topics, after)
                    except Problem:  # the database is away
                        self.end(TRY_LATER)
                        return
                case Unsubscribe(topics):
                    self.sockets.hub.unfollow(self.follower, *topics)
                case Ping():
                    await self.say({"type": "pong"})

    async def _subscribe(self, topics: list[str], after: str | None) -> None:
        wanted = list(dict.fromkeys(topics))
        scope = self.scope
        allowed = [topic for topic in wanted if await self._may(topic)]
        followed = self.follower.topics
        fresh = [topic for topic in allowed if topic not in followed]
        allowed = [topic for topic in allowed if topic not in fresh[MAX_TOPICS - len(followed) :]]
        denied = [topic for topic in wanted if topic not in allowed]
        if denied:
            await self.say({"type": "denied", "topics": denied})
        if not allowed:
            return
        async with self._sending:  # nothing else is sent until the replay is through
            await self._flush()
            position = self.sockets.hub.position  # no await since the queue was empty: all up to here has been sent
            start = Position.parse(after) if after else None
            # Another process may have told more already than this one has read.
            seen = max(position, start) if start else position
            for topic in allowed:
                self.sockets.hub.follow(self.follower, topic, seen)
            if self.scope is not scope:  # what was allowed a moment ago may be over
                self.unsettled.set()
            replay = await self._replay(allowed, start, position) if after else []
            if replay is None:
                for topic in allowed:
                    self.sockets.hub.follow(self.follower, topic, position)
                seen, replay = position, [msgspec.json.encode({"type": "reset", "position": str(position)})]
            for message in replay:
                await self._send(message)
            await self._send({"type": "subscribed", "topics": allowed, "position": str(seen)})

    async def _replay(self, topics: list[str], start: Position | None, until: Position) -> list[bytes] | None:
        """What happened on the topics between the two positions; None when that cannot be told (any more)."""
        wanted, found, read = set(topics), [], 0
        async with self.sockets.database.read(System("live replay")) as tx:
            # A position that is still to come is none of this log's: the database was restored from a backup.
            kept = clock.now() - timedelta(days=settings().events_kept_days)
            if start is None or not await events.start_of_log(tx, kept) <= start <= await events.end_of_log(tx):
                return None
            while start < until:
                batch = await events.after(tx, start)
                for event in batch:
                    if event.position <= until and event.organization_id == self.scope.organization_id:
                        found += [encode(event, topic) for topic in event.topics if topic in wanted]
                read += len(batch)
                if len(found) > REPLAY_LIMIT or read > SCAN_LIMIT:
                    return None
                if not batch:
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
        except Problem as problem:
            if problem.status == TRY_AGAIN:
                raise
            return False
        return True

    async def _write(self) -> None:
        while True:
            await self.follower.arrived.wait()
            async with self._sending:
                await self._flush()

    async def _flush(self) -> None:
        """Sends what waits. Whoever calls it holds `_sending`, so that no message overtakes another."""
        follower = self.follower
        while follower.waiting or follower.overflown:
            if follower.overflown:
                follower.overflown = False
                follower.waiting.clear()
                await self._send({"type": "reset", "position": str(self.sockets.hub.position)})
                continue
            topic, message = follower.waiting.popleft()
            if topic in follower.topics:
                await self._send(message)
        follower.arrived.clear()

    async def _watch(self) -> None:
        while True:
            told = await pause(self.unsettled, self._patience())
            await asyncio.sleep(random.uniform(0, SPREAD))  # noqa: S311 -- only spreads load
            if not await self._check(everything=self.concerned or not told):
                return
            if told:  # a scope that was read just before the event may be remembered for a moment
                await pause(self.unsettled, CHECK_AGAIN_AFTER)
                if not await self._check(everything=self.concerned):
                    return

    def _patience(self) -> float:
        """The seconds after which to look again unasked: sooner where a token runs out before."""
        if self.scope.token is None:
            return CHECK_EVERY
        left = (self.scope.token.expires_at - clock.now()).total_seconds()
        return max(0.05, min(CHECK_EVERY, left))

    async def _check(self, *, everything: bool) -> bool:
        """Takes away what the person may follow no more; False when nothing is left to follow."""
        self.concerned = False
        try:
            scope = await self.sockets.gate.again(self.socket, self.scope)
            if scope.unfinished is not None:
                self.end(POLICY_VIOLATION, "unfinished")
                return False
            if scope.organization_id != self.follower.organization_id:
                # Who named none when they came is in another of theirs by now: that is another socket's matter.
                self.end(POLICY_VIOLATION, "signed_out")
                return False
            changed, self.scope = scope != self.scope, scope
            lost = []
            if changed or everything:
                lost = [topic for topic in tuple(self.follower.topics) if not await self._may(topic)]
        except Problem as problem:
            if problem.status == TRY_AGAIN:
                return True
            self.end(POLICY_VIOLATION, "signed_out")
            return False
        if lost:
            self.sockets.hub.unfollow(self.follower, *lost)
            await self.say({"type": "denied", "topics": lost})
        return True


@websocket("/api/live", opt={"public": True})
async def live(socket: WebSocket[Any, Any, Any], state: State) -> None:
    """Follows what happens, see the module."""
    sockets: Sockets = state.sockets
    try:
        scope = await sockets.gate.resolve(socket)
    except Problem as problem:
        await socket.accept()
        await socket.close(code=TRY_LATER if problem.status == TRY_AGAIN else POLICY_VIOLATION)
        return
    await socket.accept()
    session = Session(socket, scope, sockets)
    if scope.unfinished is not None:
        session.end(POLICY_VIOLATION, "unfinished")
    if sockets.closing:
        session.end(RESTART, "restart")
    await session.run()
