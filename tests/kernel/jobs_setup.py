"""The database of test_jobs.py, and the moves its tests share."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from tests.kernel.jobs_worker import Number, Tools
from tests.postgres_fixture import TestDatabase
from vistone.kernel import jobs, migrating
from vistone.kernel.jobs import Job, Worker
from vistone.kernel.platform import metadata
from vistone.kernel.postgres import APP_ROLE


async def build(database: TestDatabase) -> None:
    """Schema platform as its migrations make it, and a ledger for what jobs did."""
    folder = Path(migrating.__file__).parent / "migrations"
    await migrating.upgrade(database.owner, APP_ROLE, [migrating.History("platform", folder, metadata)], print)
    connection = await asyncpg.connect(database.owner)
    # The ledger has no key on purpose: an effect that happened twice shows as two rows.
    await connection.execute(
        "CREATE TABLE ledger (id uuid, n int, attempt int, at timestamptz DEFAULT clock_timestamp());"
        "CREATE TABLE effects (id uuid PRIMARY KEY, n int, times int);"
        "GRANT SELECT, INSERT ON ledger, effects TO " + APP_ROLE
    )
    await connection.close()


@contextlib.asynccontextmanager
async def working(database: TestDatabase, db: asyncpg.Pool, *jobs: Job[Any], **options: Any) -> AsyncIterator[Worker]:
    """A worker in this process, for the length of the block."""
    options = {"poll_seconds": 0.05, "lease_seconds": 2.0, "drain_seconds": 2.0, **options}
    worker = Worker(database.app, jobs, context=Tools(db), **options)
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await asyncio.wait_for(task, 10)


async def put(connection: asyncpg.Connection, job: Job[Number], n: int = 0, **options: Any) -> UUID:
    """Queues a job that no other stands in the way of."""
    id = await jobs.enqueue(connection, job, Number(n), **options)
    assert id is not None
    return id


async def until(true: Callable[[], Awaitable[Any]], seconds: float = 15) -> Any:
    """Waits for it to come true, and fails when it does not."""
    end = time.monotonic() + seconds
    while not (value := await true()):
        assert time.monotonic() < end, "it did not come true in time"
        await asyncio.sleep(0.02)
    return value


async def is_empty(db: asyncpg.Pool) -> bool:
    """Whether every job is done."""
    return not await db.fetchval("SELECT EXISTS (SELECT FROM platform.jobs)")
