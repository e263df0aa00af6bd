"""Who may follow what live."""

from uuid import UUID

from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Forbidden
from vistone.kernel.scope import RoleName


async def organization(tx: ReadTx, _: UUID | None) -> None:
    """What all staff may see of the organization."""
    if tx.scope.role == RoleName.CLIENT:
        raise Forbidden("Clients follow what is shared with them.")


async def organizers(tx: ReadTx, _: UUID | None) -> None:
    """What only Organizers may see of the organization's people."""
    if tx.scope.role is not RoleName.ORGANIZER:
        raise Forbidden("This is for Organizers.")


async def user(tx: ReadTx, id: UUID | None) -> None:
    """A person's own things."""
    if id != tx.scope.user_id:
        raise Forbidden("These are somebody else's.")
