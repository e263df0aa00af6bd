"""Access tokens: short-lived JWTs signed with EdDSA (Ed25519); and random tokens that are kept only as hashes."""

import asyncio
import hashlib
import secrets
import time
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import structlog
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError, SecurityWarning
from joserfc.jwk import KeySet, OKPKey
from msgspec import Struct

from vistone.kernel.errors import Unauthenticated

ALGORITHM = "EdDSA"

ISSUER = "vistone"
AUDIENCE = "vistone api"
KIND = "at+jwt"
"""What the header calls an access token (RFC 9068), so that nothing else we may sign some day passes for one."""

_REMEMBERED = 20_000
PATIENCE_SECONDS = 5.0
FRESH_SECONDS = 60.0

Load = Callable[[], Awaitable[list[OKPKey]]]

log = structlog.get_logger("vistone.keys")

PERSONAL = "vst_"
"""What a personal API token begins with: no access token does, and scanners for leaked secrets can know it by that."""


class AccessToken(Struct, frozen=True):
    """What a verified access token says."""

    user_id: UUID
    session_id: UUID
    expires_at: int


class UnknownKeyError(Unauthenticated):
    """The token names a key that this process does not know: another one may have made it meanwhile."""


class Keyring:
    """The signing keys: the newest signs, all verify. `load` reads those that count now, oldest first."""

    def __init__(self, keys: list[OKPKey], lifetime_seconds: int, load: Load | None = None) -> None:
        self._load = load
        self._learning = asyncio.Lock()
        self.lifetime_seconds = lifetime_seconds
        self._set_keys(keys)

    def _set_keys(self, keys: list[OKPKey]) -> None:
        self._keys = keys
        self._set = KeySet(list(keys))
        self._loaded = time.monotonic()
        # What a key that counts no more has signed is not remembered either.
        self._verified: dict[str, AccessToken] = {}

    async def learn(self, patience: float = PATIENCE_SECONDS) -> None:
        """Reads the keys again, unless that was done within `patience` seconds: anybody can name a key that is none."""
        async with self._learning:
            if self._load is not None and time.monotonic() - self._loaded >= patience:
                keys = await self._load()
                known = {key.kid for key in self._keys} == {key.kid for key in keys}
                self._loaded = time.monotonic()
                if not known:
                    self._set_keys(keys)

    async def keep_fresh(self) -> None:
        """Reads the keys again once a minute, until cancelled: what signs here is then never an old one for long."""
        while True:
            await asyncio.sleep(FRESH_SECONDS)
            try:
                await self.learn(0)
            except Exception as error:  # noqa: BLE001 -- the database may be away; the next minute is soon
                log.warning("the signing keys could not be read again", error=str(error))

    def public(self) -> dict[str, object]:
        """The JWKS: what others need to verify our tokens."""
        return {"keys": [key.as_dict(private=False) | {"alg": ALGORITHM, "use": "sig"} for key in self._keys]}

    def issue(self, user_id: UUID, session_id: UUID, now: datetime) -> str:
        """A token for a person's session, good for `lifetime_seconds`."""
        issued = int(now.timestamp())
        key = self._keys[-1]
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user_id),
            "sid": str(session_id),
            "iat": issued,
            "exp": issued + self.lifetime_seconds,
        }
        with _old_name():
            return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": KIND}, claims, key, algorithms=[ALGORITHM])

    def verify(self, token: str) -> AccessToken:
        """What the token says. Unauthenticated when it is not ours, altered or over.

        A token that was verified once is remembered until it is over: the signature costs more than all the rest.
        """
        known = self._verified.get(token)
        if known is None:
            known = self._read(token)
            if len(self._verified) >= _REMEMBERED:
                self._verified.clear()
            self._verified[token] = known
        if known.expires_at <= time.time():
            self._verified.pop(token, None)
            raise Unauthenticated("The access token is over; refresh it.")
        return known

    def _read(self, token: str) -> AccessToken:
        try:
            with _old_name():
                decoded = jwt.decode(token, self._set, algorithms=[ALGORITHM])
            claims = decoded.claims
            meant = claims["iss"] == ISSUER and claims["aud"] == AUDIENCE and decoded.header.get("typ") == KIND
            if not meant or "kid" not in decoded.header:
                raise ValueError(token)  # noqa: TRY301 -- one way to refuse
            return AccessToken(UUID(claims["sub"]), UUID(claims["sid"]), int(claims["exp"]))
        except InvalidKeyIdError:
            raise UnknownKeyError("The access token is none of ours.") from None
        except (JoseError, KeyError, ValueError, TypeError, UnicodeError):
            raise Unauthenticated("The access token is none of ours.") from None


@contextmanager
def _old_name() -> Iterator[None]:
    """RFC 9864 renames EdDSA with this curve to Ed25519; verifiers in the field know the old name alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        yield


def new_key(kid: str) -> OKPKey:
    """A fresh Ed25519 key."""
    return OKPKey.generate_key("Ed25519", parameters={"kid": kid}, private=True)


def random_token() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """The form in which a random token is kept: it has too much entropy to be guessed from a plain hash."""
    return hashlib.sha256(token.encode()).digest()
