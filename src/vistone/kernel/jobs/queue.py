"""Putting jobs into the queue, inside the caller's transaction, and looking after those that are held."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from vistone.kernel.errors import Conflict, NotFound
from vistone.kernel.ids import new_id
from vistone.kernel.jobs.declare import Job

P = TypeVar("P", bound=Struct)

WAKE_CHANNEL = "vistone_jobs"

_INSERT = """
INSERT INTO platform.jobs
    (id, organization_id, name, payload, lane, priority, run_at, dedupe_key, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, now()), $8, now(), now())
ON CONFLICT (organization_id, name, dedupe_key) WHERE status = 'queued' AND dedupe_key IS NOT NULL DO NOTHING
RETURNING id
"""


class Entry(Struct, frozen=True, kw_only=True):
    """One job to be queued."""

    job: Job[Any]
    payload: Struct
    organization_id: UUID | None = None
    run_at: datetime | None = None
    """Not before this moment (with zone); None: as soon as the transaction has committed."""
    dedupe_key: str | None = None
    """While a job of this kind, organization and key waits, another is not queued. Running ones do not count."""
    priority: int = 0
    """Higher goes first."""


async def enqueue(
    connection: asyncpg.Connection,
    job: Job[P],
    payload: P,
    *,
    organization_id: UUID | None = None,
    run_at: datetime | None = None,
    dedupe_key: str | None = None,
    priority: int = 0,
) -> UUID | None:
    """Queues a job in the caller's transaction: it exists if and when that commits. See `Entry` for the arguments.

    Returns its id, or None when its dedupe key stands in the queue already. Wakes nobody: a NOTIFY in the transaction
    would make commits wait for each other. Workers look every second; `ring` after the commit makes them look at once.
    """
    entry = Entry(
        job=job,
        payload=payload,
        organization_id=organization_id,
        run_at=run_at,
        dedupe_key=dedupe_key,
        priority=priority,
    )
    found: UUID | None = await connection.fetchval(_INSERT, *_arguments(entry, new_id()))
    return found


async def enqueue_many(connection: asyncpg.Connection, entries: Sequence[Entry]) -> list[UUID | None]:
    """Queues jobs in one round trip, in the caller's transaction. One answer for each entry, as `enqueue` gives it."""
    ids = [new_id() for _ in entries]
    rows = await connection.fetchmany(_INSERT, [_arguments(entry, id) for entry, id in zip(entries, ids, strict=True)])
    queued = {row["id"] for row in rows}
    return [id if id in queued else None for id in ids]


def _arguments(entry: Entry, id: UUID) -> tuple[Any, ...]:
    job = entry.job
    if not isinstance(entry.payload, job.payload):
        raise TypeError(f"payload: {job.name} takes {job.payload.__name__}, not {type(entry.payload).__name__}")
    if entry.run_at is not None and entry.run_at.tzinfo is None:
        raise ValueError(f"run_at: {job.name} needs a moment with its zone")
    payload = msgspec.json.encode(entry.payload).decode()
    return (
        id,
        entry.organization_id,
        job.name,
        payload,
        job.lane.value,
        entry.priority,
        entry.run_at,
        entry.dedupe_key,
    )


async def ring(connection: asyncpg.Connection) -> None:
    """Makes workers look into the queue now. Call it after the commit, outside any transaction, at leisure."""
    await connection.execute("SELECT pg_notify($1, '')", WAKE_CHANNEL)


class HeldJob(Struct, frozen=True, rename="camel"):
    """A job that will not be tried again by itself, with what is needed to judge it."""

    id: UUID
    organization_id: UUID | None
    name: str
    payload: msgspec.Raw
    attempts: int
    error: str
    created_at: datetime
    held_at: datetime


_HELD = """
SELECT id, organization_id, name, payload, attempts, error, created_at, updated_at FROM platform.jobs
WHERE status = 'held' ORDER BY updated_at DESC, id LIMIT $1
"""


async def held(connection: asyncpg.Connection, *, limit: int = 50) -> list[HeldJob]:
    """The jobs held last, the newest first; of one organization, or in a system transaction of all."""
    rows = await connection.fetch(_HELD, limit)
    return [
        HeldJob(
            id=row["id"],
            organization_id=row["organization_id"],
            name=row["name"],
            payload=msgspec.Raw(row["payload"].encode()),
            attempts=row["attempts"],
            error=row["error"],
            created_at=row["created_at"],
            held_at=row["updated_at"],
        )
        for row in rows
    ]


_RELEASE = """
UPDATE platform.jobs SET status = 'queued', attempts = 0, run_at = now(), error = NULL, updated_at = now()
WHERE id = $1 AND status = 'held' RETURNING id
"""


async def release(connection: asyncpg.Connection, id: UUID) -> None:
    """Queues a held job again, with all its attempts.

    Raises NotFound when none is held under that id, Conflict when a newer one with its dedupe key waits already; the
    transaction cannot go on after that.
    """
    try:
        found = await connection.fetchval(_RELEASE, id)
    except asyncpg.UniqueViolationError:
        raise Conflict("dedupe_key", "The same work waits in the queue already; discard this one.") from None
    if found is None:
        raise NotFound("held job")


async def discard(connection: asyncpg.Connection, id: UUID) -> None:
    """Takes a held job away for good. Raises NotFound when none is held under that id."""
    found = await connection.fetchval("DELETE FROM platform.jobs WHERE id = $1 AND status = 'held' RETURNING id", id)
    if found is None:
        raise NotFound("held job")


class Backlog(Struct, frozen=True, rename="camel"):
    """How many jobs of a kind are in a state, and for how long the oldest that is due has waited."""

    name: str
    status: str
    count: int
    oldest_due_seconds: float


_BACKLOG = """
SELECT name, status, count(*) AS count,
    coalesce(extract(epoch FROM now() - min(run_at) FILTER (WHERE run_at <= now())), 0)::float8 AS oldest_due_seconds
FROM platform.jobs GROUP BY name, status ORDER BY name, status
"""


async def backlog(connection: asyncpg.Connection) -> list[Backlog]:
    """The queue in figures, for metrics and health."""
    return [Backlog(*row) for row in await connection.fetch(_BACKLOG)]
