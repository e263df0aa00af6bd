"""Microsoft Project's plans as XML (MSPDI): tasks by outline, links with lag, calendar, resources, constraints.

A summary task becomes a parent, and its dates and effort come from what is below it. A milestone becomes a task without
duration, so that its links hold, and a milestone of that name that the task belongs to. The first person assigned is the
assignee. Lags are in minutes of work there and in whole working days here: what does not fit is rounded and told.
"""

import datetime as dt
import math
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from vistone.project.contracts import MilestoneStatus
from vistone.project.contracts.documents import DocumentCalendar, DocumentMilestone
from vistone.project.importing import fields, markup
from vistone.project.importing.model import (
    Frame,
    ImportedLink,
    ImportedPriority,
    ImportedStatus,
    ImportedTask,
    ImportRefused,
    ReadOptions,
    RowError,
)
from vistone.project.importing.model import Record as Outcome
from vistone.project.importing.xmlstream import Node, records

_WANTED = {"Task": "Tasks", "Resource": "Resources", "Assignment": "Assignments", "Calendar": "Calendars"}
_LINKS = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
_CONSTRAINTS = {
    "2": "must_start",
    "3": "must_finish",
    "4": "start_no_earlier",
    "5": "start_no_later",
    "6": "finish_no_earlier",
    "7": "finish_no_later",
}
_ELAPSED = frozenset({"4", "6", "8", "10", "12", "36", "38", "40", "42", "44"})  # lags in hours of the clock
_PERCENT = frozenset({"19", "20", "51", "52"})
_SPAN = re.compile(r"P(?:(\d{1,7})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?\Z")
_DAY_MINUTES = 24 * 60
_MOST_LAG, _MOST_DAYS, _MOST_MINUTES = 1_000, 10_000, 10_000_000
_MOST_HOLIDAYS = 5_000
_HIGH, _URGENT, _LOW = 600, 900, 400
_MATERIAL = frozenset({"0", "2"})  # resource types that are no people


class _Plan(msgspec.Struct):
    """What the file says besides its tasks."""

    name: str = ""
    minutes_per_day: int = 480
    calendar_id: str = ""
    calendars: dict[str, Node] = {}
    people: dict[str, str] = {}  # resource -> address or name
    assigned: dict[str, list[str]] = {}  # task -> resources
    tasks: int = 0


def read(file: BinaryIO, options: ReadOptions) -> Iterator[Outcome]:
    """The plan's tasks in its order; `row` counts them from 1, without the one that stands for the whole project.

    Raises ImportRefused at once for what is no such plan, or XML that is not read here (`xmlstream`). One task is in
    memory, besides the resources and who is assigned to what.
    """
    if options.mapping:
        raise ImportRefused("map", "A plan of Microsoft Project has no columns to map.")
    return _read(file, _plan(file, options), options)


def count(file: BinaryIO, options: ReadOptions) -> int:
    """How many tasks the plan has. Raises ImportRefused as `read`."""
    return _plan(file, options).tasks


def project_name(file: BinaryIO, options: ReadOptions) -> str | None:
    """The plan's title, or its file's name without ending."""
    return _plan(file, options).name or None


def frame(file: BinaryIO, options: ReadOptions) -> Frame:
    """The plan's calendar and milestones."""
    plan = _plan(file, options)
    found = []
    for task in _tasks(file, options):
        title = fields.title_and_rest(task.say("Name"))[0]
        if task.say("Milestone") == "1" and task.say("Summary") != "1" and title:
            found.append(
                DocumentMilestone(
                    key=task.say("UID"),
                    title=title,
                    due_date=_date(task.say("Finish")),
                    status=MilestoneStatus.COMPLETED
                    if task.say("PercentComplete") == "100"
                    else MilestoneStatus.PLANNED,
                )
            )
    return Frame(calendar=_calendar(plan), milestones=tuple(found))


