"""What wiki pages and folders have in common: they lie in trees."""

from typing import Any
from uuid import UUID

from vistone.kernel.collection import Collection
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid, NotFound
from vistone.knowledge import queries


async def check_place(tx: WriteTx, tree: Collection[Any], parent_id: UUID, *, moving: UUID | None = None) -> None:
    """Invalid unless the parent is there, and does not lie below what is moved. Needs the lock on the tree."""
    name = tree.view.name
    try:
        await tree.get(tx, parent_id)
    except NotFound:
        raise Invalid("parentId", f"There is no such {name} that you can see.") from None
    if moving is not None and moving in await queries.ancestors(tx, tree.view.table, parent_id):
        raise Invalid("parentId", f"A {name} cannot lie below itself.")
