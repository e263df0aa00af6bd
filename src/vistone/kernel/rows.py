"""Rows as structs: how one table's rows are read, added, changed and removed. Plain functions over a `View`.

Every function stays inside the transaction's organization, keeps `revision` and the times, and leaves rules, rights
and events to the action that calls it.
"""

import functools
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from types import UnionType
from typing import Any, ClassVar, Generic, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import asyncpg
import msgspec
from msgspec import UNSET, Struct
from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    Uuid,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.sql import visitors

from vistone.kernel import clock
from vistone.kernel.db import Statement, WriteTx, compiled, organization
from vistone.kernel.errors import Invalid, NotFound, Stale
from vistone.kernel.ids import new_id
from vistone.kernel.scope import Scope
from vistone.kernel.wire import camel

Abilities = tuple[str, ...]
_YEARS = (1000, 9000)


class Record(Struct, frozen=True, rename="camel", kw_only=True):
    """Base of every contract: what a record is on the wire. `abilities` says what the asker may do with it."""

    private: ClassVar[tuple[str, ...]] = ()
    """Fields that are not every Organizer's to read: the activity log tells that they changed, never what they hold."""

    abilities: Abilities = ()


T = TypeVar("T", bound=Record)


class View(Generic[T]):
    """How rows of a table become structs.

    The struct's fields are the table's columns of the same names, in the struct's order; `computed` gives the SQL of
    fields that are no columns. `abilities` says what the scope may do with a row; it sees the row by column name.
    `shown` leaves out of a record what its asker may not see of it.
    """

    def __init__(
        self,
        name: str,
        table: Table,
        struct: type[T],
        *,
        abilities: Callable[[Scope, asyncpg.Record], Abilities],
        computed: Mapping[str, ColumnElement[Any]] | None = None,
        shown: Callable[[Scope, T], T] | None = None,
    ) -> None:
        self.name = name
        self.table = table
        self.struct = struct
        self.abilities = abilities
        self.shown = shown
        fields = [field for field in struct.__struct_fields__ if field != "abilities"]
        self.computed = {field: _of_the_row(table, column) for field, column in (computed or {}).items()}
        known: dict[str, ColumnElement[Any]] = {**dict(table.c), **self.computed}
        if missing := [field for field in fields if field not in known]:
            raise LookupError(f"{struct.__name__}.{missing[0]} is no column of {table} and not computed")
        self.columns = [known[field].label(field) for field in fields]
        self.width = len(fields)
        self.tenancy = table.info["tenancy"]
        hints = get_type_hints(struct)
        self._closed = [(place, values) for place, name in enumerate(fields) if (values := _closed_set(hints[name]))]

    def of(self, scope: Scope, row: asyncpg.Record) -> T:
        """The row as the struct, with what the scope may do with it."""
        values = list(row)
        del values[self.width :]
        for place, members in self._closed:
            values[place] = members[values[place]]
        record = self.struct(*values, abilities=self.abilities(scope, row))
        return record if self.shown is None else self.shown(scope, record)

    def here(self) -> tuple[ColumnElement[bool], ...]:
        """The condition that keeps a statement inside the organization.

        Tables of persons and of organizations themselves have no organization column; row level security keeps them.
        """
        if "organization_id" not in self.table.c or self.tenancy == "person":
            return ()
        mine = self.table.c.organization_id == organization()
        return (mine | self.table.c.organization_id.is_(None),) if self.tenancy == "shared" else (mine,)

    def select(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        """The rows of the organization that meet the conditions."""
        return select(*self.columns).where(*self.here(), *conditions)


def _closed_set(hint: Any) -> Mapping[str | None, Enum | None] | None:
    """The members by value where the type is an enum or an optional one. A list of members stays one of texts."""
    choices = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
    for kind in choices:
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {None: None, **{member.value: member for member in kind}}
    return None


def _of_the_row(table: Table, computed: ColumnElement[Any]) -> ColumnElement[Any]:
    """The expression with the row's own columns by name.

    In `INSERT ... RETURNING` SQLAlchemy takes them, inside a subquery, for a second use of the table: the subquery then
    looks at all rows instead of the new one.
    """

    def by_name(element: Any, **_: Any) -> Any:
        ours = isinstance(element, Column) and element.table is table
        return literal_column(f"{table.fullname}.{element.name}", element.type) if ours else None

    replaced: ColumnElement[Any] = visitors.replacement_traverse(computed, {}, by_name)
    return replaced


def given(data: Struct) -> dict[str, Any]:
    """The fields of a request body that were sent: those absent from a PATCH are left out, null stays null.

    Invalid for a time that PostgreSQL and Python do not both have.
    """
    sent = {name: value for name in data.__struct_fields__ if (value := getattr(data, name)) is not UNSET}
    for name, value in sent.items():
        if isinstance(value, datetime) and not _YEARS[0] <= value.year <= _YEARS[1]:
            raise Invalid(camel(name), f"Give a time between the years {_YEARS[0]} and {_YEARS[1]}.")
    return sent


@functools.cache
def _insert(view: View[Any], names: tuple[str, ...]) -> Statement:
    columns = {name: bindparam(name, type_=view.table.c[name].type) for name in names}
    if "organization_id" in view.table.c and "organization_id" not in names:
        columns["organization_id"] = organization()
    return compiled(insert(view.table).values(columns).returning(*view.columns))


async def add(tx: WriteTx, view: View[T], values: Mapping[str, Any]) -> T:
    """A new row of the scope's organization, with an id and times of its own where `values` gives none."""
    row = {**stamped(view), **values}
    record = await tx.one(_insert(view, tuple(row)), **row)
    assert record is not None  # noqa: S101 -- INSERT ... RETURNING without a condition answers one row
    return view.of(tx.scope, record)


def stamped(view: View[Any]) -> dict[str, Any]:
    """What the system itself sets in a new row: its id and its times."""
    moment = clock.now()
    times = {name: moment for name in ("created_at", "updated_at") if name in view.table.c}
    return {"id": new_id(), **times}


@functools.cache
def _update(view: View[Any], names: tuple[str, ...], checked: bool) -> Statement:  # noqa: FBT001 -- part of the cache key
    table = view.table
    values: dict[str, Any] = {name: bindparam("new_" + name, type_=table.c[name].type) for name in names}
    values["revision"] = table.c.revision + 1
    query = update(table).where(*view.here(), table.c.id == bindparam("id", type_=Uuid)).values(values)
    if checked:
        query = query.where(table.c.revision == bindparam("if_match", type_=table.c.revision.type))
    return compiled(query.returning(*view.columns))


async def change(tx: WriteTx, view: View[T], id: UUID, changes: Mapping[str, Any], *, if_match: int | None = None) -> T:
    """The row with `changes` made and its revision one higher. Stale when `if_match` is not its revision any more."""
    values = dict(changes)
    if "updated_at" in view.table.c:
        values["updated_at"] = clock.now()
    arguments: dict[str, Any] = {"new_" + name: value for name, value in values.items()}
    if if_match is not None:
        arguments["if_match"] = if_match
    record = await tx.one(_update(view, tuple(values), if_match is not None), id=id, **arguments)
    if record is None:
        raise Stale if if_match is not None else NotFound(view.name)
    return view.of(tx.scope, record)


@functools.cache
def _delete(view: View[Any], checked: bool) -> Statement:  # noqa: FBT001 -- part of the cache key
    query = delete(view.table).where(*view.here(), view.table.c.id == bindparam("id", type_=Uuid))
    if checked:
        query = query.where(view.table.c.revision == bindparam("if_match", type_=view.table.c.revision.type))
    return compiled(query.returning(view.table.c.id))


async def remove(tx: WriteTx, view: View[Any], id: UUID, *, if_match: int | None = None) -> None:
    """Removes the row for good, and what hangs on it by its keys. Stale as in `change`."""
    arguments = {} if if_match is None else {"if_match": if_match}
    if await tx.one(_delete(view, if_match is not None), id=id, **arguments) is None:
        raise Stale if if_match is not None else NotFound(view.name)


def differences(old: Struct, new: Struct) -> dict[str, Any]:
    """The fields in which two states of a record differ, with the old values, by their names on the wire."""
    unimportant = {"abilities", "revision", "updated_at"}
    return {
        wire: getattr(old, name)
        for name, wire in zip(old.__struct_fields__, old.__struct_encode_fields__, strict=True)
        if name not in unimportant and getattr(old, name) != getattr(new, name)
    }


@functools.cache
def allowed(permissions: frozenset[str], resource: str, *actions: str) -> Abilities:
    """The `actions` on the resource that the permissions hold: the abilities of a record that the scope may handle."""
    return tuple(action for action in actions if f"{resource}:{action}" in permissions)


def as_json(record: Struct) -> dict[str, Any]:
    """The record as it goes over the wire, as plain values."""
    return msgspec.to_builtins(record)  # type: ignore[no-any-return]  # a struct becomes a dict
