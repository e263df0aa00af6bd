"""Writes to what hangs on a task: its checklist and what it waits for."""

from uuid import UUID

from vistone.kernel import ordering
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import publish
from vistone.kernel.ids import new_id
from vistone.kernel.rows import add, change, given, remove
from vistone.project import queries
from vistone.project.contracts import TaskChecklist, TaskDependency
from vistone.project.events import (
    TaskChecklistCreated,
    TaskChecklistDeleted,
    TaskChecklistUpdated,
    TaskDependencyCreated,
    TaskDependencyDeleted,
    TaskDependencyUpdated,
)
from vistone.project.queries import CHECKLIST, CHECKLISTS, DEPENDENCIES, DEPENDENCY, TASKS, Place
from vistone.project.schemas import (
    TaskChecklistCreate,
    TaskChecklistMove,
    TaskChecklistPatch,
    TaskDependencyCreate,
    TaskDependencyPatch,
)


async def add_checklist_line(tx: WriteTx, data: TaskChecklistCreate) -> TaskChecklist:
    """A new line at the end of a task's checklist."""
    await TASKS.get(tx, data.task_id, "work")
    id = new_id()
    line = await add(tx, CHECKLIST, {"id": id, "position": ordering.fresh(id), **given(data)})
    await publish(tx, TaskChecklistCreated(record=line))
    return line


async def update_checklist_line(tx: WriteTx, id: UUID, data: TaskChecklistPatch, if_match: int | None) -> TaskChecklist:
    """Changes or ticks a line."""
    old = await CHECKLISTS.hold(tx, id, "update")
    await TASKS.get(tx, old.task_id, "work")
    new = await change(tx, CHECKLIST, id, given(data), if_match=if_match)
    await publish(tx, TaskChecklistUpdated.of(old, new))
    return new


async def move_checklist_line(tx: WriteTx, id: UUID, data: TaskChecklistMove) -> TaskChecklist:
    """Puts a line behind another of the same checklist, or at its head."""
    old = await CHECKLISTS.hold(tx, id, "update")
    await TASKS.hold(tx, old.task_id, "work")
    others = [(line, key) for line, key in await queries.checklist_positions(tx, old.task_id) if line != id]
    place = 0
    if data.after_id is not None:
        found = [index for index, (line, _) in enumerate(others) if line == data.after_id]
        if not found:
            raise Invalid("afterId", "There is no such line in this checklist.")
        place = found[0] + 1
    low = others[place - 1][1] if place > 0 else None
    high = others[place][1] if place < len(others) else None
    new = await change(tx, CHECKLIST, id, {"position": ordering.between(low, high)})
    await publish(tx, TaskChecklistUpdated.of(old, new))
    return new


async def remove_checklist_line(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a line."""
    line = await CHECKLISTS.hold(tx, id, "delete")
    await TASKS.get(tx, line.task_id, "work")
    await remove(tx, CHECKLIST, id, if_match=if_match)
    await publish(tx, TaskChecklistDeleted(record=line))


async def add_dependency(tx: WriteTx, data: TaskDependencyCreate) -> TaskDependency:
    """A task begins to wait for another. A circle is refused, also when two requests would close it together."""
    if data.task_id == data.depends_on_id:
        raise Invalid("dependsOnId", "A task cannot wait for itself.")
    await TASKS.get(tx, data.depends_on_id)
    await TASKS.get(tx, data.task_id, "update")
    await queries.lock_links(tx)
    waited, waiting = Place(data.depends_on_id, done=True), Place(data.task_id, done=False)
    await queries.refuse_circle(tx, waited, waiting, field="dependsOnId")
    dependency = await add(tx, DEPENDENCY, given(data))
    await publish(tx, TaskDependencyCreated(record=dependency))
    return dependency


async def update_dependency(tx: WriteTx, id: UUID, data: TaskDependencyPatch, if_match: int | None) -> TaskDependency:
    """Changes which ends wait for each other, and how long."""
    old = await DEPENDENCIES.hold(tx, id, "update")
    await TASKS.get(tx, old.task_id, "update")
    new = await change(tx, DEPENDENCY, id, given(data), if_match=if_match)
    await publish(tx, TaskDependencyUpdated.of(old, new))
    return new


async def remove_dependency(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """A task waits no more for the other."""
    dependency = await DEPENDENCIES.hold(tx, id, "delete")
    await TASKS.get(tx, dependency.task_id, "update")
    await remove(tx, DEPENDENCY, id, if_match=if_match)
    await publish(tx, TaskDependencyDeleted(record=dependency))
