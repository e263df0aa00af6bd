"""Changing a password, getting a new one by mail, and proving an address."""

from datetime import timedelta
from uuid import UUID

import asyncpg
import structlog
from msgspec import Struct

from vistone.auth import queries
from vistone.auth.actions import letters
from vistone.auth.actions.mfa import take_code
from vistone.auth.actions.reclaiming import reclaim
from vistone.auth.actions.sessions import acting, end_sessions_of, whoami
from vistone.auth.contracts import TokenPurpose, User
from vistone.auth.events import UserRekeyed, UserVerified
from vistone.auth.factors import Given
from vistone.auth.queries import USER
from vistone.auth.tokens import random_token, token_hash
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import publish
from vistone.kernel.ids import new_id
from vistone.kernel.jobs import Job, JobRun, Nothing
from vistone.kernel.rows import change
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import Origin, System
from vistone.kernel.seal import Seal
from vistone.kernel.settings import settings

log = structlog.get_logger("vistone.auth")

RESET_MINUTES = 60
VERIFY_DAYS = 7


async def hand_out(
    tx: WriteTx,
    purpose: TokenPurpose,
    lifetime: timedelta,
    *,
    email: str,
    session_id: UUID | None = None,
) -> str:
    """A new token for the scope's person; older ones of that purpose are good for nothing from then on.

    It carries the address that it is sent to; one for another address, the session that asked for it.
    """
    token, now = random_token(), clock.now()
    await queries.drop_one_time_tokens(tx, tx.scope.user_id, purpose)
    await queries.add_one_time_token(
        tx,
        id=new_id(),
        user_id=tx.scope.user_id,
        organization_id=tx.scope.organization_id,
        purpose=purpose,
        token_hash=token_hash(token),
        expires_at=now + lifetime,
        created_at=now,
        email=email,
        session_id=session_id,
    )
    return token


async def take(tx: WriteTx, found: asyncpg.Record) -> None:
    """Uses a token up. Invalid when it was used meanwhile."""
    if not await queries.use_one_time_token(tx, found["id"], clock.now()):
        raise Invalid("token", "This link was used already. Ask for a new one.")


async def change_password(tx: WriteTx, hash: str) -> User:
    """Gives the scope's person a new password and signs them out everywhere else.

    Whoever asked for another address before, perhaps not they, gets none by that.
    """
    await queries.set_password(tx, tx.scope.user_id, hash)
    for purpose in (TokenPurpose.PASSWORD_RESET, TokenPurpose.EMAIL_CHANGE):
        await queries.drop_one_time_tokens(tx, tx.scope.user_id, purpose)
    await queries.drop_challenges_of(tx, tx.scope.user_id)
    await end_sessions_of(tx, tx.scope.user_id, but=tx.scope.session_id)
    row = await tx.one(queries.user_by_id(), id=tx.scope.user_id)
    assert row is not None  # noqa: S101 -- it was just changed
    user = USER.of(tx.scope, row)
    await publish(tx, UserRekeyed(record=user))
    await letters.send(tx, "password_changed", user.email, {"origin": settings().origin})
    return user


async def change_password_with_code(tx: WriteTx, seal: Seal, given: Given, hash: str) -> User:
    """As `change_password`, by a code as well."""
    await take_code(tx, seal, given)
    return await change_password(tx, hash)


async def reset_password(tx: WriteTx, found: asyncpg.Record, hash: str) -> None:
    """As `change_password`, for whoever came by the mail. That also proves the address: one that nobody had proven before
    takes the account over from whoever made it (`reclaiming`).
    """
    place = await queries.standing(tx, tx.scope.user_id)
    if place is None or place["paused_at"] is not None:  # the organization that the link was sent from may read it
        raise Invalid("token", "This link is not good any more. Ask for a new one.")
    await take(tx, found)
    user, _ = await whoami(tx)
    if user.email_verified_at is not None:
        await change_password(tx, hash)
        return
    await reclaim(tx, password_hash=hash)
    await letters.send(tx, "password_changed", user.email, {"origin": settings().origin})


async def verify_email(tx: WriteTx, found: asyncpg.Record) -> None:
    """The address is the person's: they read the mail that went there."""
    await take(tx, found)
    await _prove(tx)


async def _prove(tx: WriteTx) -> None:
    row = await tx.one(queries.user_by_id(), id=tx.scope.user_id)
    assert row is not None  # noqa: S101 -- the token's person is there
    if row["email_verified_at"] is None:
        user = await change(tx, USER, tx.scope.user_id, {"email_verified_at": clock.now()})
        await publish(tx, UserVerified(record=user))


async def send_verification(tx: WriteTx, email: str) -> None:
    """Sends the scope's person a link that proves their address."""
    token = await hand_out(tx, TokenPurpose.EMAIL_VERIFICATION, timedelta(days=VERIFY_DAYS), email=email)
    link = f"{settings().origin}/verify?token={token}"
    await letters.send(tx, "verify_email", email, {"link": link, "days": VERIFY_DAYS})


async def verification_again(tx: WriteTx) -> User:
    """Sends the scope's person that link once more."""
    user, _ = await whoami(tx)
    await send_verification(tx, user.email)
    return user


class Forgotten(Struct, frozen=True):
    """An address whose owner forgot the password, if there is such an account."""

    email: str
    origin: Origin


async def _send_reset(payload: Forgotten, run: JobRun) -> None:
    runtime: Runtime = run.context
    async with runtime.database.read(System("forgotten password")) as read:
        account = await queries.account(read, payload.email)
        homes = await queries.homes_of(read, account["id"]) if account is not None else 0
    if account is None or account["organization_id"] is None:
        return
    if runtime.mailer is None and homes > 1:  # the outbox of one company would open the doors of the others
        log.warning("no link to a new password: without a mail server only for people of one organization")
        return
    person: UUID = account["id"]
    async with runtime.database.write(acting(person, account["organization_id"], payload.origin)) as tx:
        token = await hand_out(tx, TokenPurpose.PASSWORD_RESET, timedelta(minutes=RESET_MINUTES), email=payload.email)
        link = f"{settings().origin}/reset?token={token}"
        await letters.send(tx, "reset_password", payload.email, {"link": link, "minutes": RESET_MINUTES})


SESSIONS_KEPT = timedelta(days=90)
"""How long a sign-in that is over is listed; the activity log tells of it as long as that is kept."""


async def _tidy(_: Nothing, run: JobRun) -> None:
    runtime: Runtime = run.context
    now = clock.now()
    async with runtime.database.write(System("housekeeping")) as tx:
        await queries.forget_attempts(tx, now - timedelta(days=1))
        await queries.forget_one_time_tokens(tx, now - timedelta(days=1))
        await queries.forget_challenges(tx, now)
        await queries.forget_sessions(tx, now - SESSIONS_KEPT)


tidy = Job(name="auth.tidy", payload=Nothing, handler=_tidy, schedule="47 3 * * *")

# In a job, so that neither the answer nor its time tells whether there is such an account.
send_reset = Job(name="auth.send_password_reset", payload=Forgotten, handler=_send_reset)
