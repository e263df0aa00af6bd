"""Who may follow what live."""

from uuid import UUID

from vistone.kernel.db import ReadTx
from vistone.kernel.errors import NotFound
from vistone.knowledge.queries import DOCUMENTS


async def document(tx: ReadTx, id: UUID | None) -> None:
    """A document, its permissions and its links, for those who see it."""
    if id is None:
        raise NotFound("document")
    await DOCUMENTS.get(tx, id)
