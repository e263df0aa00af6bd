"""What follows here from what happens elsewhere."""

from vistone.auth.events import OrganizationMemberDeleted
from vistone.client import actions
from vistone.kernel.db import WriteTx


async def person_left(tx: WriteTx, event: OrganizationMemberDeleted) -> None:
    """Who leaves the organization speaks for none of its clients, also not on coming back."""
    await actions.leave_all(tx, event.record.user_id)
