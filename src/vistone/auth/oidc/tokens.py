"""Identity tokens: whether they may be believed, and what they say (OpenID Connect Core 1.0, 3.1.3.7)."""

from collections.abc import Mapping
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from vistone.auth.oidc.directory import ALGORITHMS, Directory, Metadata
from vistone.auth.oidc.problems import Reason, SignInError
from vistone.kernel.wire import CONTROL

LEEWAY_SECONDS = 60
_REGISTRY = jws.JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
# Ways to show who one is that make a second factor, in RFC 8176's words.
_FACTORS = {"mfa", "otp", "hwk", "swk", "fpt", "face", "iris", "retina", "sc", "sms"}


class Identity(Struct, frozen=True):
    """A person as the provider knows them. `verified` says that it has proven their address."""

    subject: str
    email: str | None
    verified: bool
    first_name: str | None
    last_name: str | None
    factors: bool


async def verified(
    directory: Directory, metadata: Metadata, client_id: str, nonce: str, tokens: Mapping[str, Any]
) -> dict[str, Any]:
    """The claims of the identity token that came with the others. Raises SignInError, or an error of the library's.

    Its signature is by a key of the provider's and an algorithm of our list; it is for us, by this issuer, still good
    and made for this sign-in. A key that is not known is asked for once.
    """
    token = tokens.get("id_token")
    if not isinstance(token, str):
        raise SignInError(Reason.INVALID, "the provider sent no identity token")
    keys = await directory.keys(metadata)
    try:
        decoded = _decoded(token, keys)
    except InvalidKeyIdError:
        decoded = _decoded(token, await directory.keys(metadata, anew=True))
    expected: dict[str, Any] = {
        "iss": {"essential": True, "value": metadata.issuer},
        "aud": {"essential": True, "value": client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    params: dict[str, Any] = {"nonce": nonce, "client_id": client_id}
    if not str(decoded.header["alg"]).startswith("Ed"):  # for these OpenID Connect names no hash of the access token
        params["access_token"] = tokens.get("access_token")
    claims = CodeIDToken(decoded.claims, decoded.header, expected, params)
    claims.validate(leeway=LEEWAY_SECONDS)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= 255 or "\x00" in subject:
        raise SignInError(Reason.INVALID, "the identity token's subject is none")
    return dict(claims)


def _decoded(token: str, keys: KeySet) -> jwt.Token:
    """The token, by the key that it names; where it names none, by any of the provider's that fits."""
    header = jws.extract_compact(token.encode()).headers()
    if header.get("kid") is not None or len(keys.keys) == 1:
        return jwt.decode(token, keys if header.get("kid") is not None else keys.keys[0], registry=_REGISTRY)
    for key in keys.keys:
        try:
            return jwt.decode(token, key, registry=_REGISTRY)
        except (JoseError, ValueError):
            continue
    raise SignInError(Reason.INVALID, "the identity token is signed by none of the provider's keys")


def identity_of(claims: Mapping[str, Any]) -> Identity:
    """Who it is. Only `email_verified: true` counts: a text, or nothing, does not."""
    first, last = _name(claims.get("given_name")), _name(claims.get("family_name"))
    whole = _name(claims.get("name"))
    if first is None and last is None and whole is not None:
        first, _, last = (part or None for part in whole.partition(" "))
    email = claims.get("email")
    factors = claims.get("amr")
    return Identity(
        subject=claims["sub"],
        email=email.strip().lower() if isinstance(email, str) and email.strip() else None,
        verified=claims.get("email_verified") is True,
        first_name=first,
        last_name=last,
        factors=isinstance(factors, list) and bool(_FACTORS & {one for one in factors if isinstance(one, str)}),
    )


def _name(value: Any) -> str | None:
    text = "".join(" " if one in CONTROL else one for one in value) if isinstance(value, str) else ""
    return " ".join(text.split())[:200].strip() or None
