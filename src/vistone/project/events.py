"""What happens in projects."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.project.contracts import (
    AiInsight,
    Milestone,
    Project,
    ProjectImport,
    ProjectMember,
    RiskRegister,
    Task,
    TaskChecklist,
    TaskDependency,
)


class ProjectCreated(Created[Project], frozen=True):
    """A project was added."""

    topics = ("organization", "project:{id}")


class ProjectUpdated(Updated[Project], frozen=True):
    """A project was changed."""

    topics = ("organization", "project:{id}")


class ProjectDeleted(Deleted[Project], frozen=True):
    """A project was taken away."""

    topics = ("organization", "project:{id}")


class ProjectMemberCreated(Created[ProjectMember], frozen=True):
    """A person's part in a project was added."""

    topics = ("organization", "project:{project_id}")


class ProjectMemberUpdated(Updated[ProjectMember], frozen=True):
    """A person's part in a project was changed."""

    topics = ("organization", "project:{project_id}")


class ProjectMemberDeleted(Deleted[ProjectMember], frozen=True):
    """A person's part in a project was taken away."""

    topics = ("organization", "project:{project_id}")


class TaskCreated(Created[Task], frozen=True):
    """A task was added."""

    topics = ("project:{project_id}", "task:{id}")


class TaskUpdated(Updated[Task], frozen=True):
    """A task was changed."""

    topics = ("project:{project_id}", "task:{id}")


class TaskDeleted(Deleted[Task], frozen=True):
    """A task was taken away."""

    topics = ("project:{project_id}", "task:{id}")


class TaskChecklistCreated(Created[TaskChecklist], frozen=True):
    """A checklist line was added."""

    topics = ("task:{task_id}",)


class TaskChecklistUpdated(Updated[TaskChecklist], frozen=True):
    """A checklist line was changed."""

    topics = ("task:{task_id}",)


class TaskChecklistDeleted(Deleted[TaskChecklist], frozen=True):
    """A checklist line was taken away."""

    topics = ("task:{task_id}",)


class TaskDependencyCreated(Created[TaskDependency], frozen=True):
    """A dependency was added."""

    topics = ("task:{task_id}", "task:{depends_on_id}")


class TaskDependencyUpdated(Updated[TaskDependency], frozen=True):
    """A dependency was changed."""

    topics = ("task:{task_id}", "task:{depends_on_id}")


class TaskDependencyDeleted(Deleted[TaskDependency], frozen=True):
    """A dependency was taken away."""

    topics = ("task:{task_id}", "task:{depends_on_id}")


class MilestoneCreated(Created[Milestone], frozen=True):
    """A milestone was added."""

    topics = ("project:{project_id}",)


class MilestoneUpdated(Updated[Milestone], frozen=True):
    """A milestone was changed."""

    topics = ("project:{project_id}",)


class MilestoneDeleted(Deleted[Milestone], frozen=True):
    """A milestone was taken away."""

    topics = ("project:{project_id}",)


class RiskRegisterCreated(Created[RiskRegister], frozen=True):
    """A risk was added."""

    topics = ("project:{project_id}",)


class RiskRegisterUpdated(Updated[RiskRegister], frozen=True):
    """A risk was changed."""

    topics = ("project:{project_id}",)


class RiskRegisterDeleted(Deleted[RiskRegister], frozen=True):
    """A risk was taken away."""

    topics = ("project:{project_id}",)


class AiInsightCreated(Created[AiInsight], frozen=True):
    """An insight was added."""

    topics = ("project:{project_id}", "task:{task_id}")


class AiInsightUpdated(Updated[AiInsight], frozen=True):
    """An insight was changed."""

    topics = ("project:{project_id}", "task:{task_id}")


class AiInsightDeleted(Deleted[AiInsight], frozen=True):
    """An insight was taken away."""

    topics = ("project:{project_id}", "task:{task_id}")


class ProjectImportCreated(Created[ProjectImport], frozen=True):
    """An import was asked for."""

    topics = ("import:{id}",)


class ProjectImportUpdated(Updated[ProjectImport], frozen=True):
    """An import came further, or ended."""

    topics = ("import:{id}",)
