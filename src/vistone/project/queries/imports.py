"""Statements of imports: finding what an earlier import made, and writing many tasks at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.sql.dml import Insert, Update
from sqlalchemy.sql.selectable import CTE

from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.rows import View
from vistone.project import access
from vistone.project.contracts import Task, TaskChecklist, TaskComment, TaskDependency
from vistone.project.queries import CHECKLIST, DEPENDENCY, TASK
from vistone.project.queries.talk import COMMENT
from vistone.project.tables import project_imports, projects, task_dependencies, tasks

IMPORTED = (
    *(
        "title",
        "description",
        "status",
        "status_id",
        "priority",
        "assignee_id",
        "milestone_id",
        "start_date",
        "due_date",
    ),
    *("duration_days", "estimate_minutes", "progress", "constraint_type", "constraint_date", "story_points", "labels"),
    *("fields", "client_visible", "started_at", "completed_at"),
)
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
            # As a set: of an array that is a parameter PostgreSQL compares each element with each row that it looks at.
            tasks.c.source_id.in_(select(func.unnest(bindparam("source_ids", type_=ARRAY(Text))))),
        )
        .order_by(tasks.c.id)
        .with_for_update(of=tasks, key_share=True)
    )


async def imported_tasks(tx: WriteTx, project_id: UUID, source: str, source_ids: Iterable[str]) -> dict[str, Task]:
    """The tasks that came from these of the source, by its ids, locked; also those that were deleted since."""
    rows = await tx.all(_by_source_id(), project_id=project_id, source=source, source_ids=list(source_ids))
    return {row["source_id"]: TASK.of(tx.scope, row) for row in rows}


@statement
def _by_document_key() -> Select[Any]:
    """By what a document calls a task: the name it came in under, where it came from before, or its own id."""
    origin = tuple_(tasks.c.source, tasks.c.source_id)
    sources, source_ids = bindparam("sources", type_=ARRAY(Text)), bindparam("source_ids", type_=ARRAY(Text))
    origins = select(func.unnest(sources), func.unnest(source_ids))
    return (
        TASK.select(
            tasks.c.project_id == bindparam("project_id", type_=Uuid),
            or_(origin.in_(origins), tasks.c.id == any_(bindparam("ids", type_=ARRAY(Uuid)))),
        )
        .order_by(tasks.c.id)
        .with_for_update(of=tasks, key_share=True)
    )


async def document_tasks(
    tx: WriteTx, project_id: UUID, origins: Iterable[tuple[str, str]], ids: Iterable[UUID]
) -> list[Task]:
    """The project's tasks that came from one of the origins or have one of the ids, locked; also deleted ones."""
    pairs = list(origins)
    rows = await tx.all(
        _by_document_key(),
        project_id=project_id,
        sources=[source for source, _ in pairs],
        source_ids=[source_id for _, source_id in pairs],
        ids=list(ids),
    )
    return [TASK.of(tx.scope, row) for row in rows]


@statement
def _any_task() -> Select[Any]:
    there = exists().where(
        tasks.c.organization_id == organization(), tasks.c.project_id == bindparam("project_id", type_=Uuid)
    )
    return select(there)


async def has_tasks(tx: ReadTx, project_id: UUID) -> bool:
    """Whether the project has tasks, deleted ones too."""
    return bool(await tx.value(_any_task(), project_id=project_id))


def _fields(view: View[Any]) -> list[str]:
    """The struct's fields that are columns; others are computed."""
    return [name for name in view.struct.__struct_fields__ if name in view.table.c]


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


async def add_comments(tx: WriteTx, new: Sequence[TaskComment]) -> None:
    """Adds comments as they are given, in one round trip."""
    await tx.many(_add(COMMENT), [msgspec.structs.asdict(one) for one in new])


async def add_dependencies(tx: WriteTx, new: Sequence[TaskDependency]) -> None:
    """Adds dependencies as they are given, in one round trip."""
    await tx.many(_add(DEPENDENCY), [msgspec.structs.asdict(one) for one in new])


def _beyond() -> CTE:
    """The tasks of other projects that the project's wait for, and all that those hang on, as `circles` has it."""
    waiting, waited = tasks.alias("waiting"), tasks.alias("waited")
    link, ours = task_dependencies.c, bindparam("project_id", type_=Uuid)
    start = (
        select(waited.c.id)
        .select_from(task_dependencies)
        .join(waiting, (waiting.c.organization_id == link.organization_id) & (waiting.c.id == link.task_id))
        .join(waited, (waited.c.organization_id == link.organization_id) & (waited.c.id == link.depends_on_id))
        .where(link.organization_id == organization(), waiting.c.project_id == ours, waited.c.project_id != ours)
        .cte("beyond", recursive=True)
    )
    child = tasks.alias("child")
    steps = union_all(
        select(tasks.c.parent_id.label("id"))
        .where(tasks.c.organization_id == organization(), tasks.c.id == start.c.id, tasks.c.parent_id.is_not(None))
        .correlate(start),
        select(child.c.id)
        .where(child.c.organization_id == organization(), child.c.parent_id == start.c.id)
        .correlate(start),
        select(link.depends_on_id)
        .where(link.organization_id == organization(), link.task_id == start.c.id)
        .correlate(start),
    ).lateral("step")
    return start.union(select(steps.c.id).select_from(start.join(steps, true())))


def _concerned(id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """The task is of the project, or what its tasks wait for hangs on it."""
    own = select(tasks.c.id).where(
        tasks.c.organization_id == organization(), tasks.c.project_id == bindparam("project_id", type_=Uuid)
    )
    return or_(id.in_(own), id.in_(select(_beyond().c.id)))


@statement
def _edges() -> Select[Any]:
    return DEPENDENCY.select(_concerned(task_dependencies.c.task_id))


async def dependencies(tx: ReadTx, project_id: UUID) -> list[TaskDependency]:
    """The dependencies of the project's tasks, and those of what they hang on in other projects."""
    return [DEPENDENCY.of(tx.scope, row) for row in await tx.all(_edges(), project_id=project_id)]


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
    one = tasks.alias("one")
    return select(one.c.id, one.c.parent_id).where(
        one.c.organization_id == organization(), one.c.parent_id.is_not(None), _concerned(one.c.id)
    )


async def parents(tx: ReadTx, project_id: UUID) -> Mapping[UUID, UUID]:
    """Which task lies below which, in the whole project and in what its tasks hang on."""
    return {row["id"]: row["parent_id"] for row in await tx.all(_parents(), project_id=project_id)}
