"""What happens in projects."""

from vistone.project.events.imports import ProjectImportCreated, ProjectImportUpdated
from vistone.project.events.planning import (
    AiInsightCreated,
    AiInsightDeleted,
    AiInsightUpdated,
    MilestoneCreated,
    MilestoneDeleted,
    MilestoneUpdated,
    RiskRegisterCreated,
    RiskRegisterDeleted,
    RiskRegisterUpdated,
)
from vistone.project.events.projects import (
    ProjectCreated,
    ProjectDeleted,
    ProjectMemberCreated,
    ProjectMemberDeleted,
    ProjectMemberUpdated,
    ProjectUpdated,
)
from vistone.project.events.tasks import (
    TaskChecklistCreated,
    TaskChecklistDeleted,
    TaskChecklistUpdated,
    TaskCreated,
    TaskDeleted,
    TaskDependencyCreated,
    TaskDependencyDeleted,
    TaskDependencyUpdated,
    TaskUpdated,
)

__all__ = [
    "AiInsightCreated",
    "AiInsightDeleted",
    "AiInsightUpdated",
    "MilestoneCreated",
    "MilestoneDeleted",
    "MilestoneUpdated",
    "ProjectCreated",
    "ProjectDeleted",
    "ProjectImportCreated",
    "ProjectImportUpdated",
    "ProjectMemberCreated",
    "ProjectMemberDeleted",
    "ProjectMemberUpdated",
    "ProjectUpdated",
    "RiskRegisterCreated",
    "RiskRegisterDeleted",
    "RiskRegisterUpdated",
    "TaskChecklistCreated",
    "TaskChecklistDeleted",
    "TaskChecklistUpdated",
    "TaskCreated",
    "TaskDeleted",
    "TaskDependencyCreated",
    "TaskDependencyDeleted",
    "TaskDependencyUpdated",
    "TaskUpdated",
]
