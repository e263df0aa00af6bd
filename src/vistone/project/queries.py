"""Every SQL statement of the service: the collections and what they do not cover."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, case, exists, func, null, select, update
from sqlalchemy.sql.dml import Update

from vistone.kernel import clock, ordering
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.filters import contains, same, span
from vistone.kernel.rows import View
from vistone.kernel.scope import RoleName
from vistone.project import access
from vistone.project.contracts import (
    AiInsight,
    Board,
    BoardColumn,
    DependencyType,
    ImportStatus,
    Milestone,
    MilestoneStatus,
    Project,
    ProjectImport,
    ProjectMember,
    ProjectRole,
    ProjectStatus,
    RiskLevel,
    RiskRegister,
    RiskStatus,
    Task,
    TaskChecklist,
    TaskDependency,
    TaskPriority,
    TaskStatus,
)
from vistone.project.tables import (
    ai_insights,
    milestones,
    project_imports,
    project_members,
    projects,
    risk_register,
    task_checklists,
    task_dependencies,
    tasks,
)

PROJECT = View("project", projects, Project, abilities=access.of_project, shown=access.shown_project)
MEMBER = View("project member", project_members, ProjectMember, abilities=access.of_project)
TASK = View("task", tasks, Task, abilities=access.of_task)
CHECKLIST = View("checklist line", task_checklists, TaskChecklist, abilities=access.of_task_part)
DEPENDENCY = View("dependency", task_dependencies, TaskDependency, abilities=access.of_task_part)
MILESTONE = View("milestone", milestones, Milestone, abilities=access.of_project)
RISK = View("risk", risk_register, RiskRegister, abilities=access.of_project)
INSIGHT = View("insight", ai_insights, AiInsight, abilities=access.of_project)
IMPORT = View("import", project_imports, ProjectImport, abilities=access.of_import)

PROJECTS = Collection(
    PROJECT,
    resource="projects",
    visible=access.visible_projects,
    filters=[
        same("status", values=ProjectStatus),
        same("client_id", nullable=True),
        same("manager_id", nullable=True),
        contains("team_ids", "teamId"),
        span("start_date"),
        span("end_date"),
    ],
    sorts={
        "name": projects.c.name,
        "status": projects.c.status,
        "progress": projects.c.progress,
        "startDate": projects.c.start_date,
        "endDate": projects.c.end_date,
        "updatedAt": projects.c.updated_at,
    },
    search=["name", "description"],
)

MEMBERS = Collection(
    MEMBER,
    resource="projects",
    visible=lambda role: access.staff_only(access.in_visible_project(project_members.c.project_id, role), role),
    filters=[same("project_id"), same("user_id"), same("role", values=ProjectRole, nullable=True)],
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

MILESTONES = Collection(
    MILESTONE,
    resource="projects",
    visible=lambda role: access.in_visible_project(milestones.c.project_id, role),
    filters=[same("project_id"), same("status", values=MilestoneStatus), span("due_date")],
    sorts={"dueDate": milestones.c.due_date, "title": milestones.c.title},
    search=["title"],
)

RISKS = Collection(
    RISK,
    resource="projects",
    visible=lambda role: access.staff_only(access.in_visible_project(risk_register.c.project_id, role), role),
    filters=[
        same("project_id"),
        same("status", values=RiskStatus),
        same("probability", values=RiskLevel, nullable=True),
        same("impact", values=RiskLevel, nullable=True),
    ],
    search=["description"],
)

INSIGHTS = Collection(
    INSIGHT,
    resource="projects",
    visible=access.visible_insights,
    filters=[same("project_id", nullable=True), same("task_id", nullable=True), same("actionable", bool)],
    sorts={"confidence": ai_insights.c.confidence},
)

IMPORTS = Collection(
    IMPORT,
    resource="projects",
    visible=access.visible_imports,
    filters=[same("project_id", nullable=True), same("status", values=ImportStatus)],
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


@statement
def _my_projects(role: str) -> Select[Any]:
    query = select(projects.c.id).where(projects.c.organization_id == organization(), projects.c.deleted_at.is_(None))
    seen = access.visible_projects(role)
    return query if seen is None else query.where(seen)


async def my_projects(tx: ReadTx) -> tuple[UUID, ...]:
    """The claim `projects`: what belongs to a project elsewhere is seen by those who see the project.

    Organizers need none: they see all.
    """
    if tx.scope.role == RoleName.ORGANIZER:
        return ()
    return tuple(row["id"] for row in await tx.all(_my_projects(tx.scope.role)))
