"""Access tokens: short-lived JWTs signed with EdDSA (Ed25519); and random tokens that are kept only as hashes."""

import hashlib
import secrets
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import KeySet, OKPKey
from msgspec import Struct

from vistone.kernel.errors import Unauthenticated

ALGORITHM = "EdDSA"

ISSUER = "vistone"
_REMEMBERED = 20_000


class AccessToken(Struct, frozen=True):
    """What a verified access token says."""

    user_id: UUID
    session_id: UUID
    expires_at: int


class Keyring:
    """The signing keys: the newest signs, all verify."""

    def __init__(self, keys: list[OKPKey], lifetime_seconds: int) -> None:
        self._keys = keys
        self._set = KeySet(list(keys))
        self.lifetime_seconds = lifetime_seconds
        self._verified: dict[str, AccessToken] = {}

    def public(self) -> dict[str, object]:
        """The JWKS: what others need to verify our tokens."""
        return {"keys": [key.as_dict(private=False) | {"alg": ALGORITHM, "use": "sig"} for key in self._keys]}

    def issue(self, user_id: UUID, session_id: UUID, now: datetime) -> str:
        """A token for a person's session, good for `lifetime_seconds`."""
        issued = int(now.timestamp())
        key = self._keys[-1]
        claims = {
            "iss": ISSUER,
            "sub": str(user_id),
            "sid": str(session_id),
            "iat": issued,
            "exp": issued + self.lifetime_seconds,
        }
        with _old_name():
            return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, algorithms=[ALGORITHM])

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
                claims = jwt.decode(token, self._set, algorithms=[ALGORITHM]).claims
            if claims["iss"] != ISSUER:
                raise ValueError(claims["iss"])  # noqa: TRY301 -- one way to refuse
            return AccessToken(UUID(claims["sub"]), UUID(claims["sid"]), int(claims["exp"]))
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
