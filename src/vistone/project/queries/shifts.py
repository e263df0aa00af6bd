"""What shifts when tasks are moved, and the statements that write it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ARRAY, DateTime, Integer, Select, Uuid, bindparam, column, func, select, update
from sqlalchemy.sql.dml import Update

from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.errors import Conflict, Forbidden, Invalid
from vistone.kernel.rows import given
from vistone.kernel.scope import RoleName
from vistone.project import scheduling
from vistone.project.contracts import LateMilestone, ShiftPreview, Task, TaskShift
from vistone.project.queries.circles import circle_conflict
from vistone.project.queries.schedule import BEYOND, Plan, day_of, load_plan, midnight
from vistone.project.queries.tasks import TASK
from vistone.project.schemas import PlanChange
from vistone.project.tables import milestones, tasks

LAST_YEAR = 9000
"""Up to it dates are taken from outside (kernel.rows); what shifts stays where it could be sent again."""

_FIELDS = {"start": "startDate", "due": "dueDate", "duration": "durationDays"}


async def shifts(tx: ReadTx, plan: Plan, changes: Sequence[PlanChange]) -> list[scheduling.Moved]:
    """The tasks whose dates change by these changes. Invalid, naming the change and its field, when one cannot be."""
    moves: dict[UUID, scheduling.Move] = {}
    places: dict[UUID, int] = {}
    for place, change in enumerate(changes):
        if change.task_id not in plan.rows:
            raise Invalid(f"changes[{place}].taskId", "There is no such task in the plan of this project.")
        if change.task_id in moves:
            raise Invalid(f"changes[{place}].taskId", "Name each task once.")
        if change.start_date is None and change.due_date is None and change.duration_days is None:
            raise Invalid(f"changes[{place}]", "Give a start, a due date or a duration.")
        try:
            given(change)
        except Invalid as error:
            raise Invalid(f"changes[{place}].{error.errors[0].field}", error.detail) from None
        start, due = day_of(change.start_date), day_of(change.due_date)
        moves[change.task_id] = scheduling.Move(start, due, change.duration_days)
        places[change.task_id] = place
    try:
        moved = await asyncio.to_thread(scheduling.move, plan.activities, plan.links, plan.calendar, moves)
    except scheduling.MoveError as error:
        raise Invalid(f"changes[{places[error.task]}].{_FIELDS[error.field]}", error.message) from None
    except scheduling.CircleError as error:
        raise await circle_conflict(tx, error.tasks) from None
    except scheduling.BeyondCalendarError:
        raise Conflict("beyond", BEYOND) from None
    if any(day.year > LAST_YEAR for one in moved for day in (one.start, one.due) if day is not None):
        raise Conflict("beyond", f"Tasks would be planned beyond the year {LAST_YEAR}: shorten the plan.")
    return moved


@statement
def _milestones() -> Select[Any]:
    return select(milestones.c.id, milestones.c.title, milestones.c.due_date).where(
        milestones.c.organization_id == organization(),
        milestones.c.project_id == bindparam("project_id", type_=Uuid),
        milestones.c.due_date.is_not(None),
    )


async def preview(tx: ReadTx, project_id: UUID, changes: Sequence[PlanChange]) -> ShiftPreview:
    """What would shift if these tasks were moved; for staff: it names tasks whoever they are shared with."""
    plan = await load_plan(tx, project_id)
    if tx.scope.role == RoleName.CLIENT:
        raise Forbidden("Clients look at the schedule and do not plan.")
    moved = {one.id: one for one in await shifts(tx, plan, changes)}
    before, after = _finishes(plan, {}), _finishes(plan, moved)
    late = [
        LateMilestone(row["id"], row["title"], row["due_date"], finish)
        for row in await tx.all(_milestones(), project_id=project_id)
        if (finish := after.get(row["id"])) is not None
        and finish > row["due_date"].date()
        and finish > before.get(row["id"], date.min)
    ]
    told = [
        TaskShift(
            one.id,
            plan.rows[one.id]["revision"],
            plan.rows[one.id]["title"],
            plan.rows[one.id]["start_date"],
            plan.rows[one.id]["due_date"],
            midnight(one.start),
            midnight(one.due),
        )
        for one in moved.values()
    ]
    last = [max(days.values(), default=None) for days in (before, after)]
    return ShiftPreview(told, last[0], last[1], late)


def _finishes(plan: Plan, moved: Mapping[UUID, scheduling.Moved]) -> dict[UUID | None, date]:
    """The last planned day of each milestone's tasks, and under None of those of none."""
    last: dict[UUID | None, date] = {}
    for one in plan.activities:
        row = plan.rows.get(one.id)
        now = moved.get(one.id, one)
        day = now.due or now.start
        if row is not None and day is not None:
            last[row["milestone_id"]] = max(day, last.get(row["milestone_id"], day))
    return last


@statement
def _hold() -> Select[Any]:
    return (
        TASK.select(tasks.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid))))
        .order_by(tasks.c.id)
        .with_for_update(of=tasks, key_share=True)
    )


async def hold_tasks(tx: WriteTx, ids: Sequence[UUID]) -> dict[UUID, Task]:
    """The tasks as they are, kept from being changed by others until the transaction ends; always in one order."""
    rows = await tx.all(_hold(), ids=list(ids))
    return {row["id"]: TASK.of(tx.scope, row) for row in rows}


@statement
def _place() -> Update:
    new = (
        func.unnest(
            bindparam("ids", type_=ARRAY(Uuid)),
            bindparam("starts", type_=ARRAY(DateTime(timezone=True))),
            bindparam("dues", type_=ARRAY(DateTime(timezone=True))),
            bindparam("durations", type_=ARRAY(Integer)),
        )
        .table_valued(
            column("id", Uuid),
            column("start_date", DateTime(timezone=True)),
            column("due_date", DateTime(timezone=True)),
            column("duration_days", Integer),
        )
        .render_derived(name="placed")
    )
    return (
        update(tasks)
        .where(tasks.c.organization_id == organization(), tasks.c.id == new.c.id)
        .values(
            start_date=new.c.start_date,
            due_date=new.c.due_date,
            duration_days=new.c.duration_days,
            revision=tasks.c.revision + 1,
            updated_at=bindparam("now", type_=tasks.c.updated_at.type),
        )
        .returning(*TASK.columns)
    )


class Placed(Struct, frozen=True):
    """New dates and duration of a task."""

    id: UUID
    start: date | None
    due: date | None
    duration: int | None


async def place_tasks(tx: WriteTx, placed: Sequence[Placed]) -> dict[UUID, Task]:
    """Writes the dates of many tasks in one statement; the tasks as they now are."""
    rows = await tx.all(
        _place(),
        ids=[one.id for one in placed],
        starts=[midnight(one.start) for one in placed],
        dues=[midnight(one.due) for one in placed],
        durations=[one.duration for one in placed],
        now=clock.now(),
    )
    return {row["id"]: TASK.of(tx.scope, row) for row in rows}
