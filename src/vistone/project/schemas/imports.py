"""What comes with a file to import."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from vistone.kernel.wire import Body, Name

Mapping = Annotated[
    dict[Annotated[str, Meta(max_length=500)], Annotated[str, Meta(max_length=220)]], Meta(max_length=200)
]


class ImportLook(Body, frozen=True):
    """What comes with a file to look into. Without a source it is found out by what is in the file."""

    source: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    mapping: Mapping = {}
    encoding: Annotated[str, Meta(max_length=40)] | None = None


class ImportCreate(Body, frozen=True):
    """What comes with a file to import: into the project of that id, or of that name, which is made when there is none.

    `mapping` gives columns of the file a field, as JSON: `{"Their Column": "title"}`.
    """

    source: Annotated[str, Meta(min_length=1, max_length=100)]
    project_id: UUID | None = None
    project_name: Name | None = None
    dry_run: bool = False
    mapping: Mapping = {}
    encoding: Annotated[str, Meta(max_length=40)] | None = None
