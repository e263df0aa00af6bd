"""Imports of backlogs."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record


class ImportStatus(StrEnum):
    """Where an import stands."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class ImportedRowError(Struct, frozen=True):
    """What was wrong with one row of an imported file; rows count from 1, the header left out, 0 is the file itself.

    `skipped`: nothing came of the row; else its task arrived and only the field was left out.
    """

    row: int
    field: str
    message: str
    skipped: bool


class ImportColumn(Struct, frozen=True):
    """A column of a file: the field that it would become, if any, and values from its first records."""

    name: str
    field: str | None
    samples: list[str]


class ImportField(Struct, frozen=True):
    """A field that a column can be given; besides these, `field:Name` is the custom field of that name."""

    name: str
    title: str
    required: bool


class ImportPreview(Struct, frozen=True, rename="camel"):
    """What is in a file before it is imported: its columns, if it has any, and what its first rows lack."""

    source: str
    columns: list[ImportColumn]
    fields: list[ImportField]
    project_name: str | None
    rows: int
    problems: list[ImportedRowError]


class ProjectImport(Record, frozen=True):
    """One import of a file: how far it is, and what could not be taken over.

    Of the `total` rows those were `skipped` that changed nothing: refused ones, and tasks that are here just so.
    """

    id: UUID
    organization_id: UUID
    project_id: UUID | None
    source: str
    file_name: str
    dry_run: bool
    status: ImportStatus
    total: int
    created: int
    updated: int
    skipped: int
    errors: list[ImportedRowError]
    requested_by: UUID
    revision: int
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None
