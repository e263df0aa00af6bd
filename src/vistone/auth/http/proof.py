"""Passwords, codes and passkeys that somebody gives: counted before they are looked at, and refusals told to the log."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg

from vistone.auth import authenticators, factors, passwords, queries
from vistone.auth.actions import attempts, mfa, passkeys
from vistone.auth.actions.mfa import PROOF, WrongCode
from vistone.auth.authenticators import Place, WrongAnswer
from vistone.auth.contracts import TokenPurpose
from vistone.auth.http.sessions import credential, credential_of, spend, tell_refused, was_right
from vistone.auth.tokens import token_hash
from vistone.kernel import clock
from vistone.kernel.errors import Forbidden, Invalid, ProofRequired, Unauthenticated
from vistone.kernel.http.call import HttpCall
from vistone.kernel.scope import Scope, System
from vistone.kernel.settings import settings


def place() -> Place:
    """Where passkeys are good."""
    return Place.of(settings().origin)


async def check_password(call: HttpCall, known: asyncpg.Record, password: str) -> None:
    """Invalid when it is not the password of the caller, of whom `known` tells."""
    counted = attempts.at_sign_in(call.seal, known["email"], call.origin.ip_address)
    of = credential_of(call, call.scope)
    await spend(call, counted, of)
    right, _ = await passwords.verify(password, known["password"])
    if not right:
        await tell_refused(call, of)
        raise Invalid("currentPassword", "This is not your password.")
    await was_right(call, counted)


async def mailed_token(call: HttpCall, token: str, purpose: TokenPurpose) -> asyncpg.Record:
    """Whose token out of a mail it is. Invalid when it is good for nothing (any more)."""
    here = attempts.place_of(call.origin.ip_address)
    await spend(call, attempts.tries(call.seal, (attempts.TOKEN, here)), credential(call))
    found = await call.read_as(
        System("one-time token"), queries.one_time_token, token_hash=token_hash(token), purpose=purpose, now=clock.now()
    )
    if found is None:
        raise Invalid("token", "This link is not good any more. Ask for a new one.")
    return found


@asynccontextmanager
async def code_of(call: HttpCall, who: Scope, code: str, *, last: bool = False) -> AsyncIterator[factors.Given]:
    """A code that somebody gave as `who`, for the block to take. A wrong one is told to the log; to the person too when
    it was the `last` try after their password.
    """
    counted = attempts.at_second_factor(call.seal, who.user_id, call.origin.ip_address)
    await spend(call, counted, credential_of(call, who))
    known = await call.read_as(who, queries.factors_of, who.user_id)
    given = await factors.read(code, known["hashes"])
    try:
        yield given
    except WrongCode:
        async with call.database.write(who) as tx:
            await mfa.refused(tx, last=last)
        raise
    await was_right(call, counted)


@asynccontextmanager
async def passkey_of(call: HttpCall, who: Scope) -> AsyncIterator[None]:
    """Tells the log of a passkey of `who` that the block refuses."""
    try:
        yield
    except passkeys.Refused as refusal:
        async with call.database.write(who) as tx:
            await passkeys.refused(tx, refusal)
        raise


async def check_proof(call: HttpCall, password: str | None = None) -> None:
    """Whoever changes what they sign in with has proven who they are, just now or in the last ten minutes.

    With the password, or by a fresh sign-in or `POST /api/auth/proof`; and with a second factor in this sign-in, if
    they have one (ASVS 5.0, 7.5.1). ProofRequired or Invalid else. Who came by the identity provider proves it there: a
    second factor is its business, and a fresh sign-in the proof.
    """
    scope = call.scope
    assert scope.session_id is not None  # noqa: S101 -- the guard lets no token come here
    sign_in = await call.read(queries.sign_in_of, scope.session_id, scope.user_id)
    known = await call.read(queries.factors_of, scope.user_id)
    if sign_in is None:
        raise Unauthenticated("This sign-in is over. Sign in again.")
    if sign_in["bound"]:
        if clock.now() - sign_in["proved_at"] > PROOF:
            raise Forbidden("Sign in anew through your organization's identity provider first; it was too long ago.")
        return
    if (known["totp"] or known["passkeys"]) and sign_in["mfa_at"] is None:
        raise ProofRequired("You have a second factor: give it first, by POST /api/auth/proof.")
    if password is not None:
        await check_password(call, known, password)
    elif clock.now() - sign_in["proved_at"] > PROOF:
        raise ProofRequired("Prove first that it is you, by POST /api/auth/proof or with your password.")


async def answered(
    call: HttpCall, challenge_id: UUID, credential: Mapping[str, Any], *, by: UUID | None = None
) -> tuple[passkeys.Answer, asyncpg.Record]:
    """An answer to a challenge of ours, which is used up by it, with whose passkey it says that it is of;
    Refused when it is of nobody here, or not of whom it has to be `by`.
    """
    async with call.database.write(System("passkey")) as tx:  # not by `call.write`: it is good once, whatever follows
        asked = await queries.take_challenge(tx, challenge_id, "passkey_sign_in")
    if asked is None:
        raise Unauthenticated(passkeys.OVER)
    try:
        credential_id = authenticators.credential_id_of(credential)
    except WrongAnswer:
        raise passkeys.Refused from None
    owner = await call.read_as(System("passkey"), queries.passkey_owner, credential_id)
    if owner is None or (by is not None and owner["user_id"] != by):
        raise passkeys.Refused
    return passkeys.Answer(owner["id"], asked["secret"], credential), owner
