"""Calendar feeds."""

from datetime import datetime
from uuid import UUID

from vistone.kernel.rows import Record
from vistone.project.contracts.repeating import FeedKind


class CalendarFeed(Record, frozen=True):
    """An address from which calendar programs read what its maker may see: their own tasks, or those of a project.

    `url` is told once, by the answer to its making; what is kept of it cannot be turned back. `lastReadAt` is kept to
    the hour.
    """

    id: UUID
    organization_id: UUID
    kind: FeedKind
    project_id: UUID | None
    user_id: UUID
    revoked_at: datetime | None
    last_read_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime
    url: str | None = None
