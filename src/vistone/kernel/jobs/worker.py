"""A worker: takes due jobs, runs their handlers, tries again or holds what failed, and outlives its connections."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import structlog

from vistone.kernel.ids import new_id
from vistone.kernel.jobs import statements as sql
from vistone.kernel.jobs.declare import FINISH, GiveUp, Job, JobRun, Lane, LeaseLost, next_time
from vistone.kernel.jobs.queue import WAKE_CHANNEL, enqueue

log = structlog.get_logger(__name__)

_LONGEST_BACKOFF = 5.0
_ERROR_LENGTH = 4000


class Worker:
    """Runs jobs until `stop`. Any number of workers share one queue; each job is given to one of them at a time.

    `lanes` says how many jobs of a lane run at once. A job whose worker was silent for `lease_seconds` (killed, cut
    off) goes to another. On `stop` nothing new is begun; what still runs after `drain_seconds` is interrupted and
    queued again. The composition root turns signals into `stop`:
    `asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)`.
    """

    def __init__(
        self,
        dsn: str,
        jobs: Iterable[Job[Any]],
        *,
        context: Any = None,
        lanes: Mapping[Lane, int] | None = None,
        poll_seconds: float = 1.0,
        lease_seconds: float = 30.0,
        drain_seconds: float = 10.0,
    ) -> None:
        self.id = new_id()
        self._dsn = dsn
        self._jobs: dict[str, Job[Any]] = {}
        for job in jobs:
            if job.name in self._jobs:
                raise ValueError(f"name: two jobs are called {job.name}")
            self._jobs[job.name] = job
        self._context = context
        self._lanes = dict(lanes or {Lane.QUICK: 8, Lane.SLOW: 2})
        self._poll_seconds = poll_seconds
        self._lease = timedelta(seconds=lease_seconds)
        self._drain_seconds = drain_seconds
        self._running: dict[UUID, tuple[JobRun, Lane, asyncio.Task[None]]] = {}
        self._lost: set[UUID] = set()
        self._bell = asyncio.Event()
        self._stopping = asyncio.Event()
        self._pool: asyncpg.Pool

    def stop(self) -> None:
        """Ends `run`: at once when idle, else when the running jobs are done or `drain_seconds` are over."""
        self._stopping.set()
        self._bell.set()

    def wake(self) -> None:
        """Looks into the queue now instead of at the next poll."""
        self._bell.set()

    async def run(self) -> None:
        """Works until `stop`. Lost connections, a database that restarts or is not there yet are waited out."""
        self._pool = asyncpg.create_pool(
            self._dsn,
            min_size=0,
            max_size=4,
            timeout=10,
            command_timeout=15,
            server_settings={"application_name": "vistone jobs", "vistone.system": "on"},
        )
        await self._pool  # opens nothing yet: the database may not be there
        beat = self._lease.total_seconds() / 4
        keeper = asyncio.create_task(self._repeat(self._keep, beat, until_drained=True))
        loops = [
            asyncio.create_task(self._repeat(self._claim, self._poll_seconds)),
            asyncio.create_task(self._repeat(self._recover, beat)),
            asyncio.create_task(self._repeat(self._listen, 0.1)),
            asyncio.create_task(self._repeat(self._tick, 0.5, first=self._plan)),
        ]
        try:
            await self._stopping.wait()
        finally:
            self.stop()
            await asyncio.wait(loops, timeout=5)
            await self._drain()
            for task in (keeper, *loops):
                task.cancel()
            await asyncio.gather(keeper, *loops, return_exceptions=True)
            # A handler that ignores its interruption may still hold a connection.
            self._pool.terminate()

    async def _repeat(
        self,
        step: Callable[[], Awaitable[None]],
        seconds: float,
        *,
        first: Callable[[], Awaitable[None]] | None = None,
        until_drained: bool = False,
    ) -> None:
        """Does a step again and again; after an error it waits longer each time, and never gives up."""
        failures = 0
        while until_drained or not self._stopping.is_set():
            try:
                if first is not None:
                    await first()
                    first = None
                await step()
                failures = 0
            except Exception as error:  # noqa: BLE001 -- a worker that ends over a step's error would stop all work
                failures += 1
                log.warning("jobs.step_failed", step=step.__name__, failures=failures, error=repr(error))
            pause = seconds if not failures else min(_LONGEST_BACKOFF, 0.1 * 2.0**failures)
            bell = self._bell if step == self._claim and not failures else self._stopping
            if until_drained:
                await asyncio.sleep(pause)
            else:
                await _wait(bell, pause)

    async def _claim(self) -> None:
        self._bell.clear()
        for lane, slots in self._lanes.items():
            names = [job.name for job in self._jobs.values() if job.lane is lane]
            free = slots - sum(1 for _, taken, _ in self._running.values() if taken is lane)
            if not names or free <= 0 or self._stopping.is_set():
                continue
            for row in await self._pool.fetch(sql.CLAIM, lane.value, names, free, self.id, self._lease):
                run = JobRun(
                    id=row["id"],
                    name=row["name"],
                    attempt=row["attempts"],
                    organization_id=row["organization_id"],
                    worker_id=self.id,
                    context=self._context,
                )
                task = asyncio.create_task(self._execute(self._jobs[run.name], run, row["payload"]), name=run.name)
                self._running[run.id] = (run, lane, task)

    async def _execute(self, job: Job[Any], run: JobRun, payload: str) -> None:
        try:
            await self._handle(job, run, payload)
        finally:
            if (entry := self._running.get(run.id)) and entry[0] is run:
                del self._running[run.id]
            self._lost.discard(run.id)
            self._bell.set()

    async def _handle(self, job: Job[Any], run: JobRun, payload: str) -> None:
        limit = asyncio.timeout(job.timeout_seconds)
        try:
            value = _decode(job, payload)
            async with limit:
                await job.handler(value, run)
        except asyncio.CancelledError:
            if run.id in self._lost:
                log.warning("jobs.lease_lost", job=run.name, id=str(run.id), attempt=run.attempt)
            elif not run.settled:
                # Interrupted by us, through no fault of its own: the attempt does not count.
                await self._settle(run, "jobs.interrupted", lambda: self._retry(run, 0, 1, "The worker was stopped."))
        except Exception as error:  # noqa: BLE001 -- whatever a handler raises is its job's failure, not the worker's
            reason = f"It took longer than {job.timeout_seconds:g} seconds." if limit.expired() else _describe(error)
            await self._failed(job, run, reason, final=isinstance(error, GiveUp))
        else:
            if not run.settled:
                fence = (run.id, run.worker_id, run.attempt)
                await self._settle(run, "jobs.done", lambda: self._pool.fetchval(FINISH, *fence))

    async def _failed(self, job: Job[Any], run: JobRun, reason: str, *, final: bool) -> None:
        if final or run.attempt >= job.attempts:
            await self._settle(
                run,
                "jobs.held",
                lambda: self._pool.fetchval(sql.HOLD, run.id, run.worker_id, run.attempt, reason),
                reason,
            )
        else:
            pause = job.pause(run.attempt)
            await self._settle(run, "jobs.retried", lambda: self._retry(run, pause, 0, reason), reason)

    async def _retry(self, run: JobRun, pause: float, uncounted: int, reason: str) -> UUID | None:
        fence = (run.id, run.worker_id, run.attempt)
        try:
            found: UUID | None = await self._pool.fetchval(
                sql.RETRY, *fence, timedelta(seconds=pause), uncounted, reason
            )
        except asyncpg.UniqueViolationError:
            # The same work was queued again while this ran; it will be done by that job.
            found = await self._pool.fetchval(FINISH, *fence)
        return found

    async def _settle(
        self, run: JobRun, event: str, write: Callable[[], Awaitable[UUID | None]], reason: str = ""
    ) -> None:
        """Writes a run's outcome, waiting out a database that is away.

        Gives up when the lease is long over: the job then runs again, here or elsewhere.
        """
        clock = asyncio.get_running_loop().time
        pause, end = 0.05, clock() + 2 * self._lease.total_seconds()
        ours = None
        while ours is None:
            try:
                ours = await write() is not None
            except (OSError, asyncpg.InterfaceError, asyncpg.PostgresError) as error:
                log.warning("jobs.outcome_not_written", job=run.name, id=str(run.id), error=repr(error))
                if clock() > end:
                    return
                await asyncio.sleep(pause)
                pause = min(2.0, pause * 2)
        level = log.info if event == "jobs.done" and ours else log.warning
        level(event if ours else "jobs.lease_lost", job=run.name, id=str(run.id), attempt=run.attempt, reason=reason)

    async def _keep(self) -> None:
        """Renews the leases of what runs here, and interrupts what is no longer ours."""
        before = {id: run for id, (run, _, _) in self._running.items()}
        if not before:
            return
        rows = await self._pool.fetch(sql.RENEW, list(before), self.id, self._lease)
        ours = {row["id"] for row in rows}
        for id, run in before.items():
            now = self._running.get(id)
            if id not in ours and now is not None and now[0] is run and not run.settled:
                self._lost.add(id)
                now[2].cancel()

    async def _recover(self) -> None:
        """Gives the jobs of silent workers another attempt, or holds those that have none left."""
        async with self._pool.acquire() as connection, connection.transaction():
            for row in await connection.fetch(sql.ABANDONED, list(self._jobs)):
                job, fence = (self._jobs[row["name"]], (row["id"], row["worker_id"], row["attempts"]))
                reason = f"Its worker went silent in attempt {row['attempts']}."
                if row["attempts"] >= job.attempts:
                    await connection.fetchval(sql.HOLD, *fence, reason)
                    log.warning("jobs.held", job=job.name, id=str(row["id"]), reason=reason)
                    continue
                try:
                    async with connection.transaction():
                        await connection.fetchval(sql.RETRY, *fence, timedelta(0), 0, reason)
                except asyncpg.UniqueViolationError:
                    await connection.fetchval(FINISH, *fence)
                log.warning("jobs.recovered", job=job.name, id=str(row["id"]), reason=reason)
        self.wake()

    async def _listen(self) -> None:
        """Hears `ring` until the connection ends. Nothing depends on it but the wait."""
        connection = await asyncpg.connect(self._dsn, timeout=10)
        gone = asyncio.Event()
        try:
            connection.add_termination_listener(lambda _: gone.set())
            await connection.add_listener(WAKE_CHANNEL, lambda *_: self.wake())
            self.wake()
            waits = [asyncio.create_task(gone.wait()), asyncio.create_task(self._stopping.wait())]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for task in waits:
                task.cancel()
        finally:
            await connection.close(timeout=2)

    async def _plan(self) -> None:
        """Enters the schedules. A changed expression counts from now; an unchanged one keeps its next time."""
        present = await self._pool.fetchval("SELECT now()")
        for job in self._jobs.values():
            if job.schedule is not None:
                await self._pool.execute(sql.PLAN, job.name, job.schedule, next_time(job.schedule, present))

    async def _tick(self) -> None:
        """Queues what the clock asks for. Ticks missed while no worker ran become one."""
        scheduled = [job.name for job in self._jobs.values() if job.schedule is not None]
        if not scheduled:
            return
        async with self._pool.acquire() as connection, connection.transaction():
            ticks = await connection.fetch(sql.TICKS, scheduled)
            for tick in ticks:
                job = self._jobs[tick["name"]]
                await enqueue(connection, job, job.payload(), dedupe_key="schedule")
                await connection.execute(sql.NEXT_TICK, job.name, next_time(str(job.schedule), tick["present"]))
        if ticks:
            self.wake()

    async def _drain(self) -> None:
        tasks = [task for _, _, task in self._running.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._drain_seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=5)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):  # wait_for can swallow a cancellation in Python 3.11
            await event.wait()


def _decode(job: Job[Any], payload: str) -> Any:
    try:
        return msgspec.json.decode(payload, type=job.payload)
    except msgspec.MsgspecError as error:
        raise GiveUp(f"The payload is not what {job.name} takes (any more): {error}") from error


def _describe(error: Exception) -> str:
    text = str(error) if isinstance(error, GiveUp | LeaseLost) else f"{type(error).__name__}: {error}"
    # PostgreSQL's text knows no NUL.
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")[:_ERROR_LENGTH]
