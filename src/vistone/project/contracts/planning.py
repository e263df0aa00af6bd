"""Milestones, risks and insights."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from vistone.kernel.rows import Record


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


class Milestone(Record, frozen=True):
    """A point that a project has to reach by a date."""

    id: UUID
    organization_id: UUID
    project_id: UUID
    title: str
    description: str | None
    due_date: datetime | None
    status: MilestoneStatus
    progress: int
    tasks: int
    tasks_done: int
    revision: int
    created_at: datetime
    updated_at: datetime


class RiskRegister(Record, frozen=True):
    """A risk of a project and what is done about it.

    What the system suggested brings its `evidence`: `kind`, `numbers` and `records`, from which an application words it
    in the language of its reader, and `text`, its English description; another description is in the words of a person.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID
    description: str
    probability: RiskLevel | None
    impact: RiskLevel | None
    mitigation_plan: str | None
    status: RiskStatus
    owner_id: UUID | None
    review_date: datetime | None
    suggested: bool
    evidence: dict[str, Any] | None
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
    kind: str | None
    evidence: dict[str, Any] | None
    revision: int
    created_at: datetime
