"""Comments, attachments and watchers of tasks."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from vistone.kernel import clock
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.filters import same, span
from vistone.kernel.ids import new_id
from vistone.kernel.rows import View
from vistone.project import access
from vistone.project.contracts import TaskAttachment, TaskComment, TaskRecurrence, TaskWatcher
from vistone.project.tables import task_attachments, task_comments, task_recurrences, task_watchers, tasks

COMMENT = View("comment", task_comments, TaskComment, abilities=access.of_comment)


ATTACHMENT = View("attachment", task_attachments, TaskAttachment, abilities=access.of_attachment)


WATCHER = View("watcher", task_watchers, TaskWatcher, abilities=access.of_watcher)


RECURRENCE = View("recurrence", task_recurrences, TaskRecurrence, abilities=access.of_recurrence)


COMMENTS = Collection(
    COMMENT,
    resource="tasks",
    visible=access.visible_comments,
    filters=[same("task_id"), same("author_id"), span("created_at")],
    search=["body"],
)


ATTACHMENTS = Collection(
    ATTACHMENT,
    resource="tasks",
    visible=access.visible_attachments,
    filters=[same("task_id"), same("uploaded_by"), same("content_type", str)],
    sorts={"name": task_attachments.c.name, "size": task_attachments.c.size},
    search=["name"],
)


WATCHERS = Collection(
    WATCHER,
    resource="tasks",
    visible=access.visible_watchers,
    filters=[same("task_id"), same("user_id")],
)


RECURRENCES = Collection(
    RECURRENCE,
    resource="tasks",
    visible=access.visible_recurrences,
    filters=[same("task_id"), same("active", bool), same("last_task_id", nullable=True)],
    sorts={"nextAt": task_recurrences.c.next_at},
)


@statement
def _file_key() -> Select[Any]:
    return select(task_attachments.c.file_key).where(
        task_attachments.c.organization_id == organization(), task_attachments.c.id == bindparam("id", type_=Uuid)
    )


async def attachment_key(tx: ReadTx, attachment_id: UUID) -> str:
    """Where the file of an attachment rests. The caller has seen to it that the attachment may be seen."""
    return str(await tx.value(_file_key(), id=attachment_id))


@statement
def _present_comments() -> Select[Any]:
    return select(task_comments.c.id).where(
        task_comments.c.organization_id == organization(),
        task_comments.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))),
    )


async def present_comments(tx: ReadTx, ids: Iterable[UUID]) -> set[UUID]:
    """Which of the comments are still there."""
    return {row["id"] for row in await tx.all(_present_comments(), ids=list(ids))}


@statement
def _watch() -> ReturningInsert[Any]:
    given = (
        func.unnest(*(bindparam(name, type_=ARRAY(Uuid)) for name in ("ids", "task_ids", "user_ids")))
        .table_valued("id", "task_id", "user_id", name="given")
        .render_derived()
    )
    c = given.c
    rows = select(c.id, organization(), c.task_id, c.user_id, bindparam("now", type_=task_watchers.c.created_at.type))
    there = tasks.c.organization_id == organization()
    rows = rows.select_from(given.join(tasks, there & (tasks.c.id == c.task_id)))
    return (
        insert(task_watchers)
        .from_select(["id", "organization_id", "task_id", "user_id", "created_at"], rows)
        .on_conflict_do_nothing(index_elements=["organization_id", "task_id", "user_id"])
        .returning(*WATCHER.columns)
    )


async def watch(tx: WriteTx, pairs: Iterable[tuple[UUID, UUID]]) -> list[TaskWatcher]:
    """Makes people watch tasks, given as (task, person); those that are new. Tasks that are not there are passed over."""
    wanted = sorted(set(pairs))
    if not wanted:
        return []
    rows = await tx.all(
        _watch(),
        ids=[new_id() for _ in wanted],
        task_ids=[task for task, _ in wanted],
        user_ids=[person for _, person in wanted],
        now=clock.now(),
    )
    return [WATCHER.of(tx.scope, row) for row in rows]
