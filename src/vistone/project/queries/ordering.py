"""The order of tasks on a board and of lines in a checklist."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select, update
from sqlalchemy.sql.dml import Update

from vistone.kernel import ordering
from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.project.contracts import (
    Task,
)
from vistone.project.tables import (
    projects,
    task_checklists,
    tasks,
)


@statement
def _neighbour(*, ahead: bool) -> Select[Any]:
    """The key next to a task's own, among the tasks of its project: of the one ahead of it or of the one behind."""
    here = tasks.c.position < bindparam("position", type_=tasks.c.position.type)
    there = tasks.c.position > bindparam("position", type_=tasks.c.position.type)
    order = tasks.c.position.desc() if ahead else tasks.c.position.asc()
    return (
        select(tasks.c.position)
        .where(
            tasks.c.organization_id == organization(),
            tasks.c.project_id == bindparam("project_id", type_=Uuid),
            tasks.c.id != bindparam("moving", type_=Uuid),
            here if ahead else there,
        )
        .order_by(order)
        .limit(1)
    )


async def position_beside(tx: ReadTx, task: Task, *, moving: UUID, ahead: bool) -> str | None:
    """The key of the task next to `task`, whatever its column; None at the end of the project."""
    key: str | None = await tx.value(
        _neighbour(ahead=ahead), project_id=task.project_id, position=task.position, moving=moving
    )
    return key


@statement
def _last_position() -> Select[Any]:
    return select(func.max(tasks.c.position)).where(
        tasks.c.organization_id == organization(),
        tasks.c.project_id == bindparam("project_id", type_=Uuid),
        tasks.c.id != bindparam("moving", type_=Uuid),
    )


async def last_position(tx: ReadTx, project_id: UUID, *, moving: UUID) -> str | None:
    """The key of the last task of the project, but for the one that is being moved."""
    key: str | None = await tx.value(_last_position(), project_id=project_id, moving=moving)
    return key


@statement
def _ordered() -> Select[Any]:
    return (
        select(tasks.c.id)
        .where(tasks.c.organization_id == organization(), tasks.c.project_id == bindparam("project_id", type_=Uuid))
        .order_by(tasks.c.position, tasks.c.id)
    )


@statement
def _place() -> Update:
    return (
        update(tasks)
        .where(tasks.c.organization_id == organization(), tasks.c.id == bindparam("task_id", type_=Uuid))
        .values(position=bindparam("new_position", type_=tasks.c.position.type))
    )


async def spread_positions(tx: WriteTx, project_id: UUID) -> None:
    """Gives the tasks of a project short keys again, in the order they have."""
    ids = [row["id"] for row in await tx.all(_ordered(), project_id=project_id)]
    keys = ordering.spread(len(ids))
    await tx.many(_place(), [{"task_id": id, "new_position": key} for id, key in zip(ids, keys, strict=True)])


@statement
def _lock_order() -> Select[Any]:
    return (
        select(projects.c.id)
        .where(projects.c.organization_id == organization(), projects.c.id == bindparam("project_id", type_=Uuid))
        .with_for_update(key_share=True)
    )


async def lock_order(tx: WriteTx, project_id: UUID) -> None:
    """Lets one transaction at a time order the tasks of a project."""
    await tx.value(_lock_order(), project_id=project_id)


@statement
def _checklist_keys() -> Select[Any]:
    return (
        select(task_checklists.c.id, task_checklists.c.position)
        .where(
            task_checklists.c.organization_id == organization(),
            task_checklists.c.task_id == bindparam("task_id", type_=Uuid),
        )
        .order_by(task_checklists.c.position, task_checklists.c.id)
    )


async def checklist_positions(tx: ReadTx, task_id: UUID) -> list[tuple[UUID, str]]:
    """The lines of a checklist in order, each with its key."""
    return [(row["id"], row["position"]) for row in await tx.all(_checklist_keys(), task_id=task_id)]
