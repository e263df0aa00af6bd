"""Passkeys: making, naming, removing, and signing in with them."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.auth import authenticators, queries
from vistone.auth.actions.mfa import proved, tell
from vistone.auth.actions.sessions import BY_PROVIDER, end_sessions_of, start_session, whoami
from vistone.auth.authenticators import Place, WrongAnswer
from vistone.auth.contracts import Passkey, PasskeyOptions, Proof, SignedIn, SignInMethod
from vistone.auth.events import PasskeyCloned, PasskeyCreated, PasskeyDeleted, PasskeyRefused, PasskeyUpdated
from vistone.auth.queries import PASSKEY, PASSKEYS
from vistone.auth.queries.passkeys import MOST
from vistone.auth.schemas import PasskeyPatch, PasskeyRegister
from vistone.auth.tokens import Keyring
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Invalid, ProviderRequired, Stale, Unauthenticated
from vistone.kernel.events import publish
from vistone.kernel.ids import new_id
from vistone.kernel.rows import add, change, given, remove

OVER = "This took longer than five minutes or was done already. Start again."


class Refused(Unauthenticated):
    """The passkey cannot sign in; `cloned` when its count of uses went back. The log is told by whoever catches it."""

    def __init__(self, passkey_id: UUID | None = None, *, cloned: bool = False) -> None:
        super().__init__("This passkey is none of ours, or its answer does not fit. Use another, or your password.")
        self.passkey_id = passkey_id
        self.cloned = cloned


class Answer(Struct, frozen=True):
    """What a browser answered to a challenge that was its own and is used up."""

    passkey_id: UUID
    challenge: bytes
    credential: Mapping[str, Any]


async def _challenge(tx: WriteTx, kind: str, user_id: UUID | None) -> tuple[UUID, bytes]:
    id, secret, now = new_id(), secrets.token_bytes(32), clock.now()
    until = now + timedelta(minutes=authenticators.MINUTES)
    await queries.add_challenge(
        tx, id=id, kind=kind, secret=secret, user_id=user_id, home_id=None, expires_at=until, created_at=now
    )
    return id, secret


async def registration_options(tx: WriteTx, place: Place) -> PasskeyOptions:
    """What the browser of the scope's person is asked to make a passkey with."""
    known = await queries.credential_ids(tx, tx.scope.user_id)
    if len(known) >= MOST:
        raise Conflict("too-many-passkeys", f"You have {MOST} passkeys. Remove one that you do not use.")
    user, _ = await whoami(tx)
    id, challenge = await _challenge(tx, "passkey_registration", user.id)
    name = " ".join(filter(None, (user.first_name, user.last_name)))
    options = authenticators.registration(place, challenge, user_id=user.id, email=user.email, name=name, known=known)
    return PasskeyOptions(id, options)


async def register(tx: WriteTx, data: PasskeyRegister, place: Place) -> Passkey:
    """Keeps the passkey that the browser made; the person is told by mail."""
    asked = await queries.take_challenge(tx, data.challenge_id, "passkey_registration")
    if asked is None or asked["user_id"] != tx.scope.user_id:
        raise Invalid("challengeId", OVER)
    try:
        made = authenticators.read_new(place, asked["secret"], data.credential)
    except WrongAnswer:
        raise Invalid("credential", "This is no passkey made for here, or it did not verify you.") from None
    setting = await queries.hold_mfa(tx, tx.scope.user_id)  # so that the lists of who has a second factor know them
    first = not setting["enabled"] and not await queries.credential_ids(tx, tx.scope.user_id)
    values = {
        "user_id": tx.scope.user_id,
        "name": data.name.strip(),
        "credential_id": made.credential_id,
        "public_key": made.public_key,
        "sign_count": made.sign_count,
        "backed_up": made.backed_up,
    }
    try:
        passkey = await add(tx, PASSKEY, values)
    except Conflict:
        raise Conflict("passkey-known", "This passkey is registered already.", field="credential") from None
    await publish(tx, PasskeyCreated(record=passkey))
    if first:
        await proved(tx, factor=True)
    await tell(tx, "passkey_added", name=passkey.name)
    return passkey


async def rename(tx: WriteTx, id: UUID, data: PasskeyPatch, if_match: int | None) -> Passkey:
    """Another name for one's own passkey."""
    old = await PASSKEYS.hold(tx, id, "update")
    new = await change(tx, PASSKEY, id, given(data), if_match=if_match)
    await publish(tx, PasskeyUpdated.of(old, new))
    return new


async def delete(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes one's own passkey; the sign-ins elsewhere end, which may have been made with it."""
    passkey = await PASSKEYS.hold(tx, id, "delete")
    if if_match is not None and if_match != passkey.revision:
        raise Stale
    await remove(tx, PASSKEY, id)
    await publish(tx, PasskeyDeleted(record=passkey))
    await end_sessions_of(tx, tx.scope.user_id, but=tx.scope.session_id)
    await tell(tx, "passkey_removed", name=passkey.name)


async def sign_in_options(tx: WriteTx, place: Place) -> PasskeyOptions:
    """What the browser of whoever it may be is asked to sign in with. Needs a system transaction."""
    id, challenge = await _challenge(tx, "passkey_sign_in", None)
    return PasskeyOptions(id, authenticators.sign_in(place, challenge))


async def _use(tx: WriteTx, answer: Answer, place: Place) -> None:
    """Checks an answer of the scope's person. Refused when it does not fit."""
    held = await queries.hold_passkey(tx, answer.passkey_id)
    if held is None:
        raise Refused
    passkey, public_key, count = held
    try:
        use = authenticators.read_use(
            place, answer.challenge, answer.credential, public_key=public_key, user_id=passkey.user_id
        )
    except WrongAnswer:
        raise Refused(passkey.id) from None
    if (use.sign_count or count) and use.sign_count <= count:
        raise Refused(passkey.id, cloned=True)
    await queries.passkey_used(tx, passkey.id, sign_count=use.sign_count, backed_up=use.backed_up, now=clock.now())


async def sign_in(tx: WriteTx, answer: Answer, place: Place, keyring: Keyring, *, barred: bool) -> SignedIn:
    """Signs the scope's person in: a passkey that verified them is a sign-in of two factors.

    `barred` says that the organization lets them in by its identity provider alone.
    """
    await _use(tx, answer, place)
    if barred:
        raise ProviderRequired(BY_PROVIDER)
    return await start_session(tx, keyring, method=SignInMethod.PASSKEY, mfa_at=clock.now())


async def prove(tx: WriteTx, answer: Answer, place: Place) -> Proof:
    """Keeps that the session's person proved who they are just now, with a passkey of theirs."""
    await _use(tx, answer, place)
    return await proved(tx, factor=True)


async def refused(tx: WriteTx, refusal: Refused) -> None:
    """Tells the log of a refused passkey, and the person of a copied one."""
    held = await queries.hold_passkey(tx, refusal.passkey_id) if refusal.passkey_id else None
    if held is None:
        return
    await publish(tx, PasskeyCloned(record=held[0]) if refusal.cloned else PasskeyRefused(record=held[0]))
    if refusal.cloned:
        await tell(tx, "passkey_cloned", name=held[0].name)
