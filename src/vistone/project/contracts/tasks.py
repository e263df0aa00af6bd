"""Tasks and what hangs on them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record


class TaskStatus(StrEnum):
    """Where a task stands, in the order of the board's columns."""

    BACKLOG = "backlog"
    TODO = "todo"
    IN_PROGRESS = "in_progress"
    IN_REVIEW = "in_review"
    DONE = "done"
    CANCELLED = "cancelled"


class TaskPriority(StrEnum):
    """How much a task matters, from least to most."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class DependencyType(StrEnum):
    """Which end of a task waits for which end of the other: finish or start."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class ConstraintType(StrEnum):
    """What a task's constraint date holds: the names of MS Project, written out."""

    START_NO_EARLIER = "start_no_earlier"
    START_NO_LATER = "start_no_later"
    FINISH_NO_EARLIER = "finish_no_earlier"
    FINISH_NO_LATER = "finish_no_later"
    MUST_START = "must_start"
    MUST_FINISH = "must_finish"


class TaskTotals(Struct, frozen=True, rename="camel"):
    """A task with all that lies below it, for tasks that have subtasks; kept by the system, a moment after each change.

    `progress` is in percent, weighted by estimates; times are in minutes. Cancelled and deleted tasks do not count.
    """

    progress: int = 0
    estimate_minutes: int = 0
    logged_minutes: int = 0
    start_date: datetime | None = None
    due_date: datetime | None = None
    tasks: int = 0
    tasks_done: int = 0


class Task(Record, frozen=True):
    """One thing to do. `position` orders the tasks of a project, also within a column of the board.

    Days (`startDate`, `dueDate`, `constraintDate`) are the midnight, UTC, that begins the day; a task is done by the end
    of its `dueDate`. `statusId` is the project's own status where it has such, mapped to one of `status`. `fields` are
    the values of custom fields by their id. `completedAt` and `loggedMinutes` are kept by the system.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID
    parent_id: UUID | None
    assignee_id: UUID | None
    title: str
    description: str | None
    status: TaskStatus
    priority: TaskPriority | None
    due_date: datetime | None
    ai_suggestions: dict[str, Any] | None
    status_id: UUID | None
    milestone_id: UUID | None
    start_date: datetime | None
    duration_days: int | None
    estimate_minutes: int | None
    logged_minutes: int
    progress: int
    constraint_type: ConstraintType | None
    constraint_date: datetime | None
    fields: dict[str, Any]
    started_at: datetime | None
    completed_at: datetime | None
    totals: TaskTotals | None
    position: str
    story_points: float | None
    labels: list[str]
    client_visible: bool
    source: str | None
    source_id: str | None
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class TaskChecklist(Record, frozen=True):
    """One line of a task's checklist."""

    id: UUID
    organization_id: UUID
    task_id: UUID
    item: str
    is_completed: bool
    position: str
    revision: int
    created_at: datetime
    updated_at: datetime


class TaskDependency(Record, frozen=True):
    """A task that waits for another: `lagDays` working days after that end, or before it when below zero.

    `projectId` is the project of the one that waits.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID
    task_id: UUID
    depends_on_id: UUID
    type: DependencyType
    lag_days: int
    revision: int
    created_at: datetime
    updated_at: datetime


class BoardColumn(Struct, frozen=True, rename="camel"):
    """One column of a board and how many cards are in it.

    In a project with statuses of its own there is a column for each, with its `statusId`, `name` and `wipLimit`; and one
    without `statusId` for each of the six in which there are cards that have none of the project's (say, imported).
    """

    status: TaskStatus
    count: int
    status_id: UUID | None = None
    name: str | None = None
    wip_limit: int | None = None


class Board(Struct, frozen=True):
    """The columns of a project's board; the cards are read from the tasks, a column at a time."""

    columns: list[BoardColumn]
