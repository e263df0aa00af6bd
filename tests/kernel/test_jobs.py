"""Jobs on a real PostgreSQL, as the app's role under row level security: nothing lost, nothing twice, nothing stuck."""

import asyncio
import contextlib
import functools
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from msgspec import Struct

from tests.kernel import jobs_worker as subject
from tests.kernel.jobs_setup import build, is_empty, put, until, working
from tests.kernel.jobs_worker import JOBS, Number
from tests.postgres_fixture import TestDatabase, create_database, drop_database, shared_cluster, template
from vistone.kernel import clock, jobs
from vistone.kernel.errors import Conflict, NotFound
from vistone.kernel.ids import new_id
from vistone.kernel.jobs import Entry, Job, JobRun, Lane, LeaseLost, Worker

pytestmark = pytest.mark.asyncio

Start = Callable[..., Awaitable[asyncio.subprocess.Process]]


@pytest_asyncio.fixture
async def database() -> AsyncIterator[TestDatabase]:
    cluster = shared_cluster()
    await template(cluster, "kernel_jobs", build)
    database = await create_database(cluster, "kernel_jobs")
    yield database
    await drop_database(cluster, database)


@pytest_asyncio.fixture
async def db(database: TestDatabase) -> AsyncIterator[asyncpg.Pool]:
    """The app's role in system scope, as workers and the dispatcher have it."""
    async with asyncpg.create_pool(database.app, min_size=1, server_settings={"vistone.system": "on"}) as pool:
        yield pool


@pytest_asyncio.fixture
async def start(database: TestDatabase) -> AsyncIterator[Start]:
    """Starts a worker process with that lease; none outlives the test."""
    started: list[asyncio.subprocess.Process] = []

    async def start(lease: float = 1.0) -> asyncio.subprocess.Process:
        command = (sys.executable, str(Path(subject.__file__)), database.app, str(lease))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        started.append(await asyncio.create_subprocess_exec(*command, env=environment))
        return started[-1]

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_job_commits_or_vanishes_with_its_transaction(database: TestDatabase, db: asyncpg.Pool) -> None:
    with contextlib.suppress(ZeroDivisionError):
        async with db.acquire() as connection, connection.transaction():
            assert await jobs.enqueue(connection, subject.settle, Number(1))
            raise ZeroDivisionError
    assert await is_empty(db)
    async with working(database, db, subject.settle):
        async with db.acquire() as connection, connection.transaction():
            kept = await jobs.enqueue(connection, subject.settle, Number(2))
            await asyncio.sleep(0.3)
            assert await db.fetchval("SELECT count(*) FROM ledger") == 0, "seen before the commit"
        await until(lambda: is_empty(db))
    assert [tuple(row) for row in await db.fetch("SELECT id, n, attempt FROM ledger")] == [(kept, 2, 1)]


async def test_a_dedupe_key_skips_without_aborting_and_frees_itself_when_the_job_starts(
    database: TestDatabase, db: asyncpg.Pool
) -> None:
    organization = new_id()
    async with db.acquire() as connection, connection.transaction():
        first = await jobs.enqueue(connection, subject.slow, Number(3), dedupe_key="k")
        assert first is not None
        assert await jobs.enqueue(connection, subject.slow, Number(3), dedupe_key="k") is None
        assert await jobs.enqueue(connection, subject.settle, Number(1), dedupe_key="k"), "another kind"
        found = await jobs.enqueue_many(
            connection,
            [
                Entry(job=subject.slow, payload=Number(3), dedupe_key="k"),
                Entry(job=subject.slow, payload=Number(3), dedupe_key="k", organization_id=organization),
                Entry(job=subject.slow, payload=Number(3), dedupe_key="other"),
                Entry(job=subject.slow, payload=Number(3), dedupe_key="other"),
                Entry(job=subject.slow, payload=Number(3)),
            ],
        )
        assert [id is None for id in found] == [True, False, False, True, False]
    assert await db.fetchval("SELECT count(*) FROM platform.jobs") == 5
    async with working(database, db, *JOBS):
        await until(lambda: db.fetchval("SELECT count(*) FROM ledger WHERE id = $1 AND n = -1", first))
        async with db.acquire() as connection:
            again = await jobs.enqueue(connection, subject.slow, Number(3), dedupe_key="k")
        assert again is not None, "what comes in while the job runs may be news to it"
        await until(lambda: is_empty(db))


