"""One-time codes (RFC 6238) and backup codes: made, sealed, read, compared. Knows nothing of the database."""

import asyncio
import base64
import hmac
import os
import re
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp
import segno
from msgspec import Struct
from pwdlib.hashers.argon2 import Argon2Hasher

from vistone.auth import passwords
from vistone.kernel.seal import Seal

SEALED_AS = "one-time codes"
STEP_SECONDS = 30
DRIFT = 1
"""So many steps a clock may be ahead or behind (RFC 6238, 5.2)."""

BACKUP_CODES = 10
# Crockford's base 32, without letters that are taken for others. 16 of them are 80 bits.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 16, 4
_LOOKALIKES = str.maketrans("ILO", "110")
# The least that OWASP asks for, 20 ms: the codes are random, and ten are hashed at once.
hasher = Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_COST = re.compile(r"\$argon2id\$v=\d+\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$")


class Given(Struct, frozen=True):
    """What somebody typed: a code of the app, or the hash that a backup code would be kept as; or neither."""

    totp: str | None = None
    backup: str | None = None


class FreshCodes(Struct, frozen=True):
    """Ten new backup codes as they are told, once, and as they are kept."""

    codes: list[str]
    hashes: list[str]


def new_secret(seal: Seal) -> tuple[str, str]:
    """160 random bits (RFC 4226, 4) as an authenticator app takes them, and sealed as they rest."""
    secret = pyotp.random_base32()
    return secret, base64.b64encode(seal.close(SEALED_AS, secret.encode())).decode()


def address(secret: str, email: str) -> str:
    """The `otpauth://` address of the secret, which names the account in the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Vistone")


def picture(address: str) -> str:
    """The address as a QR code: an SVG document that scales, black on white in any theme, with the quiet zone it needs."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None)


def opened(secret: str, seal: Seal) -> str:
    """The secret out of the form in which it rests."""
    return seal.open(SEALED_AS, base64.b64decode(secret)).decode()


def step_of(secret: str, seal: Seal, code: str, now: datetime, last_step: int | None) -> int | None:
    """The step whose code this is, among those that a clock may be at and that come after `last_step`; else None."""
    totp = pyotp.TOTP(opened(secret, seal))
    present = int(now.timestamp()) // STEP_SECONDS
    steps = [step for step in range(present - DRIFT, present + DRIFT + 1) if last_step is None or step > last_step]
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)), None)


async def fresh_codes() -> FreshCodes:
    """Ten codes as a person reads them, `7KQ2-M4XE-…`, and their argon2id hashes (ASVS 5.0, 6.5.2).

    The hashes have one salt, so that a try costs one of them and not ten.
    """
    codes = [_grouped("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))) for _ in range(BACKUP_CODES)]
    salt = os.urandom(16)
    hashing = (passwords.run(hasher.hash, _plain(code), salt=salt) for code in codes)
    return FreshCodes(codes, list(await asyncio.gather(*hashing)))


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


async def read(code: str, hashes: Sequence[str] | None) -> Given:
    """What somebody typed, with spaces, hyphens and small letters forgiven, as it compares with what is kept.

    `hashes` are the person's backup codes, whose salt and cost it takes.
    """
    plain = _plain(code)
    if len(plain) == 6 and plain.isascii() and plain.isdigit():
        return Given(totp=plain)
    if not hashes or len(plain) != _LENGTH or (cost := _COST.match(hashes[0])) is None:
        return Given()
    memory, time, parallelism, salt = cost.groups()
    as_kept = Argon2Hasher(int(time), int(memory), int(parallelism))
    tried = await passwords.run(as_kept.hash, plain, salt=_bytes(salt))
    return Given(backup=next((hash for hash in hashes if hmac.compare_digest(hash, tried)), None))


def _plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper().translate(_LOOKALIKES)


def _bytes(salt: str) -> bytes:
    return base64.b64decode(salt + "=" * (-len(salt) % 4))
