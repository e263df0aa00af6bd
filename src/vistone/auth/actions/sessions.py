"""Signing in, staying signed in, signing out."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from vistone.auth import queries
from vistone.auth.actions import letters
from vistone.auth.contracts import (
    FactorMethod,
    MfaRequired,
    Organization,
    Session,
    SessionsEnded,
    SignedIn,
    SignInMethod,
    User,
)
from vistone.auth.events import SessionEnded, SessionReused, SessionStarted
from vistone.auth.queries import MEMBERS, ORGANIZATION, SESSION, SESSIONS, USER
from vistone.auth.tokens import Keyring, random_token, token_hash
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Stale, Unauthenticated
from vistone.kernel.events import publish
from vistone.kernel.ids import new_id
from vistone.kernel.rows import add, change
from vistone.kernel.scope import Origin, RoleName, Scope
from vistone.kernel.settings import settings

BY_PROVIDER = "Your organization signs people in through its identity provider. Go there to sign in."

STEP_MINUTES = 5
"""How long somebody who gave the password has for the second factor."""


def acting(user_id: UUID, organization_id: UUID, origin: Origin) -> Scope:
    """A scope for what a sign-in itself writes: known by its ids, permitted nothing."""
    return Scope(organization_id, user_id, RoleName.CLIENT, frozenset(), origin=origin)


async def start_session(
    tx: WriteTx,
    keyring: Keyring,
    *,
    method: SignInMethod = SignInMethod.PASSWORD,
    mfa_at: datetime | None = None,
    bound: bool = False,
) -> SignedIn:
    """Signs the scope's person in to the scope's organization; `bound`, for nothing beyond it.

    `mfa_at` is when they gave a second factor.
    """
    await check_belongs(tx)
    now, who = clock.now(), tx.scope
    session = await add(
        tx,
        SESSION,
        {
            "user_id": who.user_id,
            "organization_id": who.organization_id,
            "method": method,
            "mfa_at": mfa_at,
            "bound": bound,
            "ip_address": who.origin.ip_address,
            "user_agent": who.origin.user_agent,
            "last_used_at": now,
            "expires_at": _end(now, now),
        },
    )
    await publish(tx, SessionStarted(record=session))
    return await _signed_in(tx, keyring, session)


async def check_belongs(tx: ReadTx) -> None:
    """Unauthenticated unless the scope's person belongs to the scope's organization, and is not paused."""
    place = await queries.standing(tx, tx.scope.user_id)
    if place is None or place["paused_at"] is not None:
        raise Unauthenticated("You do not belong to this organization (any more), or are paused. Sign in again.")


def _end(began: datetime, now: datetime) -> datetime:
    """When a sign-in that began then and is used now is over: some time after its last use, and never later than so
    long after its beginning (ASVS 5.0, 7.3.1, 7.3.2, 10.4.8).
    """
    return min(now + timedelta(days=settings().refresh_token_days), began + timedelta(days=settings().session_days))


async def after_password(
    tx: WriteTx, keyring: Keyring, methods: Sequence[FactorMethod], renewed: str | None = None
) -> SignedIn | MfaRequired:
    """What follows a right password: the sign-in, or the step to the second factor where there are `methods` for it.

    `renewed` is the hash with present parameters where the kept one has older ones.
    """
    if renewed is not None:
        await queries.set_password(tx, tx.scope.user_id, renewed)
    if not methods:
        return await start_session(tx, keyring)
    token, now = random_token(), clock.now()
    await queries.add_challenge(
        tx,
        id=new_id(),
        kind="second_factor",
        secret=token_hash(token),
        user_id=tx.scope.user_id,
        home_id=tx.scope.organization_id,
        expires_at=now + timedelta(minutes=STEP_MINUTES),
        created_at=now,
    )
    return MfaRequired(token, list(methods))


def second_factors(account: Mapping[str, Any]) -> list[FactorMethod]:
    """What a password of that account is followed by: nothing without one-time codes, unless the organization asks for
    a second factor and there is a passkey.
    """
    if not account["totp"] and not (account["passkeys"] and account["needs_factor"]):
        return []
    there = {
        FactorMethod.TOTP: account["totp"],
        FactorMethod.BACKUP_CODE: account["totp"] and account["codes"],
        FactorMethod.PASSKEY: account["passkeys"],
    }
    return [method for method, known in there.items() if known]


async def refresh(tx: WriteTx, keyring: Keyring, token: asyncpg.Record) -> SignedIn | None:
    """New tokens for an old refresh token, which is then used up.

    A token that comes again within the grace window (its answer may have been lost) gets new ones too; later it is a
    sign that it was stolen: the session ends for everybody, and None tells so.
    """
    held, now = await queries.hold_refresh_token(tx, token["id"]), clock.now()
    if held is None or held["ended_at"] is not None or token["expires_at"] <= now:
        raise Unauthenticated("This sign-in is over. Sign in again.")
    grace = timedelta(seconds=settings().refresh_grace_seconds)
    if held["used_at"] is not None and now - held["used_at"] > grace:
        await _stolen(tx, token["session_id"])
        return None
    await check_belongs(tx)
    if held["used_at"] is None:
        await queries.use_refresh_token(tx, token["id"], now)
    expires = _end(token["began_at"], now)
    if expires <= now:
        raise Unauthenticated("This sign-in is over. Sign in again.")
    session = await change(tx, SESSION, token["session_id"], {"last_used_at": now, "expires_at": expires})
    return await _signed_in(tx, keyring, session)


async def _stolen(tx: WriteTx, session_id: UUID) -> None:
    session = await queries.end_session(tx, session_id)
    user = await tx.one(queries.user_by_id(), id=tx.scope.user_id)
    if session is None or user is None:
        return
    await publish(tx, SessionReused(record=session), SessionEnded(record=session))
    device = session.user_agent or "unknown"
    values = {"origin": settings().origin, "device": device, "began": session.created_at}
    await letters.send(tx, "session_reused", user["email"], values)


async def end_session(tx: WriteTx, session_id: UUID) -> Session | None:
    """Ends a session; its tokens are good for nothing from the commit on."""
    session = await queries.end_session(tx, session_id)
    if session is not None:
        await publish(tx, SessionEnded(record=session))
    return session


async def end_own_session(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Signs the person out of one of their sessions."""
    session = await SESSIONS.hold(tx, id, "delete")
    if if_match is not None and if_match != session.revision:
        raise Stale
    await end_session(tx, id)