async def test_wrong_arguments_are_named(db: asyncpg.Pool) -> None:
    class Other(Struct):
        pass

    async with db.acquire() as connection:
        with pytest.raises(TypeError, match=r"payload: test\.slow takes Number"):
            await jobs.enqueue(connection, subject.slow, Other())  # type: ignore[misc]  # the mistake under test
        with pytest.raises(ValueError, match="run_at"):
            await jobs.enqueue(connection, subject.slow, Number(), run_at=datetime(2030, 1, 1))  # noqa: DTZ001 -- same
    with pytest.raises(ValueError, match="schedule"):
        jobs.job("x", payload=Number, schedule="every day")(subject.slow.handler)
    with pytest.raises(ValueError, match="attempts"):
        jobs.job("x", payload=Number, attempts=0)(subject.slow.handler)
    with pytest.raises(ValueError, match="two jobs"):
        Worker("postgres://", [subject.slow, subject.slow])


async def test_a_failing_job_backs_off_and_is_held_with_payload_and_error(
    database: TestDatabase, db: asyncpg.Pool
) -> None:
    async with working(database, db, *JOBS), db.acquire() as connection:
        failing = await put(connection, subject.fail, 7)
        hopeless = await put(connection, subject.give_up, 8)
        slow = await put(connection, subject.late, 9)
        broken = new_id()
        await connection.execute(
            "INSERT INTO platform.jobs (id, name, payload, lane, run_at, created_at, updated_at) "
            "VALUES ($1, 'test.settle', '{\"n\": \"x\"}', 'quick', now(), now(), now())",
            broken,
        )

        async def all_held() -> bool:
            return len(await jobs.held(connection)) == 4

        await until(all_held)
        held = {job.id: job for job in await jobs.held(connection)}
        assert held[failing].attempts == 3
        assert held[failing].error == "RuntimeError: no luck with 7\N{REPLACEMENT CHARACTER}"
        assert bytes(held[failing].payload) == b'{"n":7}'
        assert (held[hopeless].attempts, held[hopeless].error) == (1, "There is no such mailbox.")
        assert held[slow].error == "It took longer than 0.1 seconds."
        assert "Expected `int`, got `str` - at `$.n`" in held[broken].error
        times = [row["at"] for row in await db.fetch("SELECT at FROM ledger WHERE id = $1 ORDER BY attempt", failing)]
        first, second = times[1] - times[0], times[2] - times[1]
        assert first >= timedelta(seconds=0.025)
        assert second >= timedelta(seconds=0.1), "four times longer, at least half of it"

        assert {b.name: (b.status, b.count) for b in await jobs.backlog(connection)}["test.fail"] == ("held", 1)
        await jobs.discard(connection, hopeless)
        with pytest.raises(NotFound):
            await jobs.discard(connection, hopeless)
        await jobs.release(connection, failing)
        with pytest.raises(NotFound):
            await jobs.release(connection, failing)

        async def ran_again() -> bool:
            return bool(await db.fetchval("SELECT count(*) = 6 FROM ledger WHERE id = $1", failing))

        await until(ran_again)


async def test_a_held_job_is_not_released_beside_its_twin(db: asyncpg.Pool) -> None:
    async with db.acquire() as connection:
        old = await jobs.enqueue(connection, subject.settle, Number(), dedupe_key="k")
        assert old is not None
        await connection.execute("UPDATE platform.jobs SET status = 'held', error = ''")
        assert await jobs.enqueue(connection, subject.settle, Number(), dedupe_key="k")
        with pytest.raises(Conflict):
            await jobs.release(connection, old)


async def test_due_time_priority_and_lanes(database: TestDatabase, db: asyncpg.Pool) -> None:
    now = clock.now()
    async with db.acquire() as connection:
        await jobs.enqueue(connection, subject.settle, Number(1))
        await jobs.enqueue(connection, subject.settle, Number(2), priority=5)
        await jobs.enqueue(connection, subject.settle, Number(3), run_at=now + timedelta(seconds=1))
        for _ in range(3):
            await jobs.enqueue(connection, subject.slow, Number(20))
    async with working(database, db, *JOBS, lanes={Lane.QUICK: 1, Lane.SLOW: 1}):
        await until(lambda: db.fetchval("SELECT count(*) = 3 FROM ledger WHERE n > 0"), 3)
        rows = await db.fetch("SELECT n, at FROM ledger WHERE n > 0 ORDER BY at")
        assert [row["n"] for row in rows] == [2, 1, 3]
        assert rows[2]["at"] >= now + timedelta(seconds=1)
        await db.execute("DELETE FROM platform.jobs WHERE status = 'queued'")


