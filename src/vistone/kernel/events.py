"""What happened, as typed facts in one log. Everything that is not the change itself is a reaction to one of these.

    class TaskCreated(Created[Task]):
        "A task was added to a project."
        topics = ("project:{project_id}",)

    await publish(tx, TaskCreated(record=task))

The name of a class gives the event's type: `TaskCreated` in service `project` is `project.task.created`, about a
`project.Task`. The row of the event commits with the change that it tells of, or not at all. The log is read in order
of commit horizon (see `EventLog`), by the live hub, by followers and by the dispatcher of jobs.
"""

import functools
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from types import ModuleType
from typing import Any, ClassVar, Generic, TypeVar, get_args
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.dml import Insert, ReturningDelete

from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx, statement
from vistone.kernel.platform import metadata
from vistone.kernel.rows import Record, differences
from vistone.kernel.scope import Scope
from vistone.kernel.wire import camel

T = TypeVar("T", bound=Record)

event_log = Table(
    "events",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    # The transaction that wrote the event: ids are handed out before commit, so that a reader who went by id alone
    # would pass over an event that commits late. Readers stop at the oldest transaction still running.
    Column("transaction", BigInteger, nullable=False, server_default=literal_column("platform.current_transaction()")),
    Column("organization_id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("entity_id", Uuid, nullable=False),
    # The record whose history tells of it; see `Event.about`.
    Column("about_id", Uuid),
    Column("revision", Integer, nullable=False),
    Column("actor_id", Uuid),
    Column("token_id", Uuid),  # the personal API token that the actor's program came with
    Column("topics", ARRAY(Text), nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("ip_address", Text),
    Column("user_agent", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("ix_events_position", "transaction", "id"),
    Index("ix_events_entity", "organization_id", "entity", "entity_id", "id"),
    Index("ix_events_about", "organization_id", "about_id", "id", postgresql_where=text("about_id IS NOT NULL")),
    Index("ix_events_created_at", "created_at"),
    info={"tenancy": "log"},
)


class Event(Struct, Generic[T], frozen=True, rename="camel", kw_only=True):
    """A fact about one record, which it carries as it then was."""

    topics: ClassVar[tuple[str, ...]] = ("organization",)
    """Live topics that hear of it, filled from the record's fields; one whose field is empty is left out."""

    about: ClassVar[str | None] = None
    """The field with the id of the record whose history tells of this: its own, or that of what it hangs on."""

    record: T

    @classmethod
    @functools.cache
    def type(cls) -> str:
        """`project.task.created`: the service, the record and what was done, in past tense."""
        return f"{_service(cls)}.{'_'.join(_words(cls)[:-1])}.{_words(cls)[-1]}"

    @classmethod
    @functools.cache
    def entity(cls) -> str:
        """`project.Task`: the service and the record."""
        return f"{_service(cls)}.{''.join(word.capitalize() for word in _words(cls)[:-1])}"


class Created(Event[T], frozen=True, rename="camel", kw_only=True):
    """A record was added."""


class Updated(Event[T], frozen=True, rename="camel", kw_only=True):
    """A record was changed; `before` holds the old values of the fields that differ."""

    before: dict[str, Any]

    @classmethod
    def of(cls, old: T, new: T) -> "Updated[T]":
        """The change from one state to the other."""
        return cls(record=new, before=differences(old, new))


class Deleted(Event[T], frozen=True, rename="camel", kw_only=True):
    """A record was taken away, softly or for good."""


def _service(cls: type) -> str:
    return cls.__module__.split(".")[1]


def _words(cls: type) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z][a-z0-9]*", cls.__name__)]


@statement
def _append() -> Insert:
    ours = [column for column in event_log.c if column.name not in {"id", "transaction"}]
    return insert(event_log).values({column.name: bindparam(column.name, type_=column.type) for column in ours})


async def publish(tx: WriteTx, *events: Event[Any]) -> None:
    """Writes the events to the log, in the transaction of the change."""
    moment = clock.now()
    rows = [_row(tx.scope, event, moment) for event in events]
    if len(rows) == 1:
        await tx.value(_append(), **rows[0])
    else:
        await tx.many(_append(), rows)
    tx.published += len(rows)


def _row(scope: Scope, event: Event[Any], moment: Any) -> dict[str, Any]:
    record = event.record
    fields = msgspec.structs.asdict(record)
    return {
        "organization_id": scope.organization_id,  # not the record's: a session that ends may be of another one
        "type": event.type(),
        "entity": event.entity(),
        "entity_id": record.id,
        "about_id": None if event.about is None else fields[event.about],
        "revision": record.revision,
        "actor_id": scope.user_id,
        "token_id": scope.token_id,
        "topics": [topic for one in event.topics if not (topic := one.format_map(fields)).endswith(":None")],
        "payload": event,
        "request_id": scope.origin.request_id,
        "ip_address": scope.origin.ip_address,
        "user_agent": scope.origin.user_agent,
        "created_at": moment,
    }


class Position(Struct, frozen=True, order=True):
    """A place in the log: everything up to it has been seen."""

    transaction: int
    id: int

    def __str__(self) -> str:
        return f"{self.transaction}-{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Position | None":
        """The position that `str` wrote, or None when it is none."""
        found = re.fullmatch(r"(\d{1,18})-(\d{1,18})", text, re.ASCII)
        return cls(int(found[1]), int(found[2])) if found else None


class LoggedEvent(Struct, frozen=True):
    """One event as the log keeps it."""

    position: Position
    organization_id: UUID
    type: str
    entity: str
    entity_id: UUID
    revision: int
    actor_id: UUID | None
    token_id: UUID | None
    topics: list[str]
    payload: dict[str, Any]
    request_id: str
    ip_address: str | None
    user_agent: str | None
    created_at: datetime


BYTES_AT_ONCE = 4 * 1024 * 1024
"""What the payloads of one reading may weigh together: a reader holds them in memory."""


@statement
def _after() -> Select[Any]:
    e = event_log.c
    page = (
        select(e.transaction, e.id, e.organization_id, e.type, e.entity, e.entity_id, e.revision, e.actor_id, e.token_id,
               e.topics, e.payload, e.request_id, e.ip_address, e.user_agent, e.created_at)
        .where(
            tuple_(e.transaction, e.id) > tuple_(bindparam("transaction", type_=BigInteger), bindparam("id", type_=BigInteger)),
            e.transaction < func.platform.oldest_running_transaction(),
        )
        .order_by(e.transaction, e.id)
        .limit(bindparam("limit", type_=Integer))
        .subquery("page")
    )  # fmt: skip
    # As they are stored, which costs no unpacking. The first is always there, however large.
    size = func.pg_column_size(page.c.payload)
    before = func.sum(size).over(order_by=(page.c.transaction, page.c.id)) - size
    sized = select(page, before.label("bytes_before")).subquery("sized")
    names = [column.name for column in page.c]
    return (
        select(*(sized.c[name] for name in names))
        .where(sized.c.bytes_before < bindparam("most", type_=BigInteger))
        .order_by(sized.c.transaction, sized.c.id)
    )


async def after(tx: ReadTx, position: Position, *, limit: int = 500) -> list[LoggedEvent]:
    """The next events of all organizations, in order and without gaps: at most `limit`, and fewer where they are large.
    None are left when there are none. Needs a system transaction.

    Events of transactions younger than the oldest one still running are held back until it has ended: only then is it
    sure that nothing will commit before them.
    """
    most = BYTES_AT_ONCE
    rows = await tx.all(_after(), transaction=position.transaction, id=position.id, limit=limit, most=most)
    return [LoggedEvent(position=Position(row["transaction"], row["id"]), **_fields(row)) for row in rows]


def _fields(row: asyncpg.Record) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"transaction", "id"}}


