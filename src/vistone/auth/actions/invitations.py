"""Inviting people by mail."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from vistone.auth import queries
from vistone.auth.actions import letters
from vistone.auth.actions.organizations import join
from vistone.auth.actions.reclaiming import reclaim
from vistone.auth.actions.sessions import after_password
from vistone.auth.actions.withdrawing import close, may_give
from vistone.auth.contracts import FactorMethod, Invitation, InvitationStatus, MfaRequired, SignedIn
from vistone.auth.events import InvitationCreated, InvitationUpdated, UserCreated
from vistone.auth.queries import INVITATION, INVITATIONS, USER
from vistone.auth.schemas import InvitationAccept, InvitationCreate
from vistone.auth.tokens import Keyring, random_token, token_hash
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from vistone.kernel.events import publish
from vistone.kernel.mail import check_address
from vistone.kernel.rows import add, change
from vistone.kernel.scope import RoleName
from vistone.kernel.settings import settings


async def invite(tx: WriteTx, data: InvitationCreate) -> Invitation:
    """Sends an invitation. One that is still open for the address is replaced."""
    tx.scope.require("users", "create")
    email = check_address(data.email).lower()
    _check_may_give(tx, data.role_name)
    if await queries.is_member_by_email(tx, email):
        raise Conflict("already-member", "This person belongs to the organization already.", field="email")
    for open_one in await queries.open_invitations_of(tx, email):
        await close(tx, open_one, InvitationStatus.REVOKED)
    token = random_token()
    values = {"email": email, "role_name": data.role_name, "invited_by": tx.scope.user_id}
    invitation = await add(tx, INVITATION, {**values, **_good_for_a_while(token)})
    await publish(tx, InvitationCreated(record=invitation))
    await _send(tx, invitation, token)
    return invitation


def _check_may_give(tx: WriteTx, role: RoleName) -> None:
    if not may_give(tx.scope.role, role):
        raise Forbidden("Only an Organizer invites Organizers and Managers.")


def _good_for_a_while(token: str) -> dict[str, object]:
    return {
        "token_hash": token_hash(token),
        "expires_at": clock.now() + timedelta(days=settings().invitation_days),
    }


async def _send(tx: WriteTx, invitation: Invitation, token: str) -> None:
    organization = await tx.one(queries.organization_by_id(), id=tx.scope.organization_id)
    inviter = await tx.one(queries.user_by_id(), id=tx.scope.user_id)
    assert organization is not None  # noqa: S101 -- the scope's own organization
    values = {
        "organization": organization["name"],
        "inviter": " ".join(filter(None, (inviter["first_name"], inviter["last_name"]))) if inviter else "",
        "role": invitation.role_name.value,
        "link": f"{settings().origin}/invite?token={token}",
        "days": settings().invitation_days,
    }
    await letters.send(tx, "invitation", invitation.email, values)


async def resend(tx: WriteTx, id: UUID) -> Invitation:
    """Sends an open invitation again, with a new link that is good for as long as the first was."""
    old = await _hold_open(tx, id, "resend")
    _check_may_give(tx, old.role_name)
    token = random_token()
    new = await change(tx, INVITATION, id, _good_for_a_while(token))
    await publish(tx, InvitationUpdated.of(old, new))
    await _send(tx, new, token)
    return new


async def revoke(tx: WriteTx, id: UUID) -> Invitation:
    """Takes an open invitation back; its link is good for nothing from then on."""
    return await close(tx, await _hold_open(tx, id, "revoke"), InvitationStatus.REVOKED)


async def _hold_open(tx: WriteTx, id: UUID, action: str) -> Invitation:
    invitation = await INVITATIONS.hold(tx, id, action)
    if invitation.status is not InvitationStatus.PENDING:
        raise Conflict("not-open", f"This invitation is {invitation.status.value} already.")
    return invitation


async def accept(
    tx: WriteTx,
    opened: asyncpg.Record,
    data: InvitationAccept,
    password_hash: str | None,
    keyring: Keyring,
    methods: Sequence[FactorMethod],
) -> SignedIn | MfaRequired:
    """Lets the invited person in: with a new account or one that becomes theirs by the mail (`password_hash`), or with the
    one that they proved to own (None).

    They belong then; signing in takes one of the `methods` more, where there are any.

    The scope is the invited person in the inviting organization.
    """
    row = await tx.one(queries.pending_invitation(), id=opened["id"])
    if row is None:
        raise NotFound("open invitation")
    if password_hash is not None:
        if not data.first_name or not data.last_name:
            raise Invalid("firstName" if not data.first_name else "lastName", "Give your name.")
        names: dict[str, Any] = {"first_name": data.first_name, "last_name": data.last_name}
        if opened["user_id"] is None:
            values = {**names, "password": password_hash}
            values["email_verified_at"] = clock.now()  # the invitation's link went there
            user = await add(tx, USER, {"id": tx.scope.user_id, "email": opened["email"], **values})
            await publish(tx, UserCreated(record=user))
        else:
            await reclaim(tx, password_hash=password_hash, **names)
    await accepted(tx, row["id"])
    return await after_password(tx, keyring, methods)


async def accepted(tx: WriteTx, id: UUID) -> None:
    """The scope's person, whom the open invitation is to, joins with its role."""
    row = await tx.one(queries.pending_invitation(), id=id)
    if row is None:
        raise NotFound("open invitation")
    role = await queries.role_named(tx, RoleName(row["role_name"]))
    if role is None:
        raise Conflict("role-missing", "The role of this invitation was deleted; ask for a new one.")
    if not await queries.is_member(tx, tx.scope.user_id):
        await join(tx, tx.scope.user_id, role)
    await close(tx, INVITATION.of(tx.scope, row), InvitationStatus.ACCEPTED)
