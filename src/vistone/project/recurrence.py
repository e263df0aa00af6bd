"""Recurrence rules: the RRULE of RFC 5545 (section 3.3.10), read strictly and run by python-dateutil.

Times are reckoned on the clock of a time zone: nine in the morning stays nine when the clocks change. A time that the
clocks leap over is taken as if they had not leapt yet, one that comes twice is the first of the two (section 3.3.5).

The calendar repeats every 400 years, weekdays too. So a rule is run that many years later as bring it near the end of
dateutil's calendar, which ends with the year 9999: a search for a date that never comes, 30 February, ends after 100 to
500 years instead of 8,000.
"""

import re
from collections.abc import Callable, Iterator
from datetime import MAXYEAR, UTC, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekdays

FIRST_YEAR, LAST_YEAR = 1970, 2200
MOST_TIMES = 1000
LONGEST_STEP = 1000
_LAST_START = 9899
_FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
_TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


class BadRule(ValueError):  # noqa: N818 -- says what it is about
    """What is wrong with a rule, in a sentence for who wrote it; `field` is "rule" or "startsAt"."""

    def __init__(self, message: str, field: str = "rule") -> None:
        super().__init__(message)
        self.field = field


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of that name in the IANA database, or None."""
    return ZoneInfo(name) if name in _zones() else None


class Recurrence:
    """A rule that begins at a moment, in a time zone. BadRule when it cannot be read or gives no time at all."""

    def __init__(self, text: str, start: datetime, zone: ZoneInfo) -> None:
        if not FIRST_YEAR <= start.year <= LAST_YEAR:
            raise BadRule(f"A rule begins between the years {FIRST_YEAR} and {LAST_YEAR}.", "startsAt")
        local = start.astimezone(zone).replace(tzinfo=None, microsecond=0, fold=0)
        self._zone = zone
        self._later = (_LAST_START - local.year) // 400 * 400
        parts = _parts(text)
        self.endless = "COUNT" not in parts and "UNTIL" not in parts
        options = _options(parts)
        if "UNTIL" in parts:
            options["until"] = self._shifted(_until(parts["UNTIL"], zone))
        self._rule = rrule(dtstart=self._shifted(local), cache=True, **options)
        if next(iter(self.times()), None) is None:
            raise BadRule("This rule never gives a date.")

    def times(self) -> Iterator[datetime]:
        """The times of the rule, from its beginning on, in UTC."""
        return map(self._moment, self._rule)

    def first(self, count: int) -> list[datetime]:
        """The first times, at most so many."""
        return list(islice(self.times(), count))

    def after(self, moment: datetime) -> datetime | None:
        """The first time after the moment; None when there is none."""
        return next((time for time in self._from(moment) if time > moment), None)

    def latest(self, moment: datetime) -> datetime | None:
        """The last time up to the moment; None when there is none."""
        found = None
        for time in self.times():
            if time > moment:
                break
            found = time
        return found

    def days_between(self, first: datetime, second: datetime) -> int:
        """How many days lie between two moments on the zone's calendar."""
        return (second.astimezone(self._zone).date() - first.astimezone(self._zone).date()).days

    def _from(self, moment: datetime) -> Iterator[datetime]:
        """The times that may lie after the moment. Its local time is a day early: clocks are never set back further."""
        local = moment.astimezone(self._zone).replace(tzinfo=None, fold=0) - timedelta(days=1)
        return map(self._moment, self._rule.xafter(self._shifted(local), inc=True))

    def _shifted(self, local: datetime) -> datetime:
        if local.year + self._later > MAXYEAR:
            return datetime(MAXYEAR, 12, 31, 23, 59, 59)  # noqa: DTZ001 -- local to the rule's zone
        return local.replace(year=local.year + self._later)

    def _moment(self, shifted: datetime) -> datetime:
        return shifted.replace(year=shifted.year - self._later, tzinfo=self._zone).astimezone(UTC)


def _parts(text: str) -> dict[str, str]:
    """The parts by name. BadRule for what is no rule, and for a part that is there twice."""
    found: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise BadRule(f"{part[:40] or 'An empty part'} is no part of a rule; write it like FREQ=WEEKLY;BYDAY=MO.")
        if name not in _READERS:
            raise BadRule(f"{name[:40]} is no part of a rule; there are {', '.join(_READERS)}.")
        if name in found:
            raise BadRule(f"{name} stands twice in the rule.")
        found[name] = value
    return found


