"""Writes to a project's calendar, its baselines, and to the dates of many tasks at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from vistone.kernel.collection import Page
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid, Stale
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.project import queries
from vistone.project.contracts import Baseline, FormerDates, PlanMoved, ProjectCalendar, Task
from vistone.project.events import (
    BaselineCreated,
    BaselineDeleted,
    ProjectCalendarCreated,
    ProjectCalendarUpdated,
    TaskUpdated,
)
from vistone.project.queries import PROJECTS
from vistone.project.queries.schedule import (
    BASELINE,
    CALENDAR,
    KEPT,
    baselines_of,
    calendar_of,
    day_of,
    load_plan,
)
from vistone.project.queries.shifts import Placed, hold_tasks, place_tasks, shifts
from vistone.project.scheduling import Moved, WorkCalendar
from vistone.project.schemas import BaselineCreate, CalendarPut, PlanApply, PlanChange, PlanDates

MOST_BASELINES = 20
"""So many plans a project keeps; each weighs as much as its tasks."""


async def put_calendar(tx: WriteTx, project_id: UUID, data: CalendarPut, if_match: int | None) -> ProjectCalendar:
    """Sets when a project is worked on. Of two who set it at once the later one wins, or hears of it by `if_match`."""
    project = await PROJECTS.get(tx, project_id, "update")
    await queries.lock_order(tx, project_id)
    old = await calendar_of(tx, project)
    if if_match is not None and if_match != old.revision:
        raise Stale
    values: dict[str, Any] = given(data)
    values["working_days"] = sorted(set(data.working_days))
    values["holidays"] = sorted(set(data.holidays))
    values["hours_per_day"] = round(data.hours_per_day, 2)
    if not old.revision:
        made = await add(tx, CALENDAR, {"project_id": project_id, **values})
        await publish(tx, ProjectCalendarCreated(record=made))
        return made
    new = await change(tx, CALENDAR, old.id, values)
    await publish(tx, ProjectCalendarUpdated.of(old, new))
    return new


async def create_baseline(tx: WriteTx, data: BaselineCreate) -> Baseline:
    """Keeps the days for which the project's tasks are planned now; tasks without dates have none to keep.

    What was planned, also of tasks that are finished: the day on which one was completed is no plan.
    """
    await PROJECTS.get(tx, data.project_id, "update")
    await queries.lock_order(tx, data.project_id)
    if await baselines_of(tx, data.project_id) >= MOST_BASELINES:
        raise Conflict("too_many", f"A project keeps up to {MOST_BASELINES} baselines: remove one first.")
    plan = await load_plan(tx, data.project_id)
    kept = {
        str(id): (start, due)
        for id, row in plan.rows.items()
        if (start := day_of(row["start_date"] or row["due_date"]))
        and (due := day_of(row["due_date"] or row["start_date"]))
    }
    values = {"project_id": data.project_id, "name": data.name, "taken_by": tx.scope.user_id, "tasks": kept}
    baseline = await add(tx, BASELINE, values)
    await publish(tx, BaselineCreated(record=msgspec.structs.replace(baseline, tasks={})))
    return baseline


async def delete_baseline(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a baseline."""
    baseline = await KEPT.hold(tx, id, "delete")
    await remove(tx, BASELINE, id, if_match=if_match)
    await publish(tx, BaselineDeleted(record=msgspec.structs.replace(baseline, tasks={})))