async def end_sessions_of(tx: WriteTx, user_id: UUID, *, but: UUID | None = None, bound_here: bool = False) -> int:
    """Ends every session of a person, but for one where it is named; of those `bound_here` alone, where that is asked.
    How many they were.
    """
    ended = await queries.end_sessions_of(tx, user_id, but, bound_here=bound_here)
    if ended:
        await publish(tx, *(SessionEnded(record=session) for session in ended))
    return len(ended)


async def sign_out_member(tx: WriteTx, member_id: UUID, *, homes: int) -> SessionsEnded:
    """Signs a member out. Of a person who belongs to other organizations too (`homes`) only the sign-ins that are good in
    this one alone end: the others are no matter of ours, and pausing shuts them out of here.
    """
    member = await MEMBERS.hold(tx, member_id, "end_sessions")
    everywhere = homes == 1
    return SessionsEnded(await end_sessions_of(tx, member.user_id, bound_here=not everywhere), everywhere)


async def _signed_in(tx: WriteTx, keyring: Keyring, session: Session) -> SignedIn:
    now, who = clock.now(), tx.scope
    token = random_token()
    await queries.add_refresh_token(
        tx,
        id=new_id(),
        user_id=who.user_id,
        session_id=session.id,
        token_hash=token_hash(token),
        expires_at=session.expires_at,
        created_at=now,
    )
    user, organization = await whoami(tx)
    access = keyring.issue(who.user_id, session.id, now)
    return SignedIn(access, token, keyring.lifetime_seconds, user, organization)


async def whoami(tx: ReadTx) -> tuple[User, Organization]:
    """The scope's person and organization."""
    user = await tx.one(queries.user_by_id(), id=tx.scope.user_id)
    organization = await tx.one(queries.organization_by_id(), id=tx.scope.organization_id)
    if user is None or organization is None:
        raise Unauthenticated("This account or organization is not there any more.")
    return USER.of(tx.scope, user), ORGANIZATION.of(tx.scope, organization)
