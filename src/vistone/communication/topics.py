"""Who may follow what live."""

from uuid import UUID

from vistone.communication.queries import CHANNELS
from vistone.kernel.db import ReadTx
from vistone.kernel.errors import NotFound


async def channel(tx: ReadTx, id: UUID | None) -> None:
    """All that happens in a channel, for those who see it."""
    if id is None:
        raise NotFound("channel")
    await CHANNELS.get(tx, id)
