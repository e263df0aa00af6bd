"""Tasks and what hangs on them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, case, exists, func, null, select, update
from sqlalchemy.sql.dml import Update

from vistone.kernel import clock
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, me, organization, statement
from vistone.kernel.filters import contains, empty, holds, same, span
from vistone.kernel.keyed import Keyed
from vistone.kernel.rows import View
from vistone.kernel.scope import RoleName
from vistone.project import access
from vistone.project.contracts import (
    ConstraintType,
    DependencyType,
    Task,
    TaskChecklist,
    TaskDependency,
    TaskPriority,
    TaskStatus,
)
from vistone.project.tables import (
    task_checklists,
    task_dependencies,
    task_watchers,
    tasks,
)

TASK = View("task", tasks, Task, abilities=access.of_task, shown=access.shown_task)


CHECKLIST = View("checklist line", task_checklists, TaskChecklist, abilities=access.of_task_part)


_PROJECT_OF_WAITING = (
    select(tasks.c.project_id)
    .where(tasks.c.organization_id == organization(), tasks.c.id == task_dependencies.c.task_id)
    .scalar_subquery()
)

DEPENDENCY = View(
    "dependency",
    task_dependencies,
    TaskDependency,
    abilities=access.of_task_part,
    computed={"project_id": _PROJECT_OF_WAITING},
)


TASKS = Collection(
    TASK,
    resource="tasks",
    visible=access.visible_tasks,
    filters=[
        same("project_id"),
        same("parent_id", nullable=True),
        same("assignee_id", nullable=True),
        same("status", values=TaskStatus),
        same("status_id", nullable=True),
        same("priority", values=TaskPriority, nullable=True),
        same("milestone_id", nullable=True),
        same("constraint_type", values=ConstraintType, nullable=True),
        contains("labels", "label", str),
        holds("unlabelled", func.cardinality(tasks.c.labels) == 0),
        holds(
            "watching",
            exists().where(
                task_watchers.c.organization_id == organization(),
                task_watchers.c.task_id == tasks.c.id,
                task_watchers.c.user_id == me(),
            ),
        ),
        same("source_id", str, nullable=True),
        span("start_date"),
        span("due_date"),
        empty("due_date", "noDueDate"),
        span("started_at"),
        span("completed_at"),
        span("updated_at"),
        Keyed("field", access.seen_fields),
    ],
    sorts={
        "position": tasks.c.position,
        "title": tasks.c.title,
        "startDate": tasks.c.start_date,
        "dueDate": tasks.c.due_date,
        "completedAt": tasks.c.completed_at,
        "assigneeId": tasks.c.assignee_id,
        "estimateMinutes": tasks.c.estimate_minutes,
        "progress": tasks.c.progress,
        "updatedAt": tasks.c.updated_at,
        "storyPoints": tasks.c.story_points,
        "priority": case({p.value: rank for rank, p in enumerate(TaskPriority)}, value=tasks.c.priority),
        "status": case({s.value: rank for rank, s in enumerate(TaskStatus)}, value=tasks.c.status),
    },
    search=["title", "description", "source_id"],
    unsorted={RoleName.CLIENT: {"estimateMinutes"}},  # as `access.shown_task` leaves it out
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
    filters=[same("project_id"), same("task_id"), same("depends_on_id"), same("type", values=DependencyType)],
)


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
def _below() -> Select[Any]:
    return TASK.select(tasks.c.id.in_(select(_subtree().c.id)), tasks.c.deleted_at.is_(None))


async def subtree(tx: ReadTx, task_id: UUID) -> list[Task]:
    """The task and all below it, in no order."""
    return [TASK.of(tx.scope, row) for row in await tx.all(_below(), task_id=task_id)]


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
