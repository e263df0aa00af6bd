"""What a project's people make their own: statuses, custom fields, saved views."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from vistone.kernel.rows import Record
from vistone.project.contracts.tasks import TaskStatus

STATUS_NAMES = {
    TaskStatus.BACKLOG: "Backlog",
    TaskStatus.TODO: "To do",
    TaskStatus.IN_PROGRESS: "In progress",
    TaskStatus.IN_REVIEW: "In review",
    TaskStatus.DONE: "Done",
    TaskStatus.CANCELLED: "Cancelled",
}
"""What the six are called where a project has no statuses of its own, in the order of the work."""


class FieldKind(StrEnum):
    """What values a custom field takes."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    PERSON = "person"


class ViewKind(StrEnum):
    """How a saved view shows tasks."""

    LIST = "list"
    BOARD = "board"
    TIMELINE = "timeline"
    CALENDAR = "calendar"


class BoardStatus(Record, frozen=True):
    """A project's own status: a column of its board, which counts as one of the six of every project (`category`).

    `wipLimit` says how many cards the column should hold at most; it is shown and refuses nothing. From here a task goes
    to one of `nextIds`, or anywhere when that is null.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID
    name: str
    category: TaskStatus
    position: str
    wip_limit: int | None
    next_ids: list[UUID] | None
    revision: int
    created_at: datetime
    updated_at: datetime


class CustomField(Record, frozen=True):
    """A field that a project's tasks have besides those of every task; without a project, one that all tasks have.

    Its values stand in `Task.fields`: text, a number, a day (`2026-11-22`), one of `choices`, or a person's id.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID | None
    name: str
    kind: FieldKind
    choices: list[str]
    position: str
    revision: int
    created_at: datetime
    updated_at: datetime


class SavedView(Record, frozen=True):
    """A way to look at tasks that somebody kept: filters, grouping, sorting and columns, as the web app has them.

    Without a project it is over all of its owner's work. A shared one is there for all staff who see the project.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID | None
    owner_id: UUID
    name: str
    kind: ViewKind
    config: dict[str, Any]
    shared: bool
    revision: int
    created_at: datetime
    updated_at: datetime
