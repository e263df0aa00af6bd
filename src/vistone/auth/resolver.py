"""Credential -> Scope: the one place that mints the scopes of people."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar.connection import ASGIConnection
from msgspec import Struct

from vistone.auth import queries
from vistone.auth.finished import to_do
from vistone.auth.personal import PersonalTokens, bearer
from vistone.auth.tokens import PERSONAL, AccessToken, Keyring, UnknownKeyError, token_hash
from vistone.kernel.db import Database
from vistone.kernel.errors import FieldError, Forbidden, Malformed, Unauthenticated
from vistone.kernel.events import LoggedEvent
from vistone.kernel.http.call import origin_of
from vistone.kernel.scope import RoleName, Scope, System, flatten
from vistone.kernel.seal import Seal
from vistone.kernel.service import Claim

REMEMBER_SECONDS = 4.0  # what ends access holds within 5 s even where its event does not arrive
MOST_REMEMBERED = 20_000
SAFE = {"GET", "HEAD", "OPTIONS"}


class Cookies(Struct, frozen=True):
    """The names of the browser's cookies; over https they are bound to the host."""

    secure: bool
    session: str
    refresh: str
    csrf: str

    @classmethod
    def named(cls, *, secure: bool) -> "Cookies":
        """With the `__Host-` prefix where the browser takes it: over https alone."""
        prefix = "__Host-" if secure else ""
        return cls(secure, *(f"{prefix}vistone-{name}" for name in ("session", "refresh", "csrf")))


