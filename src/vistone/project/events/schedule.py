"""What happens to calendars and baselines."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.project.contracts import Baseline, ProjectCalendar


class ProjectCalendarCreated(Created[ProjectCalendar], frozen=True):
    """A project got a calendar of its own."""

    topics = ("project:{project_id}",)


class ProjectCalendarUpdated(Updated[ProjectCalendar], frozen=True):
    """A project's calendar was changed."""

    topics = ("project:{project_id}",)


class BaselineCreated(Created[Baseline], frozen=True):
    """A plan was kept. The event carries it without its tasks, as lists do."""

    topics = ("project:{project_id}",)


class BaselineDeleted(Deleted[Baseline], frozen=True):
    """A plan that was kept was taken away. The event carries it without its tasks, as lists do."""

    topics = ("project:{project_id}",)
