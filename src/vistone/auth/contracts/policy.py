"""How people sign in to an organization."""

from datetime import datetime
from uuid import UUID

from vistone.kernel.rows import Record


class SignInPolicy(Record, frozen=True):
    """Which roles need a second factor, and whether anybody but Organizers comes in without the identity provider."""

    id: UUID
    organization_id: UUID
    mfa_roles: list[str]
    password_sign_in: bool
    revision: int
    created_at: datetime
    updated_at: datetime
