"""What hangs on a task or a project, counted in one statement."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, Uuid, bindparam, func, or_, select

from vistone.kernel.db import ReadTx, organization, statement
from vistone.project.contracts import ProjectDependents, TaskDependents
from vistone.project.queries.projects import PROJECTS
from vistone.project.queries.tasks import TASKS
from vistone.project.tables import (
    ai_insights,
    baselines,
    expenses,
    milestones,
    project_members,
    risk_register,
    saved_views,
    task_attachments,
    task_checklists,
    task_comments,
    task_dependencies,
    tasks,
    time_entries,
)


def _count(name: str, table: Table, condition: ColumnElement[bool]) -> ColumnElement[Any]:
    query = select(func.count()).select_from(table).where(table.c.organization_id == organization(), condition)
    return query.scalar_subquery().label(name)


@statement
def _of_task() -> Select[Any]:
    start = (
        select(tasks.c.id)
        .where(tasks.c.organization_id == organization(), tasks.c.id == bindparam("task_id", type_=Uuid))
        .cte("below", recursive=True)
    )
    below = start.union(
        select(tasks.c.id).where(
            tasks.c.organization_id == organization(), tasks.c.parent_id == start.c.id, tasks.c.deleted_at.is_(None)
        )
    )
    all_of_it = select(below.c.id)
    waits = or_(task_dependencies.c.task_id.in_(all_of_it), task_dependencies.c.depends_on_id.in_(all_of_it))
    return select(
        (select(func.count()).select_from(below).scalar_subquery() - 1).label("subtasks"),
        _count("checklist_lines", task_checklists, task_checklists.c.task_id.in_(all_of_it)),
        _count("comments", task_comments, task_comments.c.task_id.in_(all_of_it)),
        _count("attachments", task_attachments, task_attachments.c.task_id.in_(all_of_it)),
        _count("time_entries", time_entries, time_entries.c.task_id.in_(all_of_it)),
        _count("dependencies", task_dependencies, waits),
    )


async def dependents_of_task(tx: ReadTx, task_id: UUID) -> TaskDependents:
    """What goes with a task when it is deleted; for who may delete it."""
    await TASKS.get(tx, task_id, "delete")
    row = await tx.one(_of_task(), task_id=task_id)
    return TaskDependents(**dict(row or {}))


@statement
def _of_project() -> Select[Any]:
    project = bindparam("project_id", type_=Uuid)
    of_it = select(tasks.c.id).where(
        tasks.c.organization_id == organization(), tasks.c.project_id == project, tasks.c.deleted_at.is_(None)
    )
    own = {
        "milestones": milestones,
        "risks": risk_register,
        "insights": ai_insights,
        "members": project_members,
        "time_entries": time_entries,
        "expenses": expenses,
        "baselines": baselines,
        "saved_views": saved_views,
    }
    return select(
        _count("tasks", tasks, (tasks.c.project_id == project) & tasks.c.deleted_at.is_(None)),
        _count("comments", task_comments, task_comments.c.task_id.in_(of_it)),
        _count("attachments", task_attachments, task_attachments.c.task_id.in_(of_it)),
        *(_count(name, table, table.c.project_id == project) for name, table in own.items()),
    )


async def dependents_of_project(tx: ReadTx, project_id: UUID) -> ProjectDependents:
    """What goes with a project when it is deleted; for who may delete it."""
    await PROJECTS.get(tx, project_id, "delete")
    row = await tx.one(_of_project(), project_id=project_id)
    return ProjectDependents(**dict(row or {}))
