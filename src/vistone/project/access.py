"""Who may: which rows a role sees, as SQL, and what a scope may do with a row. Every loader and list goes through here.

Organizers see all. Managers and Contributors see the projects they manage, are a member of, or whose teams they are
in. Clients see the projects of their client that are shared with it, and of those the tasks that are shared.

`visible_*` take the role's name and give a condition, or None for "all of the organization".
"""

import functools

import asyncpg
import msgspec
from sqlalchemy import ColumnElement, and_, exists, or_, true

from vistone.kernel.db import claim, me, organization
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope
from vistone.project.contracts import Project
from vistone.project.tables import (
    ai_insights,
    project_imports,
    project_members,
    projects,
    task_checklists,
    task_dependencies,
    tasks,
)

PROJECTS, TASKS = "projects", "tasks"


def visible_projects(role: str) -> ColumnElement[bool] | None:
    """The projects that the role sees."""
    if role == RoleName.ORGANIZER:
        return None
    if role == RoleName.CLIENT:
        return projects.c.client_visible & (projects.c.client_id == claim("clients").any_())
    member = exists().where(
        project_members.c.organization_id == organization(),
        project_members.c.project_id == projects.c.id,
        project_members.c.user_id == me(),
    )
    return or_(projects.c.manager_id == me(), projects.c.team_ids.op("&&")(claim("teams")), member)


def in_visible_project(project_id: ColumnElement[object], role: str) -> ColumnElement[bool]:
    """Rows of a project that is there and that the role sees."""
    seen = visible_projects(role)
    return exists().where(
        projects.c.organization_id == organization(),
        projects.c.id == project_id,
        projects.c.deleted_at.is_(None),
        true() if seen is None else seen,
    )


def visible_tasks(role: str) -> ColumnElement[bool]:
    """The tasks that the role sees: those of its projects, for a Client only the shared ones."""
    seen = in_visible_project(tasks.c.project_id, role)
    return and_(seen, tasks.c.client_visible) if role == RoleName.CLIENT else seen


def in_visible_task(task_id: ColumnElement[object], role: str) -> ColumnElement[bool]:
    """Rows of a task that is there and that the role sees."""
    return exists().where(
        tasks.c.organization_id == organization(),
        tasks.c.id == task_id,
        tasks.c.deleted_at.is_(None),
        visible_tasks(role),
    )


def visible_checklists(role: str) -> ColumnElement[bool]:
    """The checklist lines of the tasks that the role sees."""
    return in_visible_task(task_checklists.c.task_id, role)


def visible_dependencies(role: str) -> ColumnElement[bool]:
    """The dependencies of which the role sees both tasks: they may lie in different projects."""
    return in_visible_task(task_dependencies.c.task_id, role) & in_visible_task(task_dependencies.c.depends_on_id, role)


def visible_insights(role: str) -> ColumnElement[bool]:
    """Insights about a project and, where they name one, a task that the role sees; for staff alone."""
    return and_(
        true() if role != RoleName.CLIENT else ~true(),
        or_(ai_insights.c.project_id.is_(None), in_visible_project(ai_insights.c.project_id, role)),
        or_(ai_insights.c.task_id.is_(None), in_visible_task(ai_insights.c.task_id, role)),
    )


def visible_imports(role: str) -> ColumnElement[bool]:
    """The imports that one asked for oneself; for Organizers all."""
    return true() if role == RoleName.ORGANIZER else project_imports.c.requested_by == me()


def staff_only(condition: ColumnElement[bool], role: str) -> ColumnElement[bool]:
    """Nothing for Clients, else the condition."""
    return ~true() if role == RoleName.CLIENT else condition


def of_project(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a project that it sees, and with what belongs to the project as a whole."""
    return allowed(scope.permissions, PROJECTS, "update", "delete", "assign")


def shown_project(scope: Scope, project: Project) -> Project:
    """Money and notes are for staff: a Client sees the project without them."""
    if scope.role is not RoleName.CLIENT:
        return project
    return msgspec.structs.replace(project, budget=None, spent_budget=None, metadata=None)


def of_task(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with a task that it sees.

    A Contributor works on the tasks assigned to them: `work` is the right to their status and checklist.
    """
    if scope.role is RoleName.CONTRIBUTOR:
        return ("work",) if row["assignee_id"] == scope.user_id and scope.may(TASKS, "update") else ()
    return _all_of_task(scope.permissions)


@functools.cache
def _all_of_task(permissions: frozenset[str]) -> Abilities:
    rights = allowed(permissions, TASKS, "update", "delete", "assign")
    return ("work", *rights) if "update" in rights else rights


def of_task_part(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a part of a task; the action also asks for `work` or `update` on the task itself."""
    return ("update", "delete") if scope.may(TASKS, "update") else ()


def of_import(_: Scope, __: asyncpg.Record) -> Abilities:
    """An import is only looked at."""
    return ()
