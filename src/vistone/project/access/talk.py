"""Rights to what people say about a task: who sees the task hears it and may speak; who spoke may take it back."""

import asyncpg
from sqlalchemy import ColumnElement

from vistone.kernel.db import me
from vistone.kernel.rows import Abilities
from vistone.kernel.scope import RoleName, Scope
from vistone.project.access.projects import staff_only
from vistone.project.access.tasks import TASKS, in_visible_task
from vistone.project.tables import task_attachments, task_comments, task_recurrences, task_watchers


def visible_comments(role: str) -> ColumnElement[bool]:
    """The comments on the tasks that the role sees."""
    return in_visible_task(task_comments.c.task_id, role)


def visible_attachments(role: str) -> ColumnElement[bool]:
    """The files of the tasks that the role sees."""
    return in_visible_task(task_attachments.c.task_id, role)


def visible_watchers(role: str) -> ColumnElement[bool]:
    """Who watches the tasks that the role sees; Clients see of themselves only."""
    seen = in_visible_task(task_watchers.c.task_id, role)
    return seen & (task_watchers.c.user_id == me()) if role == RoleName.CLIENT else seen


def visible_recurrences(role: str) -> ColumnElement[bool]:
    """How the tasks that the role sees come again; for staff alone."""
    return staff_only(in_visible_task(task_recurrences.c.task_id, role), role)


def of_comment(scope: Scope, row: asyncpg.Record) -> Abilities:
    """Its author changes it; its author, or who may change every task that they see, takes it away."""
    if row["author_id"] == scope.user_id:
        return ("update", "delete")
    return ("delete",) if _manages(scope) else ()


def of_attachment(scope: Scope, row: asyncpg.Record) -> Abilities:
    """Who brought it, or who may change every task that they see, takes it away."""
    return ("delete",) if row["uploaded_by"] == scope.user_id or _manages(scope) else ()


def of_watcher(scope: Scope, row: asyncpg.Record) -> Abilities:
    """One stops watching oneself; others are stopped by who may change every task that they see."""
    return ("delete",) if row["user_id"] == scope.user_id or _manages(scope) else ()


def of_recurrence(scope: Scope, _: asyncpg.Record) -> Abilities:
    """How a task comes again is changed by who may change the task."""
    return ("update", "delete") if _manages(scope) else ()


def _manages(scope: Scope) -> bool:
    """Contributors change tasks of their own only, and of those not all: see `of_task`."""
    return scope.role is not RoleName.CONTRIBUTOR and scope.may(TASKS, "update")
