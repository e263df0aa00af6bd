"""Writes to time entries: timers, time logged afterwards, corrections."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import UNSET

from vistone.auth import api as people
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.kernel.scope import RoleName
from vistone.project import queries, timekeeping
from vistone.project.contracts import TimeEntry
from vistone.project.events import TimeEntryCreated, TimeEntryDeleted, TimeEntryUpdated
from vistone.project.queries import ENTRIES, ENTRY, PROJECTS, TASKS
from vistone.project.schemas import TimeEntryCreate, TimeEntryPatch, TimerStart

AHEAD = timedelta(days=1)
"""How far ahead of the present an entry may lie: it is tomorrow already elsewhere."""


async def create_entry(tx: WriteTx, data: TimeEntryCreate) -> TimeEntry:
    """Time worked, by oneself; or by another person, logged by who manages the project.

    Entries of one person may overlap: who led a call while a long build ran has done both. The record tells of it.
    """
    project_id, task_id = await _place(tx, data.project_id, data.task_id)
    user_id = data.user_id or tx.scope.user_id
    if user_id != tx.scope.user_id:
        await PROJECTS.get(tx, project_id, "update")
        await people.check_member(tx, user_id, field="userId")
    given(data)  # refuses times that cannot be stored
    ended_at, minutes = await _length(tx, data.started_at, data.ended_at, data.minutes)
    values = {
        "project_id": project_id,
        "task_id": task_id,
        "user_id": user_id,
        "started_at": data.started_at,
        "ended_at": ended_at,
        "minutes": minutes,
        "note": data.note,
        "billable": data.billable,
    }
    entry = await add(tx, ENTRY, values | await _cost(tx, values))
    await publish(tx, TimeEntryCreated(record=entry))
    return entry


async def start_timer(tx: WriteTx, data: TimerStart) -> TimeEntry:
    """A timer begins to run; the one that the person has running ends."""
    project_id, task_id = await _place(tx, data.project_id, data.task_id)
    if (running := await queries.my_timer(tx)) is not None:
        await _stop(tx, running)
    values = {
        "project_id": project_id,
        "task_id": task_id,
        "user_id": tx.scope.user_id,
        "started_at": clock.now(),
        "note": data.note,
        "billable": data.billable,
    }
    try:
        entry = await add(tx, ENTRY, values)
    except Conflict:
        raise Conflict("one-timer", "You have started another timer at this very moment.") from None
    await publish(tx, TimeEntryCreated(record=entry))
    return entry


async def stop_timer(tx: WriteTx, id: UUID) -> TimeEntry:
    """Ends a timer; one that was forgotten ends 24 hours after it began, and says so (`capped`)."""
    entry = await ENTRIES.hold(tx, id, "update")
    if entry.ended_at is not None:
        raise Conflict("not-running", "This timer has been stopped already.")
    return await _stop(tx, entry)


async def _stop(tx: WriteTx, entry: TimeEntry) -> TimeEntry:
    ended_at = timekeeping.end_of_timer(entry.started_at, clock.now())
    rule = timekeeping.rounding_of(await people.organization_settings(tx))
    minutes = timekeeping.minutes_of(ended_at - entry.started_at, rule)
    values = {"ended_at": ended_at, "minutes": minutes}
    new = await change(tx, ENTRY, entry.id, values | await _cost(tx, _now(entry) | values))
    await publish(tx, TimeEntryUpdated.of(entry, new))
    return new


async def update_entry(tx: WriteTx, id: UUID, data: TimeEntryPatch, if_match: int | None) -> TimeEntry:
    """Corrects an entry. A changed start alone keeps the end; changed minutes move the end."""
    old = await ENTRIES.hold(tx, id, "update")
    changes = given(data)
    if {"project_id", "task_id"} & set(changes):
        project_id = changes.get("project_id") or (None if changes.get("task_id") else old.project_id)
        changes["project_id"], changes["task_id"] = await _place(tx, project_id, changes.get("task_id"))
        if old.user_id != tx.scope.user_id:
            await PROJECTS.get(tx, changes["project_id"], "update")
    changes |= await _times(tx, old, data)
    if changes.get("ended_at", old.ended_at) is not None:
        changes |= await _cost(tx, _now(old) | changes)
    new = await change(tx, ENTRY, id, changes, if_match=if_match)
    await publish(tx, TimeEntryUpdated.of(old, new))
    return new


async def delete_entry(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a time entry."""
    entry = await ENTRIES.hold(tx, id, "delete")
    await remove(tx, ENTRY, id, if_match=if_match)
    await publish(tx, TimeEntryDeleted(record=entry))