def _options(parts: dict[str, str]) -> dict[str, Any]:
    """The rule as dateutil takes it. BadRule for what RFC 5545 or good sense forbids."""
    if "FREQ" not in parts:
        raise BadRule("A rule says how often: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadRule("A rule ends by COUNT or by UNTIL, not by both.")
    options: dict[str, Any] = {"wkst": weekdays[0]}
    for name, value in parts.items():
        option, read = _READERS[name]
        if option is not None:
            options[option] = read(name, value)
    _check_together(parts)
    return options


def _check_together(parts: dict[str, str]) -> None:
    """The table of section 3.3.10: which parts go with which frequency."""
    frequency = parts["FREQ"]
    wrong = {
        "BYWEEKNO": frequency != "YEARLY",
        "BYYEARDAY": frequency != "YEARLY",
        "BYMONTHDAY": frequency == "WEEKLY",
        "BYSETPOS": frequency == "DAILY",
    }
    for name, refused in wrong.items():
        if refused and name in parts:
            raise BadRule(f"{name} does not go with FREQ={frequency}.")
    numbered = any(char.isdigit() for char in parts.get("BYDAY", ""))
    if numbered and (frequency not in {"MONTHLY", "YEARLY"} or "BYWEEKNO" in parts):
        raise BadRule("A number before a weekday goes with FREQ=MONTHLY or YEARLY, and not with BYWEEKNO.")
    if "BYSETPOS" in parts and not parts.keys() & {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}:
        raise BadRule("BYSETPOS picks from what other parts give: add BYDAY or the like.")


def _frequency(_: str, value: str) -> int:
    if value in _TOO_OFTEN:
        raise BadRule("A task comes again once a day at most: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")
    if value not in _FREQUENCIES:
        raise BadRule(f"FREQ={value[:40]} is none of DAILY, WEEKLY, MONTHLY, YEARLY.")
    return _FREQUENCIES[value]


def _number(name: str, text: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[+-]?\d{1,4}", text, re.ASCII) or not low <= int(text) <= high:
        raise BadRule(f"{name} takes whole numbers from {low} to {high}, not {text[:40]}.")
    return int(text)


def _one(low: int, high: int) -> Callable[[str, str], int]:
    return lambda name, value: _number(name, value, low, high)


def _time_of_day(high: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        if "," in value:
            raise BadRule(f"A task comes again once a day at most: give {name} one number.")
        return _number(name, value, 0, high)

    return read


def _several(high: int, *, negative: bool) -> Callable[[str, str], list[int]]:
    def read(name: str, value: str) -> list[int]:
        numbers = [_number(name, one, -high if negative else 1, high) for one in value.split(",")]
        if 0 in numbers:
            raise BadRule(f"{name} counts from 1, or back from -1; there is no 0.")
        return numbers

    return read


def _weekdays(_: str, value: str) -> list[Any]:
    days = []
    for one in value.split(","):
        found = _DAY.fullmatch(one)
        if found is None or (found[1] and not 1 <= abs(int(found[1])) <= 53):
            raise BadRule(
                f"BYDAY takes {', '.join(_DAYS)}, with a number before them for the first or last: 1MO, -1FR."
            )
        day = weekdays[_DAYS.index(found[2])]
        days.append(day(int(found[1])) if found[1] else day)
    return days


def _week_start(_: str, value: str) -> Any:
    if value not in _DAYS:
        raise BadRule(f"WKST is one of {', '.join(_DAYS)}.")
    return weekdays[_DAYS.index(value)]


def _until(value: str, zone: ZoneInfo) -> datetime:
    """The last local time that counts. A day without a time counts whole."""
    found = _UNTIL.fullmatch(value)
    digits = found[1] + (found[2] or "235959") if found else ""
    try:
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007 -- in the rule's zone, unless it says UTC
    except ValueError:
        raise BadRule("UNTIL is a day or a time, like 20271231 or 20271231T225959Z.") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise BadRule(f"UNTIL lies between the years {FIRST_YEAR} and {LAST_YEAR}.")
    utc = found is not None and found[3]
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None, fold=0) if utc else moment


_READERS: dict[str, tuple[str | None, Callable[[str, str], Any]]] = {
    "FREQ": ("freq", _frequency),
    "INTERVAL": ("interval", _one(1, LONGEST_STEP)),
    "COUNT": ("count", _one(1, MOST_TIMES)),
    "UNTIL": (None, lambda _, value: value),
    "BYMONTH": ("bymonth", _several(12, negative=False)),
    "BYWEEKNO": ("byweekno", _several(53, negative=True)),
    "BYYEARDAY": ("byyearday", _several(366, negative=True)),
    "BYMONTHDAY": ("bymonthday", _several(31, negative=True)),
    "BYDAY": ("byweekday", _weekdays),
    "BYHOUR": ("byhour", _time_of_day(23)),
    "BYMINUTE": ("byminute", _time_of_day(59)),
    "BYSECOND": ("bysecond", _time_of_day(59)),
    "BYSETPOS": ("bysetpos", _several(366, negative=True)),
    "WKST": ("wkst", _week_start),
}
