"""What people say about tasks, over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from vistone.kernel.collection import DEFAULT_LIMIT, MAX_LIMIT, Page
from vistone.kernel.db import ReadTx
from vistone.kernel.files import INLINE_TYPES, Link, StoredFile
from vistone.kernel.http.call import Call
from vistone.kernel.http.downloads import streamed
from vistone.kernel.http.openapi import lists
from vistone.kernel.http.uploads import form, received
from vistone.kernel.runtime import Runtime
from vistone.project import queries
from vistone.project.actions import talk
from vistone.project.contracts import FileLink, TaskAttachment, TaskComment, TaskHistory, TaskWatcher
from vistone.project.queries import ATTACHMENTS, history
from vistone.project.schemas import TaskAttachmentCreate, TaskCommentCreate, TaskCommentPatch, TaskWatcherCreate

LINK_SECONDS = 300


class TaskHistoryController(Controller):
    """What happened to tasks."""

    path = "/api/project/tasks"
    tags = ("project",)

    @get("/{id:uuid}/history")
    async def get_task_history(
        self,
        call: Call,
        id: FromPath[UUID],
        limit: Annotated[int, QueryParameter(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
        cursor: Annotated[str | None, QueryParameter(max_length=100)] = None,
    ) -> TaskHistory:
        """What happened to a task and to what hangs on it, the newest first."""
        return await call.read(history.task_history, id, limit=limit, cursor=cursor)


class TaskCommentController(Controller):
    """Comments on tasks."""

    path = "/api/project/task-comments"
    tags = ("project",)

    @get(opt=lists(queries.COMMENTS))
    async def list_task_comments(self, call: Call) -> Page[TaskComment]:
        """Comments that you may see."""
        return await call.page(queries.COMMENTS)

    @post()
    async def create_task_comment(self, call: Call, data: JSONBody[TaskCommentCreate]) -> TaskComment:
        """Says something about a task that you see."""
        return await call.write(talk.add_comment, data)

    @get("/{id:uuid}")
    async def get_task_comment(self, call: Call, id: FromPath[UUID]) -> TaskComment:
        """One comment."""
        return await call.get(queries.COMMENTS, id)

    @patch("/{id:uuid}")
    async def update_task_comment(
        self, call: Call, id: FromPath[UUID], data: JSONBody[TaskCommentPatch]
    ) -> TaskComment:
        """Changes a comment of your own."""
        return await call.write(talk.update_comment, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_task_comment(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a comment."""
        await call.write(talk.remove_comment, id, call.if_match)


class TaskAttachmentController(Controller):
    """Files of tasks."""

    path = "/api/project/task-attachments"
    tags = ("project",)

    @get(opt=lists(ATTACHMENTS))
    async def list_task_attachments(self, call: Call) -> Page[TaskAttachment]:
        """Files that you may see."""
        return await call.page(ATTACHMENTS)

    # `received` has a limit of its own, and refuses what is larger by the field's name.
    @post(opt=form(TaskAttachmentCreate), request_max_body_size=None)
    async def create_task_attachment(self, call: Call, state: State) -> TaskAttachment:
        """Adds a file to a task."""
        runtime: Runtime = state.runtime
        call.scope.require("tasks", "update")
        async with received(call.request, max_bytes=runtime.settings.upload_bytes) as sent:
            data = sent.read(TaskAttachmentCreate)
            await call.read(queries.TASKS.get, data.task_id, "work")
            stored = await runtime.files.store(
                sent.chunks(),
                organization_id=call.scope.organization_id,
                name=sent.name,
                max_bytes=runtime.settings.upload_bytes,
            )
        kept = False
        try:
            made = await call.write(talk.add_attachment, data, stored)
            kept = isinstance(made, TaskAttachment)  # else the first answer again, to an Idempotency-Key
        finally:
            if not kept:
                await runtime.files.delete(stored.key)
        return made

    @get("/{id:uuid}")
    async def get_task_attachment(self, call: Call, id: FromPath[UUID]) -> TaskAttachment:
        """What is known of one file."""
        return await call.get(ATTACHMENTS, id)

    @get("/{id:uuid}/content")
    async def get_task_attachment_content(self, call: Call, state: State, id: FromPath[UUID]) -> Stream:
        """The file itself, or the part that `Range` names. What could run in a browser comes as an attachment."""
        runtime: Runtime = state.runtime
        attachment, key = await call.read(_found, id)
        opened = await runtime.files.open(key, call.request.headers.get("range"))
        kind = attachment.content_type
        return streamed(Link(key, attachment.name, kind, kind in INLINE_TYPES), opened)

    @get("/{id:uuid}/link")
    async def get_task_attachment_link(self, call: Call, state: State, id: FromPath[UUID]) -> FileLink:
        """An address that a browser can open by itself, good for five minutes."""
        runtime: Runtime = state.runtime
        attachment, key = await call.read(_found, id)
        file = StoredFile(key, attachment.name, attachment.size, attachment.content_type, "")
        return FileLink(await runtime.files.link(file, seconds=LINK_SECONDS), LINK_SECONDS)

    @delete("/{id:uuid}")
    async def delete_task_attachment(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a file."""
        await call.write(talk.remove_attachment, id, call.if_match)


async def _found(tx: ReadTx, id: UUID) -> tuple[TaskAttachment, str]:
    return await ATTACHMENTS.get(tx, id), await queries.attachment_key(tx, id)


class TaskWatcherController(Controller):
    """Who watches tasks."""

    path = "/api/project/task-watchers"
    tags = ("project",)

    @get(opt=lists(queries.WATCHERS))
    async def list_task_watchers(self, call: Call) -> Page[TaskWatcher]:
        """Watchers that you may see."""
        return await call.page(queries.WATCHERS)

    @post()
    async def create_task_watcher(self, call: Call, data: JSONBody[TaskWatcherCreate]) -> TaskWatcher:
        """Makes you, or a person that you name, watch a task."""
        return await call.write(talk.add_watcher, data)

    @get("/{id:uuid}")
    async def get_task_watcher(self, call: Call, id: FromPath[UUID]) -> TaskWatcher:
        """One watcher."""
        return await call.get(queries.WATCHERS, id)

    @delete("/{id:uuid}")
    async def delete_task_watcher(self, call: Call, id: FromPath[UUID]) -> None:
        """Ends the watching."""
        await call.write(talk.remove_watcher, id, call.if_match)
