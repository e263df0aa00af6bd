"""What others may see of projects: the records as they go over the wire, and the closed sets of their values."""

from vistone.project.contracts.assignees import AssigneeCount, Assignees
from vistone.project.contracts.board import BoardStatus, CustomField, FieldKind, SavedView, ViewKind
from vistone.project.contracts.dependents import ChangedTasks, ProjectDependents, RefusedTask, TaskDependents
from vistone.project.contracts.feeds import CalendarFeed
from vistone.project.contracts.imports import (
    ImportColumn,
    ImportedRowError,
    ImportField,
    ImportPreview,
    ImportStatus,
    ProjectImport,
)
from vistone.project.contracts.labels import LabelCount, Labels
from vistone.project.contracts.money import (
    Burn,
    BurnDay,
    Expense,
    Measure,
    PersonCost,
    ProjectMoney,
    Rate,
    TimeEntry,
)
from vistone.project.contracts.planning import (
    AiInsight,
    Milestone,
    MilestoneStatus,
    RiskLevel,
    RiskRegister,
    RiskStatus,
)
from vistone.project.contracts.projects import Project, ProjectMember, ProjectRole, ProjectStatus
from vistone.project.contracts.recurring import RecurrenceTimes, TaskRecurrence
from vistone.project.contracts.repeating import FeedKind
from vistone.project.contracts.risks import RiskCell, RiskMatrix
from vistone.project.contracts.schedule import (
    Baseline,
    LateMilestone,
    ProjectCalendar,
    ProjectSchedule,
    ScheduledTask,
    ShiftPreview,
    TaskShift,
)
from vistone.project.contracts.talk import (
    FileLink,
    TaskAttachment,
    TaskComment,
    TaskHistory,
    TaskHistoryEntry,
    TaskWatcher,
)
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
from vistone.project.contracts.templates import ProjectTemplate

__all__ = [
    "AiInsight",
    "AssigneeCount",
    "Assignees",
    "Baseline",
    "Board",
    "BoardColumn",
    "BoardStatus",
    "Burn",
    "BurnDay",
    "CalendarFeed",
    "ChangedTasks",
    "ConstraintType",
    "CustomField",
    "DependencyType",
    "Expense",
    "FeedKind",
    "FieldKind",
    "FileLink",
    "ImportColumn",
    "ImportField",
    "ImportPreview",
    "ImportStatus",
    "ImportedRowError",
    "LabelCount",
    "Labels",
    "LateMilestone",
    "Measure",
    "Milestone",
    "MilestoneStatus",
    "PersonCost",
    "Project",
    "ProjectCalendar",
    "ProjectDependents",
    "ProjectImport",
    "ProjectMember",
    "ProjectMoney",
    "ProjectRole",
    "ProjectSchedule",
    "ProjectStatus",
    "ProjectTemplate",
    "Rate",
    "RecurrenceTimes",
    "RefusedTask",
    "RiskCell",
    "RiskLevel",
    "RiskMatrix",
    "RiskRegister",
    "RiskStatus",
    "SavedView",
    "ScheduledTask",
    "ShiftPreview",
    "Task",
    "TaskAttachment",
    "TaskChecklist",
    "TaskComment",
    "TaskDependency",
    "TaskDependents",
    "TaskHistory",
    "TaskHistoryEntry",
    "TaskPriority",
    "TaskRecurrence",
    "TaskShift",
    "TaskStatus",
    "TaskTotals",
    "TaskWatcher",
    "TimeEntry",
    "ViewKind",
]
