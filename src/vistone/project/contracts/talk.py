"""What people say about a task: comments, attachments, who wants to hear of it, and what happened to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record


class TaskComment(Record, frozen=True):
    """Something said about a task, in Markdown. `mentions` are the people whom the text names and who see the task.

    `editedAt` is null until its author changes the text; what it was before stays in the task's history.
    """

    id: UUID
    organization_id: UUID
    task_id: UUID
    author_id: UUID
    body: str
    mentions: list[UUID]
    edited_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class TaskAttachment(Record, frozen=True):
    """A file that belongs to a task. `contentType` is what is in it, whatever its sender said; `size` is in bytes."""

    id: UUID
    organization_id: UUID
    task_id: UUID
    uploaded_by: UUID
    name: str
    content_type: str
    size: int
    revision: int
    created_at: datetime


class TaskWatcher(Record, frozen=True):
    """A person who wants to hear of a task. Who is assigned, comments or is mentioned becomes one."""

    id: UUID
    organization_id: UUID
    task_id: UUID
    user_id: UUID
    revision: int
    created_at: datetime


class FileLink(Struct, frozen=True, rename="camel"):
    """An address that lets its holder read one file, for `seconds` from now."""

    url: str
    seconds: int


class TaskHistoryEntry(Struct, frozen=True, rename="camel"):
    """One thing that happened to a task, or to what hangs on it: then `entityId` is that part's id.

    `changes` gives for each field what it was and what it became; long texts are cut. `actorId` is null when the system
    did it.
    """

    id: str
    type: str
    entity_id: UUID
    actor_id: UUID | None
    at: datetime
    changes: dict[str, tuple[Any, Any]]


class TaskHistory(Struct, frozen=True, rename="camel"):
    """A page of a task's history, the newest first; `nextCursor` is null on the last one."""

    items: list[TaskHistoryEntry]
    next_cursor: str | None = None
