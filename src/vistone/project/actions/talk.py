"""Writes to what people say about a task: comments, attachments, watchers.

Whoever sees a task may speak about it, Clients too: to speak changes nothing of the task. A file does, and needs `work`.
"""

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Invalid
from vistone.kernel.events import Follower, LoggedEvent, publish
from vistone.kernel.files import StoredFile
from vistone.kernel.rows import add, change, given, remove
from vistone.kernel.thrown_away import throw_away
from vistone.project import queries
from vistone.project.actions.people import sees_task
from vistone.project.contracts import TaskAttachment, TaskComment, TaskWatcher
from vistone.project.events import (
    TaskAttachmentCreated,
    TaskAttachmentDeleted,
    TaskCommentCreated,
    TaskCommentDeleted,
    TaskCommentUpdated,
    TaskCreated,
    TaskUpdated,
    TaskWatcherCreated,
    TaskWatcherDeleted,
)
from vistone.project.queries import ATTACHMENT, ATTACHMENTS, COMMENT, COMMENTS, TASKS, WATCHER, WATCHERS
from vistone.project.schemas import TaskAttachmentCreate, TaskCommentCreate, TaskCommentPatch, TaskWatcherCreate

MOST_MENTIONS = 50
# As in messages: an at sign before a Markdown link to the person.
_MENTION = re.compile(
    r"@\[[^\[\]\n]{1,200}\]\(user:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\)",
    re.ASCII | re.IGNORECASE,
)


async def add_comment(tx: WriteTx, data: TaskCommentCreate) -> TaskComment:
    """Says something about a task. Its author and whom it mentions watch the task from now on."""
    await TASKS.get(tx, data.task_id)
    mentions = await _mentioned(tx, data.task_id, data.body)
    values = {"task_id": data.task_id, "author_id": tx.scope.user_id, "body": data.body, "mentions": mentions}
    comment = await add(tx, COMMENT, values)
    await publish(tx, TaskCommentCreated(record=comment))
    await watch(tx, ((data.task_id, person) for person in [tx.scope.user_id, *mentions]))
    return comment


async def update_comment(tx: WriteTx, id: UUID, data: TaskCommentPatch, if_match: int | None) -> TaskComment:
    """Changes what one said oneself; the event keeps what it was."""
    old = await COMMENTS.hold(tx, id, "update")
    values = given(data)
    if "body" in values:
        values |= {"mentions": await _mentioned(tx, old.task_id, values["body"]), "edited_at": clock.now()}
    new = await change(tx, COMMENT, id, values, if_match=if_match)
    await publish(tx, TaskCommentUpdated.of(old, new))
    await watch(tx, ((old.task_id, person) for person in new.mentions))
    return new


async def remove_comment(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes a comment away."""
    comment = await COMMENTS.hold(tx, id, "delete")
    await remove(tx, COMMENT, id, if_match=if_match)
    await publish(tx, TaskCommentDeleted(record=comment))


async def _mentioned(tx: WriteTx, task_id: UUID, body: str) -> list[UUID]:
    """Whom the text mentions, of those who see the task: nobody is called to what they may not see."""
    named = list(dict.fromkeys(UUID(found) for found in _MENTION.findall(body)))
    if len(named) > MOST_MENTIONS:
        raise Invalid("body", f"Mention at most {MOST_MENTIONS} people.")
    return [person for person in named if await sees_task(tx, person, task_id)]


async def add_attachment(tx: WriteTx, data: TaskAttachmentCreate, file: StoredFile) -> TaskAttachment:
    """Gives a task a file that was taken in."""
    await TASKS.get(tx, data.task_id, "work")
    values = {
        "task_id": data.task_id,
        "uploaded_by": tx.scope.user_id,
        "name": file.name,
        "file_key": file.key,
        "content_type": file.content_type,
        "size": file.size,
    }
    attachment = await add(tx, ATTACHMENT, values)
    await publish(tx, TaskAttachmentCreated(record=attachment))
    return attachment


async def remove_attachment(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes a file away from its task, and then from the store."""
    attachment = await ATTACHMENTS.hold(tx, id, "delete")
    key = await queries.attachment_key(tx, id)
    await remove(tx, ATTACHMENT, id, if_match=if_match)
    await publish(tx, TaskAttachmentDeleted(record=attachment))
    await throw_away(tx, key)


async def add_watcher(tx: WriteTx, data: TaskWatcherCreate) -> TaskWatcher:
    """Somebody begins to watch a task: oneself, or, with the right to change the task, another who sees it."""
    person = data.user_id or tx.scope.user_id
    await TASKS.get(tx, data.task_id, "read" if person == tx.scope.user_id else "update")
    if person != tx.scope.user_id and not await sees_task(tx, person, data.task_id):
        raise Invalid("userId", "There is no such person who sees this task.")
    added = await watch(tx, [(data.task_id, person)])
    if not added:
        raise Conflict("task_watchers", "This person watches the task already.", field="userId")
    return added[0]


async def remove_watcher(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Somebody watches a task no more."""
    watcher = await WATCHERS.hold(tx, id, "delete")
    await remove(tx, WATCHER, id, if_match=if_match)
    await publish(tx, TaskWatcherDeleted(record=watcher))


async def watch(tx: WriteTx, pairs: Iterable[tuple[UUID, UUID]]) -> list[TaskWatcher]:
    """People begin to watch tasks, given as (task, person); those that are new."""
    added = await queries.watch(tx, pairs)
    if added:
        await publish(tx, *(TaskWatcherCreated(record=one) for one in added))
    return added


async def _assigned(tx: WriteTx, events: Sequence[LoggedEvent]) -> None:
    """Who is given a task watches it, whichever way it was given: by hand, in bulk, by an import."""
    new = [
        (event.entity_id, UUID(event.payload["record"]["assigneeId"]))
        for event in events
        if event.payload["record"].get("assigneeId")
        and (
            event.type == TaskCreated.type()
            or (event.type == TaskUpdated.type() and "assigneeId" in event.payload["before"])
        )
    ]
    await watch(tx, new)


watch_what_is_assigned = Follower("project.watchers", _assigned)
