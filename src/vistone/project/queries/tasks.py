"""Tasks and what hangs on them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, case, exists, func, null, select, update
from sqlalchemy.sql.dml import Update

from vistone.kernel import clock
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.filters import contains, same, span
from vistone.kernel.rows import View
from vistone.project import access
from vistone.project.contracts import (
    Board,
    BoardColumn,
    DependencyType,
    Task,
    TaskChecklist,
    TaskDependency,
    TaskPriority,
    TaskStatus,
)
from vistone.project.queries.projects import PROJECTS
from vistone.project.tables import (
    task_checklists,
    task_dependencies,
    tasks,
)

TASK = View("task", tasks, Task, abilities=access.of_task)


CHECKLIST = View("checklist line", task_checklists, TaskChecklist, abilities=access.of_task_part)


DEPENDENCY = View("dependency", task_dependencies, TaskDependency, abilities=access.of_task_part)


TASKS = Collection(
    TASK,
    resource="tasks",
    visible=access.visible_tasks,
    filters=[
        same("project_id"),
        same("parent_id", nullable=True),
        same("assignee_id", nullable=True),
        same("status", values=TaskStatus),
        same("priority", values=TaskPriority, nullable=True),
        contains("labels", "label", str),
        same("source_id", str, nullable=True),
        span("due_date"),
        span("updated_at"),
    ],
    sorts={
        "position": tasks.c.position,
        "title": tasks.c.title,
        "dueDate": tasks.c.due_date,
        "updatedAt": tasks.c.updated_at,
        "storyPoints": tasks.c.story_points,
        "priority": case({p.value: rank for rank, p in enumerate(TaskPriority)}, value=tasks.c.priority),
        "status": case({s.value: rank for rank, s in enumerate(TaskStatus)}, value=tasks.c.status),
    },
    search=["title", "description", "source_id"],
)


CHECKLISTS = Collection(
    CHECKLIST,
    resource="tasks",
    visible=access.visible_checklists,
    filters=[same("task_id"), same("is_completed", bool)],
    sorts={"position": task_checklists.c.position},
    default_sort="position",
)


DEPENDENCIES = Collection(
    DEPENDENCY,
    resource="tasks",
    visible=access.visible_dependencies,
    filters=[same("task_id"), same("depends_on_id"), same("type", values=DependencyType)],
)


@statement
def _board(role: str) -> Select[Any]:
    return (
        TASK.select(tasks.c.project_id == bindparam("project_id", type_=Uuid), access.visible_tasks(role))
        .where(tasks.c.deleted_at.is_(None))
        .with_only_columns(tasks.c.status, func.count().label("count"))
        .group_by(tasks.c.status)
    )


async def board(tx: ReadTx, project_id: UUID) -> Board:
    """How many cards each column of the project's board holds, of those that the scope may see."""
    await PROJECTS.get(tx, project_id)
    counts = {row["status"]: row["count"] for row in await tx.all(_board(tx.scope.role), project_id=project_id)}
    return Board([BoardColumn(status, counts.get(status, 0)) for status in TaskStatus])


@statement
def _ancestors() -> Select[Any]:
    start = (
        select(tasks.c.id, tasks.c.parent_id)
        .where(tasks.c.organization_id == organization(), tasks.c.id == bindparam("task_id", type_=Uuid))
        .cte("ancestors", recursive=True)
    )
    up = select(tasks.c.id, tasks.c.parent_id).where(
        tasks.c.organization_id == organization(), tasks.c.id == start.c.parent_id
    )
    return select(start.union(up).c.id)


async def ancestors(tx: ReadTx, task_id: UUID) -> set[UUID]:
    """The task, its parent, the parent's parent and so on."""
    return {row["id"] for row in await tx.all(_ancestors(), task_id=task_id)}


def _subtree() -> Any:
    start = (
        select(tasks.c.id)
        .where(tasks.c.organization_id == organization(), tasks.c.id == bindparam("task_id", type_=Uuid))
        .cte("subtree", recursive=True)
    )
    return start.union(
        select(tasks.c.id).where(tasks.c.organization_id == organization(), tasks.c.parent_id == start.c.id)
    )


@statement
def _set_deleted(*, restore: bool) -> Update:
    """A task and all below it, deleted at one moment; a restore takes back only what was deleted at that moment."""
    then = bindparam("then", type_=tasks.c.deleted_at.type)
    query = update(tasks).where(tasks.c.organization_id == organization(), tasks.c.id.in_(select(_subtree().c.id)))
    query = query.where(tasks.c.deleted_at == then if restore else tasks.c.deleted_at.is_(None))
    values = {"deleted_at": null() if restore else then, "revision": tasks.c.revision + 1}
    return query.values(values | {"updated_at": bindparam("now", type_=tasks.c.updated_at.type)}).returning(
        *TASK.columns
    )


async def set_deleted(tx: WriteTx, task_id: UUID, then: datetime, *, restore: bool = False) -> list[Task]:
    """Deletes the task and its subtasks, softly, or restores those deleted at `then`; the tasks as they now are."""
    rows = await tx.all(_set_deleted(restore=restore), task_id=task_id, then=then, now=clock.now())
    return [TASK.of(tx.scope, row) for row in rows]


@statement
def _reaches() -> Select[Any]:
    """Whether `from_id` waits, directly or through others, for `to_id`."""
    start = (
        select(task_dependencies.c.depends_on_id.label("id"))
        .where(
            task_dependencies.c.organization_id == organization(),
            task_dependencies.c.task_id == bindparam("from_id", type_=Uuid),
        )
        .cte("reached", recursive=True)
    )
    further = start.union(
        select(task_dependencies.c.depends_on_id).where(
            task_dependencies.c.organization_id == organization(), task_dependencies.c.task_id == start.c.id
        )
    )
    return select(exists().where(further.c.id == bindparam("to_id", type_=Uuid)))


async def waits_for(tx: ReadTx, from_id: UUID, to_id: UUID) -> bool:
    """Whether the one task waits, directly or through others, for the other."""
    return bool(await tx.value(_reaches(), from_id=from_id, to_id=to_id))
