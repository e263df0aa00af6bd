"""Bodies for tasks and what hangs on them."""

from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Moment, Percent, Prose, Title
from vistone.project.contracts import (
    ConstraintType,
    DependencyType,
    TaskPriority,
    TaskStatus,
)
from vistone.project.schemas.schedule import Lag, TaskId

Labels = Annotated[list[Annotated[str, Meta(min_length=1, max_length=50, pattern=r"^[^\x00]*$")]], Meta(max_length=50)]


Points = Annotated[float, Meta(ge=0, le=10_000)]

# Working days; and minutes, up to 19 years of them.
Days = Annotated[int, Meta(ge=0, le=10_000)]
Minutes = Annotated[int, Meta(ge=0, le=10_000_000)]

FieldValues = Annotated[
    dict[UUID, Any],
    Meta(
        max_length=200,
        description=(
            "Values of custom fields by the field's id: text, a number, a day (`2026-11-22`), one of the choices, or a"
            " person's id; null takes a value away."
        ),
    ),
]


class TaskCreate(Body, frozen=True):
    """A new task; it goes to the end of its column.

    In a project with statuses of its own, `statusId` alone says the column; without it the first one of `status` is
    taken.
    """

    project_id: UUID
    title: Title
    parent_id: UUID | None = None
    assignee_id: UUID | None = None
    description: Prose | None = None
    status: TaskStatus | UnsetType = UNSET
    status_id: UUID | None = None
    priority: TaskPriority | None = None
    milestone_id: UUID | None = None
    start_date: Moment | None = None
    due_date: Moment | None = None
    duration_days: Days | None = None
    estimate_minutes: Minutes | None = None
    progress: Percent = 0
    constraint_type: ConstraintType | None = None
    constraint_date: Moment | None = None
    fields: FieldValues = {}
    story_points: Points | None = None
    labels: Labels = []
    client_visible: bool = False


class TaskPatch(Body, frozen=True):
    """Changes to a task. To change its place on the board, move it.

    `fields` changes the custom fields that it names and no others.
    """

    title: Title | UnsetType = UNSET
    parent_id: UUID | None | UnsetType = UNSET
    assignee_id: UUID | None | UnsetType = UNSET
    description: Prose | None | UnsetType = UNSET
    status: TaskStatus | UnsetType = UNSET
    status_id: UUID | None | UnsetType = UNSET
    priority: TaskPriority | None | UnsetType = UNSET
    milestone_id: UUID | None | UnsetType = UNSET
    start_date: Moment | None | UnsetType = UNSET
    due_date: Moment | None | UnsetType = UNSET
    duration_days: Days | None | UnsetType = UNSET
    estimate_minutes: Minutes | None | UnsetType = UNSET
    progress: Percent | UnsetType = UNSET
    constraint_type: ConstraintType | None | UnsetType = UNSET
    constraint_date: Moment | None | UnsetType = UNSET
    fields: FieldValues | UnsetType = UNSET
    story_points: Points | None | UnsetType = UNSET
    labels: Labels | UnsetType = UNSET
    client_visible: bool | UnsetType = UNSET


Ids = Annotated[list[UUID], Meta(min_length=1, max_length=200)]


class TaskBulk(Body, frozen=True):
    """One change to many tasks."""

    ids: Ids
    changes: TaskPatch


class TaskBulkDelete(Body, frozen=True):
    """Many tasks to be removed; `revisions` are those of the tasks as you saw them, by id, as far as you mind."""

    ids: Ids
    revisions: Annotated[dict[TaskId, int], Meta(max_length=200)] = {}


class TaskBulkRestore(Body, frozen=True):
    """Many deleted tasks to be taken back."""

    ids: Ids


class TaskMove(Body, frozen=True):
    """A new place on the board: the column, and the card that the task comes right behind or right before.

    With neither card named it goes to the end of the column.
    """

    status: TaskStatus | UnsetType = UNSET
    status_id: UUID | UnsetType = UNSET
    after_id: UUID | None = None
    before_id: UUID | None = None


class TaskChecklistCreate(Body, frozen=True):
    """A new line at the end of a task's checklist."""

    task_id: UUID
    item: Title
    is_completed: bool = False


class TaskChecklistPatch(Body, frozen=True):
    """Changes to a checklist line."""

    item: Title | UnsetType = UNSET
    is_completed: bool | UnsetType = UNSET


class TaskChecklistMove(Body, frozen=True):
    """A new place in the checklist: right behind that line, or at its head when null."""

    after_id: UUID | None = None


class TaskDependencyCreate(Body, frozen=True):
    """A task begins to wait for another."""

    task_id: UUID
    depends_on_id: UUID
    type: DependencyType
    lag_days: Lag = 0


class TaskDependencyPatch(Body, frozen=True):
    """Changes to a dependency."""

    type: DependencyType | UnsetType = UNSET
    lag_days: Lag | UnsetType = UNSET
