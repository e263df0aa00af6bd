"""What happens to time entries, rates and expenses."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.project.contracts import Expense, Rate, TimeEntry


class TimeEntryCreated(Created[TimeEntry], frozen=True):
    """Time was logged, or a timer started."""

    topics = ("project:{project_id}", "user:{user_id}")
    about = "task_id"


class TimeEntryUpdated(Updated[TimeEntry], frozen=True):
    """A time entry was changed, or its timer stopped."""

    topics = ("project:{project_id}", "user:{user_id}")
    about = "task_id"


class TimeEntryDeleted(Deleted[TimeEntry], frozen=True):
    """A time entry was taken away."""

    topics = ("project:{project_id}", "user:{user_id}")
    about = "task_id"


class RateCreated(Created[Rate], frozen=True):
    """A rate was added."""

    topics = ("project:{project_id}",)


class RateUpdated(Updated[Rate], frozen=True):
    """A rate was changed."""

    topics = ("project:{project_id}",)


class RateDeleted(Deleted[Rate], frozen=True):
    """A rate was taken away."""

    topics = ("project:{project_id}",)


class ExpenseCreated(Created[Expense], frozen=True):
    """Money was spent."""

    topics = ("project:{project_id}",)


class ExpenseUpdated(Updated[Expense], frozen=True):
    """An expense was changed."""

    topics = ("project:{project_id}",)


class ExpenseDeleted(Deleted[Expense], frozen=True):
    """An expense was taken away."""

    topics = ("project:{project_id}",)
