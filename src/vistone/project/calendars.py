"""Calendar feeds as iCalendar text (RFC 5545, names and refresh hints by RFC 7986), made by the library `icalendar`.

Tasks and milestones are events of a whole day, not VTODO: calendar programs that subscribe to an address show events,
and most pass over to-dos. The text depends on the records alone, so that the same records give the same text.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, vDuration

from vistone.project.contracts import MilestoneStatus, TaskStatus

KEPT = timedelta(days=180)
"""How far back a feed goes."""
READ_EVERY = timedelta(hours=1)
_DONE = {TaskStatus.DONE, MilestoneStatus.COMPLETED}


def calendar_text(name: str, tasks: Iterable[Mapping[str, Any]], milestones: Iterable[Mapping[str, Any]]) -> bytes:
    """The calendar: an event on the day by which each task and milestone is due, which takes up nobody's time.

    An event's UID is the record's id, its SEQUENCE the revision: programs know it again, whatever changed.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Vistone//Calendar feed//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(READ_EVERY), parameters={"VALUE": "DURATION"})
    for task in tasks:
        calendar.add_component(_event(task, "task", mark=""))
    for milestone in milestones:
        calendar.add_component(_event(milestone, "milestone", mark="◆ "))
    text: bytes = calendar.to_ical()
    return text


def _event(row: Mapping[str, Any], kind: str, *, mark: str) -> Event:
    due: datetime = row["due_date"]
    day = due.astimezone(UTC).date()
    changed = row["updated_at"].astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{kind}-{row['id']}@vistone")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("created", row["created_at"].astimezone(UTC).replace(microsecond=0))
    event.add("sequence", row["revision"])
    event.add("summary", f"{'✓ ' if row['status'] in _DONE else ''}{mark}{row['title']}")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    event.add("categories", [kind, row["project"]])
    event.add("description", f"{row['project']} · {row['status'].replace('_', ' ')}")
    return event
