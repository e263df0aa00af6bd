"""The activity log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record


class ActivityLog(Record, frozen=True):
    """Who did what to what, from where. `metadata` holds the old values of what was changed.

    `sequence` is its place in the organization's log, whose entries are chained by hashes.
    """

    id: UUID
    organization_id: UUID
    user_id: UUID | None
    action: str
    entity_type: str
    entity_id: UUID | None
    metadata: dict[str, Any] | None
    ip_address: str | None
    user_agent: str | None
    sequence: int
    revision: int
    created_at: datetime


class ActivityFacets(Struct, frozen=True, rename="camel"):
    """What there is to filter the log by, of what the asker may see of it; each in order."""

    actions: list[str]
    entity_types: list[str]
