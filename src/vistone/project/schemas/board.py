"""Bodies for statuses, custom fields and saved views."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Document, Name
from vistone.project.contracts import FieldKind, TaskStatus, ViewKind

WipLimit = Annotated[int, Meta(ge=1, le=10_000)]
NextIds = Annotated[list[UUID], Meta(max_length=100)]
Choices = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]],
    Meta(max_length=200),
]


class BoardStatusCreate(Body, frozen=True):
    """A new status at the end of the project's board. Tasks that count as `category` and have no status get it."""

    project_id: UUID
    name: Name
    category: TaskStatus
    wip_limit: WipLimit | None = None
    next_ids: NextIds | None = None


class BoardStatusPatch(Body, frozen=True):
    """Changes to a status. With another `category` the tasks in it count as that from now on."""

    name: Name | UnsetType = UNSET
    category: TaskStatus | UnsetType = UNSET
    wip_limit: WipLimit | None | UnsetType = UNSET
    next_ids: NextIds | None | UnsetType = UNSET


class PlaceAfter(Body, frozen=True):
    """A new place: right behind that one, or at the head when null."""

    after_id: UUID | None = None


class CustomFieldCreate(Body, frozen=True):
    """A new custom field, of a project or, without one, of all."""

    name: Name
    kind: FieldKind
    project_id: UUID | None = None
    choices: Choices = []


class CustomFieldPatch(Body, frozen=True):
    """Changes to a custom field; its kind stays. Tasks keep a choice that is taken away until they are given another."""

    name: Name | UnsetType = UNSET
    choices: Choices | UnsetType = UNSET


class SavedViewCreate(Body, frozen=True):
    """A way to look at tasks, to be kept."""

    name: Name
    kind: ViewKind
    project_id: UUID | None = None
    config: Document = {}
    shared: bool = False


class SavedViewPatch(Body, frozen=True):
    """Changes to a saved view."""

    name: Name | UnsetType = UNSET
    kind: ViewKind | UnsetType = UNSET
    config: Document | UnsetType = UNSET
    shared: bool | UnsetType = UNSET
