"""Coming in by an identity provider: who somebody is here, and whether they may.

What a provider says is worth what it has proven. Its subject, once linked, is the person; by the address alone nobody
gets an existing account, nor a new one, unless the organization has proven the address's domain by DNS and the provider
says that it has verified the address. Everybody else is linked by hand, signed in as themselves. So nobody who runs a
provider, which anybody can, comes to an account or an address of somebody else's. And where the address of the account
was not proven before, what whoever made the account could come in by is gone (`reclaiming`).

Membership, in the provider's own organization alone:

- who belongs to it comes in, unless paused;
- who has an open invitation to their address joins with its role, and it is accepted;
- who left or was removed does not come back by themselves: an Organizer invites them again;
- everybody else joins with the provider's default role, which is never Organizer.

The session is bound to the organization: the company's provider opens nothing of another company's.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.auth import queries
from vistone.auth.actions.invitations import accepted
from vistone.auth.actions.organizations import join
from vistone.auth.actions.providers import add_link
from vistone.auth.actions.reclaiming import reclaim
from vistone.auth.actions.sessions import start_session
from vistone.auth.contracts import SignedIn, SignInMethod
from vistone.auth.events import UserCreated
from vistone.auth.oidc import domains
from vistone.auth.oidc.problems import Reason, SignInError
from vistone.auth.oidc.tokens import Identity
from vistone.auth.queries import LINK, USER
from vistone.auth.tokens import Keyring
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import publish
from vistone.kernel.ids import new_id
from vistone.kernel.mail import check_address
from vistone.kernel.rows import add, change
from vistone.kernel.scope import RoleName


class Entrant(Struct, frozen=True):
    """Who comes in: somebody with an account, or a newcomer, whose id is then new."""

    user_id: UUID
    newcomer: bool


async def whose(tx: ReadTx, door: Mapping[str, Any], identity: Identity) -> Entrant:
    """Whom the provider's subject is here. SignInError when that cannot be said by what the provider has proven.

    Needs a system transaction. Where the domain is not proven the answer is the same whether the address has an account
    or not, unless that is a member's: else a provider could ask after anybody's.
    """
    linked = await queries.linked_person(tx, door["id"], identity.subject)
    if linked is not None:
        person, there = linked
        if not there:
            raise SignInError(Reason.REMOVED, "the account was deleted")
        return Entrant(person, newcomer=False)
    email = _address(identity)
    account = await queries.account_of_address(tx, email)
    domain = domains.of_address(email)
    proven = domain is not None and await queries.has_proven(tx, door["id"], domain)
    if not (proven and identity.verified):
        if account is not None and await queries.belongs(tx, door["organization_id"], account):
            raise SignInError(Reason.LINK_FIRST, "a member's address, not proven to be this person's")
        if not proven:
            raise SignInError(Reason.DOMAIN, f"{domain} is not proven by the organization")
        raise SignInError(Reason.UNVERIFIED, "the provider has not verified the address")
    return Entrant(account or new_id(), newcomer=account is None)


def address_of(identity: Identity) -> str | None:
    """The address that the provider gives, if it is one."""
    try:
        return check_address(identity.email or "").lower()
    except Invalid:
        return None


def _address(identity: Identity) -> str:
    address = address_of(identity)
    if address is None:
        raise SignInError(Reason.NO_EMAIL, "the provider gives no address that is one")
    return address


async def enter(
    tx: WriteTx, door: Mapping[str, Any], identity: Identity, keyring: Keyring, *, newcomer: bool
) -> SignedIn:
    """Signs the scope's person in to the provider's organization; makes the account of a newcomer, links who is not
    linked yet, lets in who does not belong to it yet. SignInError for whom it is closed.
    """
    row = await queries.link_of(tx, door["id"], identity.subject)
    if newcomer:
        user = await add(tx, USER, {"id": tx.scope.user_id, **_account(identity)})
        await publish(tx, UserCreated(record=user))
    place = await queries.standing(tx, tx.scope.user_id)
    if place is not None and place["paused_at"] is not None:
        raise SignInError(Reason.PAUSED, "the member is paused")
    if place is None:
        await _let_in(tx, RoleName(door["default_role"]))
    if row is None:
        if not newcomer:
            await _take_over(tx)
        await add_link(tx, door["id"], identity)
    elif row["user_id"] != tx.scope.user_id:
        raise SignInError(Reason.LINKED, "the subject was linked to somebody else meanwhile")
    else:
        await change(tx, LINK, row["id"], {"last_used_at": clock.now()})
    factor_at = clock.now() if identity.factors else None
    return await start_session(tx, keyring, method=SignInMethod.OIDC, bound=True, mfa_at=factor_at)


async def _take_over(tx: WriteTx) -> None:
    """An account whose address nobody had proven is whose the provider says: not the stranger's who made it."""
    user = await tx.one(queries.user_by_id(), id=tx.scope.user_id)
    if user is not None and user["email_verified_at"] is None:
        await reclaim(tx, password_hash=None)


def _account(identity: Identity) -> dict[str, Any]:
    return {
        "email": _address(identity),
        "first_name": identity.first_name,
        "last_name": identity.last_name,
        "email_verified_at": clock.now(),  # by the provider, for a domain that is proven
    }


async def _let_in(tx: WriteTx, default: RoleName) -> None:
    user = await tx.one(queries.user_by_id(), id=tx.scope.user_id)
    if user is None:
        raise SignInError(Reason.REMOVED, "the account was deleted")
    invitation = await queries.invitation_for(tx, user["email"])
    if invitation is not None:
        await accepted(tx, invitation)
        return
    if await queries.was_here(tx, tx.scope.user_id):
        raise SignInError(Reason.REMOVED, "left or was removed, and is not invited again")
    role = await queries.role_named(tx, default)
    if role is None:
        raise SignInError(Reason.ROLE, f"the organization has no role {default.value}")
    await join(tx, tx.scope.user_id, role)
