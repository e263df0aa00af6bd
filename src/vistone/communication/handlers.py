"""What follows here from what happens elsewhere."""

from vistone.auth.events import OrganizationMemberDeleted, OrganizationMemberUpdated
from vistone.communication.actions import channels
from vistone.kernel.db import WriteTx
from vistone.kernel.scope import RoleName


async def person_left(tx: WriteTx, event: OrganizationMemberDeleted) -> None:
    """Who leaves the organization leaves its channels, and does not read on in them on coming back."""
    await channels.leave_all(tx, event.record.user_id)


async def person_became_client(tx: WriteTx, event: OrganizationMemberUpdated) -> None:
    """Who was staff and becomes a Client is in no channel any more until somebody adds them."""
    if "roleName" in event.before and event.record.role_name is RoleName.CLIENT:
        await channels.leave_all(tx, event.record.user_id)
