"""Projects kept to be made again."""

from datetime import datetime
from uuid import UUID

from vistone.kernel.rows import Record


class ProjectTemplate(Record, frozen=True):
    """A project that was saved to be made again: its plan without dates of its own, work done, talk and money."""

    id: UUID
    organization_id: UUID
    name: str
    description: str | None
    created_by: UUID
    tasks: int
    milestones: int
    revision: int
    created_at: datetime
    updated_at: datetime