def _plan(file: BinaryIO, options: ReadOptions) -> _Plan:
    """Everything but the tasks: who is assigned to them stands behind them in the file."""
    plan = _Plan()
    for node in records(file, options, _WANTED):
        match node.name:
            case "Task":
                plan.tasks += _is_task(node)
            case "Resource":
                name = markup.clean_line(node.say("EmailAddress") or node.say("Name"))
                if name and node.say("Type") not in _MATERIAL:
                    plan.people[node.say("UID")] = name
            case "Assignment":
                plan.assigned.setdefault(node.say("TaskUID"), []).append(node.say("ResourceUID"))
            case "Calendar":
                plan.calendars[node.say("UID")] = node
            case "Project":
                plan.name = markup.clean_line(node.say("Title") or node.say("Name")).removesuffix(".xml")
                plan.minutes_per_day = _number(node.say("MinutesPerDay"), 1, _DAY_MINUTES) or plan.minutes_per_day
                plan.calendar_id = node.say("CalendarUID")
            case _:
                raise ImportRefused(
                    "file", f"This is XML, but no plan of Microsoft Project: it is a <{node.name[:40]}>."
                )
    if not plan.tasks:
        raise ImportRefused("file", "The plan has no task.")
    return plan


def _tasks(file: BinaryIO, options: ReadOptions) -> Iterator[Node]:
    return (node for node in records(file, options, {"Task": "Tasks"}) if node.name == "Task" and _is_task(node))


def _is_task(node: Node) -> bool:
    """The row that stands for the project itself, and blank rows, are none."""
    return node.say("UID") != "0" and node.say("IsNull") != "1" and node.say("OutlineLevel") != "0"


def _read(file: BinaryIO, plan: _Plan, options: ReadOptions) -> Iterator[Outcome]:
    above: list[tuple[int, str]] = []  # outline level and id of the task at hand and of those that it lies below
    seen: set[str] = set()
    told: set[str] = set()
    for row, node in enumerate(_tasks(file, options), 1):
        id = node.say("UID")
        level = _number(node.say("OutlineLevel"), 1, 1_000) or 1
        if not id or len(id) > 20 or id in seen:
            yield RowError(row, "UID", "The task has no id, or that of an earlier one.")
            continue
        while above and above[-1][0] >= level:
            above.pop()
        if not markup.clean_line(node.say("Name")):
            yield RowError(row, "Name", f"The task {id} has no name.")
            continue
        seen.add(id)
        notes: list[RowError] = []
        yield _task(node, id, above[-1][1] if above else None, plan, row, notes)
        above.append((level, id))
        for note in notes:
            if note.message not in told:
                told.add(note.message)
                yield note


def _task(node: Node, id: str, parent: str | None, plan: _Plan, row: int, notes: list[RowError]) -> ImportedTask:
    title, rest = fields.title_and_rest(node.say("Name"))
    body = markup.to_markdown(node.say("Notes"), markup.Markup.MARKDOWN).strip()
    people = [plan.people[one] for one in plan.assigned.get(id, []) if one in plan.people]
    if len(people) > 1:
        notes.append(
            RowError(row, "assignee", "A task has one assignee here; the others were left out.", skipped=False)
        )
    constraint = _date(node.say("ConstraintDate"))
    kind = _CONSTRAINTS.get(node.say("ConstraintType"))
    milestone = node.say("Milestone") == "1" and node.say("Summary") != "1"
    planned: dict[str, Any] = {}
    if node.say("Summary") != "1":
        planned = {
            "start_date": _date(node.say("Start")),
            "due_date": _date(node.say("Finish")),
            "duration_days": 0 if milestone else _days(node.say("Duration"), plan.minutes_per_day),
            "estimate_minutes": _minutes(node.say("Work")) or None,
            "progress": _number(node.say("PercentComplete"), 0, 100),
        }
    return ImportedTask(
        source_id=id,
        title=title,
        row=row,
        description="\n\n".join(part for part in (markup.literal(rest), body) if part) or None,
        status=_status(node),
        priority=_priority(node.say("Priority")),
        assignee=people[0] if people else None,
        created_at=_date(node.say("CreateDate")),
        started_at=_date(node.say("ActualStart")),
        completed_at=_date(node.say("ActualFinish")),
        constraint=(kind, constraint) if kind is not None and constraint is not None else None,
        milestone=id if milestone else None,
        parent_source_id=parent,
        links=tuple(_links(node, id, plan, row, notes)),
        fields=(("WBS", node.say("WBS")),) if node.say("WBS") else (),
        **planned,
    )


def _status(node: Node) -> ImportedStatus:
    if node.say("Active") == "0":
        return ImportedStatus.CANCELLED
    done = _number(node.say("PercentComplete"), 0, 100) or 0
    if done == 100:
        return ImportedStatus.DONE
    return ImportedStatus.IN_PROGRESS if done or node.say("ActualStart") else ImportedStatus.TODO


