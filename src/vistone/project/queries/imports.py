"""Statements of imports: finding what an earlier import made, and writing many tasks at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ARRAY, Integer, Select, Text, Uuid, any_, bindparam, insert, select, true, update
from sqlalchemy.sql.dml import Insert, Update

from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.rows import View
from vistone.project import access
from vistone.project.contracts import Task, TaskChecklist
from vistone.project.queries import CHECKLIST, TASK
from vistone.project.tables import project_imports, projects, tasks

IMPORTED = ("title", "description", "status", "priority", "assignee_id", "due_date", "story_points", "labels")
"""The fields of a task that an import gives and, when it comes again, changes."""


@statement
def _upload() -> Select[Any]:
    return select(project_imports.c.file_key, project_imports.c.mapping).where(
        project_imports.c.organization_id == organization(), project_imports.c.id == bindparam("id", type_=Uuid)
    )


async def upload(tx: ReadTx, import_id: UUID) -> tuple[str, dict[str, str]]:
    """Where the file of an import rests, and the columns that its sender mapped."""
    row = await tx.one(_upload(), id=import_id)
    assert row is not None  # noqa: S101 -- an import is never removed
    return row["file_key"], row["mapping"] or {}


@statement
def _named(role: str) -> Select[Any]:
    seen = access.visible_projects(role)
    return (
        select(projects.c.id)
        .where(
            projects.c.organization_id == organization(),
            projects.c.deleted_at.is_(None),
            projects.c.name == bindparam("name", type_=Text),
            true() if seen is None else seen,
        )
        .limit(2)
    )


async def projects_named(tx: ReadTx, name: str) -> list[UUID]:
    """The projects of exactly that name that the scope sees; at most two."""
    return [row["id"] for row in await tx.all(_named(tx.scope.role), name=name)]


@statement
def _by_source_id() -> Select[Any]:
    return (
        TASK.select(
            tasks.c.project_id == bindparam("project_id", type_=Uuid),
            tasks.c.source == bindparam("source", type_=Text),
            tasks.c.source_id == any_(bindparam("source_ids", type_=ARRAY(Text))),
        )
        .order_by(tasks.c.id)
        .with_for_update(of=tasks, key_share=True)
    )


async def imported_tasks(tx: WriteTx, project_id: UUID, source: str, source_ids: Iterable[str]) -> dict[str, Task]:
    """The tasks that came from these of the source, by its ids, locked; also those that were deleted since."""
    rows = await tx.all(_by_source_id(), project_id=project_id, source=source, source_ids=list(source_ids))
    return {row["source_id"]: TASK.of(tx.scope, row) for row in rows}


def _fields(view: View[Any]) -> list[str]:
    return [name for name in view.struct.__struct_fields__ if name != "abilities"]


@statement
def _add(view: View[Any]) -> Insert:
    table = view.table
    return insert(table).values({name: bindparam(name, type_=table.c[name].type) for name in _fields(view)})


async def add_tasks(tx: WriteTx, new: Sequence[Task]) -> None:
    """Adds tasks as they are given, in one round trip."""
    await tx.many(_add(TASK), [msgspec.structs.asdict(task) for task in new])


async def add_checklist_lines(tx: WriteTx, new: Sequence[TaskChecklist]) -> None:
    """Adds lines as they are given, in one round trip."""
    await tx.many(_add(CHECKLIST), [msgspec.structs.asdict(line) for line in new])


@statement
def _set(names: tuple[str, ...]) -> Update:
    values = {name: bindparam("new_" + name, type_=tasks.c[name].type) for name in (*names, "updated_at")}
    values["revision"] = bindparam("new_revision", type_=Integer())
    return (
        update(tasks)
        .where(tasks.c.organization_id == organization(), tasks.c.id == bindparam("task_id", type_=Uuid))
        .values(values)
    )


async def set_tasks(tx: WriteTx, changed: Sequence[Task], names: tuple[str, ...]) -> None:
    """Writes those fields of locked tasks as they are given, in one round trip."""
    await tx.many(_set(names), [_arguments(task, names) for task in changed])


def _arguments(task: Task, names: tuple[str, ...]) -> dict[str, Any]:
    values = {"new_" + name: getattr(task, name) for name in (*names, "updated_at", "revision")}
    return {"task_id": task.id, **values}


@statement
def _parents() -> Select[Any]:
    return select(tasks.c.id, tasks.c.parent_id).where(
        tasks.c.organization_id == organization(),
        tasks.c.project_id == bindparam("project_id", type_=Uuid),
        tasks.c.parent_id.is_not(None),
    )


async def parents(tx: ReadTx, project_id: UUID) -> Mapping[UUID, UUID]:
    """Which task lies below which, in the whole project."""
    return {row["id"]: row["parent_id"] for row in await tx.all(_parents(), project_id=project_id)}
