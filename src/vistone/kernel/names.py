"""What ids are called, for readers who are people: names of records, of those alone that the reader may see."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TypeVar
from uuid import UUID

from vistone.kernel import collection
from vistone.kernel.collection import ListRequest
from vistone.kernel.db import ReadTx
from vistone.kernel.rows import Record

T = TypeVar("T", bound=Record)

AT_ONCE = 1_000
Names = Callable[[ReadTx, Collection[UUID]], Awaitable[Mapping[UUID, str]]]
"""The names of ids; an id that is missing in the answer is of nothing that the reader may see."""


def names_in(records: collection.Collection[T], name: Callable[[T], str]) -> Names:
    """The names that the collection's records have by `name`: one statement for a thousand of them."""

    async def names(tx: ReadTx, ids: Collection[UUID]) -> Mapping[UUID, str]:
        found: dict[UUID, str] = {}
        if not tx.scope.may(records.resource, "read"):
            return found
        wanted = tuple(ids)
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            asked = ListRequest(sort="createdAt", limit=AT_ONCE, filters=(("id", some),))
            found |= {record.id: name(record) for record in (await records.page(tx, asked)).items}  # type: ignore[attr-defined]  # every collection's records have an id
        return found

    return names
