"""Signing in by an identity provider, over HTTP: the way there and the way back, as a browser goes them."""

from collections.abc import Mapping
from typing import Annotated, Any, cast
from urllib.parse import quote, urlencode
from uuid import UUID

import structlog
from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie, State
from litestar.params import JSONBody, QueryParameter

from vistone.auth import queries
from vistone.auth.actions import attempts, entering, providers, refusals, sessions
from vistone.auth.contracts import LinkStarted, OwnIdentity, ProviderLookup, ProviderName, SignedIn
from vistone.auth.http.proof import check_proof
from vistone.auth.http.sessions import PUBLIC, cookies_of, credential, leave_former, spend, was_right
from vistone.auth.oidc import domains, flow
from vistone.auth.oidc.flow import Attempt, Client
from vistone.auth.oidc.problems import Reason, SignInError
from vistone.auth.oidc.tokens import Identity
from vistone.auth.resolver import Resolver
from vistone.auth.schemas import LinkStart
from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Conflict, FieldError, Malformed, NotFound, TooMany, Unauthenticated
from vistone.kernel.http.call import Call, HttpCall
from vistone.kernel.http.guard import WHOLE
from vistone.kernel.scope import Scope, System
from vistone.kernel.settings import settings

log = structlog.get_logger("vistone.oidc")

CALLBACK = "/api/auth/oidc/callback"
_SIGN_IN = "/sign-in"
LONGEST_PATH = 2000
PATH_HERE = r"^/([!-.0-\[\]-~][!-\[\]-~]*)?$"
"""As browsers write the path and query of an address: ASCII; `//` would be another site."""
_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F)))


class OidcController(Controller):
    """Signing in by the company's identity provider."""

    path = "/api/auth/oidc"
    tags = ("auth",)

    @get("/lookup", opt=PUBLIC)
    async def look_up_provider(
        self, call: Call, email: Annotated[str, QueryParameter(min_length=1, max_length=254)]
    ) -> ProviderLookup:
        """How an address may sign in, by its domain alone: the answer does not tell whether it has an account."""
        here = attempts.place_of(call.origin.ip_address)
        await spend(call, attempts.tries(call.seal, (attempts.LOOKUP, here)), credential(call))
        domain = domains.of_address(email.strip())
        if domain is None:
            return ProviderLookup(None, password_sign_in=True)
        return await call.read_as(System("sign-in"), _lookup, domain)

    @get("/start", opt=PUBLIC, status_code=302)
    async def start_oidc(
        self,
        call: Call,
        state: State,
        provider: Annotated[UUID, QueryParameter()],
        return_to: Annotated[str, QueryParameter(name="returnTo", schema_extra={"pattern": PATH_HERE})] = "/",
    ) -> Response[None]:
        """Sends the browser to the provider. `returnTo` is the path in the app to come back to.

        From another site it leads to the page to sign in instead: nobody is signed in without having asked for it
        (ASVS 5.0, 7.6.2).
        """
        back = _path_here(return_to)
        if call.request.headers.get("sec-fetch-site") == "cross-site":
            return _gone(_SIGN_IN)
        door = None
        try:
            await _count(call)
            door = await call.read_as(System("sign-in"), queries.provider_door, provider)
            url, attempt = await flow.begin(state.directory, _client(call, door), back)
        except SignInError as error:
            await _tell(call, door, error)
            return _failed(_SIGN_IN, error)
        return _gone(url, _cookie(call, attempt))

    @get("/callback", opt=PUBLIC, status_code=302)
    async def finish_oidc(self, call: Call, state: State) -> Response[None]:
        """Where the provider sends the browser back to: signs in, or links, and goes on into the app."""
        attempt = door = identity = None
        try:
            attempt = flow.opened(call.seal, call.request.cookies.get(_cookie_name()))
            await _count(call)
            door = await call.read_as(System("sign-in"), queries.provider_door, attempt.provider_id)
            answer = dict(call.request.query_params.items())
            identity = await flow.finish(state.directory, _client(call, door), attempt, answer)
            assert door is not None  # noqa: S101 -- `_client` refuses None
            if attempt.link_user is not None:
                await _link(call, state, attempt, door, identity)
                await was_right(call, _counted(call))
                return _gone(_with(attempt.return_to, linked="1"), _cookie_gone())
            signed_in = await _enter(call, state, door, identity)
        except SignInError as error:
            await _tell(call, door, error, identity, attempt.link_user if attempt else None)
            where = attempt.return_to if attempt is not None and attempt.link_user is not None else _SIGN_IN
            return _failed(where, error)
        await was_right(call, _counted(call))
        await leave_former(call, state, signed_in)
        return _gone(attempt.return_to, _cookie_gone(), *cookies_of(state, signed_in))

    @get("/link")
    async def get_own_identity(self, call: Call) -> OwnIdentity:
        """Your organization's provider, and whether you are linked to it."""
        return await call.read(_own_identity)

    @post("/link", status_code=200, opt=WHOLE)
    async def start_link(self, call: Call, data: JSONBody[LinkStart], state: State) -> LinkStarted:
        """Begins to link your account to the organization's provider, by your password and, with a second factor, a proof
        with that: the browser goes on to `url`.
        """
        back = _path_here(data.return_to or "/settings/security")
        door = await call.read(queries.own_provider)
        if door is None or door["id"] != data.provider_id:
            raise NotFound("identity provider")
        if not door["enabled"]:
            raise Conflict("provider-off", "The identity provider is switched off.", field="providerId")
        await check_proof(call, data.current_password)
        try:
            url, attempt = await flow.begin(state.directory, _client(call, door), back, call.scope.user_id)
        except SignInError as error:
            raise Conflict(error.reason.value, error.detail) from None
        answer = Response(LinkStarted(url), status_code=200, cookies=[_cookie(call, attempt)])
        return cast(
            "LinkStarted", answer
        )  # Litestar lets a handler answer with a Response whatever it is annotated with


