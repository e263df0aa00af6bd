"""What happens to comments, attachments and watchers."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.project.contracts import TaskAttachment, TaskComment, TaskWatcher


class TaskCommentCreated(Created[TaskComment], frozen=True):
    """Somebody said something about a task."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskCommentUpdated(Updated[TaskComment], frozen=True):
    """Somebody changed what they had said."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskCommentDeleted(Deleted[TaskComment], frozen=True):
    """A comment was taken away."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskAttachmentCreated(Created[TaskAttachment], frozen=True):
    """A file was added to a task."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskAttachmentDeleted(Deleted[TaskAttachment], frozen=True):
    """A file was taken away from a task."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskWatcherCreated(Created[TaskWatcher], frozen=True):
    """Somebody began to watch a task."""

    topics = ("task:{task_id}",)
    about = "task_id"


class TaskWatcherDeleted(Deleted[TaskWatcher], frozen=True):
    """Somebody watches a task no more."""

    topics = ("task:{task_id}",)
    about = "task_id"
