"""What every source yields. The structs are plain data; ids of our own database never appear here."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from vistone.project.contracts.documents import (
    DocumentCalendar,
    DocumentField,
    DocumentHead,
    DocumentMember,
    DocumentMilestone,
    DocumentRecurrence,
    DocumentRisk,
    DocumentStatus,
)

MAX_TITLE = 500  # characters; the same bound as a task's title over HTTP
DEFAULT_MAX_BYTES = 100_000_000


class ImportedStatus(StrEnum):
    """The six statuses of a task, by the values of `spec/values.md`."""

    BACKLOG = "backlog"
    TODO = "todo"
    IN_PROGRESS = "in_progress"
    IN_REVIEW = "in_review"
    DONE = "done"
    CANCELLED = "cancelled"


class ImportedPriority(StrEnum):
    """The four priorities of a task; a task may also have none."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class ImportedChecklistItem(msgspec.Struct, frozen=True):
    """One line of a task's checklist, in the order of the source."""

    item: str
    is_completed: bool


class ImportedLink(msgspec.Struct, frozen=True):
    """A task of the file that this one waits for, by its `source_id`; `type` says which ends: FS, SS, FF or SF."""

    source_id: str
    type: str = "FS"
    lag_days: int = 0


class ImportedComment(msgspec.Struct, frozen=True):
    """What somebody wrote about a task, as Markdown; `author` by name or address."""

    body: str
    author: str | None = None
    created_at: dt.datetime | None = None


class ImportedTask(msgspec.Struct, frozen=True, kw_only=True):
    """One task as the source describes it.

    `source_id` is stable between exports of the same place (a Jira key, a Trello card id), so importing twice can
    find what it made. `parent_source_id` names another task's `source_id`, which may come later or not at all.
    `row` counts data records from 1 (the header and blank lines are not counted; a record may span lines).
    `status_given` is False where the file knows no statuses: `status` is then a default and says nothing.
    Times are aware; what had no zone in the file was read in `ReadOptions.zone`. `fields` also keeps what
    the source says and a task has no field for. `milestone` is the key of one in the frame, or else a title;
    `status_name` and the names in `fields` are those of the project's own statuses and custom fields. None says nothing.
    `origin` is the source and id under which a task of ours came in before it was exported.
    """

    source_id: str
    title: str
    row: int
    description: str | None = None
    status: ImportedStatus = ImportedStatus.TODO
    status_given: bool = True
    priority: ImportedPriority | None = None
    assignee: str | None = None
    due_date: dt.datetime | None = None
    created_at: dt.datetime | None = None
    story_points: float | None = None
    labels: tuple[str, ...] = ()
    parent_source_id: str | None = None
    checklist: tuple[ImportedChecklistItem, ...] = ()
    start_date: dt.datetime | None = None
    started_at: dt.datetime | None = None
    completed_at: dt.datetime | None = None
    duration_days: int | None = None
    estimate_minutes: int | None = None
    progress: int | None = None
    constraint: tuple[str, dt.datetime] | None = None
    milestone: str | None = None
    status_name: str | None = None
    fields: tuple[tuple[str, Any], ...] = ()
    links: tuple[ImportedLink, ...] = ()
    comments: tuple[ImportedComment, ...] = ()
    client_visible: bool | None = None
    origin: tuple[str, str] | None = None
    recurrence: DocumentRecurrence | None = None


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of the project as a whole; what it does not know is empty."""

    project: DocumentHead | None = None
    calendar: DocumentCalendar | None = None
    statuses: tuple[DocumentStatus, ...] = ()
    fields: tuple[DocumentField, ...] = ()
    milestones: tuple[DocumentMilestone, ...] = ()
    risks: tuple[DocumentRisk, ...] = ()
    members: tuple[DocumentMember, ...] = ()


class RowError(msgspec.Struct, frozen=True):
    """Something in record `row` was not understood.

    `skipped` tells the two cases apart: True, no task came of the row; False, the row's task is imported and only
    `field` was left empty or took the documented default. A row yields at most one error with `skipped`, and a value
    that is wrong in many rows is reported for the first of them. Row 0 is a part of the file that is no record.
    """

    row: int
    field: str
    message: str
    skipped: bool = True


Record = ImportedTask | RowError


class ImportedProject(msgspec.Struct, frozen=True):
    """A whole source in memory: for previews and small files. Large ones are streamed by the source's `read`."""

    name: str | None
    tasks: tuple[ImportedTask, ...]
    errors: tuple[RowError, ...]


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to read a file.

    `mapping` gives columns of the file a field (`{"Their Column": "title"}`) and is for CSV sources only.
    `encoding` overrides detection (UTF-8, UTF-16 and UTF-32 are found without it; cp1252 has to be said).
    `zone` is the zone of times that name none. `max_bytes` bounds the file.
    """

    mapping: Mapping[str, str] = {}
    encoding: str | None = None
    zone: dt.tzinfo = dt.UTC
    max_bytes: int = DEFAULT_MAX_BYTES


class ImportRefused(Exception):  # noqa: N818  a refusal is an answer to the user, named as such in the API
    """The file as a whole cannot be imported. `field` is the request's field at fault: file, map, encoding."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