def _priority(text: str) -> ImportedPriority | None:
    """From 0 to 1000; 500 is what every task has, and says nothing."""
    number = _number(text, 0, 1000)
    if number is None or _LOW <= number < _HIGH:
        return None
    if number < _LOW:
        return ImportedPriority.LOW
    return ImportedPriority.URGENT if number >= _URGENT else ImportedPriority.HIGH


def _links(node: Node, id: str, plan: _Plan, row: int, notes: list[RowError]) -> Iterator[ImportedLink]:
    for link in node.all("PredecessorLink"):
        other = link.say("PredecessorUID")
        if link.say("CrossProject") == "1" or not other:
            message = "A link to another plan was left out: only one file is read."
            notes.append(RowError(row, "PredecessorLink", message, skipped=False))
            continue
        lag, exact = _lag(link, plan.minutes_per_day)
        if not exact:
            said = link.say("LinkLag")
            message = (
                f"The lag {fields.shown(said)} (tenths of a minute) after task {fields.shown(other)} is {lag} days now."
            )
            notes.append(RowError(row, "LinkLag", message, skipped=False))
        yield ImportedLink(other, _LINKS.get(link.say("Type"), "FS"), lag)


def _lag(link: Node, minutes_per_day: int) -> tuple[int, bool]:
    """The lag in working days, and whether that is just what the file says."""
    tenths = _number(link.say("LinkLag"), -1_000_000_000, 1_000_000_000) or 0
    unit = link.say("LagFormat")
    if unit in _PERCENT:
        return 0, tenths == 0
    day = _DAY_MINUTES * 7 / 5 if unit in _ELAPSED else minutes_per_day  # five working days in a week of the clock
    days = tenths / 10 / day
    lag = max(-_MOST_LAG, min(_MOST_LAG, round(days)))
    return lag, lag == days


def _calendar(plan: _Plan) -> DocumentCalendar | None:
    node = plan.calendars.get(plan.calendar_id)
    if node is None:
        return None
    days: set[int] = set()
    holidays: set[dt.date] = set()
    for group in node.all("WeekDays"):
        for day in group.all("WeekDay"):
            number = _number(day.say("DayType"), 0, 7)
            working = day.say("DayWorking") == "1"
            if number == 0 and not working:  # an exception, as older versions write it
                holidays |= _span(day)
            elif number and working:
                days.add((number - 2) % 7 + 1)  # Sunday is 1 there and 7 here
    for group in node.all("Exceptions"):
        for exception in group.all("Exception"):
            # Those that recur have a pattern that a list of days cannot hold; the first of them is in it.
            if exception.say("DayWorking") != "1":
                holidays |= _span(exception)
    kept = sorted(holidays)[:_MOST_HOLIDAYS]
    hours = round(plan.minutes_per_day / 60, 2)
    return DocumentCalendar(working_days=sorted(days) or [1, 2, 3, 4, 5], holidays=kept, hours_per_day=hours)


def _span(node: Node) -> set[dt.date]:
    period = node.get("TimePeriod")
    first, last = (_date(period.say(name)) if period is not None else None for name in ("FromDate", "ToDate"))
    if first is None or last is None or not 0 <= (last - first).days <= 366:  # a year of holidays is none
        return set()
    return {first.date() + dt.timedelta(days=number) for number in range((last - first).days + 1)}


def _date(text: str) -> dt.datetime | None:
    """A moment, which the file has without zone. "NA" and what Project writes for none is none."""
    try:
        return fields.date_of(text, dt.UTC) if text else None
    except ValueError:
        return None


def _minutes(text: str) -> int | None:
    """`PT16H30M0S` in minutes."""
    found = _SPAN.match(text)
    if found is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return min(days * _DAY_MINUTES + hours * 60 + minutes + round(seconds / 60), _MOST_MINUTES)


def _days(text: str, minutes_per_day: int) -> int | None:
    """A span of work in days of work, begun days included."""
    minutes = _minutes(text)
    return None if minutes is None else min(math.ceil(minutes / minutes_per_day), _MOST_DAYS)


def _number(text: str, low: int, high: int) -> int | None:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
        return None
    return int(text) if low <= int(text) <= high else None
