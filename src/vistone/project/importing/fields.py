"""Single values of other tools as ours: statuses, priorities, dates, numbers, titles. Shared by all sources."""

import datetime as dt
import functools
import math
import re

from vistone.project.importing.markup import clean_line
from vistone.project.importing.model import MAX_TITLE, ImportedPriority, ImportedStatus

_S = ImportedStatus
_P = ImportedPriority

# By the words of Jira's and Trello's own templates, and what teams commonly call their columns.
_STATUSES = {
    _S.BACKLOG: "backlog|product backlog|icebox|ideas|idea|inbox|someday|later|future|wishlist|parking lot|new ideas",
    _S.TODO: "to do|todo|open|new|reopened|re-opened|selected for development|ready|ready for development|next|next up"
    "|planned|sprint backlog|this week|accepted|approved|triaged|unstarted|not started|on deck|created|reported",
    _S.IN_PROGRESS: "in progress|doing|started|in development|development in progress|developing|implementing|working"
    "|work in progress|wip|in work|active|ongoing|blocked|on hold|waiting|waiting for support|waiting for customer"
    "|pending|paused|building|under investigation|in analysis|in design|escalated|today|assigned",
    _S.IN_REVIEW: "in review|review|reviewing|code review|peer review|in code review|under review|ready for review"
    "|patch available|reviewable|waiting for review|waiting for approval|in test|in testing|testing|test|qa|in qa"
    "|ready for qa|ready for test|verification|uat|acceptance|to verify|waiting for integration review"
    "|waiting for peer review|integration review in progress|peer review in progress|ready for release|staging",
    _S.DONE: "done|closed|resolved|complete|completed|finished|fixed|released|shipped|live|deployed|delivered|verified"
    "|accepted by customer|archive|archived|tested",
    _S.CANCELLED: "cancelled|canceled|won't do|wont do|won't fix|wont fix|rejected|declined|abandoned|duplicate|invalid"
    "|obsolete|discarded|dropped|not a bug|withdrawn|out of scope",
}
_STATUS_OF = {name: status for status, names in _STATUSES.items() for name in names.split("|")}

# An unknown name is taken by the words in it, the first line that fits. "Not done" and "to review" come before
# "done" and "review"; nothing fitting, it is to do.
_STATUS_WORDS = (
    (re.compile(r"\b(?:cancel\w*|reject\w*|declin\w*|won'?t|abandon\w*|duplicat\w*|obsolete)\b"), _S.CANCELLED),
    (re.compile(r"\b(?:not|un)[ -]?(?:started|done|resolved|finished)\b"), _S.TODO),
    (re.compile(r"\b(?:review\w*|qa|test\w*|verif\w*|approv\w*|feedback|uat)\b"), _S.IN_REVIEW),
    (re.compile(r"\b(?:done|closed|complete\w*|resolved|finished|released|shipped|deployed)\b"), _S.DONE),
    (re.compile(r"\b(?:progress|doing|develop\w*|wip|working|implement\w*|blocked|hold|waiting)\b"), _S.IN_PROGRESS),
    (re.compile(r"\b(?:backlog|icebox|ideas?|someday)\b"), _S.BACKLOG),
)
_NOT_DONE = frozenset({  # resolutions that close an issue without its work being done
    "won't do", "won't fix", "wont do", "wont fix", "duplicate", "invalid", "cannot reproduce", "can't reproduce",
    "incomplete", "declined", "rejected", "not a bug", "not a problem", "cancelled", "canceled", "abandoned",
    "obsolete", "works as designed", "works for me", "later", "deferred",
})  # fmt: skip

_PRIORITIES = {
    _P.URGENT: "blocker|critical|highest|urgent|immediate|showstopper|p0|p1",
    _P.HIGH: "high|important|p2",
    _P.MEDIUM: "medium|major|normal|default|moderate|p3",  # "Major" is what Jira's old scheme gave to all
    _P.LOW: "low|lowest|minor|trivial|optional|p4|p5",
}
_PRIORITY_OF = {name: priority for priority, names in _PRIORITIES.items() for name in names.split("|")}
_NO_PRIORITY = frozenset({"", "none", "not set", "unset", "unprioritized", "undefined", "no priority", "-"})

