"""A task of a file as rows of ours: new ones, and what changes in one that is here. No statement is run here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from vistone.kernel import clock, ordering
from vistone.kernel.ids import new_id
from vistone.project.actions.task_rules import with_moments
from vistone.project.contracts import ConstraintType, Task, TaskChecklist, TaskComment, TaskPriority, TaskStatus
from vistone.project.importing.model import ImportedComment, ImportedTask

LONGEST_COMMENT = 200_000  # characters, as over HTTP


class Placed(msgspec.Struct, frozen=True):
    """What a task of a file names, as it is called here."""

    assignee_id: UUID | None
    status: TaskStatus
    status_id: UUID | None
    milestone_id: UUID | None
    fields: Mapping[str, Any]


def made_task(
    task: ImportedTask, place: Placed, *, organization_id: UUID, project_id: UUID, position: str, source: str | None
) -> Task:
    """The new task; without a source it is one that was made here."""
    moment = clock.now()
    origin = task.origin or (source, task.source_id)
    values = _values(task, place)
    values |= {"progress": task.progress or 0, "client_visible": task.client_visible or False}
    return Task(
        id=new_id(),
        organization_id=organization_id,
        project_id=project_id,
        parent_id=None,
        ai_suggestions=None,
        logged_minutes=0,
        totals=None,
        position=position,
        source=origin[0] if source is not None else None,
        source_id=origin[1] if source is not None else None,
        revision=1,
        created_at=task.created_at or moment,
        updated_at=moment,
        deleted_at=None,
        **values,
    )


def _values(task: ImportedTask, place: Placed) -> dict[str, Any]:
    """The fields that a file can say something of; None or empty where it says nothing."""
    return {
        "title": task.title,
        "description": task.description,
        "status": place.status,
        "status_id": place.status_id,
        "priority": TaskPriority(task.priority.value) if task.priority else None,
        "assignee_id": place.assignee_id,
        "milestone_id": place.milestone_id,
        "start_date": as_day(task.start_date),
        "due_date": as_day(task.due_date),
        "duration_days": task.duration_days,
        "estimate_minutes": task.estimate_minutes,
        "progress": task.progress,
        "constraint_type": ConstraintType(task.constraint[0]) if task.constraint else None,
        "constraint_date": as_day(task.constraint[1]) if task.constraint else None,
        "story_points": task.story_points,
        "labels": list(task.labels),
        "fields": dict(place.fields),
        "client_visible": task.client_visible,
        "started_at": task.started_at,
        "completed_at": task.completed_at,
    }


def as_day(moment: datetime | None) -> datetime | None:
    """The midnight, UTC, that begins the day which the moment's own clock showed."""
    return None if moment is None else datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def changed_task(old: Task, task: ImportedTask, place: Placed) -> Task | None:
    """The task with what the file says of it; None where that is the same already.

    What the file leaves empty, or has no column for, stays as it is here. A task that was deleted here stays deleted.
    """
    said = {name: value for name, value in _values(task, place).items() if value not in (None, [], {})}
    if not task.status_given or old.status == place.status:
        said.pop("status", None)
        said.pop("status_id", None)
    if "fields" in said:
        said["fields"] = {**old.fields, **said["fields"]}
    start, due = said.get("start_date", old.start_date), said.get("due_date", old.due_date)
    if start is not None and due is not None and due < start:
        # The one of the two that the file does not know was set here, and does not fit its plan any more.
        said |= {name: None for name in ("start_date", "due_date") if name not in said}
    changes = {name: value for name, value in said.items() if value != getattr(old, name)}
    # What the file does not say of when: an issue that was opened again is no longer completed.
    changes = {**with_moments(old, {name: changes[name] for name in ("status",) if name in changes}), **changes}
    if old.deleted_at is not None or not changes:
        return None
    return msgspec.structs.replace(old, **changes, revision=old.revision + 1, updated_at=clock.now())


def checklist_of(task: Task, imported: ImportedTask) -> list[TaskChecklist]:
    """The lines of a new task's checklist."""
    if not imported.checklist:
        return []
    return [
        TaskChecklist(
            id=new_id(),
            organization_id=task.organization_id,
            task_id=task.id,
            item=line.item,
            is_completed=line.is_completed,
            position=position,
            revision=1,
            created_at=task.updated_at,
            updated_at=task.updated_at,
        )
        for line, position in zip(imported.checklist, ordering.spread(len(imported.checklist)), strict=True)
    ]


def comment_of(task: Task, comment: ImportedComment, author: UUID | None, asker: UUID) -> TaskComment:
    """A comment on a new task; it mentions nobody, who would hear of it years later.

    Where its author is not to be named as such, who imports it is, and the text says whose it was.
    """
    moment = comment.created_at or task.created_at
    body = comment.body
    if author is None:
        body = f"*{comment.author or 'Somebody'}, {moment:%Y-%m-%d}:*\n\n{body}"
    return TaskComment(
        id=new_id(),
        organization_id=task.organization_id,
        task_id=task.id,
        author_id=author or asker,
        body=body[:LONGEST_COMMENT],
        mentions=[],
        edited_at=None,
        revision=1,
        created_at=moment,
        updated_at=moment,
    )
