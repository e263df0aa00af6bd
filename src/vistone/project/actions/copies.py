"""A task once more, with all that lies below it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from vistone.kernel import ordering
from vistone.kernel.db import WriteTx
from vistone.kernel.events import publish
from vistone.kernel.ids import new_id
from vistone.kernel.rows import add
from vistone.project import queries
from vistone.project.actions.people import sees_task
from vistone.project.actions.talk import watch
from vistone.project.contracts import Task
from vistone.project.events import TaskChecklistCreated, TaskCreated
from vistone.project.queries import CHECKLIST, TASK

# What a copy takes over as it is. Its days move on; its status, progress and times begin anew.
COPIED = (
    "project_id", "assignee_id", "title", "description", "priority", "milestone_id", "duration_days",
    "estimate_minutes", "constraint_type", "fields", "story_points", "labels", "client_visible",
)  # fmt: skip
DAYS = ("start_date", "due_date", "constraint_date")


async def copy_task(tx: WriteTx, task: Task, days: int) -> Task:
    """The task again under the same parent, so many days later: with its checklist, its watchers and its subtasks, to
    any depth. All of them begin in the first status.
    """
    status, status_id = await queries.first_status(tx, task.project_id)
    copies: dict[UUID, Task] = {}
    for one in _from_the_top(task, await queries.subtree(tx, task.id)):
        id = new_id()
        values: dict[str, Any] = {name: getattr(one, name) for name in COPIED}
        values |= {name: (then := getattr(one, name)) and then + timedelta(days=days) for name in DAYS}
        parent_id = task.parent_id if one.id == task.id else copies[one.parent_id].id if one.parent_id else None
        values |= {"id": id, "parent_id": parent_id, "status": status, "status_id": status_id}
        copies[one.id] = await add(tx, TASK, {**values, "position": ordering.fresh(id)})
    await publish(tx, *(TaskCreated(record=copy) for copy in copies.values()))
    for of, item, position in await queries.checklist_texts(tx, list(copies)):
        line = await add(tx, CHECKLIST, {"task_id": copies[of].id, "item": item, "position": position})
        await publish(tx, TaskChecklistCreated(record=line))
    await _watch(tx, copies)
    return copies[task.id]


def _from_the_top(task: Task, below: Sequence[Task]) -> list[Task]:
    """The task and those below it in the order of the board, each behind its parent."""
    children: dict[UUID | None, list[Task]] = defaultdict(list)
    for one in sorted(below, key=lambda one: (one.position, one.id)):
        children[one.parent_id].append(one)
    found = [task]
    for one in found:  # grows meanwhile
        found += children.pop(one.id, ())
    return found


async def _watch(tx: WriteTx, copies: Mapping[UUID, Task]) -> None:
    """Who watches a task watches its copy, if they may still see it: in one project that differs by `clientVisible` only."""
    watching = [(copies[task], person) for task, person in await queries.watchers_of(tx, list(copies))]
    alike = {(person, copy.client_visible): copy.id for copy, person in watching}
    seeing = {one for one, copy_id in alike.items() if await sees_task(tx, one[0], copy_id)}
    await watch(tx, [(copy.id, person) for copy, person in watching if (person, copy.client_visible) in seeing])
