"""Bodies for tasks and what hangs on them."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Moment, Prose, Title
from vistone.project.contracts import (
    DependencyType,
    TaskPriority,
    TaskStatus,
)

Labels = Annotated[list[Annotated[str, Meta(min_length=1, max_length=50, pattern=r"^[^\x00]*$")]], Meta(max_length=50)]


Points = Annotated[float, Meta(ge=0, le=10_000)]


class TaskCreate(Body, frozen=True):
    """A new task; it goes to the end of its column."""

    project_id: UUID
    title: Title
    parent_id: UUID | None = None
    assignee_id: UUID | None = None
    description: Prose | None = None
    status: TaskStatus = TaskStatus.TODO
    priority: TaskPriority | None = None
    due_date: Moment | None = None
    story_points: Points | None = None
    labels: Labels = []
    client_visible: bool = False


class TaskPatch(Body, frozen=True):
    """Changes to a task. To change its place on the board, move it."""

    title: Title | UnsetType = UNSET
    parent_id: UUID | None | UnsetType = UNSET
    assignee_id: UUID | None | UnsetType = UNSET
    description: Prose | None | UnsetType = UNSET
    status: TaskStatus | UnsetType = UNSET
    priority: TaskPriority | None | UnsetType = UNSET
    due_date: Moment | None | UnsetType = UNSET
    story_points: Points | None | UnsetType = UNSET
    labels: Labels | UnsetType = UNSET
    client_visible: bool | UnsetType = UNSET


class TaskMove(Body, frozen=True):
    """A new place on the board: the column, and the card that the task comes right behind or right before.

    With neither card named it goes to the end of the column.
    """

    status: TaskStatus | UnsetType = UNSET
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


class TaskDependencyPatch(Body, frozen=True):
    """Changes to a dependency."""

    type: DependencyType | UnsetType = UNSET
