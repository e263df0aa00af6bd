"""Bodies for time entries, rates and expenses."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Line, Moment, Money, Name, Title
from vistone.project.contracts import ProjectRole

EntryMinutes = Annotated[int, Meta(ge=1, le=1440, description="Minutes, at most 24 hours of them.")]


class TimeEntryCreate(Body, frozen=True):
    """Time that was worked, on a task (whose project it then takes) or on a project: until `endedAt`, or for `minutes`.

    Without `userId` it is one's own.
    """

    started_at: Moment
    project_id: UUID | None = None
    task_id: UUID | None = None
    user_id: UUID | None = None
    ended_at: Moment | None = None
    minutes: EntryMinutes | None = None
    note: Line | None = None
    billable: bool = True


class TimerStart(Body, frozen=True):
    """A timer begins to run on a task, or on a project; the one that ran before ends."""

    project_id: UUID | None = None
    task_id: UUID | None = None
    note: Line | None = None
    billable: bool = True


class TimeEntryPatch(Body, frozen=True):
    """Changes to a time entry. `minutes` moves its end, `startedAt` alone its start; while it runs it has no end."""

    project_id: UUID | UnsetType = UNSET
    task_id: UUID | None | UnsetType = UNSET
    started_at: Moment | UnsetType = UNSET
    ended_at: Moment | UnsetType = UNSET
    minutes: EntryMinutes | UnsetType = UNSET
    note: Line | None | UnsetType = UNSET
    billable: bool | UnsetType = UNSET


class RateCreate(Body, frozen=True):
    """What an hour costs from a day on: of a person or of a role, or of all; in a project, or in all."""

    hourly: Money
    effective_from: date
    project_id: UUID | None = None
    user_id: UUID | None = None
    role: ProjectRole | None = None


class RatePatch(Body, frozen=True):
    """Changes to a rate."""

    hourly: Money | UnsetType = UNSET
    effective_from: date | UnsetType = UNSET


class ExpenseCreate(Body, frozen=True):
    """Money spent on a project, or on one of its tasks."""

    project_id: UUID
    description: Title
    amount: Money
    spent_on: date
    task_id: UUID | None = None
    category: Name | None = None
    billable: bool = False


class ExpensePatch(Body, frozen=True):
    """Changes to an expense."""

    description: Title | UnsetType = UNSET
    amount: Money | UnsetType = UNSET
    spent_on: date | UnsetType = UNSET
    task_id: UUID | None | UnsetType = UNSET
    category: Name | None | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