async def test_workers_that_are_killed_lose_nothing_and_double_nothing(db: asyncpg.Pool, start: Start) -> None:
    count = 400
    async with db.acquire() as connection, connection.transaction():
        kinds: list[Job[Number]] = [subject.settle, subject.once]
        await jobs.enqueue_many(
            connection, [Entry(job=job, payload=Number(n)) for n in range(count // 2) for job in kinds]
        )
    ids = {row["id"] for row in await db.fetch("SELECT id FROM platform.jobs")}
    workers = [await start(), await start()]
    for victim in range(3):
        more = 20 * (victim + 1)
        await until(functools.partial(db.fetchval, "SELECT count(*) >= $1 FROM ledger", more))
        workers[victim % 2].kill()
        await workers[victim % 2].wait()
        workers[victim % 2] = await start()
    await until(lambda: is_empty(db), 20)
    for worker in workers:
        worker.terminate()
        # The one begun last may be hit before it has a handler for the signal; then it has no job yet either.
        assert await asyncio.wait_for(worker.wait(), 10) in {0, -signal.SIGTERM}
    settled = [row["id"] for row in await db.fetch("SELECT id FROM ledger")]
    effects = [row["id"] for row in await db.fetch("SELECT id FROM effects")]
    assert len(settled) == len(set(settled)) == count // 2
    assert set(settled) | set(effects) == ids
    assert len(effects) == count // 2


async def test_two_workers_take_each_job_once(database: TestDatabase, db: asyncpg.Pool) -> None:
    async with db.acquire() as connection, connection.transaction():
        await jobs.enqueue_many(connection, [Entry(job=subject.settle, payload=Number(n)) for n in range(300)])
    async with working(database, db, subject.settle), working(database, db, subject.settle):
        await until(lambda: is_empty(db))
    assert await db.fetchval("SELECT array_agg(DISTINCT attempt) FROM ledger") == [1], "none was taken from the other"


async def test_a_long_transaction_that_settles_holds_up_no_other_lease(
    database: TestDatabase, db: asyncpg.Pool
) -> None:
    @jobs.job("test.settle_early", payload=Number)
    async def settle_early(payload: Number, run: JobRun) -> None:
        async with run.context.pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO ledger VALUES ($1, $2, $3)", run.id, payload.n, run.attempt)
            await run.settle(connection)
            await asyncio.sleep(2)

    async with working(database, db, settle_early, subject.slow, lease_seconds=0.8, drain_seconds=4):
        async with db.acquire() as connection:
            await put(connection, settle_early, 1)
            await put(connection, subject.slow, 20)
        await asyncio.sleep(0.2)
        async with working(database, db, settle_early, subject.slow, lease_seconds=0.8):
            await until(lambda: is_empty(db))
    assert [tuple(row) for row in await db.fetch("SELECT n, attempt FROM ledger ORDER BY n")] == [
        (-1, 1),
        (1, 1),
        (20, 1),
    ]


async def test_a_job_that_kills_its_workers_is_held(database: TestDatabase, db: asyncpg.Pool, start: Start) -> None:
    async with db.acquire() as connection:
        await jobs.enqueue(connection, subject.poison, Number())
    for _ in range(2):
        worker = await start(0.5)
        assert await asyncio.wait_for(worker.wait(), 10) == -signal.SIGKILL
    async with working(database, db, *JOBS, lease_seconds=0.5):
        await until(lambda: db.fetchval("SELECT count(*) FROM platform.jobs WHERE status = 'held'"))
    assert await db.fetchval("SELECT error FROM platform.jobs") == "Its worker went silent in attempt 2."


async def test_a_late_worker_can_no_longer_settle(database: TestDatabase, db: asyncpg.Pool) -> None:
    async with db.acquire() as connection:
        id = await jobs.enqueue(connection, subject.settle, Number())
        assert id is not None
        other = new_id()
        await connection.execute("UPDATE platform.jobs SET status = 'running', worker_id = $1, attempts = 2", other)
        run = JobRun(id=id, name="x", attempt=1, organization_id=None, worker_id=new_id(), context=None)
        with pytest.raises(LeaseLost):
            await run.settle(connection)
        run = JobRun(id=id, name="x", attempt=2, organization_id=None, worker_id=other, context=None)
        await run.settle(connection)
    assert await is_empty(db)


async def test_a_running_job_that_lost_its_lease_is_interrupted(database: TestDatabase, db: asyncpg.Pool) -> None:
    async with working(database, db, subject.slow, lease_seconds=0.8):
        async with db.acquire() as connection:
            await jobs.enqueue(connection, subject.slow, Number(30))
        await until(lambda: db.fetchval("SELECT count(*) FROM ledger"))
        await db.execute("UPDATE platform.jobs SET worker_id = $1, lease_until = now() + interval '1 h'", new_id())
        await asyncio.sleep(3.5)
        assert await db.fetchval("SELECT count(*) FROM ledger WHERE n = 30") == 0
    assert await db.fetchval("SELECT status FROM platform.jobs") == "running", "it is the other worker's to end"


async def test_cut_connections_are_waited_out(database: TestDatabase, db: asyncpg.Pool) -> None:
    admin = await asyncpg.connect(database.admin)
    async with working(database, db, *JOBS):
        async with db.acquire() as connection:
            await jobs.enqueue(connection, subject.slow, Number(8))
        await until(lambda: db.fetchval("SELECT count(*) FROM ledger"))
        for n in range(10):
            await admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = 'vistone jobs'"
            )
            async with db.acquire() as connection:
                await jobs.enqueue(connection, subject.once, Number(n))
            await asyncio.sleep(0.1)
        await until(lambda: is_empty(db))
    await admin.close()
    assert await db.fetchval("SELECT count(*) FROM effects") == 10
    assert await db.fetchval("SELECT count(*) FROM ledger WHERE n = 8") == 1, "the job that ran meanwhile ran once"


async def test_a_ring_wakes_workers_that_would_look_later(database: TestDatabase, db: asyncpg.Pool) -> None:
    async with working(database, db, subject.settle, poll_seconds=60), db.acquire() as connection:
        await asyncio.sleep(0.5)
        await jobs.enqueue(connection, subject.settle, Number())
        await jobs.ring(connection)
        await until(lambda: is_empty(db), 2)


async def test_the_clock_fires_once_for_two_workers(database: TestDatabase, db: asyncpg.Pool) -> None:
    job = subject.every_second
    await db.execute("INSERT INTO platform.job_schedules VALUES ($1, 'old', now() - interval '9 days')", job.name)
    async with working(database, db, job), working(database, db, job):
        start = await db.fetchval("SELECT clock_timestamp()")
        await until(lambda: db.fetchval("SELECT count(*) >= 3 FROM ledger"), 6)
        seconds = (await db.fetchval("SELECT clock_timestamp()") - start).total_seconds()
    times = [row["at"] for row in await db.fetch("SELECT at FROM ledger ORDER BY at")]
    assert len(times) <= seconds + 1, "nine days of missed ticks are not caught up"
    assert await db.fetchval("SELECT count(*) = count(DISTINCT date_trunc('second', at)) FROM ledger")


async def test_sigterm_lets_running_jobs_finish_and_gives_the_late_ones_back(db: asyncpg.Pool, start: Start) -> None:
    async with db.acquire() as connection:
        short = await jobs.enqueue(connection, subject.slow, Number(10))
        long = await jobs.enqueue(connection, subject.slow, Number(600))
        waiting = await jobs.enqueue(connection, subject.slow, Number(1), priority=-1)
    worker = await start()
    await until(lambda: db.fetchval("SELECT count(*) = 2 FROM ledger WHERE n = -1"))
    worker.terminate()
    begun = time.monotonic()
    assert await asyncio.wait_for(worker.wait(), 10) == 0
    assert 2 < time.monotonic() - begun < 6, "it waits for drain_seconds, no longer"
    assert await db.fetchval("SELECT array_agg(id) FROM ledger WHERE n > 0") == [short]
    left = await db.fetch("SELECT id, status, attempts FROM platform.jobs ORDER BY id")
    assert [tuple(row) for row in left] == [(long, "queued", 0), (waiting, "queued", 0)]


async def test_an_organization_sees_and_settles_its_own_jobs_alone(database: TestDatabase) -> None:
    ours, theirs = new_id(), new_id()
    connection = await asyncpg.connect(database.app)

    async def enter(organization: UUID) -> None:
        await connection.execute(f"BEGIN; SELECT platform.set_scope('{organization}', '{new_id()}')")

    await enter(theirs)
    hidden = await jobs.enqueue(connection, subject.settle, Number(), organization_id=theirs, dedupe_key="k")
    await connection.execute("UPDATE platform.jobs SET status = 'held', error = ''")
    await connection.execute("COMMIT")
    await enter(ours)
    assert await jobs.enqueue(connection, subject.settle, Number(), organization_id=ours, dedupe_key="k")
    assert hidden is not None
    assert await jobs.held(connection) == []
    with pytest.raises(NotFound):
        await jobs.release(connection, hidden)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await jobs.enqueue(connection, subject.settle, Number(), organization_id=theirs)
    await connection.execute("ROLLBACK")
    await connection.close()
