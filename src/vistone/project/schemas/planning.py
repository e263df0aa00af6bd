"""Bodies for milestones, risks and insights."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Moment, Prose, Title
from vistone.project.contracts import (
    MilestoneStatus,
    RiskLevel,
    RiskStatus,
)

Confidence = Annotated[float, Meta(ge=0, le=1)]


class MilestoneCreate(Body, frozen=True):
    """A new milestone."""

    project_id: UUID
    title: Title
    description: Prose | None = None
    due_date: Moment | None = None
    status: MilestoneStatus = MilestoneStatus.PLANNED


class MilestonePatch(Body, frozen=True):
    """Changes to a milestone."""

    title: Title | UnsetType = UNSET
    description: Prose | None | UnsetType = UNSET
    due_date: Moment | None | UnsetType = UNSET
    status: MilestoneStatus | UnsetType = UNSET


class RiskRegisterCreate(Body, frozen=True):
    """A new risk."""

    project_id: UUID
    description: Prose
    probability: RiskLevel | None = None
    impact: RiskLevel | None = None
    mitigation_plan: Prose | None = None
    status: RiskStatus = RiskStatus.OPEN
    owner_id: UUID | None = None
    review_date: Moment | None = None


class RiskRegisterPatch(Body, frozen=True):
    """Changes to a risk."""

    description: Prose | UnsetType = UNSET
    probability: RiskLevel | None | UnsetType = UNSET
    impact: RiskLevel | None | UnsetType = UNSET
    mitigation_plan: Prose | None | UnsetType = UNSET
    status: RiskStatus | UnsetType = UNSET
    owner_id: UUID | None | UnsetType = UNSET
    review_date: Moment | None | UnsetType = UNSET


class AiInsightCreate(Body, frozen=True):
    """A new insight about a project, or about a task (whose project it then takes)."""

    content: Prose
    project_id: UUID | None = None
    task_id: UUID | None = None
    confidence: Confidence | None = None
    actionable: bool = False


class AiInsightPatch(Body, frozen=True):
    """Changes to an insight."""

    content: Prose | UnsetType = UNSET
    confidence: Confidence | None | UnsetType = UNSET
    actionable: bool | UnsetType = UNSET
