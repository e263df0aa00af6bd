"""Sign-ins, and what is handed out once."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from vistone.auth.contracts.mfa import MyFactors
from vistone.auth.contracts.organizations import MyOrganization, Organization
from vistone.auth.contracts.people import User
from vistone.kernel.rows import Record
from vistone.kernel.scope import RoleName


class TokenPurpose(StrEnum):
    """What a token that was handed out once is good for."""

    PASSWORD_RESET = "password_reset"  # noqa: S105 -- a purpose, not a password
    EMAIL_VERIFICATION = "email_verification"
    EMAIL_CHANGE = "email_change"


class SignInMethod(StrEnum):
    """How a person signed in."""

    PASSWORD = "password"  # noqa: S105 -- a way, not a password
    PASSKEY = "passkey"
    OIDC = "oidc"


class FactorMethod(StrEnum):
    """What a second factor may be: a code of the app, a backup code, or a passkey by `passkeys/login`."""

    TOTP = "totp"
    BACKUP_CODE = "backup_code"
    PASSKEY = "passkey"


class Session(Record, frozen=True):
    """One sign-in of a person: a browser or a program.

    `mfaAt` is when a second factor was given in it. One that is `bound` is good in its organization alone.
    """

    id: UUID
    user_id: UUID
    organization_id: UUID
    method: SignInMethod
    mfa_at: datetime | None
    bound: bool
    ip_address: str | None
    user_agent: str | None
    last_used_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class SessionsEnded(Struct, frozen=True, rename="camel"):
    """How many sign-ins of somebody ended; `everywhere`, or those alone that were good in this organization only."""

    ended: int
    everywhere: bool


class SignedIn(Struct, frozen=True, rename="camel"):
    """The answer to a sign-in. Browsers get the tokens as cookies, and empty texts here."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: User
    organization: Organization


class MfaRequired(Struct, frozen=True, rename="camel"):
    """The password was right, and a second factor is still to come: `mfaToken` with a code, or a passkey.

    The token is good once, for five minutes and five tries.
    """

    mfa_token: str
    methods: list[FactorMethod]
    mfa_required: bool = True


class Me(Struct, frozen=True, rename="camel"):
    """Who is signed in, in which organization, as what.

    `unfinished` says what is to be done before anything else: `mfa-enrolment-required`, `email-verification-required`.
    A session that is `bound` reaches nothing beyond the organization, so not what one signs in with either.
    """

    user: User
    organization: Organization
    role: RoleName
    permissions: dict[str, list[str]]
    organizations: list[MyOrganization]
    unfinished: str | None
    mfa: MyFactors
    method: SignInMethod | None
    session_id: UUID | None
    bound: bool
    has_password: bool
