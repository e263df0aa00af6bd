"""What happens to tasks and what hangs on them."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.project.contracts import (
    Task,
    TaskChecklist,
    TaskDependency,
)


class TaskCreated(Created[Task], frozen=True):
    """A task was added."""

    topics = ("project:{project_id}", "task:{id}")
    about = "id"


class TaskUpdated(Updated[Task], frozen=True):
    """A task was changed."""

    topics = ("project:{project_id}", "task:{id}")
    about = "id"


class TaskDeleted(Deleted[Task], frozen=True):
    """A task was taken away."""

    topics = ("project:{project_id}", "task:{id}")
    about = "id"


class TaskChecklistCreated(Created[TaskChecklist], frozen=True):
    """A checklist line was added."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskChecklistUpdated(Updated[TaskChecklist], frozen=True):
    """A checklist line was changed."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskChecklistDeleted(Deleted[TaskChecklist], frozen=True):
    """A checklist line was taken away."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskDependencyCreated(Created[TaskDependency], frozen=True):
    """A dependency was added."""

    topics = ("project:{project_id}", "task:{task_id}", "task:{depends_on_id}")
    about = "task_id"


class TaskDependencyUpdated(Updated[TaskDependency], frozen=True):
    """A dependency was changed."""

    topics = ("project:{project_id}", "task:{task_id}", "task:{depends_on_id}")
    about = "task_id"


class TaskDependencyDeleted(Deleted[TaskDependency], frozen=True):
    """A dependency was taken away."""

    topics = ("project:{project_id}", "task:{task_id}", "task:{depends_on_id}")
    about = "task_id"
