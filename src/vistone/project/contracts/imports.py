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
