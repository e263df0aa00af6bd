"""Tasks that come again: the rules, and the job that makes the next task when it is due.

Each rule has one job in the queue, for its `nextAt`. The job locks the rule's row and looks whether it still waits for
that very moment: so a task is made once, however many jobs and workers there are, and a job that an older rule left
behind does nothing. What was missed while nothing ran is made up for by one task, the latest.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid, NotFound
from vistone.kernel.events import publish
from vistone.kernel.jobs import Job, JobRun, enqueue
from vistone.kernel.rows import add, change, given, remove
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import for_the_system
from vistone.project import queries
from vistone.project.actions.copies import copy_task
from vistone.project.contracts import ProjectStatus, RecurrenceTimes, Task, TaskRecurrence
from vistone.project.contracts.documents import DocumentRecurrence
from vistone.project.events import TaskRecurrenceCreated, TaskRecurrenceDeleted, TaskRecurrenceUpdated
from vistone.project.queries import PROJECTS, RECURRENCE, RECURRENCES, TASKS
from vistone.project.recurrence import BadRule, Recurrence, zone_named
from vistone.project.schemas import TaskRecurrenceCreate, TaskRecurrencePatch, TaskRecurrencePreview

PREVIEWED = 10
OVER = {ProjectStatus.COMPLETED, ProjectStatus.CANCELLED, ProjectStatus.ARCHIVED}


async def preview(tx: WriteTx, data: TaskRecurrencePreview) -> RecurrenceTimes:
    """The first times of a rule, that of its beginning included when the rule gives it. Nothing is changed."""
    tx.scope.require("tasks", "read")
    recurrence = _read(data.rule, data.starts_at, data.time_zone)
    return RecurrenceTimes(recurrence.first(PREVIEWED), recurrence.endless)


def _read(rule: str, starts_at: datetime, time_zone: str) -> Recurrence:
    zone = zone_named(time_zone)
    if zone is None:
        raise Invalid("timeZone", "There is no such time zone; write it like Europe/Berlin or UTC.")
    try:
        return Recurrence(rule, starts_at, zone)
    except BadRule as wrong:
        raise Invalid(wrong.field, str(wrong)) from None


def _next(recurrence: Recurrence, starts_at: datetime, now: datetime) -> datetime | None:
    return recurrence.after(max(starts_at, now))


async def add_recurrence(tx: WriteTx, data: TaskRecurrenceCreate) -> TaskRecurrence:
    """A task begins to come again. Invalid for a rule that gives no time that is still to come."""
    await TASKS.get(tx, data.task_id, "update")
    values = given(data)
    values["next_at"] = _planned(values)
    record = await add(tx, RECURRENCE, values)
    await publish(tx, TaskRecurrenceCreated(record=record))
    await _plan(tx, record)
    return record


async def repeat_by(tx: WriteTx, task_id: UUID, rule: DocumentRecurrence) -> str | None:
    """A task comes again by the rule of a document. Why not, for a rule with no time that is still to come."""
    body = TaskRecurrenceCreate(
        task_id=task_id, rule=rule.rule, time_zone=rule.time_zone, starts_at=rule.starts_at, active=rule.active
    )
    try:
        await add_recurrence(tx, body)
    except Invalid as invalid:
        return f"{invalid.detail} The task comes once."
    return None


async def update_recurrence(tx: WriteTx, id: UUID, data: TaskRecurrencePatch, if_match: int | None) -> TaskRecurrence:
    """Changes how a task comes again, from now on."""
    old = await RECURRENCES.hold(tx, id, "update")
    await TASKS.get(tx, old.task_id, "update")
    changes = given(data)
    now = {"rule": old.rule, "starts_at": old.starts_at, "time_zone": old.time_zone, "active": old.active}
    changes["next_at"] = _planned(now | changes)
    new = await change(tx, RECURRENCE, id, changes, if_match=if_match)
    await publish(tx, TaskRecurrenceUpdated.of(old, new))
    await _plan(tx, new)
    return new


async def remove_recurrence(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """A task comes again no more; the copies stay."""
    old = await RECURRENCES.hold(tx, id, "delete")
    await TASKS.get(tx, old.task_id, "update")
    await remove(tx, RECURRENCE, id, if_match=if_match)
    await publish(tx, TaskRecurrenceDeleted(record=old))


def _planned(values: dict[str, Any]) -> datetime | None:
    recurrence = _read(values["rule"], values["starts_at"], values["time_zone"])
    if not values["active"]:
        return None
    found = _next(recurrence, values["starts_at"], clock.now())
    if found is None:
        raise Invalid("rule", "This rule gives no date after the first that is still to come.")
    return found


class MakeNext(Struct, frozen=True):
    """The rule, and the moment for which this job was queued."""

    recurrence_id: UUID
    due: datetime


async def _plan(tx: WriteTx, record: TaskRecurrence) -> None:
    if record.next_at is not None:
        await enqueue(
            tx.connection,
            make_next,
            MakeNext(record.id, record.next_at),
            organization_id=tx.scope.organization_id,
            run_at=record.next_at,
        )


async def _make_next(payload: MakeNext, run: JobRun) -> None:
    runtime: Runtime = run.context
    assert run.organization_id is not None  # noqa: S101 -- `_plan` gives every job its organization
    async with runtime.database.write(for_the_system(run.organization_id)) as tx:
        record = await queries.due_recurrence(tx, payload.recurrence_id, payload.due)
        if record is not None:
            await _go_on(tx, record, payload.due)
        await run.settle(tx.connection)


make_next = Job(name="project.make_next_task", payload=MakeNext, handler=_make_next)


async def _go_on(tx: WriteTx, old: TaskRecurrence, due: datetime) -> None:
    """Makes the task that is due, the latest if several were missed, and plans the next one."""
    now = max(clock.now(), due)
    changes: dict[str, Any] = {"next_at": None}
    try:
        recurrence = _read(old.rule, old.starts_at, old.time_zone)
    except Invalid:  # the time zone was taken out of the world's database meanwhile
        changes["active"] = False
    else:
        changes["next_at"] = _next(recurrence, old.starts_at, now)
        latest = recurrence.latest(now) or due
        copy = await _copy(tx, old.task_id, recurrence.days_between(old.starts_at, latest))
        if copy is not None:
            changes["last_task_id"] = copy.id
    new = await change(tx, RECURRENCE, old.id, changes)
    await publish(tx, TaskRecurrenceUpdated.of(old, new))
    await _plan(tx, new)


async def _copy(tx: WriteTx, task_id: UUID, days: int) -> Task | None:
    """The task again with all below it, so many days later; None while it is deleted, or its project is deleted or over."""
    try:
        task = await TASKS.get(tx, task_id)
        project = await PROJECTS.get(tx, task.project_id)
    except NotFound:
        return None
    if project.status in OVER:
        return None
    return await copy_task(tx, task, days)
