"""Signing in and out, and who one is."""

from typing import Any, cast
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie, State
from litestar.params import JSONBody
from msgspec import Struct
from msgspec.structs import replace

from vistone.auth import passwords, queries
from vistone.auth.actions import attempts, organizations, refusals, sessions
from vistone.auth.actions.refusals import Credential
from vistone.auth.contracts import Me, MfaRequired, MyFactors, Organization, SignedIn, SignInMethod, User
from vistone.auth.events import Why
from vistone.auth.resolver import Cookies, Resolver
from vistone.auth.schemas import Login, Refresh, Register
from vistone.auth.tokens import Keyring, token_hash
from vistone.kernel.db import ReadTx
from vistone.kernel.errors import ProviderRequired, Unauthenticated
from vistone.kernel.http.call import Call, HttpCall
from vistone.kernel.http.guard import UNFINISHED
from vistone.kernel.ids import new_id
from vistone.kernel.scope import RoleName, Scope, System
from vistone.kernel.settings import settings

PUBLIC = {"public": True}


class SessionController(Controller):
    """Signing in and out."""

    path = "/api/auth"
    tags = ("auth",)

    @post("/register", opt=PUBLIC)
    async def register(self, call: Call, data: JSONBody[Register], state: State) -> SignedIn:
        """Makes an account and an organization, and signs in."""
        here = attempts.place_of(call.origin.ip_address)
        await spend(call, attempts.tries(call.seal, (attempts.registrations(), here)), credential(call))
        about = (data.email, data.first_name, data.last_name, data.organization_name)
        hash = await passwords.hashed(data.password, about=about)
        organizer = Scope(new_id(), new_id(), RoleName.ORGANIZER, frozenset(), origin=call.origin)
        return await with_cookies(
            call, state, await call.write_as(organizer, organizations.register, data, hash, state.keyring)
        )

    @post("/login", status_code=200, opt=PUBLIC)
    async def login(self, call: Call, data: JSONBody[Login], state: State) -> SignedIn | MfaRequired:
        """Signs in with a password. The answer and its time do not tell whether the account exists.

        With a second factor on, the answer is what to go on with: `login/mfa`, or `passkeys/login`.
        """
        email = data.email.strip().lower()
        counted = attempts.at_sign_in(call.seal, email, call.origin.ip_address)
        of = credential(call, email=email)
        await spend(call, counted, of)
        account = await call.read_as(System("sign-in"), queries.account, email)
        right, renewed = await passwords.verify(data.password, account["password"] if account else None)
        member = account is not None and account["organization_id"] is not None
        if account is None or not right:
            await tell_refused(call, of)
            raise Unauthenticated("The address or the password is wrong.")
        await was_right(call, counted)
        if not member:
            raise Unauthenticated("You belong to no organization at present. Ask an Organizer for an invitation.")
        if account["barred"]:
            await tell_refused(call, of, Why.PROVIDER)
            raise ProviderRequired(sessions.BY_PROVIDER)
        person = sessions.acting(account["id"], account["organization_id"], call.origin)
        methods = sessions.second_factors(account)
        answer = await call.write_as(person, sessions.after_password, state.keyring, methods, renewed)
        return await with_cookies(call, state, answer)

    @post("/refresh", status_code=200, opt=PUBLIC)
    async def refresh(self, call: Call, data: JSONBody[Refresh], state: State) -> SignedIn:
        """New tokens for a refresh token, which is used up by it. Browsers send it as a cookie."""
        resolver: Resolver = state.resolver
        token = data.refresh_token
        if token is None:
            resolver.check_same_site(call.request, None)
            token = call.request.cookies.get(resolver.cookies.refresh)
        found = await call.read_as(System("refresh"), queries.refresh_token, token_hash(token)) if token else None
        if found is None:
            if token:
                here = attempts.place_of(call.origin.ip_address)
                await spend(call, attempts.tries(call.seal, (attempts.REFRESH, here)), credential(call))
            raise Unauthenticated("This sign-in is over. Sign in again.")
        person = sessions.acting(found["user_id"], found["organization_id"], call.origin)
        signed_in = await call.write_as(person, sessions.refresh, state.keyring, found)
        if signed_in is None:
            raise Unauthenticated("This refresh token was used before: the sign-in has been ended for safety.")
        return await with_cookies(call, state, signed_in, browser=data.refresh_token is None)

    @post("/logout", status_code=204, opt=UNFINISHED)
    async def logout(self, call: Call, state: State) -> Response[None]:
        """Ends the session; its tokens are good for nothing from then on."""
        session_id = call.scope.session_id
        if session_id is not None:
            await call.write(sessions.end_session, session_id)
            state.resolver.forget_session(session_id)
        names: Cookies = state.resolver.cookies
        gone = [
            Cookie(name, path="/", max_age=0, secure=names.secure)
            for name in (names.session, names.refresh, names.csrf)
        ]
        return Response(None, status_code=204, cookies=gone)

    @get("/me", opt=UNFINISHED)
    async def get_me(self, call: Call) -> Me:
        """Who is signed in, in which organization, as what, and where else they belong."""
        scope = call.scope
        who = await call.read(_me)
        mine = await call.read_as(System("my organizations"), queries.organizations_of, scope.user_id)
        return Me(
            who.user,
            who.organization,
            scope.role,
            who.permissions,
            [one for one in mine if one.id == scope.organization_id or not (scope.bound or scope.token)],
            scope.unfinished,
            who.factors,
            who.method,
            scope.session_id,
            scope.bound,
            who.has_password,
        )

    @get("/.well-known/jwks.json", opt=PUBLIC)
    async def get_jwks(self, state: State) -> dict[str, Any]:
        """The public keys that access tokens are signed with (RFC 7517)."""
        keyring: Keyring = state.keyring
        return keyring.public()


