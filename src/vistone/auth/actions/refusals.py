"""Telling the log of tries at a credential that were refused.

A job does it, so that neither the answer nor its time tells whether there is such an account. A try that is at nobody's
credential (an address without an account, a token that we never gave) has no organization's log to be in.
"""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from vistone.auth import queries
from vistone.auth.actions.sessions import acting, whoami
from vistone.auth.events import IdentityProviderRefused, UserRefused, UserSlowed, Why
from vistone.kernel.db import WriteTx
from vistone.kernel.events import publish
from vistone.kernel.jobs import Job, JobRun, enqueue
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import NOBODY, Origin, System


class Credential(Struct, frozen=True):
    """What somebody tried at, by the path `at`: the credential of an address, or of a person where they are known.

    `organization_id` has the log that is told: else it is that where the account would sign in.
    """

    at: str
    origin: Origin
    email: str | None = None
    user_id: UUID | None = None
    organization_id: UUID | None = None


class Refusal(Struct, frozen=True):
    """A try that was refused, and `why`; or, with `limits`, the last one before those are refused for `seconds`."""

    of: Credential
    why: Why = Why.PASSWORD
    limits: list[str] = []
    seconds: int = 0


async def note(tx: WriteTx, refusal: Refusal) -> None:
    """Has the log told that somebody was refused. Needs a system transaction."""
    await enqueue(tx.connection, tell_refusal, refusal)


async def _tell(refusal: Refusal, run: JobRun) -> None:
    runtime: Runtime = run.context
    who = await _found(runtime, refusal.of)
    if who.user_id is None or who.organization_id is None:
        return
    async with runtime.database.write(acting(who.user_id, who.organization_id, who.origin)) as tx:
        user, _ = await whoami(tx)
        if refusal.limits:
            await publish(tx, UserSlowed(record=user, at=who.at, limits=refusal.limits, seconds=refusal.seconds))
        else:
            await publish(tx, UserRefused(record=user, at=who.at, why=refusal.why))


async def _found(runtime: Runtime, of: Credential) -> Credential:
    if of.user_id is not None or of.email is None:
        return of
    async with runtime.database.read(System("refused sign-in")) as tx:
        account = await queries.account(tx, of.email)
    if account is None:
        return of
    return replace(of, user_id=account["id"], organization_id=account["organization_id"] or of.organization_id)


tell_refusal = Job(name="auth.tell_refused_sign_in", payload=Refusal, handler=_tell)


class Turned(Struct, frozen=True):
    """Somebody who came by an identity provider and was turned away; `user_id` where they were signed in already."""

    origin: Origin
    provider_id: UUID
    organization_id: UUID
    problem: str
    email: str | None
    user_id: UUID | None


async def note_turned(tx: WriteTx, turned: Turned) -> None:
    """Has the log told that somebody could not come in by the provider. Needs a system transaction."""
    await enqueue(tx.connection, tell_turned, turned)


async def _tell_turned(turned: Turned, run: JobRun) -> None:
    runtime: Runtime = run.context
    who = acting(turned.user_id or NOBODY, turned.organization_id, turned.origin)
    async with runtime.database.write(who) as tx:
        provider = await queries.provider(tx, turned.provider_id)
        if provider is not None:  # else it is gone by now, and its log says so
            await publish(tx, IdentityProviderRefused(record=provider, problem=turned.problem, email=turned.email))


tell_turned = Job(name="auth.tell_turned_away", payload=Turned, handler=_tell_turned)
