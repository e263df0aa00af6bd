"""One-time codes and backup codes: switching them on and off, and taking them at a sign-in."""

from datetime import timedelta
from uuid import UUID

from vistone.auth import factors, queries
from vistone.auth.actions import letters
from vistone.auth.actions.sessions import end_sessions_of, start_session, whoami
from vistone.auth.contracts import BackupCodes, FactorMethod, MfaEnrolment, MfaSetting, Proof, SignedIn
from vistone.auth.events import (
    MfaSettingCleared,
    MfaSettingDisabled,
    MfaSettingEnabled,
    MfaSettingRefused,
    MfaSettingRenewed,
    MfaSettingUsed,
    PasskeyDeleted,
)
from vistone.auth.factors import FreshCodes, Given
from vistone.auth.queries import MEMBERS, MFA
from vistone.auth.tokens import Keyring
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Invalid, Unauthenticated
from vistone.kernel.events import publish
from vistone.kernel.rows import change
from vistone.kernel.seal import Seal
from vistone.kernel.settings import settings

PROOF = timedelta(minutes=10)
"""How long after proving who one is one may change what one signs in with."""

WRONG = "This code is wrong, too old, or was used before."
_ON = "One-time codes are on already. Switch them off first to set up another app."


class WrongCode(Invalid):
    """The code is none that is good now."""

    def __init__(self) -> None:
        super().__init__("code", WRONG)


async def enroll(tx: WriteTx, seal: Seal) -> MfaEnrolment:
    """A new secret for the scope's person, good for nothing until its first code comes. Conflict when codes are on."""
    held = await queries.hold_mfa(tx, tx.scope.user_id)
    if held["enabled"]:
        raise Conflict("already-on", _ON)
    user, _ = await whoami(tx)
    secret, sealed = factors.new_secret(seal)
    await change(tx, MFA, held["id"], {"secret": sealed, "last_step": None})
    address = factors.address(secret, user.email)
    return MfaEnrolment(secret, address, factors.picture(address))


async def confirm(tx: WriteTx, seal: Seal, given: Given, fresh: FreshCodes) -> BackupCodes:
    """Switches one-time codes on, by the first of them.

    The person's other sign-ins end: they were made without.
    """
    held = await queries.hold_mfa(tx, tx.scope.user_id)
    if held["enabled"]:
        raise Conflict("already-on", _ON)
    if held["secret"] is None:
        raise Conflict("not-begun", "Begin with POST /api/auth/mfa/enroll.")
    if given.totp is None:
        raise WrongCode
    step = factors.step_of(held["secret"], seal, given.totp, clock.now(), None)
    if step is None:
        raise WrongCode
    setting = await change(tx, MFA, held["id"], {"enabled": True, "last_step": step, "backup_codes": fresh.hashes})
    await publish(tx, MfaSettingEnabled(record=setting))
    await _of_this_sign_in(tx)
    await tell(tx, "mfa_enabled")
    return BackupCodes(fresh.codes)


async def _of_this_sign_in(tx: WriteTx) -> None:
    """The session has its second factor from now on; those elsewhere end (ASVS 5.0, 7.4.3)."""
    await proved(tx, factor=True)
    await queries.drop_challenges_of(tx, tx.scope.user_id)
    await end_sessions_of(tx, tx.scope.user_id, but=tx.scope.session_id)


async def take_code(tx: WriteTx, seal: Seal, given: Given) -> FactorMethod:
    """Uses a code of the scope's person up. WrongCode when it is none; each is good once, however many ask at once."""
    held = await queries.hold_mfa(tx, tx.scope.user_id)
    if held["enabled"] and given.totp is not None:
        step = factors.step_of(held["secret"], seal, given.totp, clock.now(), held["last_step"])
        if step is not None:
            await queries.take_step(tx, held["id"], step)
            return FactorMethod.TOTP
    if held["enabled"] and given.backup is not None:
        left = await queries.spend_backup_code(tx, held["id"], given.backup)
        if left is not None:
            await publish(tx, MfaSettingUsed(record=await _setting(tx)))
            await tell(tx, "backup_code_used", left=left)
            return FactorMethod.BACKUP_CODE
    raise WrongCode


async def disable(tx: WriteTx, seal: Seal, given: Given) -> None:
    """Switches one-time codes off, by one of them; the backup codes are gone too. Other sign-ins end."""
    held = await queries.hold_mfa(tx, tx.scope.user_id)
    if not held["enabled"]:
        raise Conflict("not-on", "One-time codes are not on.")
    await take_code(tx, seal, given)
    await publish(tx, MfaSettingDisabled(record=await _clear(tx, held["id"])))
    await queries.drop_challenges_of(tx, tx.scope.user_id)
    await end_sessions_of(tx, tx.scope.user_id, but=tx.scope.session_id)
    await tell(tx, "mfa_disabled")


