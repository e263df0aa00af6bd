"""One-time codes and backup codes, the second step of a sign-in, and proving who sits there, over HTTP."""

from uuid import UUID

from litestar import Controller, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from vistone.auth import factors, queries
from vistone.auth.actions import attempts, passkeys, sessions
from vistone.auth.actions import mfa as actions
from vistone.auth.contracts import BackupCodes, MfaEnrolment, Proof, SignedIn
from vistone.auth.events import Why
from vistone.auth.http.proof import answered, check_password, check_proof, code_of, passkey_of, place
from vistone.auth.http.sessions import PUBLIC, credential, credential_of, spend, tell_refused, was_right, with_cookies
from vistone.auth.queries import MEMBERS
from vistone.auth.queries.mfa import MOST_TRIES
from vistone.auth.schemas import BackupCodesRenew, LoginMfa, MfaConfirm, MfaDisable, MfaEnroll, Prove
from vistone.auth.tokens import token_hash
from vistone.kernel.errors import FieldError, Forbidden, Invalid, Unauthenticated
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION, UNFINISHED, WHOLE
from vistone.kernel.scope import System

OWN = WHOLE | UNFINISHED
_STEP_OVER = "This sign-in took too long, had too many tries, or was finished already. Start again."


class SecondFactorController(Controller):
    """One-time codes (TOTP) and backup codes."""

    path = "/api/auth"
    tags = ("auth",)

    @post("/mfa/enroll", status_code=200, opt=OWN)
    async def enroll_mfa(self, call: Call, data: JSONBody[MfaEnroll]) -> MfaEnrolment:
        """Begins with one-time codes: the secret for an authenticator app. They are on when its first code came."""
        await check_proof(call, data.current_password)
        return await call.write(actions.enroll, call.seal)

    @post("/mfa/confirm", status_code=200, opt=OWN)
    async def confirm_mfa(self, call: Call, data: JSONBody[MfaConfirm], state: State) -> BackupCodes:
        """Switches one-time codes on, and gives ten backup codes; you are signed out everywhere else."""
        async with code_of(call, call.scope, data.code) as given:
            if given.totp is None:
                raise actions.WrongCode
            fresh = await factors.fresh_codes()
            done = await call.write(actions.confirm, call.seal, given, fresh)
        state.resolver.forget_session(call.scope.session_id)
        return done

    @post("/mfa/disable", status_code=204, opt=OWN)
    async def disable_mfa(self, call: Call, data: JSONBody[MfaDisable], state: State) -> None:
        """Switches one-time codes off, by one of them or a backup code; you are signed out everywhere else."""
        await check_proof(call, data.current_password)
        async with code_of(call, call.scope, data.code) as given:
            await call.write(actions.disable, call.seal, given)
        state.resolver.forget_session(call.scope.session_id)

    @post("/mfa/backup-codes", status_code=200, opt=OWN)
    async def renew_backup_codes(self, call: Call, data: JSONBody[BackupCodesRenew]) -> BackupCodes:
        """Ten new backup codes instead of the old ones."""
        async with code_of(call, call.scope, data.code) as given:
            fresh = await factors.fresh_codes()
            return await call.write(actions.renew_backup_codes, call.seal, given, fresh)

    @post("/proof", status_code=200, opt=OWN)
    async def prove(self, call: Call, data: JSONBody[Prove], state: State) -> Proof:
        """Proves that it is you: by a passkey, or by your password and, with one-time codes on, a code.

        For ten minutes the session may then change what you sign in with.
        """
        if data.credential is not None:
            proof = await _by_passkey(call, data)
        else:
            proof = await _by_password(call, data)
        state.resolver.forget_session(call.scope.session_id)
        return proof

    @post("/login/mfa", status_code=200, opt=PUBLIC)
    async def log_in_with_code(self, call: Call, data: JSONBody[LoginMfa], state: State) -> SignedIn:
        """The second step of a sign-in: a code of the app or a backup code, with the `mfaToken` of the first."""
        here = attempts.tries(call.seal, (attempts.TOKEN, attempts.place_of(call.origin.ip_address)))
        await spend(call, here, credential(call))
        step = await call.read_as(System("sign-in"), queries.second_step, token_hash(data.mfa_token))
        if step is None:
            raise Unauthenticated(_STEP_OVER)
        await was_right(call, here)
        person = sessions.acting(step["user_id"], step["home_id"], call.origin)
        await call.read_as(person, sessions.check_belongs)
        async with call.database.write(System("sign-in")) as tx:
            tries = await queries.count_try(tx, step["id"])
        if tries is None:
            raise Unauthenticated(_STEP_OVER)
        try:
            async with code_of(call, person, data.code, last=tries == MOST_TRIES) as given:
                signed_in = await call.write_as(
                    person, actions.sign_in_with_code, call.seal, step["id"], given, state.keyring
                )
        except actions.WrongCode:
            raise Unauthenticated(actions.WRONG, errors=[FieldError("code", actions.WRONG)]) from None
        return await with_cookies(call, state, signed_in)

    @post("/organization-members/{id:uuid}/reset-mfa", status_code=204, opt=SESSION)
    async def reset_member_mfa(self, call: Call, id: FromPath[UUID]) -> None:
        """Takes the second factors of a member away who lost them, and signs them out everywhere."""
        member = await call.get(MEMBERS, id)
        if "reset_mfa" not in member.abilities:
            raise Forbidden("Organizers take the second factors of others away; your own you switch off yourself.")
        homes = await call.read_as(System("homes of a member"), queries.homes_of, member.user_id)
        await call.write(actions.reset, id, homes=homes)


async def _by_passkey(call: Call, data: Prove) -> Proof:
    if data.challenge_id is None:
        raise Invalid("challengeId", "Give the challengeId of passkeys/login/options with the credential.")
    counted = attempts.at_second_factor(call.seal, call.scope.user_id, call.origin.ip_address)
    of = credential_of(call, call.scope)
    await spend(call, counted, of)
    try:
        answer, _ = await answered(call, data.challenge_id, data.credential or {}, by=call.scope.user_id)
    except passkeys.Refused:
        await tell_refused(call, of, Why.PASSKEY)
        raise
    async with passkey_of(call, call.scope):
        proof = await call.write(passkeys.prove, answer, place())
    await was_right(call, counted)
    return proof


async def _by_password(call: Call, data: Prove) -> Proof:
    known = await call.read(queries.factors_of, call.scope.user_id)
    if data.current_password is None and (known["password"] is not None or not known["totp"]):
        raise Invalid("currentPassword", "Give your password, or use a passkey.")
    if known["totp"] and data.code is None:
        raise Invalid("code", "Give a code of your authenticator app, or a backup code.")
    if data.current_password is not None:
        await check_password(call, known, data.current_password)
    if not known["totp"] or data.code is None:
        return await call.write(actions.prove, call.seal, None)
    async with code_of(call, call.scope, data.code) as given:
        return await call.write(actions.prove, call.seal, given)
