"""Members and their accounts."""

from collections.abc import Sequence
from uuid import UUID

from vistone.auth import queries
from vistone.auth.actions.api_tokens import revoke_all_of
from vistone.auth.actions.kyc import forget_own
from vistone.auth.actions.mfa import forget_factors
from vistone.auth.actions.organizations import join
from vistone.auth.actions.sessions import end_sessions_of
from vistone.auth.actions.withdrawing import withdraw
from vistone.auth.contracts import OrganizationMember, User
from vistone.auth.events import (
    IdentityLinkDeleted,
    OrganizationMemberDeleted,
    OrganizationMemberUpdated,
    UserDeleted,
    UserUpdated,
)
from vistone.auth.queries import LINK, MEMBER, MEMBERS, ROLES, USER, USERS
from vistone.auth.schemas import MemberCreate, MemberPatch, UserPatch
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import change, given, remove
from vistone.kernel.scope import RoleName

LAST_ORGANIZER = "last-organizer"
_LAST_ORGANIZER = "An organization keeps at least one active Organizer."


async def add_member(tx: WriteTx, data: MemberCreate, *, known: bool) -> OrganizationMember:
    """A person whom the caller organizes elsewhere joins; `known` says whether that is so."""
    tx.scope.require("users", "create")
    if not known:
        raise Invalid("userId", "You organize no organization of such a person. Invite them by mail.")
    role = await ROLES.get(tx, data.role_id)
    if role.name in {RoleName.ORGANIZER, RoleName.MANAGER} and tx.scope.role is not RoleName.ORGANIZER:
        raise Forbidden("Only an Organizer makes Organizers and Managers.")
    if await queries.is_member(tx, data.user_id):
        raise Conflict("already-member", "This person belongs to the organization already.", field="userId")
    return await join(tx, data.user_id, role)


async def update_member(tx: WriteTx, id: UUID, data: MemberPatch, if_match: int | None) -> OrganizationMember:
    """Gives a person another role. The last active Organizer stays one."""
    organizers = await queries.hold_organizers(tx)
    old = await MEMBERS.hold(tx, id, "assign")
    changes = given(data)
    role = await ROLES.get(tx, changes["role_id"]) if "role_id" in changes else None
    if role is not None and role.name is not RoleName.ORGANIZER and organizers.keys() == {id}:
        raise Conflict(LAST_ORGANIZER, _LAST_ORGANIZER)
    new = await change(tx, MEMBER, id, changes, if_match=if_match)
    await publish(tx, OrganizationMemberUpdated.of(old, new))
    if role is not None:
        await withdraw(tx, [old.user_id], role)
    return new


async def pause_member(tx: WriteTx, id: UUID) -> OrganizationMember:
    """Shuts a person out until they are resumed."""
    organizers = await queries.hold_organizers(tx)
    old = await MEMBERS.hold(tx, id, "pause")
    if organizers.keys() == {id}:
        raise Conflict(LAST_ORGANIZER, _LAST_ORGANIZER)
    new = await change(tx, MEMBER, id, {"paused_at": clock.now()})
    await publish(tx, OrganizationMemberUpdated.of(old, new))
    await withdraw(tx, [old.user_id])
    return new


async def resume_member(tx: WriteTx, id: UUID) -> OrganizationMember:
    """Lets a paused person in again."""
    old = await MEMBERS.hold(tx, id, "pause")
    new = await change(tx, MEMBER, id, {"paused_at": None})
    await publish(tx, OrganizationMemberUpdated.of(old, new))
    return new


async def remove_member(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a person, or leaves. The last active Organizer cannot."""
    organizers = await queries.hold_organizers(tx)
    member = await MEMBERS.get(tx, id)
    await MEMBERS.hold(tx, id, "leave" if member.user_id == tx.scope.user_id else "delete")
    if organizers.keys() == {id}:
        raise Conflict(LAST_ORGANIZER, _LAST_ORGANIZER)
    await remove(tx, MEMBER, id, if_match=if_match)
    await queries.note_former(tx, member.user_id)
    await publish(tx, OrganizationMemberDeleted(record=member))
    # Else they would be good again when the person comes back.
    await revoke_all_of(tx, member.user_id)
    await _unlink(tx, member.user_id)
    await withdraw(tx, [member.user_id])


async def update_user(tx: WriteTx, id: UUID, data: UserPatch, if_match: int | None) -> User:
    """Changes one's own account."""
    old = await USERS.hold(tx, id, "update")
    new = await change(tx, USER, id, given(data), if_match=if_match)
    await publish(tx, UserUpdated.of(old, new))
    return new


async def delete_user(tx: WriteTx, id: UUID, if_match: int | None, *, joined: Sequence[UUID]) -> None:
    """Deletes one's own account: it leaves every organization, is signed out everywhere, and forgets who it was.

    `joined` are the organizations that the person belongs to. Conflict while they are the last Organizer of one. The row
    stays, without address and name, since what they did names it; the address can be registered and invited again.
    """
    old = await USERS.hold(tx, id, "delete")
    for organization_id in sorted(joined):  # always in one order, as whoever else goes waits for the same rows
        async with tx.elsewhere(organization_id) as there:
            await _leave(there, id)
    await end_sessions_of(tx, id)
    await forget_factors(tx, id)
    await forget_own(tx)
    nobody = {"email": f"{id}@deleted.invalid", "first_name": None, "last_name": None, "password": None}
    gone = await change(
        tx, USER, old.id, {**nobody, "email_verified_at": None, "deleted_at": clock.now()}, if_match=if_match
    )
    await publish(tx, UserDeleted(record=gone))


async def _unlink(tx: WriteTx, user_id: UUID) -> None:
    """The organization's provider knows the person no more."""
    for link in await queries.links_of_person(tx, user_id):
        await remove(tx, LINK, link.id)
        await publish(tx, IdentityLinkDeleted(record=link))


async def _leave(there: WriteTx, user_id: UUID) -> None:
    """Takes an account that is going out of one organization, whose log tells of it."""
    if set((await queries.hold_organizers(there)).values()) == {user_id}:
        raise Conflict(LAST_ORGANIZER, _LAST_ORGANIZER)
    await revoke_all_of(there, user_id)
    await _unlink(there, user_id)
    await withdraw(there, [user_id])
    member = await queries.membership_of(there, user_id)
    if member is not None:
        await remove(there, MEMBER, member.id)
        await queries.note_former(there, user_id)
        await publish(there, OrganizationMemberDeleted(record=member))
