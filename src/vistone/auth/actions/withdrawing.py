"""Open invitations, closed: accepted, taken back, or withdrawn with the rights of whoever sent them.

An invitation gives no more than its inviter may give: who is removed, leaves, is paused or gets lesser rights takes those
of their open invitations along that they could not send any more.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from vistone.auth import queries
from vistone.auth.contracts import Invitation, InvitationStatus, Role
from vistone.auth.events import InvitationUpdated
from vistone.auth.queries import INVITATION
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.events import publish
from vistone.kernel.rows import change
from vistone.kernel.scope import RoleName


async def close(tx: WriteTx, old: Invitation, status: InvitationStatus) -> Invitation:
    """The invitation is open no more."""
    changes: dict[str, object] = {"status": status}
    if status is InvitationStatus.ACCEPTED:
        changes["accepted_at"] = clock.now()
    new = await change(tx, INVITATION, old.id, changes)
    await publish(tx, InvitationUpdated.of(old, new))
    return new


def may_give(inviter: RoleName, given: RoleName) -> bool:
    """Organizers alone invite Organizers and Managers."""
    return inviter is RoleName.ORGANIZER or given not in {RoleName.ORGANIZER, RoleName.MANAGER}


async def withdraw(tx: WriteTx, user_ids: Sequence[UUID], role: Role | None = None) -> None:
    """Takes back what these people have invited to and could not with that role, which they have now; without one, all."""
    for invitation in await queries.open_invitations_by(tx, user_ids):
        if role is None or not _could_send(role.name, role.permissions, invitation):
            await close(tx, invitation, InvitationStatus.REVOKED)


def _could_send(name: RoleName, permissions: Mapping[str, Sequence[str]], invitation: Invitation) -> bool:
    return "create" in permissions.get("users", ()) and may_give(name, invitation.role_name)
