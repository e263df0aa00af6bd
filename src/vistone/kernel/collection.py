"""Collections: the only way to a record, by id or as a list, within what the asker may see.

    TASKS = Collection(TASK, resource="tasks", visible=access.visible_tasks,
                       filters=[same("project_id"), same("status", values=TaskStatus), span("due_date")],
                       sorts={"dueDate": tasks.c.due_date}, search=["title"])
    task = await TASKS.get(tx, id)                # NotFound reads the same for "not there" and "not yours"
    task = await TASKS.hold(tx, id, "update")     # checked against the record's abilities, and locked
    page = await TASKS.page(tx, request)          # request: ListRequest, read from the query by kernel.http

Paging is by keyset: a cursor holds the sort value and id of the last row seen, so that a page costs the same wherever
it lies. A cursor belongs to one collection, one sort and one set of filters; used elsewhere it is refused.
"""

import base64
import binascii
import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Text,
    Uuid,
    bindparam,
    cast,
    literal_column,
    null,
    or_,
    tuple_,
)

from vistone.kernel import keyed
from vistone.kernel.db import ReadTx, Statement, WriteTx, compiled
from vistone.kernel.errors import FieldError, Forbidden, Malformed, NotFound
from vistone.kernel.filters import Filter, Shape, argument, condition, read_boolean, read_value, same, shape_of
from vistone.kernel.keyed import Keyed
from vistone.kernel.rows import Record, View

T = TypeVar("T", bound=Record)

DEFAULT_LIMIT, MAX_LIMIT = 50, 200


class Page(Struct, Generic[T], frozen=True, rename="camel"):
    """One page of a list; `nextCursor` is null on the last one."""

    items: list[T]
    next_cursor: str | None = None


class ListRequest(Struct, frozen=True):
    """What a caller asked of a list, checked against its Collection."""

    sort: str
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    q: str | None = None
    deleted: bool = False
    filters: tuple[tuple[str, tuple[Any, ...]], ...] = ()


class _Cursor(Struct, frozen=True, array_like=True):
    collection: str
    value: Any
    id: UUID


