"""What other services may ask of this one."""

from uuid import UUID

from vistone.client import queries
from vistone.client.queries import CLIENTS
from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Forbidden, Invalid, NotFound
from vistone.kernel.names import names_in


async def check_client(tx: ReadTx, client_id: UUID, *, field: str) -> None:
    """Invalid, on that field, unless there is such a client and the scope may see it."""
    try:
        await CLIENTS.get(tx, client_id)
    except (NotFound, Forbidden):
        raise Invalid(field, "There is no such client that you can see.") from None


async def my_clients(tx: ReadTx) -> tuple[UUID, ...]:
    """The claim `clients` of the scope: those whose contact one is."""
    return await queries.my_clients(tx)


client_names = names_in(CLIENTS, lambda client: client.name)
"""What the clients are called that the scope may see."""
