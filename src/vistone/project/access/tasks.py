"""Rights to tasks and what hangs on them."""

import functools
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import ColumnElement, and_, exists, literal_column

from vistone.kernel.db import organization
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope
from vistone.project.access.projects import in_visible_project
from vistone.project.contracts import Task, TaskTotals
from vistone.project.tables import (
    task_checklists,
    task_dependencies,
    tasks,
)

TASKS = "tasks"


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


def shown_task(scope: Scope, task: Task) -> Task:
    """What staff guess and log about a task is theirs: a Client sees it without, and without custom fields."""
    if scope.role is not RoleName.CLIENT:
        return task
    totals: Any = task.totals  # out of the database it is a plain object
    if totals is not None:  # of what lies below, shared or not, a Client hears how far it is
        totals = TaskTotals(progress=totals["progress"])
    return msgspec.structs.replace(
        task, ai_suggestions=None, estimate_minutes=None, logged_minutes=0, fields={}, totals=totals
    )


def seen_fields(role: str) -> ColumnElement[Any]:
    """The values of custom fields that the role may filter and sort by: none for Clients."""
    return tasks.c.fields if role != RoleName.CLIENT else literal_column("'{}'::jsonb", tasks.c.fields.type)


def of_task_part(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a part of a task; the action also asks for `work` or `update` on the task itself."""
    return ("update", "delete") if scope.may(TASKS, "update") else ()
