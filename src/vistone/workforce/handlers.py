"""What follows here from what happens elsewhere."""

from vistone.auth.events import OrganizationMemberDeleted, OrganizationMemberUpdated
from vistone.kernel.db import WriteTx
from vistone.kernel.scope import RoleName
from vistone.workforce import actions


async def person_left(tx: WriteTx, event: OrganizationMemberDeleted) -> None:
    """Who leaves the organization leaves its teams, and does not find themselves in them on coming back."""
    await actions.leave_all(tx, event.record.user_id)


async def person_became_client(tx: WriteTx, event: OrganizationMemberUpdated) -> None:
    """Teams are for staff."""
    if "roleName" in event.before and event.record.role_name is RoleName.CLIENT:
        await actions.leave_all(tx, event.record.user_id)
