"""Working days, numbered: what is scheduled counts days of work and not of the calendar."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date

_MONDAY = date(1, 1, 1).toordinal()
"""The first day that Python knows is a Monday: weeks are counted from it."""


class BeyondCalendarError(ValueError):
    """A working day before the year 1 or after the year 9999."""


class WorkCalendar:
    """The working days of the week (1 is Monday, as in ISO 8601) without the holidays.

    Each working day has a number, one higher than the day before; numbers stand for the morning of their day, so that
    work from `n` for `d` days ends in the evening of day `n + d - 1`, which is the morning `n + d`. Both directions
    cost a search among the holidays, whatever the distance. ValueError without a working day.
    """

    def __init__(self, working_days: Iterable[int] = range(1, 6), holidays: Iterable[date] = ()) -> None:
        week = sorted(set(working_days))
        if not week or not set(week) <= set(range(1, 8)):
            raise ValueError("name working days from 1 (Monday) to 7 (Sunday), at least one")
        self._week = [day - 1 for day in week]
        self._before = [bisect_left(self._week, day) for day in range(7)]
        # Holidays by their number as if there were none, and by the number of the working day that comes after.
        raw = sorted({self._raw(day.toordinal()) for day in holidays if day.isoweekday() in week})
        self._holidays = raw
        self._shifted = [number - place for place, number in enumerate(raw)]
        self._days: dict[int, date] = {}

    def _raw(self, ordinal: int) -> int:
        weeks, day = divmod(ordinal - _MONDAY, 7)
        return weeks * len(self._week) + self._before[day]

    def first(self, day: date) -> int:
        """The number of that day or, when nobody works on it, of the next working day."""
        raw = self._raw(day.toordinal())
        return raw - bisect_left(self._holidays, raw)

    def last(self, day: date) -> int:
        """The number of that day or, when nobody works on it, of the working day before."""
        raw = self._raw(day.toordinal() + 1)
        return raw - bisect_left(self._holidays, raw) - 1

    def day(self, number: int) -> date:
        """The day with that number. BeyondCalendarError when no date can name it."""
        found = self._days.get(number)
        if found is not None:
            return found
        raw = number + bisect_right(self._shifted, number)
        weeks, day = divmod(raw, len(self._week))
        try:
            found = self._days[number] = date.fromordinal(_MONDAY + weeks * 7 + self._week[day])
        except (ValueError, OverflowError):
            raise BeyondCalendarError("the plan runs beyond the years 1 to 9999") from None
        return found

    def working_days(self, start: date, end: date) -> int:
        """How many working days there are from the one day to the other, both included; 0 when the end is earlier."""
        return max(0, self.last(end) - self.first(start) + 1)


STANDARD = WorkCalendar()
"""Monday to Friday, no holidays."""
