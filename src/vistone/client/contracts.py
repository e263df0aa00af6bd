"""What others may see of clients: the records as they go over the wire, and the closed sets of their values."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from vistone.kernel.rows import Record


class ProposalStatus(StrEnum):
    """Where a proposal stands. Clients see it from `sent` on."""

    DRAFT = "draft"
    SENT = "sent"
    VIEWED = "viewed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVISED = "revised"


class Client(Record, frozen=True):
    """A company that work is done for. Its people come in only while `portalAccess` is true."""

    id: UUID
    organization_id: UUID
    name: str
    contact_info: dict[str, Any] | None
    portal_access: bool
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class ClientContact(Record, frozen=True):
    """A person of the organization, usually with the role Client, who speaks for a client."""

    id: UUID
    organization_id: UUID
    client_id: UUID
    user_id: UUID
    title: str | None
    revision: int
    created_at: datetime
    updated_at: datetime


class ProjectClient(Record, frozen=True):
    """A project that is done for a client."""

    id: UUID
    organization_id: UUID
    project_id: UUID
    client_id: UUID
    revision: int
    created_at: datetime
    updated_at: datetime


class ClientFeedback(Record, frozen=True):
    """What a client says of the work, `rating` from 1 to 5, and what was answered. `authorId` wrote it down."""

    id: UUID
    organization_id: UUID
    client_id: UUID
    project_id: UUID | None
    author_id: UUID
    rating: int | None
    comment: str | None
    response: str | None
    revision: int
    created_at: datetime
    updated_at: datetime


class Proposal(Record, frozen=True):
    """Work offered to a client; `content` is Markdown."""

    id: UUID
    organization_id: UUID
    client_id: UUID
    title: str
    content: str | None
    status: ProposalStatus
    revision: int
    created_at: datetime
    updated_at: datetime
