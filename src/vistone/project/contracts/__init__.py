"""What others may see of projects: the records as they go over the wire, and the closed sets of their values."""

from vistone.project.contracts.board import FieldKind, ViewKind
from vistone.project.contracts.imports import ImportedRowError, ImportStatus, ProjectImport
from vistone.project.contracts.planning import (
    AiInsight,
    Milestone,
    MilestoneStatus,
    RiskLevel,
    RiskRegister,
    RiskStatus,
)
from vistone.project.contracts.projects import Project, ProjectMember, ProjectRole, ProjectStatus
from vistone.project.contracts.repeating import FeedKind
from vistone.project.contracts.tasks import (
    Board,
    BoardColumn,
    ConstraintType,
    DependencyType,
    Task,
    TaskChecklist,
    TaskDependency,
    TaskPriority,
    TaskStatus,
    TaskTotals,
)

__all__ = [
    "AiInsight",
    "Board",
    "BoardColumn",
    "ConstraintType",
    "DependencyType",
    "FeedKind",
    "FieldKind",
    "ImportStatus",
    "ImportedRowError",
    "Milestone",
    "MilestoneStatus",
    "Project",
    "ProjectImport",
    "ProjectMember",
    "ProjectRole",
    "ProjectStatus",
    "RiskLevel",
    "RiskRegister",
    "RiskStatus",
    "Task",
    "TaskChecklist",
    "TaskDependency",
    "TaskPriority",
    "TaskStatus",
    "TaskTotals",
    "ViewKind",
]
