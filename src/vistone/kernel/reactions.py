"""Reactions to events: followers, which read the log in order, and subscriptions, which become jobs.

A follower's place in the log moves in the transaction of its work, so that it sees each event exactly once, whatever
is killed when. Subscriptions are put into the job queue by a follower of their own, and each run of one marks its job
as done in its own transaction.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import structlog
from msgspec import Struct
from sqlalchemy import ARRAY, BigInteger, Column, Select, Table, Text, any_, bindparam, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import Insert, Update

from vistone.kernel import events
from vistone.kernel.db import Database, ReadTx, WriteTx, organization, statement
from vistone.kernel.errors import Unavailable
from vistone.kernel.events import Event, Follower, LoggedEvent, Position, Subscription, event_log
from vistone.kernel.jobs import Entry, Job, JobRun, enqueue_many
from vistone.kernel.live.wake import LOOK_EVERY, Waker, pause
from vistone.kernel.platform import metadata
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import NOBODY, System, for_the_system

log = structlog.get_logger("vistone.reactions")

BATCH = 200
PAUSE_AFTER_FAILURE = 5.0
PAUSE_WHEN_BUSY = 0.2
LONGEST_PAUSE = 30.0
SUBSCRIPTIONS = "platform.subscriptions"
"""The follower that queues subscriptions."""

cursors = Table(
    "cursors",
    metadata,
    Column("name", Text, primary_key=True),
    Column("transaction", BigInteger, nullable=False),
    Column("id", BigInteger, nullable=False),
    info={"tenancy": "custom", "visible": "true", "writable": "true"},
)


@statement
def _place() -> Select[Any]:
    return select(cursors.c.transaction, cursors.c.id).where(cursors.c.name == bindparam("name", type_=Text))


class Progress(Struct, frozen=True):
    """How far a follower is with the events of an organization that are still kept: so many `seen`, so many `waiting`."""

    seen: int
    waiting: int


@statement
def _progress() -> Select[Any]:
    e, here = event_log.c, cursors.c
    seen = (tuple_(e.transaction, e.id) <= tuple_(here.transaction, here.id)).is_(True)
    follows = here.name == bindparam("name", type_=Text)
    counts: list[Any] = [func.count().filter(seen).label("seen"), func.count().filter(~seen).label("waiting")]
    return select(*counts).select_from(event_log.outerjoin(cursors, follows)).where(e.organization_id == organization())


async def progress(tx: ReadTx, follower: Follower) -> Progress:
    """How far the follower is with the events of the scope's organization."""
    row = await tx.one(_progress(), name=follower.name)
    assert row is not None  # noqa: S101 -- counts are always there
    return Progress(row["seen"], row["waiting"])


@statement
def _slowest() -> Select[Any]:
    c = cursors.c
    wanted = c.name == any_(bindparam("names", type_=ARRAY(Text)))
    return select(c.name, c.transaction, c.id).where(wanted).order_by(c.transaction, c.id).limit(1)


async def slowest(tx: ReadTx, followers: Iterable[str]) -> tuple[str, Position] | None:
    """Which of these followers is the furthest behind, and where it is; None when none has begun."""
    row = await tx.one(_slowest(), names=list(followers))
    return (row["name"], Position(row["transaction"], row["id"])) if row is not None else None


@statement
def _begin() -> Insert:
    start = {"transaction": -(2**62), "id": 0}  # before what a restored log brings along (see `rebase`)
    return insert(cursors).values(name=bindparam("name", type_=Text), **start).on_conflict_do_nothing()


@statement
def _move() -> Update:
    """Moves on from a place, unless another worker has done so already."""
    old = {name: bindparam("old_" + name, type_=BigInteger) for name in ("transaction", "id")}
    new = {name: bindparam("new_" + name, type_=BigInteger) for name in ("transaction", "id")}
    here = [cursors.c.name == bindparam("name", type_=Text)]
    here += [cursors.c[name] == value for name, value in old.items()]
    return update(cursors).where(*here).values(new).returning(cursors.c.name)


REBASE = """
WITH future AS (
    SELECT 1 + max(transaction) AS amount FROM (
        SELECT max(transaction) AS transaction FROM platform.events UNION ALL SELECT max(transaction) FROM platform.cursors
    ) AS places
    HAVING max(transaction) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
), moved AS (
    UPDATE platform.events SET transaction = transaction - future.amount FROM future
)
UPDATE platform.cursors SET transaction = transaction - future.amount FROM future
"""


async def rebase(connection: asyncpg.Connection) -> None:
    """Puts a log that was restored into another cluster before the transactions of this one, in its order.

    There the numbers of transactions begin anew: places in the log would lie in the future, and readers would wait for
    a transaction that is years away. Does nothing where the log is this cluster's own.
    """
    async with connection.transaction():
        await connection.execute("SELECT platform.set_system()")
        await connection.execute(REBASE)


