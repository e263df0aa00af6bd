"""What others may see of projects: the records as they go over the wire, and the closed sets of their values."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record


class ProjectStatus(StrEnum):
    """Where a project stands."""

    PLANNING = "planning"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


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


class MilestoneStatus(StrEnum):
    """Where a milestone stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    MISSED = "missed"
    CANCELLED = "cancelled"


class RiskLevel(StrEnum):
    """Probability or impact of a risk, from least to most."""

    VERY_LOW = "very_low"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


class RiskStatus(StrEnum):
    """Where a risk stands."""

    OPEN = "open"
    MITIGATING = "mitigating"
    ACCEPTED = "accepted"
    OCCURRED = "occurred"
    CLOSED = "closed"


class ProjectRole(StrEnum):
    """What a person is in a project."""

    MANAGER = "manager"
    MEMBER = "member"
    VIEWER = "viewer"


class ImportStatus(StrEnum):
    """Where an import stands."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Project(Record, frozen=True):
    """A piece of work with a name, people, dates and a budget."""

    id: UUID
    organization_id: UUID
    name: str
    description: str | None
    status: ProjectStatus
    start_date: datetime | None
    end_date: datetime | None
    budget: Decimal | None
    spent_budget: Decimal | None
    progress: int
    client_id: UUID | None
    manager_id: UUID | None
    team_ids: list[UUID]
    metadata: dict[str, Any] | None
    client_visible: bool
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class ProjectMember(Record, frozen=True):
    """A person's part in a project."""

    id: UUID
    organization_id: UUID
    project_id: UUID
    user_id: UUID
    role: ProjectRole | None
    revision: int
    created_at: datetime
    updated_at: datetime


class Task(Record, frozen=True):
    """One thing to do. `position` orders the tasks of a project, also within a column of the board."""

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
    """A task that waits for another."""

    id: UUID
    organization_id: UUID
    task_id: UUID
    depends_on_id: UUID
    type: DependencyType
    revision: int
    created_at: datetime
    updated_at: datetime


class Milestone(Record, frozen=True):
    """A point that a project has to reach by a date."""

    id: UUID
    organization_id: UUID
    project_id: UUID
    title: str
    description: str | None
    due_date: datetime | None
    status: MilestoneStatus
    revision: int
    created_at: datetime
    updated_at: datetime


class RiskRegister(Record, frozen=True):
    """A risk of a project and what is done about it."""

    id: UUID
    organization_id: UUID
    project_id: UUID
    description: str
    probability: RiskLevel | None
    impact: RiskLevel | None
    mitigation_plan: str | None
    status: RiskStatus
    revision: int
    created_at: datetime
    updated_at: datetime


class AiInsight(Record, frozen=True):
    """A finding about a project or a task; `confidence` from 0 to 1."""

    id: UUID
    organization_id: UUID
    project_id: UUID | None
    task_id: UUID | None
    content: str
    confidence: float | None
    actionable: bool
    revision: int
    created_at: datetime


class ImportedRowError(Struct, frozen=True):
    """What was wrong with one row of an imported file; rows count from 1, the header left out, 0 is the file itself.

    `skipped`: nothing came of the row; else its task arrived and only the field was left out.
    """

    row: int
    field: str
    message: str
    skipped: bool


class ProjectImport(Record, frozen=True):
    """One import of a file: how far it is, and what could not be taken over.

    Of the `total` rows those were `skipped` that changed nothing: refused ones, and tasks that are here just so.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID | None
    source: str
    file_name: str
    dry_run: bool
    status: ImportStatus
    total: int
    created: int
    updated: int
    skipped: int
    errors: list[ImportedRowError]
    requested_by: UUID
    revision: int
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None


class BoardColumn(Struct, frozen=True):
    """One column of a board and how many cards are in it."""

    status: TaskStatus
    count: int


class Board(Struct, frozen=True):
    """The columns of a project's board; the cards are read from the tasks, a column at a time."""

    columns: list[BoardColumn]