def credential(call: HttpCall, *, email: str | None = None, organization_id: UUID | None = None) -> Credential:
    """What the request tries at: what the address signs in with; without one it is nobody's as far as we know."""
    return Credential(call.request.url.path, call.origin, email=email, organization_id=organization_id)


def credential_of(call: HttpCall, who: Scope) -> Credential:
    """What the request tries at: what a person signs in with who is known."""
    return Credential(call.request.url.path, call.origin, user_id=who.user_id, organization_id=who.organization_id)


async def spend(call: HttpCall, counted: list[attempts.Try], of: Credential) -> None:
    """Counts a try at a credential; TooMany when it has to wait."""
    async with call.database.write(System("limits")) as tx:  # not by `call.write`: a repeated request counts again
        seconds = await attempts.begin(tx, counted, of)
    attempts.check(seconds)


async def tell_refused(call: HttpCall, of: Credential, why: Why = Why.PASSWORD) -> None:
    """Has the log told of a refused try."""
    async with call.database.write(System("refused sign-in")) as tx:
        await refusals.note(tx, refusals.Refusal(of, why))


async def was_right(call: HttpCall, counted: list[attempts.Try]) -> None:
    """Takes the try back: it was right."""
    async with call.database.write(System("limits")) as tx:
        await attempts.right(tx, counted)


class _Step(Struct, rename="camel"):
    mfa_required: bool = False


class _Myself(Struct, frozen=True):
    user: User
    organization: Organization
    permissions: dict[str, list[str]]
    factors: MyFactors
    method: SignInMethod | None
    has_password: bool


async def _me(tx: ReadTx) -> _Myself:
    scope = tx.scope
    user, organization = await sessions.whoami(tx)
    role = await queries.role_named(tx, scope.role)
    known = await queries.factors_of(tx, scope.user_id)
    sign_in = await queries.sign_in_of(tx, scope.session_id, scope.user_id) if scope.session_id else None
    return _Myself(
        user,
        organization,
        {
            resource: [action for action in actions if scope.may(resource, action)]
            for resource, actions in (role.permissions if role else {}).items()
        },
        MyFactors(known["totp"], known["passkeys"], known["codes"]),
        SignInMethod(sign_in["method"]) if sign_in else None,
        known["password"] is not None,
    )


async def with_cookies(call: Call, state: State, answer: Any, *, browser: bool = False) -> SignedIn:
    """The answer to a sign-in; where a browser asks (`X-Vistone-Client: web`) with its tokens as cookies instead, which
    no script can read (ASVS 5.0, 10.1.1).
    """
    if not browser and call.request.headers.get("x-vistone-client") != "web":
        return cast("SignedIn", answer)
    repeated = isinstance(answer, Response)
    if isinstance(answer, MfaRequired) or (repeated and msgspec.json.decode(answer.content, type=_Step).mfa_required):
        return cast("SignedIn", answer)
    signed_in = msgspec.json.decode(answer.content, type=SignedIn) if repeated else answer
    await leave_former(call, state, signed_in)
    answer = Response(
        replace(signed_in, access_token="", refresh_token=""),
        status_code=call.request.route_handler.status_code,
        cookies=cookies_of(state, signed_in),
    )
    return cast("SignedIn", answer)  # Litestar lets a handler answer with a Response whatever it is annotated with


async def leave_former(call: HttpCall, state: State, signed_in: SignedIn) -> None:
    """Ends the sign-in that the browser had before, whose cookies are replaced now (ASVS 5.0, 7.2.4)."""
    resolver: Resolver = state.resolver
    token = call.request.cookies.get(resolver.cookies.refresh)
    former = await call.read_as(System("former sign-in"), queries.refresh_token, token_hash(token)) if token else None
    if former is None or former["session_id"] == state.keyring.verify(signed_in.access_token).session_id:
        return
    async with call.database.write(sessions.acting(former["user_id"], former["organization_id"], call.origin)) as tx:
        await sessions.end_session(tx, former["session_id"])
    resolver.forget_session(former["session_id"])


def cookies_of(state: State, signed_in: SignedIn) -> list[Cookie]:
    """The cookies by which a browser stays signed in."""
    resolver: Resolver = state.resolver
    session_id = state.keyring.verify(signed_in.access_token).session_id
    days, names = settings().refresh_token_days * 86400, resolver.cookies
    safe: dict[str, Any] = {"path": "/", "secure": names.secure, "samesite": "lax"}
    return [
        Cookie(names.session, value=signed_in.access_token, httponly=True, max_age=days, **safe),
        Cookie(names.refresh, value=signed_in.refresh_token, httponly=True, max_age=days, **safe),
        Cookie(names.csrf, value=resolver.csrf_token(session_id), max_age=days, **safe),
    ]
