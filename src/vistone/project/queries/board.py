"""Statuses, custom fields and saved views."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Uuid,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import Update

from vistone.kernel import clock
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, me, organization, statement
from vistone.kernel.filters import same
from vistone.kernel.rows import View
from vistone.project import access
from vistone.project.contracts import (
    Board,
    BoardColumn,
    BoardStatus,
    CustomField,
    FieldKind,
    SavedView,
    TaskStatus,
    ViewKind,
)
from vistone.project.queries.projects import PROJECTS
from vistone.project.queries.tasks import TASK
from vistone.project.tables import custom_fields, project_statuses, saved_views, tasks

BOARD_STATUS = View("status", project_statuses, BoardStatus, abilities=access.of_project)


CUSTOM_FIELD = View("custom field", custom_fields, CustomField, abilities=access.of_custom_field)


SAVED_VIEW = View("saved view", saved_views, SavedView, abilities=access.of_view)


BOARD_STATUSES = Collection(
    BOARD_STATUS,
    resource="projects",
    visible=access.visible_statuses,
    filters=[same("project_id"), same("category", values=TaskStatus)],
    sorts={"position": project_statuses.c.position, "name": project_statuses.c.name},
    default_sort="position",
)


CUSTOM_FIELDS = Collection(
    CUSTOM_FIELD,
    resource="projects",
    visible=access.visible_custom_fields,
    filters=[same("project_id", nullable=True), same("kind", values=FieldKind)],
    sorts={"position": custom_fields.c.position, "name": custom_fields.c.name},
    default_sort="position",
)


SAVED_VIEWS = Collection(
    SAVED_VIEW,
    resource="projects",
    visible=access.visible_views,
    filters=[
        same("project_id", nullable=True),
        same("owner_id"),
        same("kind", values=ViewKind),
        same("shared", bool),
    ],
    sorts={"name": saved_views.c.name},
    default_sort="name",
)


@statement
def _statuses() -> Select[Any]:
    return BOARD_STATUS.select(project_statuses.c.project_id == bindparam("project_id", type_=Uuid)).order_by(
        project_statuses.c.position, project_statuses.c.id
    )


async def statuses_of(tx: ReadTx, project_id: UUID) -> list[BoardStatus]:
    """The statuses of a project in the order of its board; none where it has the six of every project."""
    return [BOARD_STATUS.of(tx.scope, row) for row in await tx.all(_statuses(), project_id=project_id)]


@statement
def _fields() -> Select[Any]:
    mine = custom_fields.c.project_id == bindparam("project_id", type_=Uuid)
    return CUSTOM_FIELD.select(or_(mine, custom_fields.c.project_id.is_(None))).order_by(
        custom_fields.c.position, custom_fields.c.id
    )


async def fields_of(tx: ReadTx, project_id: UUID | None) -> list[CustomField]:
    """The custom fields that tasks of the project have: its own and those of all projects. Of None: those of all."""
    return [CUSTOM_FIELD.of(tx.scope, row) for row in await tx.all(_fields(), project_id=project_id)]


@statement
def _counts(role: str) -> Select[Any]:
    return (
        TASK.select(tasks.c.project_id == bindparam("project_id", type_=Uuid), access.visible_tasks(role))
        .where(tasks.c.deleted_at.is_(None))
        .with_only_columns(tasks.c.status, tasks.c.status_id, func.count().label("count"))
        .group_by(tasks.c.status, tasks.c.status_id)
    )


async def board(tx: ReadTx, project_id: UUID) -> Board:
    """The columns of the project's board in order, and how many of the cards that the scope may see each holds."""
    tx.scope.require("tasks", "read")
    await PROJECTS.get(tx, project_id)
    own = await statuses_of(tx, project_id)
    counts: dict[UUID | TaskStatus, int] = {}
    for row in await tx.all(_counts(tx.scope.role), project_id=project_id):
        column = TaskStatus(row["status"]) if row["status_id"] is None else row["status_id"]
        counts[column] = counts.get(column, 0) + row["count"]
    columns = [BoardColumn(one.category, counts.get(one.id, 0), one.id, one.name, one.wip_limit) for one in own]
    return Board(columns + [BoardColumn(one, counts.get(one, 0)) for one in TaskStatus if not own or one in counts])


@statement
def _count_in_status() -> Select[Any]:
    return select(func.count()).where(
        tasks.c.organization_id == organization(),
        tasks.c.status_id == bindparam("status_id", type_=Uuid),
        tasks.c.deleted_at.is_(None),
    )


async def tasks_in_status(tx: ReadTx, status_id: UUID) -> int:
    """How many tasks stand in the status, whoever may see them."""
    return int(await tx.value(_count_in_status(), status_id=status_id))


@statement
def _forget_next(*, replaced: bool) -> Update:
    """No status leads to one that is gone; who led there alone leads anywhere, so that no task is stuck."""
    gone = bindparam("gone", type_=Uuid)
    there = project_statuses.c.next_ids
    left: ColumnElement[Any] = func.array_remove(there, gone)
    if replaced:
        other = bindparam("other", type_=Uuid)
        left = case((other == there.any_(), left), else_=func.array_replace(there, gone, other))
    return (
        update(project_statuses)
        .where(project_statuses.c.organization_id == organization(), gone == there.any_())
        .values(
            next_ids=func.nullif(left, literal([], type_=there.type)),
            revision=project_statuses.c.revision + 1,
            updated_at=bindparam("now", type_=project_statuses.c.updated_at.type),
        )
        .returning(*BOARD_STATUS.columns)
    )


async def forget_next(tx: WriteTx, gone: UUID, other: UUID | None) -> list[BoardStatus]:
    """Takes a status out of what others lead to, or puts another into its place; those that changed."""
    values: dict[str, Any] = {} if other is None else {"other": other}
    rows = await tx.all(_forget_next(replaced=other is not None), gone=gone, now=clock.now(), **values)
    return [BOARD_STATUS.of(tx.scope, row) for row in rows]


@statement
def _count_views() -> Select[Any]:
    return select(func.count()).where(saved_views.c.organization_id == organization(), saved_views.c.owner_id == me())


async def count_views(tx: ReadTx) -> int:
    """How many views the scope's person keeps."""
    return int(await tx.value(_count_views()))


@statement
def _positions(table: Table) -> Select[Any]:
    mine = table.c.project_id.is_not_distinct_from(bindparam("project_id", type_=Uuid))
    query = select(table.c.id, table.c.position).where(table.c.organization_id == organization(), mine)
    return query.order_by(table.c.position, table.c.id)


async def positions(tx: ReadTx, table: Table, project_id: UUID | None) -> Mapping[UUID, str]:
    """The statuses or the custom fields of a project in order, each with its key."""
    return {row["id"]: row["position"] for row in await tx.all(_positions(table), project_id=project_id)}
