"""What providers say of themselves: their discovery documents and keys, fetched when needed and kept for a while."""

import time
from typing import Any

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from vistone.auth.oidc.problems import Reason, SignInError
from vistone.kernel.outbound import Outbound, OutboundError

# What we accept as the signature of an identity token: asymmetric ones alone, so that nobody signs with a public key
# or with the client's secret.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
)  # fmt: skip
KEPT_SECONDS = 600.0
AGAIN_SECONDS = 10.0
_MOST_KEPT = 1000
_WELL_KNOWN = "/.well-known/openid-configuration"


class Metadata(Struct, frozen=True):
    """The parts of a discovery document (OpenID Connect Discovery 1.0) that we use."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    response_types_supported: tuple[str, ...] = ()
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    code_challenge_methods_supported: tuple[str, ...] | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False

    @property
    def client_auth(self) -> str:
        """How the client says who it is at the token endpoint."""
        known = self.token_endpoint_auth_methods_supported
        post = "client_secret_post" in known and "client_secret_basic" not in known
        return "client_secret_post" if post else "client_secret_basic"


class _Kept(Struct):
    value: Any
    at: float


class Directory:
    """The providers that a process has asked."""

    def __init__(self, outbound: Outbound) -> None:
        self.outbound = outbound
        self._metadata: dict[str, _Kept] = {}
        self._keys: dict[str, _Kept] = {}

    async def problems(self, issuer: str) -> list[str]:
        """What keeps people from signing in by the provider, in sentences; empty when nothing does. Asks anew."""
        try:
            metadata = await self._discover(issuer)
        except SignInError as error:
            return [error.detail]
        found = []
        if "code" not in metadata.response_types_supported:
            found.append("The provider does not offer the authorization code flow (response type code).")
        if not set(metadata.id_token_signing_alg_values_supported) & set(ALGORITHMS):
            found.append("The provider signs identity tokens by no algorithm that is accepted here.")
        challenges = metadata.code_challenge_methods_supported
        if challenges is not None and "S256" not in challenges:
            found.append("The provider does not offer PKCE by S256.")
        if not found:
            try:
                await self._fetch_keys(metadata)
            except SignInError as error:
                found.append(error.detail)
        return found

    async def metadata(self, issuer: str) -> Metadata:
        """What the provider says of itself. SignInError when it says nothing that fits."""
        kept = self._metadata.get(issuer)
        if kept is None or kept.at + KEPT_SECONDS < time.monotonic():
            kept = _Kept(await self._discover(issuer), time.monotonic())
            _keep(self._metadata, issuer, kept)
        found: Metadata = kept.value
        return found

    async def keys(self, metadata: Metadata, *, anew: bool = False) -> KeySet:
        """The provider's keys. With `anew` they are fetched again, for a token by a key that is not among them; at
        most once in ten seconds, since whoever makes up a key's name can ask for that.
        """
        kept, now = self._keys.get(metadata.issuer), time.monotonic()
        patience = AGAIN_SECONDS if anew else KEPT_SECONDS
        if kept is None or kept.at + patience < now:
            kept = _Kept(await self._fetch_keys(metadata), now)
            _keep(self._keys, metadata.issuer, kept)
        found: KeySet = kept.value
        return found

    def forget(self, issuer: str) -> None:
        """Asks the provider again the next time."""
        self._metadata.pop(issuer, None)
        self._keys.pop(issuer, None)

    async def _discover(self, issuer: str) -> Metadata:
        body = await self._json(issuer.rstrip("/") + _WELL_KNOWN)
        try:
            metadata = msgspec.json.decode(body, type=Metadata)
        except msgspec.MsgspecError as error:
            raise SignInError(Reason.INVALID, f"The provider's discovery document does not fit: {error}.") from None
        if metadata.issuer != issuer:
            detail = f"The provider's discovery document is of another issuer, {metadata.issuer[:200]!r}."
            raise SignInError(Reason.INVALID, detail)
        insecure = [
            one
            for one in (metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri)
            if not one.startswith("https://") and not (self.outbound.private and one.startswith("http://"))
        ]
        if insecure:
            raise SignInError(Reason.INVALID, f"The provider's address {insecure[0][:200]!r} is not https.")
        return metadata

    async def _fetch_keys(self, metadata: Metadata) -> KeySet:
        body = await self._json(metadata.jwks_uri)
        try:
            found = msgspec.json.decode(body, type=dict[str, Any])
            usable = [
                key
                for key in found.get("keys", [])
                if key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use", "sig") == "sig"
            ]
            keys = KeySet.import_key_set({"keys": usable})
        except (msgspec.MsgspecError, JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise SignInError(Reason.INVALID, "The provider's keys cannot be read.") from None
        if not keys.keys:
            raise SignInError(Reason.INVALID, "The provider has no keys to sign with.")
        return keys

    async def _json(self, url: str) -> bytes:
        try:
            answer = await self.outbound.fetch("GET", url, headers={"accept": "application/json"})
        except OutboundError as error:
            raise SignInError(Reason.UNAVAILABLE, str(error)) from None
        if answer.status != 200:
            raise SignInError(Reason.UNAVAILABLE, f"{url} answers {answer.status}.")
        return answer.body


def _keep(where: dict[str, _Kept], issuer: str, kept: _Kept) -> None:
    if len(where) >= _MOST_KEPT:
        where.clear()
    where[issuer] = kept
