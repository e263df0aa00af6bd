"""What others may see of organizations and people. Secrets (passwords, MFA secrets, codes, tokens) are in none of these."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record
from vistone.kernel.scope import Permissions, RoleName


class TokenPurpose(StrEnum):
    """What a token that was handed out once is good for."""

    PASSWORD_RESET = "password_reset"  # noqa: S105 -- a purpose, not a password
    EMAIL_VERIFICATION = "email_verification"


class KycStatus(StrEnum):
    """Where the check of a person's documents stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    RESUBMISSION_REQUESTED = "resubmission_requested"


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


class KycData(Record, frozen=True):
    """The check of a person's documents."""

    id: UUID
    user_id: UUID
    status: KycStatus
    documents: dict[str, Any] | None
    verified_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class MfaSetting(Record, frozen=True):
    """Whether a person signs in with a second factor."""

    id: UUID
    user_id: UUID
    enabled: bool
    revision: int
    created_at: datetime
    updated_at: datetime


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


class Session(Record, frozen=True):
    """One sign-in of a person: a browser or a program."""

    id: UUID
    user_id: UUID
    organization_id: UUID
    ip_address: str | None
    user_agent: str | None
    last_used_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class MyOrganization(Struct, frozen=True, rename="camel"):
    """An organization that the caller belongs to, and as what."""

    id: UUID
    name: str
    slug: str
    role: RoleName


class SignedIn(Struct, frozen=True, rename="camel"):
    """The answer to a sign-in. Browsers get the tokens as cookies too."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: User
    organization: Organization


class Me(Struct, frozen=True, rename="camel"):
    """Who is signed in, in which organization, as what."""

    user: User
    organization: Organization
    role: RoleName
    permissions: dict[str, list[str]]
    organizations: list[MyOrganization]


class InvitationPreview(Struct, frozen=True, rename="camel"):
    """What somebody with the token of an invitation may know before accepting it."""

    organization_name: str
    email: str
    role_name: RoleName
    account_exists: bool
