"""Sign-ins one has, passwords, and the proof of an address, over HTTP."""

from uuid import UUID

import asyncpg
from litestar import Controller, delete, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from vistone.auth import passwords, queries
from vistone.auth.actions import attempts, sessions
from vistone.auth.actions import passwords as actions
from vistone.auth.contracts import Session, TokenPurpose, User
from vistone.auth.http.proof import check_password, code_of, mailed_token
from vistone.auth.http.sessions import PUBLIC, credential, credential_of, spend
from vistone.auth.schemas import EmailVerification, PasswordChange, PasswordForgotten, PasswordReset
from vistone.kernel.collection import Page
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION, UNFINISHED, WHOLE
from vistone.kernel.http.openapi import lists
from vistone.kernel.jobs import enqueue
from vistone.kernel.scope import System


class OwnSessionController(Controller):
    """Where one is signed in."""

    path = "/api/auth/sessions"
    tags = ("auth",)

    @get(opt=SESSION | lists(queries.SESSIONS))
    async def list_sessions(self, call: Call) -> Page[Session]:
        """Your own sign-ins that go on, in all of your organizations."""
        return await call.page(queries.SESSIONS)

    @get("/{id:uuid}", opt=SESSION)
    async def get_session(self, call: Call, id: FromPath[UUID]) -> Session:
        """One sign-in of yours."""
        return await call.get(queries.SESSIONS, id)

    @delete("/{id:uuid}", opt=SESSION)
    async def delete_session(self, call: Call, id: FromPath[UUID], state: State) -> None:
        """Signs you out there; its tokens are good for nothing from then on."""
        await call.write(sessions.end_own_session, id, call.if_match)
        state.resolver.forget_session(id)


class PasswordController(Controller):
    """Passwords and addresses."""

    path = "/api/auth"
    tags = ("auth",)

    @post("/password/change", opt=WHOLE | UNFINISHED, status_code=200)
    async def change_password(self, call: Call, data: JSONBody[PasswordChange]) -> User:
        """Changes your password and signs you out everywhere else; with one-time codes on it takes one of these too."""
        known = await call.read(queries.factors_of, call.scope.user_id)
        if known["totp"] and data.code is None:
            raise Invalid("code", "Give a code of your authenticator app, or a backup code.")
        await check_password(call, known, data.current_password)
        hash = await passwords.hashed(data.new_password, "newPassword", about=(known["email"],))
        if not known["totp"]:
            return await call.write(actions.change_password, hash)
        async with code_of(call, call.scope, data.code or "") as given:
            return await call.write(actions.change_password_with_code, call.seal, given, hash)

    @post("/password/forgot", status_code=204, opt=PUBLIC)
    async def forgot_password(self, call: Call, data: JSONBody[PasswordForgotten]) -> None:
        """Sends a link to choose a new password, if the address has an account; the answer does not tell."""
        email, here = data.email.strip().lower(), attempts.place_of(call.origin.ip_address)
        await spend(
            call,
            attempts.tries(call.seal, (attempts.MAIL, email), (attempts.TOKEN, here)),
            credential(call, email=email),
        )
        await call.write_as(System("forgotten password"), _forgotten, actions.Forgotten(email, call.origin))

    @post("/password/reset", status_code=204, opt=PUBLIC)
    async def reset_password(self, call: Call, data: JSONBody[PasswordReset]) -> None:
        """Gives the account a new password and signs it out everywhere; the token comes by mail."""
        found = await mailed_token(call, data.token, TokenPurpose.PASSWORD_RESET)
        person = sessions.acting(found["user_id"], found["organization_id"], call.origin)
        hash = await passwords.hashed(data.password, about=(found["email"],))
        await call.write_as(person, actions.reset_password, found, hash)

    @post("/email/verify", status_code=204, opt=PUBLIC)
    async def verify_email(self, call: Call, data: JSONBody[EmailVerification]) -> None:
        """Proves that the address is yours; the token comes by mail."""
        found = await mailed_token(call, data.token, TokenPurpose.EMAIL_VERIFICATION)
        person = sessions.acting(found["user_id"], found["organization_id"], call.origin)
        await call.write_as(person, actions.verify_email, found)

    @post("/email/verification", opt=SESSION | UNFINISHED, status_code=200)
    async def send_verification(self, call: Call) -> User:
        """Sends the link that proves your address once more."""
        account = await call.read(_own_account)
        await spend(call, attempts.tries(call.seal, (attempts.MAIL, account["email"])), credential_of(call, call.scope))
        return await call.write(actions.verification_again)


async def _own_account(tx: ReadTx) -> asyncpg.Record:
    row = await tx.one(queries.own_account(), id=tx.scope.user_id)
    assert row is not None  # noqa: S101 -- whoever is signed in has an account
    return row


async def _forgotten(tx: WriteTx, payload: actions.Forgotten) -> None:
    await enqueue(tx.connection, actions.send_reset, payload)