# Jira writes months in the reader's language; the first letters of English, German, French, Spanish, Italian, Dutch,
# Portuguese. Longer ones first, so that "juil" is not "jui".
_MONTHS = {
    1: "jan gen ene", 2: "feb fév fev", 3: "mar mär mrz mrt maart", 4: "apr avr abr", 5: "may mai mei mag maio maj",
    6: "jun juin giu", 7: "jul juil lug", 8: "aug août aou ago", 9: "sep set", 10: "oct okt ott out", 11: "nov",
    12: "dec dez déc dic",
}  # fmt: skip
_MONTH_OF = {name: month for month, names in _MONTHS.items() for name in names.split()}
_TIME = r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?P<half>[ap]\.?m\.?)?)?"
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_DATES = tuple(
    re.compile(rf"\s*{day}{_TIME}{_ZONE}\s*\Z", re.IGNORECASE)
    for day in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[/ .-]{1,2}(?P<name>[^\W\d_]{3,12})\.?[/ .,-]{1,2}(?P<year>\d{4}|\d{2})",
        r"(?P<name>[^\W\d_]{3,12})\.? (?P<day>\d{1,2}), (?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})",
        r"(?P<first>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4}|\d{2})",
    )
)
_MAX_DATE = 40  # characters
YEARS = range(1900, 2200)
_MAX_POINTS = 1_000_000.0
_THIS_CENTURY = 70  # two digits below are 20xx


@functools.lru_cache(maxsize=256)
def status_of(name: str, resolution: str = "", category: str = "") -> tuple[ImportedStatus, bool]:
    """Our status for another tool's, and whether it is certain.

    The rule: a name we know; else Jira's status category; else a word in the name (`_STATUS_WORDS`); else to do. The
    last two are not certain. What is done with a resolution like "Won't Do" or "Duplicate" is cancelled.
    """
    plain = _plain(name)
    known = _STATUS_OF.get(plain) or _STATUS_OF.get(_plain(category))
    status = known or next((status for words, status in _STATUS_WORDS if words.search(plain)), _S.TODO)
    if status is _S.DONE and _plain(resolution) in _NOT_DONE:
        return _S.CANCELLED, True
    return status, known is not None or not plain


@functools.lru_cache(maxsize=256)
def priority_of(name: str) -> tuple[ImportedPriority | None, bool]:
    """Our priority for another tool's, and whether it is certain. What is unknown is none."""
    plain = re.sub(r"\A\d+\s*[-.:]\s*|\A[^\w-]+", "", _plain(name))
    return _PRIORITY_OF.get(plain), plain in _PRIORITY_OF or plain in _NO_PRIORITY


def date_of(text: str, zone: dt.tzinfo) -> dt.datetime:
    """A date as Jira, spreadsheets and JSON write it, as an aware time; without a time of day it is midnight.

    Raises ValueError saying why not. `3/4/24` is refused: nobody can tell March from April.
    """
    if len(text) > _MAX_DATE:
        raise ValueError("is no date")
    found = next((match for pattern in _DATES if (match := pattern.match(text))), None)
    if found is None:
        raise ValueError("is no date that we read; write it as 2024-12-31 or 31/Dec/24 5:00 PM")
    part = found.groupdict()
    month, day = _month_and_day(part)
    year = int(part["year"])
    if len(part["year"]) == len("24"):
        year += 2000 if year < _THIS_CENTURY else 1900
    if year not in YEARS:
        raise ValueError("has a year out of reach")
    hour = int(part["hour"] or 0)
    if half := part["half"]:
        if not 1 <= hour <= 12:  # hours of a clock face
            raise ValueError("has an hour that no clock shows")
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    micro = int((part["fraction"] or "0").ljust(6, "0")[:6])
    try:
        return dt.datetime(
            year, month, day, hour, int(part["minute"] or 0), int(part["second"] or 0), micro, _zone(part["zone"], zone)
        )
    except ValueError:
        raise ValueError("is a day or time that does not exist") from None


def _month_and_day(part: dict[str, str]) -> tuple[int, int]:
    if name := part.get("name"):
        lowered = name.lower()
        month = next((_MONTH_OF[lowered[:size]] for size in (5, 4, 3) if lowered[:size] in _MONTH_OF), None)
        if month is None:
            raise ValueError(f"names a month that we do not know: {name}")
        return month, int(part["day"])
    if "first" not in part:
        return int(part["month"]), int(part["day"])
    first, other = int(part["first"]), int(part["other"])
    if first <= 12 and other <= 12 and first != other:  # months of a year
        raise ValueError("could be day/month or month/day; write it as 2024-12-31")
    return (other, first) if first > 12 else (first, other)  # months of a year


