"""Bodies for projects and their members."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Document, Moment, Money, Name, Percent, Prose
from vistone.project.contracts import (
    ProjectRole,
    ProjectStatus,
)

Ids = Annotated[list[UUID], Meta(max_length=200)]


class ProjectCreate(Body, frozen=True):
    """A new project."""

    name: Name
    description: Prose | None = None
    status: ProjectStatus = ProjectStatus.PLANNING
    start_date: Moment | None = None
    end_date: Moment | None = None
    budget: Money | None = None
    client_id: UUID | None = None
    manager_id: UUID | None = None
    team_ids: Ids = []
    metadata: Document | None = None
    client_visible: bool = False


class ProjectPatch(Body, frozen=True):
    """Changes to a project. `spentBudget` is kept by the system, and so is `progress` until a person sets it
    (`progressByHand`); with `progressByHand` false the system keeps it again.
    """

    name: Name | UnsetType = UNSET
    description: Prose | None | UnsetType = UNSET
    status: ProjectStatus | UnsetType = UNSET
    start_date: Moment | None | UnsetType = UNSET
    end_date: Moment | None | UnsetType = UNSET
    budget: Money | None | UnsetType = UNSET
    progress: Percent | UnsetType = UNSET
    progress_by_hand: bool | UnsetType = UNSET
    client_id: UUID | None | UnsetType = UNSET
    manager_id: UUID | None | UnsetType = UNSET
    team_ids: Ids | UnsetType = UNSET
    metadata: Document | None | UnsetType = UNSET
    client_visible: bool | UnsetType = UNSET


class ProjectMemberCreate(Body, frozen=True):
    """A person joins a project."""

    project_id: UUID
    user_id: UUID
    role: ProjectRole | None = ProjectRole.MEMBER


class ProjectMemberPatch(Body, frozen=True):
    """Changes to a person's part in a project."""

    role: ProjectRole | None | UnsetType = UNSET
