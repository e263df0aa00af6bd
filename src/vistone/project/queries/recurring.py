"""Statements on tasks that come again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, case, select

from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.project.contracts import TaskRecurrence, TaskStatus
from vistone.project.queries.talk import RECURRENCE
from vistone.project.tables import project_statuses, task_checklists, task_recurrences, task_watchers

_BEGINNINGS = (TaskStatus.TODO, TaskStatus.BACKLOG, TaskStatus.IN_PROGRESS, TaskStatus.IN_REVIEW)


@statement
def _due() -> Select[Any]:
    r = task_recurrences.c
    next_at = bindparam("due", type_=r.next_at.type)
    return RECURRENCE.select(r.id == bindparam("id", type_=Uuid), r.active, r.next_at == next_at).with_for_update(
        of=task_recurrences, key_share=True
    )


async def due_recurrence(tx: WriteTx, recurrence_id: UUID, due: datetime) -> TaskRecurrence | None:
    """The recurrence, locked, when it waits for that very moment; else None."""
    row = await tx.one(_due(), id=recurrence_id, due=due)
    return None if row is None else RECURRENCE.of(tx.scope, row)


@statement
def _first_status() -> Select[Any]:
    s = project_statuses.c
    rank = case({one.value: place for place, one in enumerate(_BEGINNINGS)}, value=s.category)
    return (
        select(s.category, s.id)
        .where(s.organization_id == organization(), s.project_id == bindparam("project_id", type_=Uuid))
        .order_by(rank.asc().nulls_last(), s.position, s.id)
        .limit(1)
    )


async def first_status(tx: ReadTx, project_id: UUID) -> tuple[TaskStatus, UUID | None]:
    """Where a new task of the project begins: to do, in the project's own words where it has such."""
    row = await tx.one(_first_status(), project_id=project_id)
    return (TaskStatus.TODO, None) if row is None else (TaskStatus(row["category"]), row["id"])


@statement
def _texts() -> Select[Any]:
    c = task_checklists.c
    return (
        select(c.task_id, c.item, c.position)
        .where(c.organization_id == organization(), c.task_id == any_(bindparam("task_ids", type_=ARRAY(Uuid))))
        .order_by(c.position, c.id)
    )


async def checklist_texts(tx: ReadTx, task_ids: Sequence[UUID]) -> list[tuple[UUID, str, str]]:
    """The lines of the tasks' checklists in order: whose, the text, its key."""
    return [(row["task_id"], row["item"], row["position"]) for row in await tx.all(_texts(), task_ids=task_ids)]


@statement
def _watchers() -> Select[Any]:
    c = task_watchers.c
    return select(c.task_id, c.user_id).where(
        c.organization_id == organization(), c.task_id == any_(bindparam("task_ids", type_=ARRAY(Uuid)))
    )


async def watchers_of(tx: ReadTx, task_ids: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Who watches the tasks, as (task, person)."""
    return [(row["task_id"], row["user_id"]) for row in await tx.all(_watchers(), task_ids=task_ids)]
