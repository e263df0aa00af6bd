"""Writes to tasks: their fields, their place on the board, their parent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from vistone.kernel import clock, ordering
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Forbidden, Invalid, NotFound, Stale
from vistone.kernel.events import publish
from vistone.kernel.ids import new_id
from vistone.kernel.rows import add, change, given
from vistone.project import queries
from vistone.project.actions.task_rules import checked
from vistone.project.contracts import Task
from vistone.project.events import TaskCreated, TaskDeleted, TaskUpdated
from vistone.project.queries import PROJECTS, TASK, TASKS
from vistone.project.schemas import TaskCreate, TaskMove, TaskPatch

WORK = {"status", "status_id", "progress"}
"""What somebody may change who works on a task but may not change all of it."""


async def create_task(tx: WriteTx, data: TaskCreate) -> Task:
    """A new task at the end of the board."""
    tx.scope.require("tasks", "create")
    if data.assignee_id is not None:
        tx.scope.require("tasks", "assign")
    await PROJECTS.get(tx, data.project_id)
    fields = await checked(tx, data.project_id, None, given(data))
    id = new_id()
    task = await add(tx, TASK, {"id": id, "position": ordering.fresh(id), **fields})
    await publish(tx, TaskCreated(record=task))
    return task


async def update_task(tx: WriteTx, id: UUID, data: TaskPatch, if_match: int | None) -> Task:
    """Changes a task. Who only works on it may change its status and progress and nothing else."""
    old = await TASKS.hold(tx, id, "work")
    return await change_task(tx, old, given(data), if_match=if_match)


async def change_task(tx: WriteTx, old: Task, changes: dict[str, Any], *, if_match: int | None = None) -> Task:
    """Changes a task that is held, if the scope may change those fields and the new values hold; the task as it is then.

    Every way to change tasks of a project goes through here, so that the same rules hold for all.
    """
    _check_may(old, changes)
    checked_changes = await checked(tx, old.project_id, old, changes)
    new = await change(tx, TASK, old.id, checked_changes, if_match=if_match)
    await publish(tx, TaskUpdated.of(old, new))
    return new


def _check_may(task: Task, changes: dict[str, Any]) -> None:
    if "update" not in task.abilities and (beyond := set(changes) - WORK):
        raise Forbidden(
            f"You may change the status and progress of this task, not its {min(beyond).replace('_', ' ')}."
        )
    if changes.get("assignee_id", task.assignee_id) != task.assignee_id and "assign" not in task.abilities:
        raise Forbidden("You may not assign tasks.")


async def move_task(tx: WriteTx, id: UUID, data: TaskMove, if_match: int | None) -> Task:
    """Puts a task into a column, right behind or right before another card, or at the end.

    Moves within a project go one after the other, so that two people end with the same order.
    """
    await queries.lock_order(tx, (await TASKS.get(tx, id, "work")).project_id)
    old = await TASKS.hold(tx, id, "work")
    if if_match is not None and if_match != old.revision:
        raise Stale
    position = await _place(tx, old, data)
    if len(position) > ordering.LONGEST:
        await queries.spread_positions(tx, old.project_id)
        position = await _place(tx, old, data)
    said = given(data)
    changes: dict[str, Any] = {name: said[name] for name in ("status", "status_id") if name in said}
    checked_changes = await checked(tx, old.project_id, old, changes)
    new = await change(tx, TASK, id, {"position": position, **checked_changes})
    await publish(tx, TaskUpdated.of(old, new))
    return new


async def _place(tx: ReadTx, task: Task, data: TaskMove) -> str:
    if data.after_id is not None:
        ahead = await _card(tx, data.after_id, task, "afterId")
        return ordering.between(ahead.position, await queries.position_beside(tx, ahead, moving=task.id, ahead=False))
    if data.before_id is not None:
        behind = await _card(tx, data.before_id, task, "beforeId")
        return ordering.between(await queries.position_beside(tx, behind, moving=task.id, ahead=True), behind.position)
    return ordering.between(await queries.last_position(tx, task.project_id, moving=task.id), None)


async def _card(tx: ReadTx, id: UUID, task: Task, field: str) -> Task:
    if id == task.id:
        raise Invalid(field, "Name another card than the one that moves.")
    try:
        card = await TASKS.get(tx, id)
    except NotFound:
        raise Invalid(field, "There is no such card on this board.") from None
    if card.project_id != task.project_id:
        raise Invalid(field, "There is no such card on this board.")
    return card


async def delete_task(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Puts a task and its subtasks away; they can be restored together."""
    await put_away(tx, id, clock.now(), if_match)


async def put_away(tx: WriteTx, id: UUID, then: datetime, if_match: int | None) -> list[Task]:
    """Deletes a task and its subtasks at that moment, by which they are taken back together; all that went."""
    old = await TASKS.hold(tx, id, "delete")
    if if_match is not None and if_match != old.revision:
        raise Stale
    gone = await queries.set_deleted(tx, id, then)
    await publish(tx, *(TaskDeleted(record=task) for task in gone))
    return gone


async def restore_task(tx: WriteTx, id: UUID) -> Task:
    """Takes a deleted task back, with the subtasks that went with it."""
    return next(task for task in await take_back(tx, id) if task.id == id)


async def take_back(tx: WriteTx, id: UUID) -> list[Task]:
    """Restores a task with the subtasks that went at the same moment; all that came."""
    old = await TASKS.hold(tx, id, "delete", deleted=True)
    assert old.deleted_at is not None  # noqa: S101 -- it was asked for as a deleted one
    back = await queries.set_deleted(tx, id, old.deleted_at, restore=True)
    await publish(tx, *(TaskUpdated(record=task, before={"deletedAt": old.deleted_at}) for task in back))
    return back