class Reactor:
    """Keeps the followers going. Any number of workers may run one: the place in the log is handed on by commits."""

    def __init__(self, database: Database, waker: Waker, followers: Iterable[Follower]) -> None:
        self._database = database
        self._followers = [(follower, waker.reader()) for follower in followers]
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Starts following."""
        async with self._database.write(System("followers")) as tx:
            for follower, _ in self._followers:
                await tx.value(_begin(), name=follower.name)
        self._tasks = [asyncio.create_task(self._run(follower, wake)) for follower, wake in self._followers]

    async def stop(self) -> None:
        """Stops; a batch at work is given up and done again later."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, follower: Follower, wake: asyncio.Event) -> None:
        pause_when_busy = PAUSE_WHEN_BUSY
        while True:
            try:
                while await self._step(follower):
                    pause_when_busy = PAUSE_WHEN_BUSY
            except Unavailable as busy:
                # Rows that it waited for are held by others, or the database is away: nothing is wrong with it. A batch
                # that is given up each time for its length comes here too: ever more seldom, so that others get on.
                log.warning("follower waits", follower=follower.name, detail=busy.detail, seconds=pause_when_busy)
                await asyncio.sleep(pause_when_busy)
                pause_when_busy = min(2 * pause_when_busy, LONGEST_PAUSE)
                continue
            except Exception:
                # One reader that fails must not end the others; the batch is tried again until it goes through.
                log.exception("follower failed", follower=follower.name)
                await asyncio.sleep(PAUSE_AFTER_FAILURE)
                continue
            await pause(wake, LOOK_EVERY)

    async def _step(self, follower: Follower) -> bool:
        """Does the next events, those of one organization after another; False when there are none."""
        async with self._database.read(System(follower.name)) as tx:
            row = await tx.one(_place(), name=follower.name)
            if row is None:
                return False
            place = Position(row["transaction"], row["id"])
            found = await events.after(tx, place, limit=BATCH)
        for organization_id, batch in groupby(found, key=lambda event: event.organization_id):
            end = await self._do(follower, organization_id, place, list(batch))
            if end is None:  # another worker has it: see where it is by now
                break
            place = end
        return bool(found)

    async def _do(
        self, follower: Follower, organization_id: UUID, place: Position, batch: Sequence[LoggedEvent]
    ) -> Position | None:
        """Does consecutive events of one organization; the place after them, or None when they were done already."""
        end = batch[-1].position
        async with self._database.write(for_the_system(organization_id)) as tx:
            moved = await tx.one(
                _move(),
                name=follower.name,
                old_transaction=place.transaction,
                old_id=place.id,
                new_transaction=end.transaction,
                new_id=end.id,
            )
            if moved is None:
                return None
            await follower.handler(tx, batch)
        return end


class Reaction(Struct, frozen=True):
    """What a subscription's job carries: the event, and whose doing it was."""

    type: str
    event: dict[str, Any]
    actor_id: UUID | None


def reaction_jobs(
    subscriptions: Sequence[Subscription], kinds: Mapping[str, type[Event[Any]]]
) -> tuple[list[Job[Any]], Follower]:
    """The jobs that run the subscriptions, and the follower that queues them."""
    by_type: dict[str, list[Job[Any]]] = {}
    jobs = []
    for subscription in subscriptions:
        job = _job(subscription, kinds)
        jobs.append(job)
        by_type.setdefault(subscription.event.type(), []).append(job)

    async def queue(tx: WriteTx, batch: Sequence[LoggedEvent]) -> None:
        entries = [
            Entry(
                job=job,
                payload=Reaction(event.type, event.payload, event.actor_id),
                organization_id=event.organization_id,
            )
            for event in batch
            for job in by_type.get(event.type, ())
        ]
        if entries:
            await enqueue_many(tx.connection, entries)

    return jobs, Follower(SUBSCRIPTIONS, queue)


def _job(subscription: Subscription, kinds: Mapping[str, type[Event[Any]]]) -> Job[Any]:
    async def react(payload: Reaction, run: JobRun) -> None:
        runtime: Runtime = run.context
        assert run.organization_id is not None  # noqa: S101 -- `queue` gives every reaction its organization
        actor = None if payload.actor_id == NOBODY else payload.actor_id
        event = msgspec.convert(payload.event, kinds[payload.type])
        async with runtime.database.write(for_the_system(run.organization_id, on_behalf_of=actor)) as tx:
            await subscription.handler(tx, event)
            await run.settle(tx.connection)

    handler = subscription.handler
    return Job(name=f"{handler.__module__}.{handler.__name__}", payload=Reaction, handler=react)
