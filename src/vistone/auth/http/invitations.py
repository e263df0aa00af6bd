"""Invitations over HTTP."""

from typing import Annotated
from uuid import UUID

import asyncpg
from litestar import Controller, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody, QueryParameter

from vistone.auth import passwords, queries
from vistone.auth.actions import attempts
from vistone.auth.actions import invitations as actions
from vistone.auth.actions.sessions import BY_PROVIDER, acting, second_factors
from vistone.auth.contracts import FactorMethod, Invitation, InvitationPreview, MfaRequired, SignedIn
from vistone.auth.http.sessions import PUBLIC, credential, credential_of, spend, tell_refused, was_right, with_cookies
from vistone.auth.schemas import InvitationAccept, InvitationCreate
from vistone.auth.tokens import token_hash
from vistone.kernel.collection import Page
from vistone.kernel.errors import NotFound, ProviderRequired, Unauthenticated
from vistone.kernel.http.call import Call, HttpCall
from vistone.kernel.http.guard import SESSION
from vistone.kernel.http.openapi import lists
from vistone.kernel.ids import new_id
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import System


class InvitationController(Controller):
    """Invitations by mail."""

    path = "/api/auth/invitations"
    tags = ("auth",)

    @get(opt=lists(queries.INVITATIONS))
    async def list_invitations(self, call: Call) -> Page[Invitation]:
        """Invitations that you may see."""
        return await call.page(queries.INVITATIONS)

    @get("/{id:uuid}")
    async def get_invitation(self, call: Call, id: FromPath[UUID]) -> Invitation:
        """One invitation."""
        return await call.get(queries.INVITATIONS, id)

    @post(opt=SESSION)
    async def create_invitation(self, call: Call, data: JSONBody[InvitationCreate]) -> Invitation:
        """Adds an invitation."""
        call.scope.require("users", "create")
        await _spend(call, data.email.strip().lower())
        return await call.write(actions.invite, data)

    @post("/{id:uuid}/resend", opt=SESSION, status_code=200)
    async def resend_invitation(self, call: Call, id: FromPath[UUID]) -> Invitation:
        """Sends an open invitation again, with a new link."""
        invitation = await call.get(queries.INVITATIONS, id)
        if "resend" in invitation.abilities:
            await _spend(call, invitation.email)
        return await call.write(actions.resend, id)

    @post("/{id:uuid}/revoke", opt=SESSION, status_code=200)
    async def revoke_invitation(self, call: Call, id: FromPath[UUID]) -> Invitation:
        """Takes an open invitation back."""
        return await call.write(actions.revoke, id)

    @get("/lookup", opt=PUBLIC)
    async def look_up_invitation(
        self, call: Call, state: State, token: Annotated[str, QueryParameter(min_length=1, max_length=200)]
    ) -> InvitationPreview:
        """What an open invitation is to, for who holds its token."""
        found = await _opened(call, token)
        return queries.preview(found, account=found["user_id"] is not None and not _may_reclaim(state, found))

    @post("/accept", status_code=200, opt=PUBLIC)
    async def accept_invitation(
        self, call: Call, data: JSONBody[InvitationAccept], state: State
    ) -> SignedIn | MfaRequired:
        """Accepts an invitation: makes an account, or proves to own the one that the address has; and signs in.

        An account whose address was never proven becomes that of whoever got the mail, as if it were new.
        An account with a second factor goes on with `login/mfa`, as after `login`.
        """
        found = await _opened(call, data.token)
        if await call.read_as(System("invitation"), queries.is_barred, found["organization_id"], found["role_name"]):
            raise ProviderRequired(BY_PROVIDER)
        hash, methods = None, list[FactorMethod]()
        if found["user_id"] is None:
            about = (found["email"], data.first_name or "", data.last_name or "")
            hash = await passwords.hashed(data.password, about=about)
        else:
            counted = attempts.at_sign_in(call.seal, found["email"], call.origin.ip_address)
            of = credential(call, email=found["email"], organization_id=found["organization_id"])
            await spend(call, counted, of)
            account = await call.read_as(System("invitation"), queries.account, found["email"])
            right, _ = await passwords.verify(data.password, account["password"] if account else None)
            if account is not None and right:
                await was_right(call, counted)
                methods = second_factors(account)
            elif _may_reclaim(state, found):
                await was_right(call, counted)
                about = (found["email"], data.first_name or "", data.last_name or "")
                hash = await passwords.hashed(data.password, about=about)
            else:
                await tell_refused(call, of)
                raise Unauthenticated("There is an account with this address; its password is another one.")
        person = acting(found["user_id"] or new_id(), found["organization_id"], call.origin)
        answer = await call.write_as(person, actions.accept, found, data, hash, state.keyring, methods)
        return await with_cookies(call, state, answer)


async def _opened(call: HttpCall, token: str) -> asyncpg.Record:
    """The open invitation of that token. NotFound for a wrong one, which counts; TooMany after many of those."""
    found = await call.read_as(System("invitation"), queries.open_invitation, token_hash(token))
    if found is None:
        here = attempts.place_of(call.origin.ip_address)
        await spend(call, attempts.tries(call.seal, (attempts.INVITATION, here)), credential(call))
        raise NotFound("open invitation")
    return found


async def _spend(call: HttpCall, email: str) -> None:
    """Counts a mail to somebody who may not want it: for the organization, and for the address, whoever invites there."""
    of_organization = (attempts.invitations(), str(call.scope.organization_id))
    counted = attempts.tries(call.seal, of_organization, (attempts.INVITED, email))
    await spend(call, counted, credential_of(call, call.scope))


def _may_reclaim(state: State, found: asyncpg.Record) -> bool:
    """Whether the invitation's link makes the account its holder's: the address was never proven before, and the link was
    read by whoever has the address. Without a mail server the inviting company can read it as well.
    """
    runtime: Runtime = state.runtime
    return found["user_id"] is not None and not found["proven"] and runtime.mailer is not None