async def _place(tx: ReadTx, project_id: UUID | None, task_id: UUID | None) -> tuple[UUID, UUID | None]:
    """The project and the task of an entry. A Contributor logs on tasks assigned to them, and on projects as a whole."""
    if tx.scope.role is RoleName.CLIENT or not tx.scope.may("tasks", "update"):
        raise Forbidden(f"Your role, {tx.scope.role.value}, logs no time. Ask an Organizer.")
    if task_id is not None:
        task = await TASKS.get(tx, task_id, "work")
        if project_id not in {None, task.project_id}:
            raise Invalid("projectId", "The task lies in another project.")
        return task.project_id, task_id
    if project_id is None:
        raise Invalid("taskId", "Name the task or the project that this was for.")
    await PROJECTS.get(tx, project_id)
    return project_id, None


async def _times(tx: ReadTx, old: TimeEntry, data: TimeEntryPatch) -> dict[str, Any]:
    """What a correction makes of start, end and minutes."""
    started_at = old.started_at if data.started_at is UNSET else data.started_at
    if data.started_at is UNSET and data.ended_at is UNSET and data.minutes is UNSET:
        return {}
    if old.ended_at is None:
        if data.ended_at is not UNSET or data.minutes is not UNSET:
            raise Invalid("minutes" if data.ended_at is UNSET else "endedAt", "Stop the timer first.")
        if started_at > clock.now():
            raise Invalid("startedAt", "A timer that runs began in the past.")
        return {"started_at": started_at}
    minutes = None if data.minutes is UNSET else data.minutes
    ended_at = data.ended_at if data.ended_at is not UNSET else None if minutes else old.ended_at
    ended_at, counted = await _length(tx, started_at, ended_at, minutes)
    return {"started_at": started_at, "ended_at": ended_at, "minutes": counted}


async def _length(
    tx: ReadTx, started_at: datetime, ended_at: datetime | None, minutes: int | None
) -> tuple[datetime, int]:
    """The end of an entry, and the minutes that count."""
    latest = clock.now() + AHEAD
    if (ended_at is None) == (minutes is None):
        raise Invalid("minutes" if ended_at else "endedAt", "Give the end or the minutes, one of them.")
    if started_at > latest:
        raise Invalid("startedAt", "This lies more than a day ahead.")
    if ended_at is None:
        ended_at = started_at + timedelta(minutes=minutes or 0)
    if ended_at < started_at:
        raise Invalid("endedAt", "The end may not lie before the start.")
    if ended_at == started_at:
        raise Invalid("endedAt", "An entry lasts a minute or longer.")
    if ended_at - started_at > timekeeping.LONGEST:
        raise Invalid("endedAt", "An entry lasts 24 hours at most; log longer work day by day.")
    if ended_at > latest:
        raise Invalid("endedAt", "This lies more than a day ahead.")
    rule = timekeeping.rounding_of(await people.organization_settings(tx))
    return ended_at, timekeeping.minutes_of(ended_at - started_at, rule)


def _now(entry: TimeEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ("project_id", "user_id", "started_at", "minutes")}


async def _cost(tx: ReadTx, entry: dict[str, Any]) -> dict[str, Any]:
    """Rate and cost as of now; the follower of the roll-up keeps them so when rates change."""
    day = entry["started_at"].astimezone(clock.now().tzinfo).date()
    hourly = await queries.rate_for(tx, entry["project_id"], entry["user_id"], day)
    return {"hourly_rate": hourly, "cost": timekeeping.cost_of(entry["minutes"], hourly)}