async def apply_changes(tx: WriteTx, project_id: UUID, data: PlanApply) -> PlanMoved:
    """Moves the tasks and all that has to follow, or nothing. Stale when a task is not as the caller saw it.

    One after the other within a project, so that nobody's shifts are worked out from dates that another just moved.
    """
    await PROJECTS.get(tx, project_id)
    tx.scope.require("tasks", "update")
    await queries.lock_order(tx, project_id)
    plan = await load_plan(tx, project_id)
    seen = {id: row["revision"] for id, row in plan.rows.items()}
    if any(seen.get(UUID(id)) != revision for id, revision in data.revisions.items()):
        raise Stale
    moved = await shifts(tx, plan, data.changes)
    asked = {one.task_id: one for one in data.changes}
    ids = list(dict.fromkeys([*asked, *(one.id for one in moved)]))
    old = await hold_tasks(tx, ids)
    if any("update" not in task.abilities for task in old.values()):
        raise Forbidden("You may not plan this project: some of these tasks are not yours to change.")
    if any(id not in old or old[id].revision != seen[id] for id in ids):
        raise Stale  # changed while the shifts were worked out
    placed = [_placed(found, old[found.id], asked.get(found.id), plan.calendar) for found in moved]
    placed += [
        Placed(id, day_of(old[id].start_date), day_of(old[id].due_date), one.duration_days)
        for id, one in asked.items()
        if id not in {found.id for found in moved} and one.duration_days not in {None, old[id].duration_days}
    ]
    if not placed:
        return PlanMoved([], [])
    new = await place_tasks(tx, placed)
    await publish(tx, *(TaskUpdated.of(old[one.id], new[one.id]) for one in placed))
    before = [
        FormerDates(task.id, new[task.id].revision, task.start_date, task.due_date, task.duration_days)
        for task in (old[one.id] for one in placed)
    ]
    return PlanMoved([new[one.id] for one in placed], before)


async def put_dates(tx: WriteTx, project_id: UUID, data: PlanDates) -> Page[Task]:
    """Gives the tasks exactly these dates, or none of them any: a move is taken back as a whole.

    Conflict `changed`, naming the tasks, when some are no longer as the caller saw them; `taskIds` are theirs.
    """
    await PROJECTS.get(tx, project_id)
    tx.scope.require("tasks", "update")
    await queries.lock_order(tx, project_id)
    wanted = {one.task_id: one for one in data.tasks}
    if len(wanted) < len(data.tasks):
        raise Invalid("tasks", "Name each task once.")
    old = await hold_tasks(tx, list(wanted))
    _check_dates(old, project_id, data)
    if any("update" not in task.abilities for task in old.values()):
        raise Forbidden("You may not plan this project: some of these tasks are not yours to change.")
    changed = [old[id] for id, one in wanted.items() if old[id].revision != one.revision]
    if changed:
        raise _changed(changed)
    placed = [
        Placed(id, day_of(one.start_date), day_of(one.due_date), one.duration_days)
        for id, one in wanted.items()
        if (one.start_date, one.due_date, one.duration_days)
        != (old[id].start_date, old[id].due_date, old[id].duration_days)
    ]
    new = await place_tasks(tx, placed)
    await publish(tx, *(TaskUpdated.of(old[one.id], new[one.id]) for one in placed))
    return Page([new[one.id] for one in placed])


def _check_dates(held: Mapping[UUID, Task], project_id: UUID, data: PlanDates) -> None:
    """Invalid, naming the place in the body, for what is no task of the project or no dates of a task."""
    for place, one in enumerate(data.tasks):
        task = held.get(one.task_id)
        if task is None or task.project_id != project_id or task.deleted_at is not None:
            raise Invalid(f"tasks[{place}].taskId", "There is no such task in this project.")
        try:
            given(one)
        except Invalid as error:
            raise Invalid(f"tasks[{place}].{error.errors[0].field}", error.detail) from None
        if one.start_date is not None and one.due_date is not None and one.due_date < one.start_date:
            raise Invalid(f"tasks[{place}].dueDate", "A task may not be due before it starts.")


_NAMED = 3


def _changed(tasks: Sequence[Task]) -> Conflict:
    names = ", ".join(f"“{task.title}”" for task in tasks[:_NAMED])
    more = f" and {len(tasks) - _NAMED} more" if len(tasks) > _NAMED else ""
    have = "has" if len(tasks) == 1 else "have"
    return Conflict(
        "changed",
        f"{names}{more} {have} been changed since: nothing was moved.",
        members={"taskIds": [str(task.id) for task in tasks]},
    )


def _placed(found: Moved, old: Task, asked: PlanChange | None, calendar: WorkCalendar) -> Placed:
    """The new dates; a duration that was written is kept true to them."""
    duration = old.duration_days
    if asked is not None and asked.duration_days is not None:
        duration = asked.duration_days
    elif asked is not None and duration and found.start is not None and found.due is not None:
        duration = max(1, calendar.working_days(found.start, found.due))
    return Placed(found.id, found.start, found.due, duration)
