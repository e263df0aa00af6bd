"""Personal API tokens."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record
from vistone.kernel.scope import Permissions


class ApiToken(Record, frozen=True):
    """A credential for programs that act as a person in one organization, within `permissions` and their role.

    `hint` is the end of the token, by which its owner knows it; the token itself is kept only as a hash.
    """

    id: UUID
    organization_id: UUID
    user_id: UUID
    name: str
    permissions: Permissions
    hint: str
    expires_at: datetime
    last_used_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class NewApiToken(Struct, frozen=True):
    """A token that was just made: the only time that it is told."""

    token: str
    record: ApiToken
