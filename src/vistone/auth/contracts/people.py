"""People."""

from datetime import datetime
from uuid import UUID

from vistone.kernel.rows import Record


class User(Record, frozen=True):
    """A person, who may belong to several organizations."""

    id: UUID
    email: str
    first_name: str | None
    last_name: str | None
    email_verified_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