class Resolver:
    """Finds out who asks, and remembers it for a few seconds or until an event says that it changed."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        seal: Seal,
        claims: Mapping[str, Claim],
        *,
        origin: str,
        unsettling: frozenset[str],
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._csrf_keys = seal.keys("csrf")
        self._claims = claims
        self._origin = origin
        self._unsettling = unsettling
        self.cookies = Cookies.named(secure=origin.startswith("https://"))
        self._known: dict[tuple[UUID, UUID | None], tuple[float, Scope]] = {}
        self._tokens = PersonalTokens(database, self._with_claims, seconds=REMEMBER_SECONDS)

    async def resolve(self, connection: ASGIConnection[Any, Any, Any, Any]) -> Scope:
        """The scope of a request or socket. Unauthenticated without a good credential; Forbidden for a forged one."""
        sent = bearer(connection)
        if sent is not None and sent.startswith(PERSONAL):
            return await self._personal(connection, token_hash(sent))
        try:
            token = self._token(connection, sent)
        except UnknownKeyError:
            await self._keyring.learn()
            token = self._token(connection, sent)
        return await self._scope(connection, token)

    async def _personal(self, connection: ASGIConnection[Any, Any, Any, Any], hash: bytes) -> Scope:
        scope = await self._tokens.scope(hash)
        if _organization(connection) not in {None, scope.organization_id}:
            raise Unauthenticated("This token is not for this organization.")
        return msgspec.structs.replace(scope, origin=origin_of(connection))

    async def again(self, connection: ASGIConnection[Any, Any, Any, Any], scope: Scope) -> Scope:
        """The scope as it is now, of a socket that was let in with `scope`, by its session or its personal token.

        The access token that it came with may be over meanwhile; that ends no session.
        """
        if scope.token is not None:
            return await self._personal(connection, token_hash(bearer(connection) or ""))
        if scope.session_id is None:
            raise Unauthenticated("A socket belongs to a session.")
        return await self._scope(connection, AccessToken(scope.user_id, scope.session_id, 0))

    async def _scope(self, connection: ASGIConnection[Any, Any, Any, Any], token: AccessToken) -> Scope:
        wanted = _organization(connection)
        key = (token.session_id, wanted)
        until, scope = self._known.get(key, (0.0, None))
        if scope is None or until < time.monotonic():
            scope = await self._look_up(token, wanted)
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()  # most are over: it takes more than so many people in four seconds to matter
            self._known[key] = (time.monotonic() + REMEMBER_SECONDS, scope)
        return msgspec.structs.replace(scope, origin=origin_of(connection))

    def _token(self, connection: ASGIConnection[Any, Any, Any, Any], sent: str | None) -> AccessToken:
        if sent is not None:
            return self._keyring.verify(sent)
        cookie = connection.cookies.get(self.cookies.session)
        if cookie is None:
            raise Unauthenticated("Send an access token, or sign in.")
        access = self._keyring.verify(cookie)
        self.check_same_site(connection, access.session_id)
        return access

    def check_same_site(self, connection: ASGIConnection[Any, Any, Any, Any], session_id: UUID | None) -> None:
        """Forbidden when a request with cookies may come from another site: browsers send cookies unasked."""
        method = connection.scope.get("method", "WEBSOCKET")
        if method in SAFE:
            return
        origin = connection.headers.get("origin")
        if origin is not None and not self._same_site(origin, connection):
            raise Forbidden("This request comes from another site.")
        if method == "WEBSOCKET":
            if origin is None:
                raise Forbidden("A socket with cookies names its origin.")
            return
        if session_id is not None:
            sent = connection.headers.get("x-csrf-token", "")
            right = [_csrf(key, session_id) for key in self._csrf_keys]
            if not any(hmac.compare_digest(sent.encode(), one.encode()) for one in right):
                raise Forbidden("Send the value of the cookie vistone-csrf as X-CSRF-Token.")

    def _same_site(self, origin: str, connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
        host = connection.headers.get("host", "")
        return origin == self._origin or (not self._origin.startswith("https://") and urlsplit(origin).netloc == host)

    def csrf_token(self, session_id: UUID) -> str:
        """The token that a browser's writes carry, bound to its session."""
        return _csrf(self._csrf_keys[0], session_id)

    async def _look_up(self, token: AccessToken, wanted: UUID | None) -> Scope:
        async with self._database.read(System("resolve a credential")) as tx:
            row = await queries.credential(
                tx, session_id=token.session_id, user_id=token.user_id, organization_id=wanted
            )
        if row is None:
            raise Unauthenticated("This sign-in is over, or not for this organization.")
        scope = Scope(
            organization_id=row["organization_id"],
            user_id=token.user_id,
            role=RoleName(row["name"]),
            permissions=flatten(row["permissions"]),
            session_id=token.session_id,
            bound=row["bound"],
            unfinished=to_do(row),
        )
        return await self._with_claims(scope)

    async def _with_claims(self, scope: Scope) -> Scope:
        """The scope with the ids that the services add to it."""
        for name, find in self._claims.items():
            async with self._database.read(scope) as tx:
                found = await find(tx)
            scope = msgspec.structs.replace(scope, claims={**scope.claims, name: found})
        return scope

    def forget(self, event: LoggedEvent) -> None:
        """Drops what an event may have changed: the scopes of its organization."""
        if event.type in self._unsettling:
            stale = [key for key, (_, s) in self._known.items() if s.organization_id == event.organization_id]
            for key in stale:
                del self._known[key]
            self._tokens.forget_organization(event.organization_id)

    def forget_token(self, token_id: UUID) -> None:
        """Drops a personal token at once, in the process that revoked it."""
        self._tokens.forget(token_id)

    async def close(self) -> None:
        """Waits for what is still being noted."""
        await self._tokens.close()

    def forget_session(self, session_id: UUID) -> None:
        """Drops a session at once, in the process that ended it."""
        for key in [key for key in self._known if key[0] == session_id]:
            del self._known[key]


def _csrf(key: bytes, session_id: UUID) -> str:
    return hmac.new(key, session_id.bytes, hashlib.sha256).hexdigest()


def _organization(connection: ASGIConnection[Any, Any, Any, Any]) -> UUID | None:
    text, field = connection.headers.get("x-organization-id"), "X-Organization-Id"
    if text is None and "method" not in connection.scope:  # browsers give sockets no headers
        text, field = connection.query_params.get("organizationId"), "organizationId"
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Malformed(f"{field} is no id.", errors=[FieldError(field, "give the id of an organization")]) from None
