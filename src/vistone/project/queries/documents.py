"""Statements for a whole project as a document: each a bounded number of rows, or one batch of tasks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import ARRAY, Select, Text, Uuid, any_, bindparam, select, true, tuple_

from vistone.kernel.db import ReadTx, organization, statement
from vistone.project.tables import (
    custom_fields,
    milestones,
    project_calendars,
    project_members,
    project_statuses,
    risk_register,
    task_checklists,
    task_comments,
    task_dependencies,
    task_recurrences,
    tasks,
)

TASKS_AT_ONCE = 500


def _of_project(table: Any) -> Select[Any]:
    return select(table).where(
        table.c.organization_id == organization(), table.c.project_id == bindparam("project_id", type_=Uuid)
    )


@statement
def _calendar() -> Select[Any]:
    return _of_project(project_calendars)


@statement
def _statuses() -> Select[Any]:
    return _of_project(project_statuses).order_by(project_statuses.c.position, project_statuses.c.id)


@statement
def _fields() -> Select[Any]:
    """The project's own fields and those of all projects; its own last, so that of two with one name it is taken."""
    table = custom_fields
    return (
        select(table)
        .where(
            table.c.organization_id == organization(),
            (table.c.project_id == bindparam("project_id", type_=Uuid)) | table.c.project_id.is_(None),
        )
        .order_by(table.c.project_id.is_not(None), table.c.position, table.c.id)
    )


@statement
def _milestones() -> Select[Any]:
    return _of_project(milestones).order_by(milestones.c.created_at, milestones.c.id)


@statement
def _risks() -> Select[Any]:
    """What people wrote or accepted; what the system only suggests it would suggest again."""
    return (
        _of_project(risk_register)
        .where(~risk_register.c.suggested, risk_register.c.dismissed_at.is_(None))
        .order_by(risk_register.c.created_at, risk_register.c.id)
    )


async def calendar(tx: ReadTx, project_id: UUID) -> asyncpg.Record | None:
    """The project's calendar."""
    return await tx.one(_calendar(), project_id=project_id)


async def statuses(tx: ReadTx, project_id: UUID) -> list[asyncpg.Record]:
    """The project's own statuses, in order."""
    return await tx.all(_statuses(), project_id=project_id)


async def fields(tx: ReadTx, project_id: UUID) -> list[asyncpg.Record]:
    """The custom fields that tasks of the project have."""
    return await tx.all(_fields(), project_id=project_id)


async def milestones_of(tx: ReadTx, project_id: UUID) -> list[asyncpg.Record]:
    """The project's milestones, in the order in which they were made."""
    return await tx.all(_milestones(), project_id=project_id)


async def risks(tx: ReadTx, project_id: UUID) -> list[asyncpg.Record]:
    """The project's risks, in the order in which they were made."""
    return await tx.all(_risks(), project_id=project_id)


@statement
def _tasks(*, first: bool) -> Select[Any]:
    parent = tasks.alias("parent")
    beyond = tuple_(tasks.c.position, tasks.c.id) > tuple_(
        bindparam("position", type_=Text), bindparam("id", type_=Uuid)
    )
    return (
        select(tasks, parent.c.source.label("parent_source"), parent.c.source_id.label("parent_source_id"))
        .select_from(
            tasks.outerjoin(
                parent, (parent.c.organization_id == tasks.c.organization_id) & (parent.c.id == tasks.c.parent_id)
            )
        )
        .where(
            tasks.c.organization_id == organization(),
            tasks.c.project_id == bindparam("project_id", type_=Uuid),
            tasks.c.deleted_at.is_(None),
            true() if first else beyond,
        )
        .order_by(tasks.c.position, tasks.c.id)
        .limit(TASKS_AT_ONCE)
    )


async def tasks_after(tx: ReadTx, project_id: UUID, last: asyncpg.Record | None) -> list[asyncpg.Record]:
    """The next tasks of the project in its order, each with where its parent came from."""
    if last is None:
        return await tx.all(_tasks(first=True), project_id=project_id)
    return await tx.all(_tasks(first=False), project_id=project_id, position=last["position"], id=last["id"])


def _of_tasks(table: Any, *columns: Any) -> Select[Any]:
    return select(table.c.task_id, *columns).where(
        table.c.organization_id == organization(), table.c.task_id == any_(bindparam("task_ids", type_=ARRAY(Uuid)))
    )


@statement
def _lines() -> Select[Any]:
    table = task_checklists
    return _of_tasks(table, table.c.item, table.c.is_completed).order_by(table.c.task_id, table.c.position, table.c.id)


@statement
def _comments() -> Select[Any]:
    table = task_comments
    return _of_tasks(table, table.c.author_id, table.c.body, table.c.created_at).order_by(
        table.c.task_id, table.c.created_at, table.c.id
    )


@statement
def _links() -> Select[Any]:
    """Dependencies on tasks of the same project that are there; others would name what the document does not hold."""
    table = task_dependencies
    return (
        _of_tasks(table, tasks.c.id, tasks.c.source, tasks.c.source_id, table.c.type, table.c.lag_days)
        .join_from(
            table,
            tasks,
            (tasks.c.organization_id == table.c.organization_id) & (tasks.c.id == table.c.depends_on_id),
        )
        .where(tasks.c.project_id == bindparam("project_id", type_=Uuid), tasks.c.deleted_at.is_(None))
        .order_by(table.c.task_id, table.c.created_at, table.c.id)
    )


@statement
def _recurrences() -> Select[Any]:
    table = task_recurrences
    return _of_tasks(table, table.c.rule, table.c.time_zone, table.c.starts_at, table.c.active)


@statement
def _members() -> Select[Any]:
    return _of_project(project_members).order_by(project_members.c.user_id)


async def members(tx: ReadTx, project_id: UUID) -> list[asyncpg.Record]:
    """Who belongs to the project."""
    return await tx.all(_members(), project_id=project_id)


async def recurrences(tx: ReadTx, task_ids: Sequence[UUID]) -> dict[UUID, asyncpg.Record]:
    """By task: the rule by which it comes again."""
    return {row["task_id"]: row for row in await tx.all(_recurrences(), task_ids=task_ids)}


async def checklists(tx: ReadTx, task_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """The checklist lines of those tasks, task by task, in order."""
    return await tx.all(_lines(), task_ids=task_ids)


async def comments(tx: ReadTx, task_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """The comments on those tasks, task by task, the oldest first."""
    return await tx.all(_comments(), task_ids=task_ids)


async def links(tx: ReadTx, project_id: UUID, task_ids: Sequence[UUID]) -> list[asyncpg.Record]:
    """What those tasks wait for within the project, each with where the other task came from."""
    return await tx.all(_links(), project_id=project_id, task_ids=task_ids)