class Collection(Generic[T]):
    """The records of one kind: which of them a role sees, and how they may be filtered, sorted and searched.

    `resource` is the one whose `read` permission opens the collection; `visible` gives the condition on a row by role.
    By a sort that is `unsorted` for a role its records are all alike: order and cursor would tell what it is not shown.
    One of the `filters` may be `Keyed`, which makes sorts too. A `personal` collection shows a person rows of other
    organizations too: it is read as that person, not as an organization.
    """

    def __init__(  # noqa: PLR0913 -- all that a list is, told in one place
        self,
        view: View[T],
        *,
        resource: str,
        visible: Callable[[str], ColumnElement[bool] | None] | None = None,
        filters: Sequence[list[Filter] | Keyed] = (),
        sorts: Mapping[str, ColumnElement[Any]] | None = None,
        default_sort: str = "-createdAt",
        search: Sequence[str] = (),
        unsorted: Mapping[str, AbstractSet[str]] | None = None,
        personal: bool = False,
    ) -> None:
        self.view = view
        self.resource = resource
        self.visible = visible
        plain = [group for group in filters if not isinstance(group, Keyed)]
        self.filters = {f.parameter: f for group in [same("id"), *plain] for f in group}
        self.sorts = {"createdAt": view.table.c.created_at, **(sorts or {})}
        self.default_sort = default_sort
        self.search = tuple(search)
        self.unsorted = unsorted or {}
        self.keyed = next((one for one in filters if isinstance(one, Keyed)), None)
        self.personal = personal
        self.deletable = "deleted_at" in view.table.c

    def __deepcopy__(self, _: Any) -> "Collection[T]":
        """Itself: it never changes, and Litestar copies what a handler carries, down to the last table of the schema."""
        return self

    def read(self, parameters: Sequence[tuple[str, str]]) -> ListRequest:
        """The query string as a ListRequest. Malformed, naming each parameter that is wrong."""
        errors: list[FieldError] = []
        filters: dict[str, list[Any]] = {}
        plain: dict[str, Any] = {"sort": self.default_sort}
        for name, text in parameters:
            try:
                if (known := self._filter(name)) is not None:
                    filters.setdefault(known.parameter, []).append(read_value(known, text))
                else:
                    plain[name] = self._plain(name, text)
            except ValueError as error:
                errors.append(FieldError(name, str(error)))
        if len(beyond := [name for name in filters if name not in self.filters]) > keyed.MOST:
            errors.append(FieldError(beyond[-1], f"filter by up to {keyed.MOST} of these"))
        if errors:
            raise Malformed(f"The list cannot be read: {errors[0].field}: {errors[0].message}.", errors=errors)
        return ListRequest(**plain, filters=tuple(sorted((name, tuple(values)) for name, values in filters.items())))

    def _filter(self, name: str) -> Filter | None:
        if name not in self.filters and self.keyed is not None:
            return self.keyed.filter(name)
        return self.filters.get(name)

    def _plain(self, name: str, text: str) -> Any:
        match name:
            case "limit":
                if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= MAX_LIMIT):
                    raise ValueError(f"give a whole number from 1 to {MAX_LIMIT}")
                return int(text)
            case "sort":
                if text.removeprefix("-") in self.sorts:
                    return text
                if self.keyed is not None and (by_key := self.keyed.sort(text)) is not None:
                    return by_key
                raise ValueError(f"sort by one of {', '.join(sorted(self.sorts))}, with - before it for descending")
            case "cursor":
                return text
            case "q" if self.search:
                if "\x00" in text or len(text) > 200:
                    raise ValueError("give up to 200 characters, without NUL")
                return text or None
            case "deleted" if self.deletable:
                return read_boolean(text)
        known = ["limit", "cursor", "sort", *(["q"] if self.search else []), *(["deleted"] if self.deletable else [])]
        raise ValueError(f"is no parameter here; there are {', '.join([*known, *self.filters])}")

    async def get(self, tx: ReadTx, id: UUID, action: str = "read", *, deleted: bool = False) -> T:
        """The record of that id. NotFound when there is none that the scope may see; Forbidden when it may be seen
        but its abilities lack `action`. With `deleted`, one that was soft-deleted.
        """
        return await self._one(tx, id, action, deleted=deleted, lock=False)

    async def hold(self, tx: WriteTx, id: UUID, action: str, *, deleted: bool = False) -> T:
        """As `get`, and keeps others from changing the row until the transaction ends."""
        return await self._one(tx, id, action, deleted=deleted, lock=True)

    async def _one(self, tx: ReadTx, id: UUID, action: str, *, deleted: bool, lock: bool) -> T:
        scope = tx.scope
        scope.require(self.resource, "read")
        row = await tx.one(self._by_id(scope.role, deleted, lock), id=id)
        if row is None:
            raise NotFound(self.view.name)
        record = self.view.of(scope, row)
        if action != "read" and action not in record.abilities:
            raise Forbidden(f"You may see this {self.view.name} but not {action.replace('_', ' ')} it.")
        return record

    @functools.cache  # noqa: B019 -- collections live as long as the process
    def _by_id(self, role: str, deleted: bool, lock: bool) -> Statement:  # noqa: FBT001 -- part of the cache key
        table = self.view.table
        query = self.view.select(table.c.id == bindparam("id", type_=Uuid), *self._seen(role, deleted=deleted))
        return compiled(query.with_for_update(of=table, key_share=True) if lock else query)

    def _seen(self, role: str, *, deleted: bool) -> list[ColumnElement[bool]]:
        conditions = []
        if self.visible is not None and (condition := self.visible(role)) is not None:
            conditions.append(condition)
        if self.deletable:
            gone = self.view.table.c.deleted_at
            conditions.append(gone.is_not(None) if deleted else gone.is_(None))
        return conditions

    async def page(self, tx: ReadTx, request: ListRequest, *, extra: Mapping[str, Any] | None = None) -> Page[T]:
        """One page of the records that the scope may see: one statement, whatever their number."""
        tx.scope.require(self.resource, "read")
        fingerprint = self._fingerprint(request)
        cursor = _read_cursor(request.cursor, fingerprint, self._sort_kind(request.sort)) if request.cursor else None
        position = "start" if cursor is None else "null" if cursor.value is None else "value"
        shape, arguments = self._asked(request)
        arguments.update(extra or {})
        sort = self._known_sort(request.sort)
        if sort != request.sort:
            arguments["sort_key"] = keyed.key_of(request.sort)
        query = self._statement(
            tx.scope.role, sort, position, shape, request.limit, request.q is not None, request.deleted
        )
        if request.q is not None:
            arguments["q"] = "%" + request.q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        if cursor is not None:
            arguments.update(cursor_value=cursor.value, cursor_id=cursor.id)
        rows = await tx.all(query, **arguments)
        scope, view = tx.scope, self.view
        more = len(rows) > request.limit
        rows = rows[: request.limit]
        items = [view.of(scope, row) for row in rows]
        return Page(items, _write_cursor(_Cursor(fingerprint, rows[-1][-1], rows[-1]["id"])) if more else None)

    def _asked(self, request: ListRequest) -> tuple[tuple[tuple[Filter, Shape], ...], dict[str, Any]]:
        """The filters as the statement has them, and its arguments for them."""
        shape: list[tuple[Filter, Shape]] = []
        arguments: dict[str, Any] = {}
        for name, values in request.filters:
            known = self.filters.get(name)
            if known is not None:
                shape.append((known, shape_of(known, values)))
                arguments["filter_" + name] = argument(known, values)
            elif self.keyed is not None and (by_key := self.keyed.filter(name)) is not None:
                slot, how = keyed.slot(by_key, len(shape)), shape_of(by_key, values)
                shape.append((slot, how))
                arguments.update(keyed.arguments(slot, how, keyed.key_of(name), values))
        return tuple(shape), arguments

    def _known_sort(self, sort: str) -> str:
        """The sort as the statement has it, which does not know a key."""
        return sort if sort.removeprefix("-") in self.sorts else sort.partition(".")[0]

    def _sort_kind(self, sort: str) -> Any:
        by = self.sorts.get(sort.removeprefix("-"))
        return str | float | None if by is None else by.type.python_type | None

    def _sort_value(self, role: str, sort: str) -> ColumnElement[Any]:
        by = self.sorts.get(sort.removeprefix("-"))
        if by is None:
            assert self.keyed is not None  # noqa: S101 -- no other sort was read
            return self.keyed.value(role, "sort_key")
        return cast(null(), by.type) if sort.removeprefix("-") in self.unsorted.get(role, ()) else by

    def _fingerprint(self, request: ListRequest) -> str:
        told = repr((self.view.table.fullname, request.sort, request.filters, request.q, request.deleted))
        return hashlib.blake2b(told.encode(), digest_size=9).hexdigest()

    # Collections live as long as the process; callers choose limits, sorts and filters, and the seldom ones are made anew.
    @functools.lru_cache(maxsize=4096)  # noqa: B019
    def _statement(
        self,
        role: str,
        sort: str,
        position: str,
        shape: tuple[tuple[Filter, Shape], ...],
        limit: int,
        searching: bool,  # noqa: FBT001 -- part of the cache key
        deleted: bool,  # noqa: FBT001 -- part of the cache key
    ) -> Statement:
        table, descending = self.view.table, sort.startswith("-")
        by = self._sort_value(role, sort)
        query = self.view.select(*self._seen(role, deleted=deleted)).add_columns(by.label("sort_value"))
        for one, how in shape:
            query = query.where(self._condition(role, one, how))
        if searching:
            query = query.where(or_(*(table.c[name].ilike(bindparam("q", type_=Text)) for name in self.search)))
        if position != "start":
            query = query.where(
                _beyond(by, table.c.id, descending=descending, nullable=_nullable(by), position=position)
            )
        order = by.desc() if descending else by.asc()
        if _nullable(by):
            order = order.nulls_last()
        query = query.order_by(order, table.c.id.desc() if descending else table.c.id.asc())
        # As text, not as a parameter: PostgreSQL would plan anew each time, since no plan for "any limit" is as good.
        return compiled(query.limit(literal_column(str(limit + 1))))

    def _condition(self, role: str, one: Filter, how: Shape) -> ColumnElement[bool]:
        if one.parameter not in self.filters and self.keyed is not None:
            return keyed.condition(self.keyed, role, one, how)
        column = self.view.computed.get(one.column, self.view.table.c.get(one.column, null()))
        return condition(one, column, how)


