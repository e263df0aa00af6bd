"""Working days: numbers and dates, against counting day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vistone.project.scheduling import STANDARD, BeyondCalendarError, WorkCalendar

DAYS = st.dates(date(2025, 11, 1), date(2026, 4, 30))


@st.composite
def weeks(draw):
    return draw(st.sets(st.integers(1, 7), min_size=1)), draw(st.sets(DAYS, max_size=40))


@given(weeks(), DAYS, DAYS)
def test_working_days_are_those_that_one_counts(week, start: date, end: date):
    working, holidays = week
    calendar = WorkCalendar(working, holidays)
    counted = 0
    day = start
    while day <= end:
        counted += day.isoweekday() in working and day not in holidays
        day += timedelta(days=1)
    assert calendar.working_days(start, end) == counted


@given(weeks(), DAYS, st.integers(-60, 60))
def test_numbers_and_days_lead_to_each_other(week, day: date, steps: int):
    working, holidays = week
    calendar = WorkCalendar(working, holidays)
    number = calendar.first(day) + steps
    there = calendar.day(number)
    assert there.isoweekday() in working
    assert there not in holidays
    assert calendar.first(there) == calendar.last(there) == number
    free = there + timedelta(days=1)
    while free.isoweekday() not in working or free in holidays:
        assert (calendar.first(free), calendar.last(free)) == (number + 1, number)
        free += timedelta(days=1)


def test_a_week_needs_a_working_day_that_there_is():
    for wrong in ([], [0], [8]):
        with pytest.raises(ValueError, match="working days"):
            WorkCalendar(wrong)


def test_the_calendar_has_ends():
    last = STANDARD.first(date(9999, 12, 31))
    assert STANDARD.day(last) == date(9999, 12, 31)
    for number in (last + 1, 10**12, -1, -(10**12)):
        with pytest.raises(BeyondCalendarError):
            STANDARD.day(number)
    assert WorkCalendar([7], [date(1, 1, 7)]).day(0) == date(1, 1, 14)
