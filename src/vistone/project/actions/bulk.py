"""What is done to many tasks: to each by itself. One that is refused stays as it was, is told, and stops no other."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from vistone.kernel.rows import given
from vistone.project.actions.tasks import change_task, put_away, take_back
from vistone.project.contracts import ChangedTasks, RefusedTask, Task
from vistone.project.queries import TASKS
from vistone.project.schemas import TaskBulk, TaskBulkDelete, TaskBulkRestore


async def change_tasks(tx: WriteTx, data: TaskBulk) -> ChangedTasks:
    """Changes each task as an edit would."""
    tx.scope.require("tasks", "update")
    changes = given(data.changes)
    if not changes:
        raise Invalid("changes", "Give at least one field to change.")

    async def one(id: UUID) -> list[Task]:
        return [await change_task(tx, await TASKS.hold(tx, id, "work"), changes)]

    return await _each(tx, data.ids, one)


async def delete_tasks(tx: WriteTx, data: TaskBulkDelete) -> ChangedTasks:
    """Puts each task away with its subtasks, all at one moment: what went together comes back together."""
    tx.scope.require("tasks", "delete")
    then = clock.now()

    async def one(id: UUID) -> list[Task]:
        return await put_away(tx, id, then, data.revisions.get(str(id)))

    return await _each(tx, data.ids, one)


async def restore_tasks(tx: WriteTx, data: TaskBulkRestore) -> ChangedTasks:
    """Takes each deleted task back, with the subtasks that went with it."""
    tx.scope.require("tasks", "delete")

    async def one(id: UUID) -> list[Task]:
        return await take_back(tx, id)

    return await _each(tx, data.ids, one)


async def _each(tx: WriteTx, ids: Sequence[UUID], work: Callable[[UUID], Awaitable[list[Task]]]) -> ChangedTasks:
    """Does the work on each; those that it was asked for, in that order. What came with another is not asked again."""
    done: dict[UUID, Task] = {}
    refused: list[RefusedTask] = []
    for id in sorted(set(ids)):  # in one order: two of these at once wait for each other instead of going in circles
        if id in done:
            continue
        try:
            async with tx.attempt():
                done.update({task.id: task for task in await work(id)})
        except (NotFound, Forbidden, Invalid, Conflict, Stale) as problem:
            field = problem.errors[0].field if problem.errors else None
            refused.append(RefusedTask(id, field, problem.detail))
    return ChangedTasks([done[id] for id in dict.fromkeys(ids) if id in done], refused)
