"""Who may follow what live. What is personal goes over `user:<id>`, which `auth` declares."""

from uuid import UUID

from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Forbidden, NotFound
from vistone.kernel.scope import RoleName


async def templates(tx: ReadTx, id: UUID | None) -> None:
    """The templates, for staff who may read settings."""
    if id is not None:
        raise NotFound("topic")
    if tx.scope.role == RoleName.CLIENT:
        raise Forbidden("Clients follow what is shared with them.")
    tx.scope.require("settings", "read")