async def _lookup(tx: ReadTx, domain: str) -> ProviderLookup:
    door = await queries.provider_of_domain(tx, domain)
    if door is None:
        return ProviderLookup(None, password_sign_in=True)
    barred = await queries.is_barred(tx, door["organization_id"], door["default_role"])
    return ProviderLookup(ProviderName(door["id"], door["name"]), password_sign_in=not barred)


async def _own_identity(tx: ReadTx) -> OwnIdentity:
    door = await queries.own_provider(tx)
    if door is None or not door["enabled"]:
        return OwnIdentity(None, None)
    link = await queries.own_link(tx, door["id"], tx.scope.user_id)
    return OwnIdentity(ProviderName(door["id"], door["name"]), link)


def _client(call: HttpCall, door: Mapping[str, Any] | None) -> Client:
    """What we are at the provider. SignInError when there is none, or it is off."""
    if door is None or not door["enabled"]:
        raise SignInError(Reason.OFF, "there is no such provider, or it is switched off")
    secret = call.seal.open(providers.SECRET, door["client_secret"]).decode()
    return Client(
        door["id"], door["organization_id"], door["issuer"], door["client_id"], secret, f"{settings().origin}{CALLBACK}"
    )


async def _enter(call: HttpCall, state: State, door: Mapping[str, Any], identity: Identity) -> SignedIn:
    """Signs in whom the provider vouches for; once more when somebody else was it at the same moment."""
    conflict = ""
    for _ in range(2):
        entrant = await call.read_as(System("sign-in"), entering.whose, door, identity)
        person = sessions.acting(entrant.user_id, door["organization_id"], call.origin)
        try:
            return await call.write_as(person, entering.enter, door, identity, state.keyring, newcomer=entrant.newcomer)
        except Conflict as error:
            if error.rule == "role-missing":
                raise SignInError(Reason.ROLE, error.detail) from None
            conflict = error.detail
    raise SignInError(Reason.REMOVED, conflict)


async def _link(call: HttpCall, state: State, attempt: Attempt, door: Mapping[str, Any], identity: Identity) -> None:
    """Links who is signed in, if it is who began it."""
    resolver: Resolver = state.resolver
    try:
        scope: Scope | None = await resolver.resolve(call.request)
    except Unauthenticated:
        scope = None
    if scope is None or scope.user_id != attempt.link_user or scope.bound:
        raise SignInError(Reason.MIXED_UP, "the person who began to link is not signed in any more")
    person = sessions.acting(scope.user_id, door["organization_id"], call.origin)
    await call.write_as(person, providers.link_myself, door["id"], identity)


def _counted(call: HttpCall) -> list[attempts.Try]:
    return attempts.tries(call.seal, (attempts.PROVIDER, attempts.place_of(call.origin.ip_address)))


async def _count(call: HttpCall) -> None:
    try:
        await spend(call, _counted(call), credential(call))
    except TooMany:
        raise SignInError(Reason.TOO_MANY, "too many sign-ins were begun from this address") from None


async def _tell(
    call: HttpCall,
    door: Mapping[str, Any] | None,
    error: SignInError,
    identity: Identity | None = None,
    user_id: UUID | None = None,
) -> None:
    """Has the log of the provider's organization told, where there is one; of a wait its beginning alone is told."""
    if door is None or error.reason is Reason.TOO_MANY:
        return
    email = entering.address_of(identity) if identity is not None else None
    turned = refusals.Turned(call.origin, door["id"], door["organization_id"], error.reason.value, email, user_id)
    async with call.database.write(System("refused sign-in")) as tx:
        await refusals.note_turned(tx, turned)


def _path_here(path: str) -> str:
    """The path, where it is one of this very site, as a header can carry it. Malformed for everything that could lead
    elsewhere.
    """
    ours = path.startswith("/") and not path.startswith("//") and not path.startswith("/api/")
    if ours and path.isprintable() and "\\" not in path:
        written = quote(path, safe=_AS_IT_IS)
        if len(written) <= LONGEST_PATH:
            return written
    message = "give a path of this site, such as /projects"
    raise Malformed(f"returnTo: {message}.", errors=[FieldError("returnTo", message)])


def _with(path: str, **more: str) -> str:
    bare, _, fragment = path.partition("#")
    return f"{bare}{'&' if '?' in bare else '?'}{urlencode(more)}" + (f"#{fragment}" if fragment else "")


def _failed(path: str, error: SignInError) -> Response[None]:
    log.warning("sign-in by a provider failed", reason=error.reason.value, detail=error.detail)
    return _gone(_with(path, problem=error.reason.value), _cookie_gone())


def _gone(url: str, *cookies: Cookie) -> Response[None]:
    return Response(None, status_code=302, headers={"Location": url}, cookies=list(cookies))


def _cookie_name() -> str:
    return f"{'__Host-' if settings().secure_cookies else ''}vistone-oidc"


def _cookie(call: HttpCall, attempt: Attempt) -> Cookie:
    """Lax, since the provider sends the browser back from its own site."""
    return Cookie(
        _cookie_name(),
        value=flow.sealed(call.seal, attempt),
        path="/",
        httponly=True,
        secure=settings().secure_cookies,
        samesite="lax",
        max_age=flow.GOOD_SECONDS,
    )


def _cookie_gone() -> Cookie:
    return Cookie(_cookie_name(), path="/", max_age=0, httponly=True, secure=settings().secure_cookies, samesite="lax")
