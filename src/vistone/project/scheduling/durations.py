"""How long a task takes and where it lies, by what people wrote about it."""

import math
from datetime import date

from msgspec import Struct

from vistone.project.scheduling.calendar import WorkCalendar


class Written(Struct, frozen=True):
    """What is written about a task's time; `started` and `completed` are the days on which it really was."""

    start: date | None = None
    due: date | None = None
    duration_days: int | None = None
    estimate_minutes: int | None = None
    started: date | None = None
    completed: date | None = None


def duration_of(task: Written, calendar: WorkCalendar, hours_per_day: float) -> int:
    """The working days that a task takes.

    What was given as its duration; else those from its start to its due date, both included; else its estimate at
    `hours_per_day`, rounded up; else one. Only a given duration can be 0: that makes a milestone.
    """
    if task.duration_days is not None:
        return task.duration_days
    if task.start is not None and task.due is not None:
        return max(1, calendar.working_days(task.start, task.due))
    if task.estimate_minutes:
        return max(1, math.ceil(task.estimate_minutes / (hours_per_day * 60)))
    return 1


def kept_days(task: Written, duration: int, calendar: WorkCalendar) -> tuple[date, date] | None:
    """First and last day of a task that the schedule does not place; None when nothing is written of them.

    The last is the day on which it was completed, else the due date; the first its start, else when it was begun. What
    is missing follows from the duration.
    """
    end = task.completed or task.due
    start = task.start or task.started
    if end is None:
        return None if start is None else (start, _last(start, duration, calendar))
    if start is None or start > end:
        start = min(end, calendar.day(calendar.last(end) + 1 - max(1, duration)))
    return start, end


def _last(start: date, duration: int, calendar: WorkCalendar) -> date:
    return max(start, calendar.day(calendar.first(start) + max(1, duration) - 1))
