"""What requests send: bodies of `POST` (`...Create`) and `PATCH` (`...Patch`, absent fields stay as they are)."""

from vistone.project.schemas.imports import ImportCreate
from vistone.project.schemas.planning import (
    AiInsightCreate,
    AiInsightPatch,
    Confidence,
    MilestoneCreate,
    MilestonePatch,
    RiskRegisterCreate,
    RiskRegisterPatch,
)
from vistone.project.schemas.projects import Ids, ProjectCreate, ProjectMemberCreate, ProjectMemberPatch, ProjectPatch
from vistone.project.schemas.tasks import (
    Labels,
    Points,
    TaskChecklistCreate,
    TaskChecklistMove,
    TaskChecklistPatch,
    TaskCreate,
    TaskDependencyCreate,
    TaskDependencyPatch,
    TaskMove,
    TaskPatch,
)

__all__ = [
    "AiInsightCreate",
    "AiInsightPatch",
    "Confidence",
    "Ids",
    "ImportCreate",
    "Labels",
    "MilestoneCreate",
    "MilestonePatch",
    "Points",
    "ProjectCreate",
    "ProjectMemberCreate",
    "ProjectMemberPatch",
    "ProjectPatch",
    "RiskRegisterCreate",
    "RiskRegisterPatch",
    "TaskChecklistCreate",
    "TaskChecklistMove",
    "TaskChecklistPatch",
    "TaskCreate",
    "TaskDependencyCreate",
    "TaskDependencyPatch",
    "TaskMove",
    "TaskPatch",
]
