"""Time and money: what was worked, at which rate, what was spent besides, and how it adds up."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record
from vistone.project.contracts.projects import ProjectRole


class Measure(StrEnum):
    """What a burn-down counts."""

    TASKS = "tasks"
    POINTS = "points"
    HOURS = "hours"


class TimeEntry(Record, frozen=True):
    """Time that somebody worked on a task or a project; without `endedAt` it is a timer that runs.

    `minutes` are those between start and end, rounded by the organization's rule. `cost` is minutes by `hourlyRate`, as
    the rates are for that person on that day; both are null for who may not see money. `overlaps`: the person has
    another entry at the same time. `capped`: it is as long as an entry may be, 24 hours; a timer that ran longer was
    ended there.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID
    task_id: UUID | None
    user_id: UUID
    started_at: datetime
    ended_at: datetime | None
    minutes: int
    note: str | None
    billable: bool
    hourly_rate: Decimal | None
    cost: Decimal | None
    overlaps: bool
    capped: bool
    revision: int
    created_at: datetime
    updated_at: datetime


class Rate(Record, frozen=True):
    """What an hour costs from a day on. The narrowest rate that fits an entry wins, whatever the wider ones say:
    person and project, person, role and project, role, project, all; among equals the one that began last.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID | None
    user_id: UUID | None
    role: ProjectRole | None
    hourly: Decimal
    effective_from: date
    revision: int
    created_at: datetime
    updated_at: datetime


class Expense(Record, frozen=True):
    """Money that a project spent besides the time of its people."""

    id: UUID
    organization_id: UUID
    project_id: UUID
    task_id: UUID | None
    description: str
    category: str | None
    amount: Decimal
    spent_on: date
    spent_by: UUID
    billable: bool
    revision: int
    created_at: datetime
    updated_at: datetime


class PersonCost(Struct, frozen=True, rename="camel"):
    """What one person worked in a project, and what that cost."""

    user_id: UUID
    minutes: int
    cost: Decimal


class ProjectMoney(Struct, frozen=True, rename="camel"):
    """Budget against spent. `spent` is the cost of time and the expenses; `remaining` is null without a budget and
    negative when it is overdrawn. `estimateMinutes` are those of the tasks that are neither cancelled nor deleted.
    """

    budget: Decimal | None
    spent: Decimal
    time_cost: Decimal
    expenses: Decimal
    remaining: Decimal | None
    logged_minutes: int
    billable_minutes: int
    estimate_minutes: int
    people: list[PersonCost]


class BurnDay(Struct, frozen=True):
    """How much work there was, was done and was left at the end of a day (UTC); null for days to come. `ideal` is what
    would be left if all that is known now were done evenly until the project's end; null without an end.
    """

    day: date
    scope: float | None
    done: float | None
    remaining: float | None
    ideal: float | None


class Burn(Struct, frozen=True):
    """A project's burn-down and burn-up, as numbers and as Vega-Lite specifications with the numbers in them."""

    days: list[BurnDay]
    burndown: dict[str, Any]
    burnup: dict[str, Any]
