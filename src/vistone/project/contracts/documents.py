"""A whole project as one JSON document: what is exported, imported again, and kept as a template.

It names nothing by an id of the database but tasks: people by address, statuses and custom fields by name, milestones
by a key of the document. A task's `id` is where it first came from, so that a copy of a copy is still the same task.
"""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from vistone.kernel.wire import Email, Line, Moment, Money, Name, Percent, Prose, Title
from vistone.project.contracts.board import FieldKind
from vistone.project.contracts.planning import MilestoneStatus, RiskLevel, RiskStatus
from vistone.project.contracts.projects import ProjectRole, ProjectStatus
from vistone.project.contracts.tasks import ConstraintType, DependencyType, TaskPriority, TaskStatus

FORMAT: Literal["vistone-project"] = "vistone-project"
VERSION: Literal[1] = 1
SOURCE = "vistone-json"
"""The source of tasks that came from such a document, and its name among the imports."""

_Key = Annotated[str, Meta(min_length=1, max_length=255, pattern=r"^[^\x00]*$")]


class _Part(Struct, frozen=True, rename="camel", kw_only=True):
    """Base of the parts: what is not said has its default, what is not known is passed over."""


class DocumentHead(_Part, frozen=True):
    """The project itself. `progress` is set where a person set it."""

    name: Name
    description: Prose | None = None
    status: ProjectStatus = ProjectStatus.PLANNING
    start_date: Moment | None = None
    end_date: Moment | None = None
    budget: Money | None = None
    progress: Percent | None = None
    metadata: dict[str, Any] | None = None
    client_visible: bool = False


class DocumentCalendar(_Part, frozen=True):
    """When work is done; 1 is Monday."""

    working_days: Annotated[list[Annotated[int, Meta(ge=1, le=7)]], Meta(min_length=1, max_length=7)]
    holidays: Annotated[list[date], Meta(max_length=5_000)] = []
    hours_per_day: Annotated[float, Meta(gt=0, le=24)] = 8.0


class DocumentStatus(_Part, frozen=True):
    """A status of the project's own. `next` names where a task may go from here; null: anywhere."""

    name: Name
    category: TaskStatus
    wip_limit: Annotated[int, Meta(gt=0, le=1_000_000)] | None = None
    next: Annotated[list[Name], Meta(max_length=200)] | None = None


class DocumentField(_Part, frozen=True):
    """A custom field; `everywhere`: one of all projects."""

    name: Name
    kind: FieldKind
    choices: Annotated[list[Line], Meta(max_length=500)] = []
    everywhere: bool = False


class DocumentMilestone(_Part, frozen=True):
    """A milestone; tasks name it by `key`."""

    key: _Key
    title: Title
    description: Prose | None = None
    due_date: Moment | None = None
    status: MilestoneStatus = MilestoneStatus.PLANNED


class DocumentRisk(_Part, frozen=True):
    """A risk; `owner` by address."""

    description: Prose
    probability: RiskLevel | None = None
    impact: RiskLevel | None = None
    mitigation_plan: Prose | None = None
    status: RiskStatus = RiskStatus.OPEN
    owner: Email | None = None
    review_date: Moment | None = None


class DocumentMember(_Part, frozen=True):
    """Who belongs to the project, by address."""

    person: Email
    role: ProjectRole | None = None


class DocumentRecurrence(_Part, frozen=True):
    """By which rule a task comes again."""

    rule: Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
    time_zone: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
    starts_at: Moment
    active: bool = True


class DocumentLine(_Part, frozen=True):
    """A line of a checklist."""

    item: Title
    is_completed: bool = False


class DocumentComment(_Part, frozen=True):
    """What somebody wrote about a task."""

    body: Prose
    author: Email | None = None
    created_at: Moment | None = None


class DocumentLink(_Part, frozen=True):
    """A task of the document that this one waits for."""

    id: _Key
    type: DependencyType = DependencyType.FS
    lag_days: Annotated[int, Meta(ge=-1000, le=1000)] = 0


class DocumentTask(_Part, frozen=True):
    """A task, in its place of the project's order. `source` and `sourceId`: where it was imported from before."""

    id: _Key
    title: Title
    parent_id: _Key | None = None
    assignee: Email | None = None
    description: Prose | None = None
    status: TaskStatus = TaskStatus.TODO
    status_name: Name | None = None
    priority: TaskPriority | None = None
    milestone: _Key | None = None
    start_date: Moment | None = None
    due_date: Moment | None = None
    duration_days: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    estimate_minutes: Annotated[int, Meta(ge=0, le=10_000_000)] | None = None
    progress: Percent = 0
    constraint_type: ConstraintType | None = None
    constraint_date: Moment | None = None
    story_points: Annotated[float, Meta(ge=0, le=10_000)] | None = None
    labels: Annotated[list[Annotated[str, Meta(min_length=1, max_length=50)]], Meta(max_length=50)] = []
    fields: dict[str, Any] = {}
    client_visible: bool = False
    started_at: Moment | None = None
    completed_at: Moment | None = None
    created_at: Moment | None = None
    source: Line | None = None
    source_id: _Key | None = None
    checklist: Annotated[list[DocumentLine], Meta(max_length=1_000)] = []
    depends_on: Annotated[list[DocumentLink], Meta(max_length=1_000)] = []
    comments: Annotated[list[DocumentComment], Meta(max_length=10_000)] = []
    recurrence: DocumentRecurrence | None = None


class DocumentFrame(_Part, frozen=True):
    """All of a document but its tasks."""

    format: Literal["vistone-project"]
    version: Literal[1]
    project: DocumentHead
    calendar: DocumentCalendar | None = None
    statuses: Annotated[list[DocumentStatus], Meta(max_length=200)] = []
    custom_fields: Annotated[list[DocumentField], Meta(max_length=500)] = []
    milestones: Annotated[list[DocumentMilestone], Meta(max_length=10_000)] = []
    risks: Annotated[list[DocumentRisk], Meta(max_length=10_000)] = []
    members: Annotated[list[DocumentMember], Meta(max_length=10_000)] = []


class ProjectDocument(DocumentFrame, frozen=True):
    """A whole project. Tasks are given in their order, wherever in the tree they are."""

    tasks: list[DocumentTask] = []


class RawDocument(DocumentFrame, frozen=True):
    """A document whose tasks are read one by one, so that a broken one stays alone."""

    tasks: list[msgspec.Raw] = []


def task_key(task_id: UUID, source: str | None, source_id: str | None) -> str:
    """What a task is called in a document: the name it came with, or else its id."""
    return source_id if source == SOURCE and source_id else str(task_id)
