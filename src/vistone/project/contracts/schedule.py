"""When work can be done: a project's calendar, its schedule, what shifts, and plans that were kept."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from vistone.kernel.rows import Record
from vistone.project.contracts.tasks import Task


class ProjectCalendar(Record, frozen=True):
    """When a project is worked on: `workingDays` from 1 (Monday) to 7, without the `holidays`, `hoursPerDay` each.

    A project that never set its calendar has the standard one, of revision 0 and with the project's own id.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID
    working_days: list[int]
    holidays: list[date]
    hours_per_day: float
    revision: int
    created_at: datetime
    updated_at: datetime


class Baseline(Record, frozen=True):
    """A project's plan as it was: by the task's id its first and last day then.

    In lists `tasks` is empty: read the one that you compare with.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID
    name: str
    taken_by: UUID
    tasks: dict[str, Annotated[list[date], Meta(min_length=2, max_length=2)]]
    revision: int
    created_at: datetime


class ScheduledTask(Struct, frozen=True, rename="camel"):
    """When a task can be done and has to be done, in days, both included; slack is in working days.

    `slackDays` is how far it can slip without delaying the project, below zero where a constraint cannot hold;
    `freeSlackDays` how far without moving any other task. `conflict` says which constraint cannot hold.
    """

    id: UUID
    earliest_start: date
    earliest_finish: date
    latest_start: date
    latest_finish: date
    slack_days: int
    free_slack_days: int
    critical: bool
    conflict: str | None


class ProjectSchedule(Struct, frozen=True, rename="camel"):
    """The schedule of a project; `criticalPath` is a chain of tasks that decides when it can be finished."""

    tasks: list[ScheduledTask]
    critical_path: list[UUID]
    finish: date | None


class TaskShift(Struct, frozen=True, rename="camel"):
    """A task whose dates change: from where to where. Its revision is the one that this was worked out from."""

    task_id: UUID
    revision: int
    title: str
    old_start_date: datetime | None
    old_due_date: datetime | None
    start_date: datetime | None
    due_date: datetime | None


class FormerDates(Struct, frozen=True, rename="camel"):
    """The dates that a task had, and the revision with which it has others now."""

    task_id: UUID
    revision: int
    start_date: datetime | None
    due_date: datetime | None
    duration_days: int | None


class PlanMoved(Struct, frozen=True, rename="camel"):
    """The tasks that a move has changed. `before` is what takes it back: the body of `PUT schedule/dates`."""

    items: list[Task]
    before: list[FormerDates]


class LateMilestone(Struct, frozen=True, rename="camel"):
    """A milestone whose tasks would be done only after its date: on `finish`."""

    id: UUID
    title: str
    due_date: datetime
    finish: date


class ShiftPreview(Struct, frozen=True, rename="camel"):
    """What would change: the tasks that shift, the last planned day before and after, the milestones that become late."""

    shifts: list[TaskShift]
    old_finish: date | None
    finish: date | None
    milestones: list[LateMilestone]
