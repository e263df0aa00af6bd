"""What happens to statuses, custom fields and saved views."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.project.contracts import BoardStatus, CustomField, SavedView


class BoardStatusCreated(Created[BoardStatus], frozen=True):
    """A status was added."""

    topics = ("project:{project_id}",)


class BoardStatusUpdated(Updated[BoardStatus], frozen=True):
    """A status was changed."""

    topics = ("project:{project_id}",)


class BoardStatusDeleted(Deleted[BoardStatus], frozen=True):
    """A status was taken away."""

    topics = ("project:{project_id}",)


class CustomFieldCreated(Created[CustomField], frozen=True):
    """A custom field was added."""

    topics = ("project:{project_id}", "organization")


class CustomFieldUpdated(Updated[CustomField], frozen=True):
    """A custom field was changed."""

    topics = ("project:{project_id}", "organization")


class CustomFieldDeleted(Deleted[CustomField], frozen=True):
    """A custom field was taken away. Each task that had a value tells of it by itself."""

    topics = ("project:{project_id}", "organization")


class SavedViewCreated(Created[SavedView], frozen=True):
    """A view was kept."""

    topics = ("user:{owner_id}", "project:{project_id}")


class SavedViewUpdated(Updated[SavedView], frozen=True):
    """A view was changed."""

    topics = ("user:{owner_id}", "project:{project_id}")


class SavedViewDeleted(Deleted[SavedView], frozen=True):
    """A view was taken away."""

    topics = ("user:{owner_id}", "project:{project_id}")
