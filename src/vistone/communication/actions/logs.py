"""Writes to the record of talk elsewhere."""

from uuid import UUID

from vistone.communication.contracts import CommunicationLog
from vistone.communication.events import CommunicationLogCreated, CommunicationLogDeleted
from vistone.communication.queries import LOG, LOGS
from vistone.communication.schemas import CommunicationLogCreate
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Forbidden
from vistone.kernel.events import publish
from vistone.kernel.rows import add, given, remove
from vistone.kernel.scope import RoleName


async def create_log(tx: WriteTx, data: CommunicationLogCreate) -> CommunicationLog:
    """Staff record talk that happened elsewhere."""
    tx.scope.require("channels", "create")
    if tx.scope.role is RoleName.CLIENT:
        raise Forbidden("The communication log is kept by staff.")
    entry = await add(tx, LOG, {**given(data), "author_id": tx.scope.user_id})
    await publish(tx, CommunicationLogCreated(record=entry))
    return entry


async def delete_log(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes an entry."""
    entry = await LOGS.hold(tx, id, "delete")
    await remove(tx, LOG, id, if_match=if_match)
    await publish(tx, CommunicationLogDeleted(record=entry))
