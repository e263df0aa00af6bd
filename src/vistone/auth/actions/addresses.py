"""Another address for an account: asked for by its person, proven by the mail to it, told to the old one."""

from datetime import timedelta
from uuid import UUID

import asyncpg
from msgspec import Struct

from vistone.auth import queries
from vistone.auth.actions import letters
from vistone.auth.actions.passwords import hand_out, take
from vistone.auth.actions.sessions import acting, end_sessions_of, whoami
from vistone.auth.contracts import TokenPurpose, User
from vistone.auth.events import UserAsked, UserMoved
from vistone.auth.queries import USER
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Invalid, Unauthenticated
from vistone.kernel.events import publish
from vistone.kernel.jobs import Job, JobRun, enqueue
from vistone.kernel.rows import change
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import Origin, System
from vistone.kernel.settings import settings

CHANGE_HOURS = 24


class Wish(Struct, frozen=True):
    """The address that a person wants to have from now on, and the session that asks for it."""

    user_id: UUID
    organization_id: UUID
    session_id: UUID
    email: str
    origin: Origin


async def ask(tx: WriteTx, email: str) -> User:
    """Has a link sent to the address, and tells the present one. The account as it still is, whoever has that address."""
    user, _ = await whoami(tx)
    if email == user.email:
        raise Invalid("email", "This is your address already.")
    scope = tx.scope
    assert scope.session_id is not None  # noqa: S101 -- the guard lets no token come here
    if not await queries.goes_on(tx, scope.session_id):
        raise Unauthenticated("This sign-in is over. Sign in again.")
    wish = Wish(scope.user_id, scope.organization_id, scope.session_id, email, scope.origin)
    await enqueue(tx.connection, send_link, wish, organization_id=scope.organization_id)
    await publish(tx, UserAsked(record=user))
    await letters.send(tx, "email_change_asked", user.email, {"origin": settings().origin})
    return user


async def _send_link(wish: Wish, run: JobRun) -> None:
    """The link; or, to the owner of an address that has an account, that somebody asked for theirs."""
    runtime: Runtime = run.context
    async with runtime.database.read(System("another address")) as read:
        owner = await queries.account(read, wish.email)
        if not await queries.goes_on(read, wish.session_id):
            return
    if owner is not None:
        if owner["organization_id"] is not None:  # the mail lies with the owner's organization, not with the asker's
            async with runtime.database.write(acting(owner["id"], owner["organization_id"], wish.origin)) as tx:
                await letters.send(tx, "email_taken", wish.email, {"origin": settings().origin})
        return
    async with runtime.database.write(acting(wish.user_id, wish.organization_id, wish.origin)) as tx:
        lifetime = timedelta(hours=CHANGE_HOURS)
        token = await hand_out(tx, TokenPurpose.EMAIL_CHANGE, lifetime, email=wish.email, session_id=wish.session_id)
        link = f"{settings().origin}/new-address?token={token}"
        await letters.send(tx, "email_change", wish.email, {"link": link, "hours": CHANGE_HOURS})


# In a job, so that neither the answer nor its time tells whether there is such an account.
send_link = Job(name="auth.send_address_change", payload=Wish, handler=_send_link)


async def move(tx: WriteTx, found: asyncpg.Record) -> None:
    """The scope's person has the address that the token was sent to, which proves it. All sign-ins but the one that asked
    end, and what was sent to the old address is good for nothing. Conflict when somebody has taken it meanwhile; Invalid
    when the sign-in that asked has ended: whoever it was may not be the person.
    """
    if found["session_id"] is not None and not await queries.goes_on(tx, found["session_id"]):
        raise Invalid("token", "The sign-in that asked for this address has ended. Ask for it again.")
    await take(tx, found)
    old, _ = await whoami(tx)
    try:
        new = await change(tx, USER, old.id, {"email": found["sent_to"], "email_verified_at": clock.now()})
    except Conflict:
        raise Conflict("email-taken", "There is an account with this address by now.") from None
    for purpose in (TokenPurpose.PASSWORD_RESET, TokenPurpose.EMAIL_VERIFICATION):
        await queries.drop_one_time_tokens(tx, old.id, purpose)
    await queries.drop_challenges_of(tx, old.id)
    await end_sessions_of(tx, old.id, but=found["session_id"])
    await publish(tx, UserMoved.of(old, new))
    await letters.send(tx, "email_changed", old.email, {"email": new.email})
