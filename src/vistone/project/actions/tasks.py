"""Writes to tasks: their fields, their place on the board, their parent."""

from typing import Any
from uuid import UUID

from msgspec import UNSET

from vistone.auth import api as people
from vistone.kernel import clock, ordering
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Forbidden, Invalid, NotFound, Stale
from vistone.kernel.events import publish
from vistone.kernel.ids import new_id
from vistone.kernel.rows import add, change, given
from vistone.project import queries
from vistone.project.contracts import Task
from vistone.project.events import TaskCreated, TaskDeleted, TaskUpdated
from vistone.project.queries import PROJECTS, TASK, TASKS
from vistone.project.schemas import TaskCreate, TaskMove, TaskPatch

WORK = {"status"}
"""What somebody may change who works on a task but may not change all of it."""


async def create_task(tx: WriteTx, data: TaskCreate) -> Task:
    """A new task at the end of the board."""
    tx.scope.require("tasks", "create")
    await PROJECTS.get(tx, data.project_id)
    if data.parent_id is not None:
        await _check_parent(tx, data.parent_id, data.project_id)
    if data.assignee_id is not None:
        await people.check_member(tx, data.assignee_id, field="assigneeId")
    id = new_id()
    task = await add(tx, TASK, {"id": id, "position": ordering.fresh(id), **given(data)})
    await publish(tx, TaskCreated(record=task))
    return task


async def update_task(tx: WriteTx, id: UUID, data: TaskPatch, if_match: int | None) -> Task:
    """Changes a task. Who only works on it may change its status and nothing else."""
    changes = given(data)
    old = await TASKS.hold(tx, id, "work")
    _check_may(old, changes)
    if changes.get("parent_id") is not None and changes["parent_id"] != old.parent_id:
        await _check_parent(tx, changes["parent_id"], old.project_id, child=id)
    if changes.get("assignee_id") is not None and changes["assignee_id"] != old.assignee_id:
        await people.check_member(tx, changes["assignee_id"], field="assigneeId")
    new = await change(tx, TASK, id, changes, if_match=if_match)
    await publish(tx, TaskUpdated.of(old, new))
    return new


def _check_may(task: Task, changes: dict[str, Any]) -> None:
    if "update" not in task.abilities and (beyond := set(changes) - WORK):
        raise Forbidden(f"You may change the status of this task, not its {min(beyond).replace('_', ' ')}.")


async def _check_parent(tx: ReadTx, parent_id: UUID, project_id: UUID, child: UUID | None = None) -> None:
    try:
        parent = await TASKS.get(tx, parent_id)
    except NotFound:
        raise Invalid("parentId", "There is no such task that you can see.") from None
    if parent.project_id != project_id:
        raise Invalid("parentId", "A subtask stays in the project of its parent.")
    if child is not None and child in await queries.ancestors(tx, parent_id):
        raise Invalid("parentId", "A task cannot lie below itself.")


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
    changes: dict[str, Any] = {"position": position}
    if data.status is not UNSET:
        changes["status"] = data.status
    new = await change(tx, TASK, id, changes)
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
    old = await TASKS.hold(tx, id, "delete")
    if if_match is not None and if_match != old.revision:
        raise Stale
    gone = await queries.set_deleted(tx, id, clock.now())
    await publish(tx, *(TaskDeleted(record=task) for task in gone))


async def restore_task(tx: WriteTx, id: UUID) -> Task:
    """Takes a deleted task back, with the subtasks that went with it."""
    old = await TASKS.hold(tx, id, "delete", deleted=True)
    assert old.deleted_at is not None  # noqa: S101 -- it was asked for as a deleted one
    back = await queries.set_deleted(tx, id, old.deleted_at, restore=True)
    await publish(tx, *(TaskUpdated(record=task, before={"deletedAt": old.deleted_at}) for task in back))
    return next(task for task in back if task.id == id)