@statement
def _end() -> Select[Any]:
    return select(func.platform.oldest_running_transaction())


async def end_of_log(tx: ReadTx) -> Position:
    """The position from which only what commits from now on is seen."""
    return Position(await tx.value(_end()) - 1, 2**60)


@statement
def _oldest() -> Select[Any]:
    e = event_log.c
    since = e.created_at >= bindparam("since", type_=e.created_at.type)
    return select(e.transaction, e.id).where(since).order_by(e.created_at, e.id).limit(1)


@statement
def _oldest_moment() -> Select[Any]:
    return select(func.min(event_log.c.created_at)).where(event_log.c.about_id.is_(None))


async def oldest_moment(tx: ReadTx) -> datetime | None:
    """When the oldest event happened of those that are forgotten in time."""
    moment: datetime | None = await tx.value(_oldest_moment())
    return moment


async def start_of_log(tx: ReadTx, since: datetime) -> Position:
    """The position of the first event since that moment; before it some may have been forgotten."""
    row = await tx.one(_oldest(), since=since)
    return Position(row[0], row[1]) if row else await end_of_log(tx)


FORGOTTEN_AT_ONCE = 5_000


@statement
def _forget() -> ReturningDelete[Any]:
    e = event_log.c
    place = tuple_(bindparam("transaction", type_=BigInteger), bindparam("place", type_=BigInteger))
    old = (
        select(e.id)
        .where(
            e.created_at < bindparam("before", type_=e.created_at.type),
            e.about_id.is_(None),
            tuple_(e.transaction, e.id) <= place,
        )
        .order_by(e.transaction, e.id)
        .limit(FORGOTTEN_AT_ONCE)
    )
    return delete(event_log).where(e.id.in_(old)).returning(e.id)


async def forget(tx: WriteTx, before: datetime, until: Position) -> int:
    """Forgets events from before that moment, as far as that place, at most 5,000 of them; how many. Live updates cannot
    be resumed from there any more. What a record's history tells of it stays.
    """
    return len(await tx.all(_forget(), before=before, transaction=until.transaction, place=until.id))


def events_in(module: ModuleType) -> tuple[type[Event[Any]], ...]:
    """Every event that a service's `events` declares."""
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Event)]
    return tuple(kind for kind in found if kind.__module__.startswith(module.__name__))


@functools.cache
def private_fields() -> Mapping[str, frozenset[str]]:
    """By each record (`communication.ChatMessage`): which of its fields are private, by their names on the wire."""
    return {kind.entity(): frozenset(map(camel, _record_of(kind).private)) for kind in _kinds(Event)}


def _kinds(kind: type[Event[Any]]) -> Iterator[type[Event[Any]]]:
    for one in kind.__subclasses__():
        yield from (one,) if one.__module__ != __name__ else _kinds(one)


def _record_of(kind: type[Event[Any]]) -> type[Record]:
    (record,) = get_args(kind.__orig_bases__[0])  # type: ignore[attr-defined]  # as every generic class has
    return record  # type: ignore[no-any-return]  # `T` is bound to it


Handler = Callable[[WriteTx, Any], Awaitable[None]]


class Subscription(Struct, frozen=True):
    """A reaction to a kind of event: runs as a job of its own, is tried again, and may run twice."""

    event: type[Event[Any]]
    handler: Handler


class Follower(Struct, frozen=True):
    """A reader of every event, in order, each exactly once: it runs in the transaction that moves its place."""

    name: str
    handler: Callable[[WriteTx, Sequence[LoggedEvent]], Awaitable[None]]
