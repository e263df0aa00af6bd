"""Bodies for calendars, baselines and moving what is planned."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from vistone.kernel.wire import Body, Moment, Name

Days = Annotated[int, Meta(ge=0, le=10_000)]
TaskId = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Lag = Annotated[int, Meta(ge=-1000, le=1000)]


class CalendarPut(Body, frozen=True):
    """When a project is worked on; it replaces the calendar as a whole."""

    working_days: Annotated[list[Annotated[int, Meta(ge=1, le=7)]], Meta(min_length=1, max_length=7)]
    holidays: Annotated[list[date], Meta(max_length=2000)] = []
    hours_per_day: Annotated[float, Meta(ge=0.25, le=24)] = 8


class BaselineCreate(Body, frozen=True):
    """Keeps the plan of a project as it is now."""

    project_id: UUID
    name: Name


class PlanChange(Body, frozen=True):
    """New dates for a task: two of start, due date and duration, or one, and the task keeps its length."""

    task_id: UUID
    start_date: Moment | None = None
    due_date: Moment | None = None
    duration_days: Days | None = None


class PlanPreview(Body, frozen=True):
    """Changes to be tried."""

    changes: Annotated[list[PlanChange], Meta(max_length=500)]


class TaskDates(Body, frozen=True):
    """The dates that a task is to have, null for none, and its revision as you saw it."""

    task_id: UUID
    revision: int
    start_date: Moment | None
    due_date: Moment | None
    duration_days: Days | None


class PlanDates(Body, frozen=True):
    """Dates as they are to be, for many tasks; nothing follows from them. It is how a move is taken back."""

    tasks: Annotated[list[TaskDates], Meta(min_length=1, max_length=10_000)]


class PlanApply(Body, frozen=True):
    """Changes to be made; `revisions` are those of the tasks as you saw them, by id."""

    changes: Annotated[list[PlanChange], Meta(max_length=500)]
    revisions: dict[TaskId, int] = {}
