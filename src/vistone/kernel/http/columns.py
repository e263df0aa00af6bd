"""A list as a table for people: a column for each field, and beside ids a column of what they are called.

    BESIDE_TASKS = (named("assignee_id", "Assignee name", person_names), Beside("fields", custom_fields))
    await call.page(queries.TASKS, beside=BESIDE_TASKS)

CSV and XLSX are written from it, a thousand rows at a time; JSON is for programs and stays as the API gives it.
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel.collection import ListRequest
from vistone.kernel.db import ReadTx
from vistone.kernel.names import Names
from vistone.kernel.rows import Record

Values = Sequence[Any]
Rows = Sequence[Values]


class Columns(Struct, frozen=True):
    """Columns of a table: `cells` makes of the field's values in some rows, for each row, one cell for each title."""

    titles: Sequence[str]
    cells: Callable[[ReadTx, Values], Awaitable[Rows]]
    instead: bool = False
    """They stand in the place of the field's own column, not beside it."""


class Beside(Struct, frozen=True):
    """What stands beside a field's own column. `columns` is asked once for each table, before its first row."""

    field: str
    columns: Callable[[ReadTx, ListRequest], Awaitable[Columns]]


def named(field: str, title: str, names: Names) -> Beside:
    """A column of the names of the field's id, or ids."""

    async def cells(tx: ReadTx, values: Values) -> Rows:
        ids = [_ids(value) for value in values]
        found = await names(tx, set(chain.from_iterable(ids)))
        return [(", ".join(found[id] for id in some if id in found),) for some in ids]

    async def columns(_: ReadTx, __: ListRequest) -> Columns:
        return Columns((title,), cells)

    return Beside(field, columns)


def _ids(value: UUID | Sequence[UUID] | None) -> Sequence[UUID]:
    return () if value is None else (value,) if isinstance(value, UUID) else value


class Table:
    """The rows of one download."""

    def __init__(self, kind: type[Record], beside: Sequence[Beside]) -> None:
        self._kind = kind
        self._beside = beside
        self._columns: list[tuple[str, Columns]] = []

    async def rows(self, tx: ReadTx, asked: ListRequest, records: Sequence[Record]) -> Rows:
        """The records as rows of cells; before the first of them the row of titles."""
        titles: list[Values] = []
        if not self._columns:
            self._columns = await self._open(tx, asked)
            titles = [_told_apart([title for _, columns in self._columns for title in columns.titles])]
        parts = [
            await columns.cells(tx, [getattr(record, field) for record in records]) for field, columns in self._columns
        ]
        return titles + [list(chain.from_iterable(cells)) for cells in zip(*parts, strict=True)]

    async def _open(self, tx: ReadTx, asked: ListRequest) -> list[tuple[str, Columns]]:
        found: list[tuple[str, Columns]] = []
        for field in self._kind.__struct_fields__:
            if field == "abilities":
                continue
            beside = [await one.columns(tx, asked) for one in self._beside if one.field == field]
            own = [] if any(one.instead for one in beside) else [_own(field)]
            found += [(field, columns) for columns in (*own, *beside)]
        return found


def _own(field: str) -> Columns:
    async def cells(_: ReadTx, values: Values) -> Rows:
        return [(value,) for value in values]

    return Columns((field.replace("_", " ").capitalize(),), cells)


def _told_apart(titles: Sequence[str]) -> list[str]:
    """No title twice: `Title`, `Title (2)`. People name columns too."""
    told: dict[str, None] = {}
    for title in titles:
        other, number = title, 1
        while other in told:
            number += 1
            other = f"{title} ({number})"
        told[other] = None
    return list(told)
