"""Organizations, who belongs to them as what, and who is invited."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record
from vistone.kernel.scope import Permissions, RoleName


class InvitationStatus(StrEnum):
    """Where an invitation stands; one that ran out is still pending and can be sent again."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


class Organization(Record, frozen=True):
    """A company. `slug` is its unique name in addresses."""

    id: UUID
    name: str
    slug: str
    settings: dict[str, Any] | None
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class OrganizationMember(Record, frozen=True):
    """A person's place in an organization, and their role there."""

    id: UUID
    organization_id: UUID
    user_id: UUID
    role_id: UUID | None
    role_name: RoleName | None
    paused_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class Role(Record, frozen=True):
    """One of the four roles of an organization, with what it may do there."""

    id: UUID
    organization_id: UUID | None
    name: RoleName
    permissions: Permissions
    is_system: bool
    revision: int
    created_at: datetime
    updated_at: datetime


class RoleBounds(Struct, frozen=True, rename="camel"):
    """What a role may do unless the organization says otherwise, and the most that it may ever be given."""

    name: RoleName
    defaults: Permissions
    most: Permissions


class Invitation(Record, frozen=True):
    """An open door for one address. The token goes by mail and is kept only as a hash."""

    id: UUID
    organization_id: UUID
    email: str
    role_name: RoleName
    status: InvitationStatus
    invited_by: UUID
    expires_at: datetime
    accepted_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class MyOrganization(Struct, frozen=True, rename="camel"):
    """An organization that the caller belongs to, and as what."""

    id: UUID
    name: str
    slug: str
    role: RoleName


class InvitationPreview(Struct, frozen=True, rename="camel"):
    """What somebody with the token of an invitation may know before accepting it."""

    organization_name: str
    email: str
    role_name: RoleName
    account_exists: bool