def _zone(text: str | None, default: dt.tzinfo) -> dt.tzinfo:
    if not text:
        return default
    if text[0] not in "+-":
        return dt.UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return dt.timezone(dt.timedelta(minutes=minutes if text[0] == "+" else -minutes))


def points_of(text: str) -> float:
    """Story points: a number from 0 to a million, with point or comma. Raises ValueError saying why not."""
    try:
        points = float(text.strip().replace(",", "."))
    except ValueError:
        raise ValueError("is no number") from None
    if not math.isfinite(points) or not 0 <= points <= _MAX_POINTS:
        raise ValueError("is not between 0 and 1,000,000")
    return points


_SPANS = {"w": 5 * 8 * 60, "d": 8 * 60, "h": 60, "m": 1}
_SPAN = re.compile(r"(\d+(?:[.,]\d+)?)\s*(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|min|m)(?![a-z])", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)(?::[0-5]\d)?\Z")
_MOST_MINUTES = 10_000_000


def minutes_of(text: str) -> int:
    """An effort in minutes: `2d 4h`, `1:30`, or a number of hours. A day has 8 hours, a week 5 days.

    Raises ValueError saying why not.
    """
    plain = text.strip()
    if clock := _CLOCK.match(plain):
        minutes = float(int(clock[1]) * 60 + int(clock[2]))
    elif parts := _SPAN.findall(plain):
        if _SPAN.sub("", plain).strip(" ,+"):
            raise ValueError("is no span of time like 2d 4h, 1:30 or 1.5")
        minutes = sum(float(number.replace(",", ".")) * _SPANS[_unit(unit)] for number, unit in parts)
    else:
        try:
            minutes = float(plain.replace(",", ".")) * 60
        except ValueError:
            raise ValueError("is no span of time like 2d 4h, 1:30 or 1.5") from None
    if not math.isfinite(minutes) or not 0 <= minutes <= _MOST_MINUTES:
        raise ValueError(f"is not between 0 and {_MOST_MINUTES:,} minutes")
    return round(minutes)


def _unit(word: str) -> str:
    return word[0].lower()


def minutes_of_seconds(text: str) -> int | None:
    """Seconds, as Jira gives efforts, in minutes; None for what is no number of them, or nothing."""
    plain = text.strip()
    seconds = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 12 else 0
    return min(round(seconds / 60), _MOST_MINUTES) or None


def percent_of(text: str) -> int:
    """A progress from 0 to 100, with or without the sign. Raises ValueError saying why not."""
    try:
        percent = float(text.strip().removesuffix("%").replace(",", "."))
    except ValueError:
        raise ValueError("is no percentage") from None
    if not 0 <= percent <= 100:
        raise ValueError("is not between 0 and 100")
    return round(percent)


def days_of(text: str) -> int:
    """A duration in whole working days, begun ones included. Raises ValueError saying why not."""
    try:
        days = math.ceil(float(re.sub(r"\s*d(?:ays?)?\Z", "", text.strip(), flags=re.IGNORECASE).replace(",", ".")))
    except (ValueError, OverflowError):
        raise ValueError("is no number of days") from None
    if not 0 <= days <= 10_000:
        raise ValueError("is not between 0 and 10,000 days")
    return days


def title_and_rest(text: str) -> tuple[str, str]:
    """A title of at most 500 characters on one line, and what did not fit: cut at a word, no letter lost."""
    title = clean_line(text)
    if len(title) <= MAX_TITLE:
        return title, ""
    cut = title.rfind(" ", MAX_TITLE // 2, MAX_TITLE)
    if cut < 0:
        cut = MAX_TITLE - 1
    return title[:cut] + "…", "…" + title[cut:].strip()


def shown(value: str) -> str:
    """A value of the file for an error message: short, on one line."""
    line = clean_line(value)
    return line if len(line) <= 60 else line[:59] + "…"  # what fits beside a field's name


def _plain(name: str) -> str:
    return clean_line(name).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(" .:!")
