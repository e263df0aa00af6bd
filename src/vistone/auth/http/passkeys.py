"""Passkeys over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from vistone.auth import queries
from vistone.auth.actions import attempts, sessions
from vistone.auth.actions import passkeys as actions
from vistone.auth.contracts import Passkey, PasskeyOptions, SignedIn
from vistone.auth.events import Why
from vistone.auth.http.proof import answered, check_proof, passkey_of, place
from vistone.auth.http.sessions import PUBLIC, credential, credential_of, spend, tell_refused, was_right, with_cookies
from vistone.auth.schemas import (
    PasskeyLogin,
    PasskeyLoginOptions,
    PasskeyPatch,
    PasskeyRegister,
    PasskeyRegistrationOptions,
)
from vistone.kernel.collection import Page
from vistone.kernel.errors import ProviderRequired, Unauthenticated
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION, UNFINISHED, WHOLE
from vistone.kernel.http.openapi import lists
from vistone.kernel.scope import System


class PasskeyController(Controller):
    """The passkeys that one signs in with."""

    path = "/api/auth/passkeys"
    tags = ("auth",)

    @get(opt=SESSION | lists(queries.PASSKEYS))
    async def list_passkeys(self, call: Call) -> Page[Passkey]:
        """Your own passkeys."""
        return await call.page(queries.PASSKEYS)

    @get("/{id:uuid}", opt=SESSION)
    async def get_passkey(self, call: Call, id: FromPath[UUID]) -> Passkey:
        """One passkey of yours."""
        return await call.get(queries.PASSKEYS, id)

    @patch("/{id:uuid}", opt=WHOLE)
    async def update_passkey(self, call: Call, id: FromPath[UUID], data: JSONBody[PasskeyPatch]) -> Passkey:
        """Gives a passkey another name."""
        return await call.write(actions.rename, id, data, call.if_match)

    @delete("/{id:uuid}", opt=WHOLE)
    async def delete_passkey(self, call: Call, id: FromPath[UUID], state: State) -> None:
        """Removes a passkey and signs you out everywhere else."""
        if_match = call.if_match
        await call.get(queries.PASSKEYS, id)
        await check_proof(call)
        await call.write(actions.delete, id, if_match)
        state.resolver.forget_session(call.scope.session_id)

    @post("/register/options", status_code=200, opt=WHOLE | UNFINISHED)
    async def ask_for_passkey(self, call: Call, data: JSONBody[PasskeyRegistrationOptions]) -> PasskeyOptions:
        """What the browser is asked to make a passkey with: the argument of `navigator.credentials.create`."""
        await check_proof(call, data.current_password)
        return await call.write(actions.registration_options, place())

    @post("/register", opt=WHOLE | UNFINISHED)
    async def register_passkey(self, call: Call, data: JSONBody[PasskeyRegister], state: State) -> Passkey:
        """Keeps the passkey that the browser made."""
        passkey = await call.write(actions.register, data, place())
        state.resolver.forget_session(call.scope.session_id)
        return passkey

    @post("/login/options", status_code=200, opt=PUBLIC)
    async def ask_for_sign_in(self, call: Call, data: JSONBody[PasskeyLoginOptions]) -> PasskeyOptions:
        """What the browser is asked to sign in with: the argument of `navigator.credentials.get`. The same for all."""
        await spend(
            call,
            attempts.tries(call.seal, (attempts.OPTIONS, attempts.place_of(call.origin.ip_address))),
            credential(call),
        )
        return await call.write_as(System("passkey"), actions.sign_in_options, place())

    @post("/login", status_code=200, opt=PUBLIC)
    async def log_in_with_passkey(self, call: Call, data: JSONBody[PasskeyLogin], state: State) -> SignedIn:
        """Signs in with a passkey, which verified its user: nothing more is asked."""
        counted = attempts.tries(call.seal, (attempts.TOKEN, attempts.place_of(call.origin.ip_address)))
        await spend(call, counted, credential(call))
        answer, owner = await answered(call, data.challenge_id, data.credential)
        account = await call.read_as(System("sign-in"), queries.account_of, owner["user_id"])
        if account is None or account["organization_id"] is None:
            raise Unauthenticated("You belong to no organization at present. Ask an Organizer for an invitation.")
        person = sessions.acting(account["id"], account["organization_id"], call.origin)
        try:
            async with passkey_of(call, person):
                signed_in = await call.write_as(
                    person, actions.sign_in, answer, place(), state.keyring, barred=account["barred"]
                )
        except ProviderRequired:
            await tell_refused(call, credential_of(call, person), Why.PROVIDER)
            raise
        await was_right(call, counted)
        return await with_cookies(call, state, signed_in)
