"""Who may follow what live."""

from uuid import UUID

from vistone.client.queries import CLIENTS
from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Forbidden, NotFound
from vistone.kernel.scope import RoleName, Scope


async def clients(tx: ReadTx, id: UUID | None) -> None:
    """Every client, for staff who may read clients."""
    _require_staff(tx.scope)
    if id is not None:
        raise NotFound("list of clients")


async def client(tx: ReadTx, id: UUID | None) -> None:
    """One client and what belongs to it, for staff who may read clients."""
    _require_staff(tx.scope)
    if id is None:
        raise NotFound("client")
    await CLIENTS.get(tx, id)


def _require_staff(scope: Scope) -> None:
    scope.require("clients", "read")
    if scope.role is RoleName.CLIENT:
        raise Forbidden("Clients follow what is shared with them.")
