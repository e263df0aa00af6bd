"""What happens to templates and calendar feeds."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.project.contracts import CalendarFeed, ProjectTemplate


class ProjectTemplateCreated(Created[ProjectTemplate], frozen=True):
    """A project was saved as a template."""


class ProjectTemplateUpdated(Updated[ProjectTemplate], frozen=True):
    """A template was changed."""


class ProjectTemplateDeleted(Deleted[ProjectTemplate], frozen=True):
    """A template was taken away."""


class CalendarFeedCreated(Created[CalendarFeed], frozen=True):
    """A calendar feed was made."""

    topics = ("user:{user_id}",)


class CalendarFeedUpdated(Updated[CalendarFeed], frozen=True):
    """A calendar feed was revoked."""

    topics = ("user:{user_id}",)


class CalendarFeedDeleted(Deleted[CalendarFeed], frozen=True):
    """A calendar feed was taken away."""

    topics = ("user:{user_id}",)
