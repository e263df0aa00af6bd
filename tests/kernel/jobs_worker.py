"""A worker process for test_jobs.py: its handlers write down what they did, and one of them kills the process.

Run as `python jobs_worker.py DSN [lease_seconds]`.
"""

import asyncio
import os
import signal
import sys

import asyncpg
from msgspec import Struct

from vistone.kernel.jobs import GiveUp, Job, JobRun, Lane, Worker, job


class Number(Struct, frozen=True):
    """What the test's jobs are about."""

    n: int = 0


class Tools(Struct):
    """What handlers are given."""

    pool: asyncpg.Pool


@job("test.settle", payload=Number, attempts=50, backoff_seconds=0.01)
async def settle(payload: Number, run: JobRun) -> None:
    """Writes into the ledger and settles, in one transaction: exactly once."""
    async with run.context.pool.acquire() as connection, connection.transaction():
        await connection.execute("INSERT INTO ledger VALUES ($1, $2, $3)", run.id, payload.n, run.attempt)
        await asyncio.sleep(0.005)
        await run.settle(connection)


@job("test.once", payload=Number, attempts=50, backoff_seconds=0.01)
async def once(payload: Number, run: JobRun) -> None:
    """Writes into the ledger unless it stands there: idempotent by the job's id."""
    await asyncio.sleep(0.005)
    await run.context.pool.execute(
        "INSERT INTO effects VALUES ($1, $2, 1) ON CONFLICT (id) DO NOTHING", run.id, payload.n
    )


@job("test.slow", payload=Number, lane=Lane.SLOW)
async def slow(payload: Number, run: JobRun) -> None:
    """Takes as many tenths of a second as it is told, and then leaves its mark."""
    await run.context.pool.execute("INSERT INTO ledger VALUES ($1, -1, $2)", run.id, run.attempt)
    await asyncio.sleep(payload.n / 10)
    await run.context.pool.execute("INSERT INTO ledger VALUES ($1, $2, $3)", run.id, payload.n, run.attempt)


@job("test.fail", payload=Number, attempts=3, backoff_seconds=0.05)
async def fail(payload: Number, run: JobRun) -> None:
    """Fails each time, and says when."""
    await run.context.pool.execute("INSERT INTO ledger VALUES ($1, $2, $3)", run.id, payload.n, run.attempt)
    raise RuntimeError(f"no luck with {payload.n}\0")


@job("test.give_up", payload=Number)
async def give_up(payload: Number, run: JobRun) -> None:
    """Says that trying again is of no use."""
    raise GiveUp("There is no such mailbox.")


@job("test.late", payload=Number, attempts=1, timeout_seconds=0.1)
async def late(payload: Number, run: JobRun) -> None:
    """Takes longer than it may."""
    await asyncio.sleep(30)


@job("test.poison", payload=Number, attempts=2)
async def poison(payload: Number, run: JobRun) -> None:
    """Kills whoever touches it."""
    os.kill(os.getpid(), signal.SIGKILL)


@job("test.every_second", payload=Number, schedule="* * * * * *")
async def every_second(payload: Number, run: JobRun) -> None:
    """Runs each second."""
    await run.context.pool.execute("INSERT INTO ledger VALUES ($1, $2, $3)", run.id, payload.n, run.attempt)


JOBS: list[Job[Number]] = [settle, once, slow, fail, give_up, late, poison]


async def main(dsn: str, lease_seconds: float) -> None:
    async with asyncpg.create_pool(dsn, min_size=1, max_size=12, server_settings={"vistone.system": "on"}) as pool:
        worker = Worker(dsn, JOBS, context=Tools(pool), poll_seconds=0.1, lease_seconds=lease_seconds, drain_seconds=3)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
        await worker.run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
