"""What happens to the rules by which tasks come again."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.project.contracts import TaskRecurrence


class TaskRecurrenceCreated(Created[TaskRecurrence], frozen=True):
    """A task began to come again."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskRecurrenceUpdated(Updated[TaskRecurrence], frozen=True):
    """A task comes again in another way, or just came again."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskRecurrenceDeleted(Deleted[TaskRecurrence], frozen=True):
    """A task comes again no more."""

    topics = ("task:{task_id}",)
    about = "task_id"