async def renew_backup_codes(tx: WriteTx, seal: Seal, given: Given, fresh: FreshCodes) -> BackupCodes:
    """Ten new backup codes instead of the old ones, by a code."""
    held = await queries.hold_mfa(tx, tx.scope.user_id)
    if not held["enabled"]:
        raise Conflict("not-on", "One-time codes are not on.")
    await take_code(tx, seal, given)
    setting = await change(tx, MFA, held["id"], {"backup_codes": fresh.hashes})
    await publish(tx, MfaSettingRenewed(record=setting))
    await tell(tx, "backup_codes_renewed")
    return BackupCodes(fresh.codes)


async def sign_in_with_code(tx: WriteTx, seal: Seal, step_id: UUID, given: Given, keyring: Keyring) -> SignedIn:
    """Signs the scope's person in who gave the password before. The step is good once."""
    await queries.hold_mfa(tx, tx.scope.user_id)  # first, as everybody does who then ends what was asked
    if await queries.take_challenge(tx, step_id, "second_factor") is None:
        raise Unauthenticated("This sign-in took too long or was finished already. Start again.")
    await take_code(tx, seal, given)
    return await start_session(tx, keyring, mfa_at=clock.now())


async def prove(tx: WriteTx, seal: Seal, given: Given | None) -> Proof:
    """Keeps that the session's person proved who they are just now, with a code where one is `given`."""
    if given is not None:
        await take_code(tx, seal, given)
    return await proved(tx, factor=given is not None)


async def proved(tx: WriteTx, *, factor: bool) -> Proof:
    """Keeps that the session's person proved who they are just now."""
    assert tx.scope.session_id is not None  # noqa: S101 -- the guard lets no token prove anything
    now = clock.now()
    await queries.proved(tx, tx.scope.session_id, now, factor=factor)
    return Proof(now + PROOF)


async def refused(tx: WriteTx, *, last: bool) -> None:
    """Tells the log that somebody gave a wrong code; and the person, when it was the `last` try after their password."""
    await queries.hold_mfa(tx, tx.scope.user_id)
    await publish(tx, MfaSettingRefused(record=await _setting(tx)))
    if last:
        await tell(tx, "second_factor_refused")


async def reset(tx: WriteTx, member_id: UUID, *, homes: int) -> None:
    """Takes the second factors of a member away who lost them, and signs them out everywhere.

    Only of a person who belongs to this organization alone (`homes` is 1): their account is else no matter of ours.
    """
    member = await MEMBERS.hold(tx, member_id, "reset_mfa")
    if homes != 1:
        raise Conflict(
            "belongs-elsewhere",
            "This person belongs to another organization too, whose people would be signed in with less. They can use a "
            "backup code, or write to whoever runs this installation (`vistone auth reset-factor`).",
        )
    await take_away(tx, member.user_id)


async def take_away(tx: WriteTx, user_id: UUID) -> None:
    """Takes somebody's second factors away, signs them out everywhere, and tells them by mail."""
    if not await forget_factors(tx, user_id):
        raise Conflict("not-on", "This person has no second factor.")
    await end_sessions_of(tx, user_id)
    row = await tx.one(queries.user_by_id(), id=user_id)
    assert row is not None  # noqa: S101 -- a member is somebody
    await letters.send(tx, "mfa_reset", row["email"], {"origin": settings().origin})


async def forget_factors(tx: WriteTx, user_id: UUID) -> bool:
    """Takes one-time codes and passkeys of a person away; whether there were any."""
    held = await queries.hold_mfa(tx, user_id)
    gone = await queries.drop_passkeys_of(tx, user_id)
    await queries.drop_challenges_of(tx, user_id)
    setting = await _clear(tx, held["id"])  # also a secret that still waits for its first code
    if not held["enabled"] and not gone:
        return False
    await publish(tx, MfaSettingCleared(record=setting), *(PasskeyDeleted(record=one) for one in gone))
    return True


async def _clear(tx: WriteTx, id: UUID) -> MfaSetting:
    return await change(tx, MFA, id, {"enabled": False, "secret": None, "last_step": None, "backup_codes": []})


async def _setting(tx: WriteTx) -> MfaSetting:
    found = await queries.mfa_setting(tx, tx.scope.user_id)
    assert found is not None  # noqa: S101 -- whoever asks holds the row
    return found


async def tell(tx: WriteTx, letter: str, **values: object) -> None:
    """Sends the scope's person the letter about what they sign in with."""
    user, _ = await whoami(tx)
    await letters.send(tx, letter, user.email, {"origin": settings().origin, **values})
