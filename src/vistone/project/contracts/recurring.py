"""Tasks that come again."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record


class TaskRecurrence(Record, frozen=True):
    """By which rule a task comes again. The task itself stands for the first time, `startsAt`; each later time makes a
    copy, with its days moved on by as much.

    `rule` is an RRULE of RFC 5545, read in `timeZone`; `nextAt` is when the next copy is made, null when the rule has
    ended or is not `active`; `lastTaskId` is the copy made last.
    """

    id: UUID
    organization_id: UUID
    task_id: UUID
    rule: str
    time_zone: str
    starts_at: datetime
    next_at: datetime | None
    active: bool
    last_task_id: UUID | None
    revision: int
    created_at: datetime
    updated_at: datetime


class RecurrenceTimes(Struct, frozen=True):
    """The first times of a rule, at most ten; `endless` when it gives more and more of them."""

    times: list[datetime]
    endless: bool
