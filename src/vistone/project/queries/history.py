"""The history of a task, from the event log: what happened to it and to what hangs on it."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from vistone.kernel.db import ReadTx
from vistone.kernel.errors import FieldError, Malformed
from vistone.kernel.history import PastEvent, events_about
from vistone.kernel.scope import NOBODY, RoleName, Scope
from vistone.project.contracts import TaskHistory, TaskHistoryEntry
from vistone.project.queries.talk import present_comments
from vistone.project.queries.tasks import TASKS

LONGEST_TEXT = 1000
ROUNDS = 5
COMMENT = "project.TaskComment"
TIME_ENTRY = "project.TimeEntry"

_SHARED: Mapping[str, tuple[str, ...]] = {
    "project.Task": (
        "title", "description", "status", "statusId", "priority", "assigneeId", "startDate", "dueDate", "progress",
        "milestoneId", "deletedAt",
    ),
    "project.TaskChecklist": ("item", "isCompleted"),
    COMMENT: ("body",),
    "project.TaskAttachment": ("name", "contentType", "size"),
}  # fmt: skip
"""What a Client hears of a task that is shared with them."""

_ALL: Mapping[str, tuple[str, ...]] = {
    **_SHARED,
    "project.Task": (
        *_SHARED["project.Task"], "parentId", "durationDays", "estimateMinutes", "constraintType", "constraintDate",
        "storyPoints", "labels", "fields", "clientVisible",
    ),
    "project.TaskDependency": ("dependsOnId", "type", "lagDays"),
    "project.TaskWatcher": ("userId",),
    "project.TaskRecurrence": ("rule", "timeZone", "startsAt", "active", "lastTaskId"),
    TIME_ENTRY: ("minutes", "startedAt", "endedAt", "note"),
}  # fmt: skip
"""What staff hear. The rest (places on the board, totals) is the system's own, and no news."""


async def task_history(tx: ReadTx, task_id: UUID, *, limit: int, cursor: str | None) -> TaskHistory:
    """A page of the history of a task that the scope sees, the newest first.

    Events that tell nothing are passed over; a page may have fewer entries than `limit` and still not be the last.
    """
    await TASKS.get(tx, task_id)
    told = _SHARED if tx.scope.role is RoleName.CLIENT else _ALL
    before = None if cursor is None else _read_cursor(cursor)
    found: list[tuple[PastEvent, dict[str, tuple[Any, Any]]]] = []
    more = True
    for _ in range(ROUNDS):
        events = await events_about(tx, task_id, before=before, limit=limit + 1)
        more = len(events) > limit
        for event in events[:limit]:
            if len(found) == limit:
                more = True
                break
            before = event.id
            if _may_hear(tx.scope, event) and (changes := _changes(event, told)) is not None:
                found.append((event, changes))
        if not more or len(found) == limit:
            break
    present = await present_comments(tx, {event.entity_id for event, _ in found if event.entity == COMMENT})
    items = [_entry(event, changes, present) for event, changes in found]
    return TaskHistory(items, _write_cursor(before) if more and before is not None else None)


def _may_hear(scope: Scope, event: PastEvent) -> bool:
    """Of time logged by others only who leads projects hears, as in the list of time entries."""
    own = event.payload["record"].get("userId") == str(scope.user_id)
    return event.entity != TIME_ENTRY or own or scope.role in {RoleName.ORGANIZER, RoleName.MANAGER}


def _changes(event: PastEvent, told: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Any, Any]] | None:
    """What the event says of the fields that are told; None when that is nothing."""
    if event.entity not in told:
        return None
    record = event.payload["record"]
    fields = told[event.entity]
    if (before := event.payload.get("before")) is not None:
        return {name: (_cut(before[name]), _cut(record.get(name))) for name in fields if name in before} or None
    if event.entity == "project.Task":
        return {}
    gone = event.type.endswith(".deleted")
    known = {name: _cut(record[name]) for name in fields if record.get(name) is not None}
    return {name: (value, None) if gone else (None, value) for name, value in known.items()}


def _cut(value: Any) -> Any:
    return value[:LONGEST_TEXT] + "…" if isinstance(value, str) and len(value) > LONGEST_TEXT else value


def _entry(event: PastEvent, changes: dict[str, tuple[Any, Any]], present: set[UUID]) -> TaskHistoryEntry:
    if event.entity == COMMENT and event.entity_id not in present:
        changes = {}  # who takes back what they said takes it back here too
    return TaskHistoryEntry(
        id=str(event.id),
        type=event.type,
        entity_id=event.entity_id,
        actor_id=None if event.actor_id == NOBODY else event.actor_id,
        at=event.created_at,
        changes=changes,
    )


def _write_cursor(id: int) -> str:
    return base64.urlsafe_b64encode(str(id).encode()).decode().rstrip("=")


def _read_cursor(text: str) -> int:
    try:
        digits = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        digits = ""
    if digits.isdigit() and len(digits) < 19:
        return int(digits)
    message = "use the nextCursor of this very list"
    raise Malformed(f"cursor: {message}.", errors=[FieldError("cursor", message)])
