"""Work that runs later, again after a failure, or by the clock.

Declared by services, kept in PostgreSQL, run by workers. docs/decisions says why this is not pgqueuer.
"""

from vistone.kernel.jobs.declare import GiveUp, Job, JobRun, Lane, LeaseLost, Nothing, job
from vistone.kernel.jobs.queue import (
    WAKE_CHANNEL,
    Backlog,
    Entry,
    HeldJob,
    backlog,
    discard,
    enqueue,
    enqueue_many,
    held,
    release,
    ring,
)
from vistone.kernel.jobs.tables import job_schedules, job_table
from vistone.kernel.jobs.worker import Worker

__all__ = [
    "WAKE_CHANNEL",
    "Backlog",
    "Entry",
    "GiveUp",
    "HeldJob",
    "Job",
    "JobRun",
    "Lane",
    "LeaseLost",
    "Nothing",
    "Worker",
    "backlog",
    "discard",
    "enqueue",
    "enqueue_many",
    "held",
    "job",
    "job_schedules",
    "job_table",
    "release",
    "ring",
]
