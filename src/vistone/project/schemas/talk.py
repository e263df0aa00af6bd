"""Bodies for what people say about a task."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body

CommentBody = Annotated[str, Meta(min_length=1, max_length=20_000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


class TaskCommentCreate(Body, frozen=True):
    """Something new said about a task, in Markdown; `@[Name](user:<id>)` mentions a person."""

    task_id: UUID
    body: CommentBody


class TaskCommentPatch(Body, frozen=True):
    """Another text for a comment."""

    body: CommentBody | UnsetType = UNSET


class TaskAttachmentCreate(Body, frozen=True):
    """The text fields of a form that brings a file for a task."""

    task_id: UUID


class TaskWatcherCreate(Body, frozen=True):
    """Somebody begins to watch a task; without a person oneself."""

    task_id: UUID
    user_id: UUID | None = None