def _nullable(by: ColumnElement[Any]) -> bool:
    return bool(getattr(by, "nullable", True))


def _beyond(
    by: ColumnElement[Any], id: ColumnElement[UUID], *, descending: bool, nullable: bool, position: str
) -> ColumnElement[bool]:
    """Rows after the cursor; those without a sort value come last, whichever the direction."""
    last = bindparam("cursor_id", type_=Uuid)
    value = bindparam("cursor_value", type_=by.type)
    further = id < last if descending else id > last
    if position == "null":
        return by.is_(None) & further
    pair, cursor = tuple_(by, id), tuple_(value, last)
    ahead = pair < cursor if descending else pair > cursor
    return or_(ahead, by.is_(None)) if nullable else ahead


def _write_cursor(cursor: _Cursor) -> str:
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(cursor)).decode().rstrip("=")


def _read_cursor(text: str, fingerprint: str, kind: Any) -> _Cursor:
    try:
        cursor = msgspec.msgpack.decode(
            base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True), type=_Cursor
        )
        if cursor.collection == fingerprint:
            return _Cursor(cursor.collection, msgspec.convert(cursor.value, kind, strict=False), cursor.id)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        pass
    message = "use the nextCursor of this very list, with the same filters and sort"
    raise Malformed(f"The cursor is not of this list: {message}.", errors=[FieldError("cursor", message)])
