"""The authorization code flow with PKCE, from the way to the provider to the identity that it vouches for.

What the answer must fit to (state, nonce, the verifier of PKCE, the provider) is in a cookie that only we can read and
that lives ten minutes: an answer that was begun in another browser finds none there, so that nobody is signed in as
somebody else without noticing (login CSRF).
"""

import base64
import hmac
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx2
import msgspec
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.errors import JoseError
from msgspec import Struct

from vistone.auth.oidc.directory import Directory, Metadata
from vistone.auth.oidc.problems import Reason, SignInError
from vistone.auth.oidc.tokens import Identity, identity_of, verified
from vistone.auth.tokens import random_token
from vistone.kernel.outbound import OutboundError
from vistone.kernel.seal import Seal

GOOD_SECONDS = 600
SCOPE = "openid email profile"
_PURPOSE = "oidc attempt"


class Client(Struct, frozen=True):
    """What we are at a provider."""

    provider_id: UUID
    organization_id: UUID
    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str


class Attempt(Struct, frozen=True):
    """A way to the provider that was begun: what its answer must fit to, and where it leads. `link_user` is the person
    who wants to be linked; None for a sign-in.
    """

    provider_id: UUID
    state: str
    nonce: str
    verifier: str
    return_to: str
    until: int
    link_user: UUID | None = None


async def begin(
    directory: Directory, client: Client, return_to: str, link_user: UUID | None = None
) -> tuple[str, Attempt]:
    """Where the browser goes, and what to keep until it comes back. SignInError when the provider cannot be asked."""
    metadata = await directory.metadata(client.issuer)
    until = int(time.time()) + GOOD_SECONDS
    attempt = Attempt(client.provider_id, random_token(), random_token(), random_token(), return_to, until, link_user)
    async with _oauth(directory, client, metadata) as oauth:
        url, _ = oauth.create_authorization_url(
            metadata.authorization_endpoint, state=attempt.state, code_verifier=attempt.verifier, nonce=attempt.nonce
        )
    return str(url), attempt


def sealed(seal: Seal, attempt: Attempt) -> str:
    """The attempt as the value of a cookie."""
    return base64.urlsafe_b64encode(seal.close(_PURPOSE, msgspec.json.encode(attempt))).decode().rstrip("=")


def opened(seal: Seal, cookie: str | None) -> Attempt:
    """The attempt of a cookie. SignInError when there is none, or none that is good any more."""
    try:
        raw = base64.urlsafe_b64decode((cookie or "") + "=" * (-len(cookie or "") % 4))
        attempt = msgspec.json.decode(seal.open(_PURPOSE, raw), type=Attempt)
    except ValueError:
        raise SignInError(Reason.EXPIRED, "no cookie of a sign-in that was begun") from None
    if attempt.until < time.time():
        raise SignInError(Reason.EXPIRED, "the sign-in took too long")
    return attempt


def code_of(attempt: Attempt, metadata: Metadata, answer: Mapping[str, str]) -> str:
    """The code in the provider's answer. SignInError for an answer that is not to this attempt, or an error."""
    if not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
        raise SignInError(Reason.MIXED_UP, "the state is of another sign-in")
    issuer = answer.get("iss")
    if issuer is None and metadata.authorization_response_iss_parameter_supported:
        raise SignInError(Reason.MIXED_UP, "the answer does not name its issuer (RFC 9207)")
    if issuer is not None and issuer != metadata.issuer:
        raise SignInError(Reason.MIXED_UP, f"the answer is of another issuer, {issuer[:200]!r} (RFC 9207)")
    if error := answer.get("error"):
        reason = Reason.REFUSED if error == "access_denied" else Reason.PROVIDER
        raise SignInError(reason, f"{error[:100]}: {answer.get('error_description', '')[:300]}")
    code = answer.get("code", "")
    if not code or len(code) > 4000:
        raise SignInError(Reason.INVALID, "the answer has no code")
    return code


async def finish(directory: Directory, client: Client, attempt: Attempt, answer: Mapping[str, str]) -> Identity:
    """Whom the provider vouches for. SignInError for everything that does not fit."""
    metadata = await directory.metadata(client.issuer)
    code = code_of(attempt, metadata, answer)
    async with _oauth(directory, client, metadata) as oauth:
        try:
            tokens = await oauth.fetch_token(
                metadata.token_endpoint, grant_type="authorization_code", code=code, code_verifier=attempt.verifier
            )
            claims = await verified(directory, metadata, client.client_id, attempt.nonce, tokens)
            told = {} if "email" in claims else await _asked(oauth, metadata, claims["sub"])
        except AuthlibBaseError as error:
            raise SignInError(Reason.PROVIDER, f"{error.error}: {error.description or ''}"[:300]) from None
        except (OutboundError, httpx2.HTTPError) as error:
            raise SignInError(Reason.UNAVAILABLE, str(error) or type(error).__name__) from None
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise SignInError(Reason.INVALID, f"{type(error).__name__}: {error}"[:300]) from None
    return identity_of({**told, **claims})


async def _asked(oauth: AsyncOAuth2Client, metadata: Metadata, subject: str) -> dict[str, Any]:
    """What the provider tells of the person, where its token does not: it must be of the same one."""
    if metadata.userinfo_endpoint is None:
        return {}
    answer = await oauth.get(metadata.userinfo_endpoint)
    answer.raise_for_status()
    told = msgspec.json.decode(answer.content, type=dict[str, Any])
    if told.get("sub") != subject:
        raise SignInError(Reason.INVALID, "the provider tells of another person than its token")
    return told


def _oauth(directory: Directory, client: Client, metadata: Metadata) -> AsyncOAuth2Client:
    return AsyncOAuth2Client(
        client_id=client.client_id,
        client_secret=client.client_secret,
        token_endpoint_auth_method=metadata.client_auth,
        scope=SCOPE,
        redirect_uri=client.redirect_uri,
        code_challenge_method="S256",
        **directory.outbound.options(),
    )
