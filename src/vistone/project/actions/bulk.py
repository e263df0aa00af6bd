"""One change to many tasks."""

from uuid import UUID

from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from vistone.kernel.rows import given
from vistone.project.actions.tasks import change_task
from vistone.project.contracts import ChangedTasks, RefusedTask, Task
from vistone.project.queries import TASKS
from vistone.project.schemas import TaskBulk


async def change_tasks(tx: WriteTx, data: TaskBulk) -> ChangedTasks:
    """Changes each task by itself as an edit would. One that is refused stays as it was, is told, and stops no other."""
    tx.scope.require("tasks", "update")
    changes = given(data.changes)
    if not changes:
        raise Invalid("changes", "Give at least one field to change.")
    changed: dict[UUID, Task] = {}
    refused: list[RefusedTask] = []
    for id in sorted(
        set(data.ids)
    ):  # in one order: two of these at once wait for each other instead of going in circles
        try:
            async with tx.attempt():
                changed[id] = await change_task(tx, await TASKS.hold(tx, id, "work"), changes)
        except (NotFound, Forbidden, Invalid, Conflict) as problem:
            field = problem.errors[0].field if problem.errors else None
            refused.append(RefusedTask(id, field, problem.detail))
    return ChangedTasks([changed[id] for id in dict.fromkeys(data.ids) if id in changed], refused)
