"""Second factors: one-time codes, backup codes, passkeys, and who has to have one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record


class MfaSetting(Record, frozen=True):
    """Whether a person signs in with a second factor: by one-time codes (`enabled`), and how many passkeys they have."""

    id: UUID
    user_id: UUID
    enabled: bool
    passkeys: int
    revision: int
    created_at: datetime
    updated_at: datetime


class MfaEnrolment(Struct, frozen=True, rename="camel"):
    """What an authenticator app needs, told once: the secret, and the same as an address and as a picture of it."""

    secret: str
    otpauth_url: str
    qr_svg: str


class BackupCodes(Struct, frozen=True, rename="camel"):
    """Ten codes for when the app is out of reach, each good once. They are told here and never again."""

    backup_codes: list[str]


class MyFactors(Struct, frozen=True, rename="camel"):
    """What one signs in with besides a password."""

    totp: bool
    passkeys: int
    backup_codes_left: int


class Proof(Struct, frozen=True, rename="camel"):
    """Until when the session may change what one signs in with."""

    proved_until: datetime


class Passkey(Record, frozen=True):
    """A passkey of a person. `backedUp` says whether it outlives the device (it is kept in sync by its maker)."""

    id: UUID
    user_id: UUID
    name: str
    backed_up: bool
    last_used_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class PasskeyOptions(Struct, frozen=True, rename="camel"):
    """What `navigator.credentials` is asked with, as JSON (WebAuthn Level 3); good once, for five minutes."""

    challenge_id: UUID
    options: dict[str, Any]
