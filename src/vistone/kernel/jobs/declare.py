"""What a job is: a name, a typed payload, a handler, and how it is tried again."""

import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

import asyncpg
from cronsim import CronSim, CronSimError
from msgspec import Struct

P = TypeVar("P", bound=Struct)

_chance = random.SystemRandom()

LONGEST_PAUSE_SECONDS = 3600.0


class Lane(StrEnum):
    """A share of a worker. Jobs that take long wait for each other and not in front of those that do not."""

    QUICK = "quick"
    SLOW = "slow"


class GiveUp(Exception):  # noqa: N818 -- says what follows, not only that something failed
    """Raised by a handler when trying again cannot help: the job is held at once, with this sentence."""


class LeaseLost(Exception):  # noqa: N818 -- says what follows, not only that something failed
    """The job was given to another worker, because this one was silent for too long. What it did must not commit."""


class Nothing(Struct, frozen=True):
    """The payload of a job that needs to be told nothing: those by the clock."""


class JobRun:
    """One run of a job. Runs of one job never overlap unless a worker was cut off while it ran.

    `attempt` counts from 1 and includes runs whose worker was killed. `context` is what the worker was made with.
    """

    def __init__(
        self, *, id: UUID, name: str, attempt: int, organization_id: UUID | None, worker_id: UUID, context: Any
    ) -> None:
        self.id = id
        self.name = name
        self.attempt = attempt
        self.organization_id = organization_id
        self.worker_id = worker_id
        self.context = context
        self.settled = False

    async def settle(self, connection: asyncpg.Connection) -> None:
        """Marks the job as done in the handler's own transaction: what it wrote and the mark commit together.

        That makes the effect happen exactly once, whatever is killed and when. Nothing may be done after it in that
        handler. Raises LeaseLost when another worker has the job by now; let it pass, so that the transaction ends.
        """
        gone = await connection.fetchval(FINISH, self.id, self.worker_id, self.attempt)
        if gone is None:
            raise LeaseLost(f"Job {self.id} ({self.name}) was given to another worker.")
        self.settled = True


# `worker_id` and `attempts` together fence a run: once the job was given to another, or again, nothing of it matches.
FENCE = "id = $1 AND worker_id = $2 AND attempts = $3 AND status = 'running'"
FINISH = f"DELETE FROM platform.jobs WHERE {FENCE} RETURNING id"

Handler = Callable[[P, JobRun], Awaitable[None]]


class Job(Struct, Generic[P], frozen=True, kw_only=True):
    """A kind of work, listed by the service that owns it.

    The handler may run twice for one job (its worker died after the work, before the mark): make it idempotent by
    `run.id`, or call `run.settle`. A job that failed `attempts` times is held with its payload and its error.
    """

    name: str
    payload: type[P]
    handler: Handler[P]
    attempts: int = 8
    timeout_seconds: float = 60.0
    backoff_seconds: float = 2.0
    lane: Lane = Lane.QUICK
    schedule: str | None = None
    """Cron expression in UTC (five fields, or six with seconds first); the payload then needs no arguments."""

    def __post_init__(self) -> None:
        if not self.name or len(self.name) > 200:
            raise ValueError(f"name: a job's name has 1 to 200 characters, not {len(self.name)}")
        if self.attempts < 1:
            raise ValueError(f"attempts: {self.name} must be tried at least once")
        if self.timeout_seconds <= 0 or self.backoff_seconds <= 0:
            raise ValueError(f"timeout_seconds, backoff_seconds: {self.name} needs more than 0 seconds")
        if self.schedule is not None:
            next_time(self.schedule, datetime.now(UTC))
            self.payload()

    def pause(self, attempt: int) -> float:
        """Seconds to wait after that attempt failed: four times longer each time, at most an hour.

        A random half is taken off, so that what failed together is not tried again together.
        """
        longest = min(LONGEST_PAUSE_SECONDS, self.backoff_seconds * 4.0 ** min(attempt - 1, 12))
        return longest * _chance.uniform(0.5, 1.0)


def job(
    name: str,
    *,
    payload: type[P],
    attempts: int = 8,
    timeout_seconds: float = 60.0,
    backoff_seconds: float = 2.0,
    lane: Lane = Lane.QUICK,
    schedule: str | None = None,
) -> Callable[[Handler[P]], Job[P]]:
    """Makes the function below a `Job`. Raises ValueError naming the argument that does not fit."""

    def declare(handler: Handler[P]) -> Job[P]:
        return Job(
            name=name,
            payload=payload,
            handler=handler,
            attempts=attempts,
            timeout_seconds=timeout_seconds,
            backoff_seconds=backoff_seconds,
            lane=lane,
            schedule=schedule,
        )

    return declare


def next_time(expression: str, after: datetime) -> datetime:
    """The first moment after `after` that the cron expression names. Raises ValueError for what is none."""
    try:
        return next(CronSim(expression, after))
    except (CronSimError, StopIteration) as error:
        raise ValueError(f"schedule: {expression!r} is no cron expression that ever comes true") from error
