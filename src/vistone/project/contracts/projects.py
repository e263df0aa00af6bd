"""Projects and who is in them."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from vistone.kernel.rows import Record


class ProjectStatus(StrEnum):
    """Where a project stands."""

    PLANNING = "planning"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


class ProjectRole(StrEnum):
    """What a person is in a project."""

    MANAGER = "manager"
    MEMBER = "member"
    VIEWER = "viewer"


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
    progress_by_hand: bool
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
