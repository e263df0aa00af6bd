"""The way to the database: `ReadTx` and `WriteTx`, statements compiled once, row level security in every transaction.

    @statement
    def tasks_of_project() -> Select: ...          # SQLAlchemy Core, built and compiled on first use

    async with database.read(scope) as tx:
        rows = await tx.all(tasks_of_project(), project_id=project_id)

A statement's parameters are its named binds. Those made by `organization`, `me` and `claim` are filled from the scope
of the transaction, so that no caller can pass another.
"""

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, ParamSpec
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct
from sqlalchemy import ARRAY, BindParameter, Boolean, Uuid, bindparam
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect
from sqlalchemy.sql.base import Executable

from vistone.kernel.refusals import refusals
from vistone.kernel.scope import Scope, System

P = ParamSpec("P")

_DIALECT = asyncpg_dialect.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]  # SQLAlchemy types its dialects loosely
ANSWER_SECONDS = 2.0  # beyond the server's own time limit: then the network or the server is gone
_ORGANIZATION, _ME, _BOUND, _CLAIM = "scope_organization", "scope_me", "scope_bound", "scope_claim_"


def organization() -> BindParameter[UUID]:
    """The organization of the transaction; stands in every statement on a tenant's table."""
    return bindparam(_ORGANIZATION, type_=Uuid)


def me() -> BindParameter[UUID]:
    """The person of the transaction."""
    return bindparam(_ME, type_=Uuid)


def bound() -> BindParameter[bool]:
    """Whether the sign-in of the transaction is good in its organization alone."""
    return bindparam(_BOUND, type_=Boolean)


def claim(name: str) -> BindParameter[Sequence[UUID]]:
    """The ids that the person holds under that claim, as an array; empty when none."""
    return bindparam(_CLAIM + name, type_=ARRAY(Uuid))


class Statement(Struct, frozen=True):
    """SQL with numbered parameters, and for each the name to fill it from."""

    sql: str
    names: tuple[str, ...]
    fixed: dict[str, Any]

    def arguments(self, scope: Scope | System, given: dict[str, Any]) -> list[Any]:
        """The positional arguments of one run."""
        return [
            given[name] if name in given else self.fixed[name] if name in self.fixed else _from_scope(scope, name)
            for name in self.names
        ]


def _from_scope(scope: Scope | System, name: str) -> Any:
    if not isinstance(scope, Scope):
        raise LookupError(f"{name!r} is no argument, and a system transaction has none to take it from")  # noqa: TRY004 -- it is looked up
    if name == _ORGANIZATION:
        return scope.organization_id
    if name == _ME:
        return scope.user_id
    if name == _BOUND:
        return scope.bound
    if name.startswith(_CLAIM):
        return scope.claims.get(name.removeprefix(_CLAIM), ())
    raise LookupError(f"the statement needs an argument {name!r}")


def compiled(built: Executable) -> Statement:
    """The statement as SQL text for asyncpg."""
    result = built.compile(dialect=_DIALECT)  # type: ignore[attr-defined]  # Executable's typing omits ClauseElement
    fixed = {name: value for name, value in result.params.items() if value is not None}
    return Statement(sql=result.string, names=tuple(result.positiontup or ()), fixed=fixed)


def statement(build: Callable[P, Executable]) -> Callable[P, Statement]:
    """Makes a function that builds a statement return it compiled, once per shape (its arguments)."""

    @functools.cache
    @functools.wraps(build)
    def cached(*args: P.args, **kwargs: P.kwargs) -> Statement:
        return compiled(build(*args, **kwargs))

    return cached  # type: ignore[return-value]  # functools.cache hides the parameters that wraps kept


class ReadTx:
    """Reads as a scope; each statement sees what was committed when it began."""

    def __init__(self, connection: asyncpg.Connection, scope: Scope | System) -> None:
        self.connection = connection
        self.who = scope

    @property
    def scope(self) -> Scope:
        """Who acts, in which organization. LookupError in a system transaction."""
        if isinstance(self.who, Scope):
            return self.who
        raise LookupError("a system transaction acts in no organization")

    async def all(self, query: Statement, **given: Any) -> list[asyncpg.Record]:
        """Every row of the answer."""
        with refusals():
            rows: list[asyncpg.Record] = await self.connection.fetch(query.sql, *query.arguments(self.who, given))
        return rows

    async def one(self, query: Statement, **given: Any) -> asyncpg.Record | None:
        """The first row, or None."""
        with refusals():
            return await self.connection.fetchrow(query.sql, *query.arguments(self.who, given))

    async def value(self, query: Statement, **given: Any) -> Any:
        """The first column of the first row, or None."""
        with refusals():
            return await self.connection.fetchval(query.sql, *query.arguments(self.who, given))

    async def many(self, query: Statement, given: Sequence[dict[str, Any]]) -> None:
        """Runs the statement once for each set of arguments, in one round trip."""
        with refusals():
            await self.connection.executemany(query.sql, [query.arguments(self.who, one) for one in given])


class WriteTx(ReadTx):
    """A transaction that may change rows and publish events; commits once, at the edge that opened it."""

    def __init__(self, connection: asyncpg.Connection, scope: Scope | System) -> None:
        super().__init__(connection, scope)
        self.published = 0

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """What is done in the block is undone when it raises, and the transaction can go on."""
        published = self.published
        with refusals():
            await self.connection.execute("SAVEPOINT attempt")
        try:
            yield
        except Exception:
            if not self.connection.is_closed():
                await self.connection.execute("ROLLBACK TO SAVEPOINT attempt")
            self.published = published
            raise
        with refusals():
            await self.connection.execute("RELEASE SAVEPOINT attempt")

    @asynccontextmanager
    async def elsewhere(self, organization_id: UUID) -> AsyncIterator["WriteTx"]:
        """The same transaction as the same person in another of their organizations, for the length of the block."""
        scope = msgspec.structs.replace(self.scope, organization_id=organization_id)
        with refusals():
            await self.connection.execute(_enter(scope))
        there = WriteTx(self.connection, scope)
        yield there  # what raises in the block ends the transaction, and with it what was entered
        self.published += there.published
        with refusals():
            await self.connection.execute(_enter(self.scope))


class _Connection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg has no types
    """A connection that remembers which organization it reads as."""

    entered: UUID | None = None

    def get_reset_query(self) -> str:
        """None: what a use leaves behind is told apart by `entered`, and a reset would be one more round trip."""
        return ""

    async def enter(self, organization_id: UUID) -> None:
        """From now on, outside of transactions, row level security shows this organization's rows."""
        if self.entered != organization_id:
            self.entered = None
            await self.execute(f"SELECT platform.enter('{organization_id}')")
            self.entered = organization_id


# No answer, not even to the server's own time limit, or one that belongs to another question: a cancel or a ROLLBACK
# would get none either.
LOST = (TimeoutError, asyncpg.InternalClientError)


class Database:
    """The connections of one process."""

    def __init__(
        self, pool: asyncpg.Pool, *, wait_seconds: float, sessions: bool, on_publish: Callable[[], None]
    ) -> None:
        self._pool = pool
        self._wait_seconds = wait_seconds
        self._sessions = sessions
        self._on_publish = on_publish

    @asynccontextmanager
    async def read(self, scope: Scope | System, *, personal: bool = False) -> AsyncIterator[ReadTx]:
        """Reads as `scope`; nothing can be written.

        A scope's connection is told the organization and remembers it, so that a read is one round trip and not three
        (`docs/decisions/0004-reads-without-transactions.md`). With `personal` it is told the person too, in a
        transaction: for what somebody sees of organizations other than this one.
        """
        if personal or not self._sessions or isinstance(scope, System):
            async with self._begin("BEGIN READ ONLY", scope) as connection:
                yield ReadTx(connection, scope)
            return
        with refusals():
            async with self._connection() as connection:
                await connection.enter(scope.organization_id)
                yield ReadTx(connection, scope)

    @asynccontextmanager
    async def write(self, scope: Scope | System) -> AsyncIterator[WriteTx]:
        """A transaction as `scope` that commits when the block ends well and leaves nothing when it raises."""
        async with self._begin("BEGIN READ WRITE", scope) as connection:
            tx = WriteTx(connection, scope)
            yield tx
        if tx.published:
            self._on_publish()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        if self._pool.get_idle_size():
            connection = await self._pool.acquire()
        else:
            async with asyncio.timeout(self._wait_seconds):
                connection = await self._pool.acquire()
        try:
            yield connection
        except BaseException as error:
            if isinstance(error.__cause__ or error, LOST):
                connection.terminate()
            raise
        finally:
            await self._pool.release(connection)

    @asynccontextmanager
    async def _begin(self, begin: str, scope: Scope | System) -> AsyncIterator[asyncpg.Connection]:
        with refusals():
            async with self._connection() as connection:
                try:
                    # One round trip: the simple query protocol takes several statements, and a uuid needs no quoting.
                    await connection.execute(f"{begin}; {_enter(scope)}")
                    yield connection
                except BaseException as error:
                    if not connection.is_closed() and not isinstance(error.__cause__ or error, LOST):
                        await connection.execute("ROLLBACK")
                    raise
                await connection.execute("COMMIT")


def _enter(scope: Scope | System) -> str:
    if isinstance(scope, Scope):
        return f"SELECT platform.set_scope('{scope.organization_id}', '{scope.user_id}')"
    return "SELECT platform.set_system()"


async def connect(
    dsn: str,
    *,
    size: int,
    wait_seconds: float,
    statement_seconds: float,
    sessions: bool,
    on_publish: Callable[[], None],
) -> tuple[Database, asyncpg.Pool]:
    """Opens the pool of this process. `sessions` says whether a connection is one session of the server's for long."""
    pool = await asyncpg.create_pool(
        dsn,
        min_size=min(2, size),
        max_size=size,
        connection_class=_Connection,
        init=_prepare,
        timeout=wait_seconds,
        command_timeout=statement_seconds + ANSWER_SECONDS,
        statement_cache_size=1024,
        max_cached_statement_lifetime=0,
        server_settings={
            "application_name": "vistone",
            "default_transaction_read_only": "on",  # what writes says so
            "statement_timeout": str(int(statement_seconds * 1000)),
            "idle_in_transaction_session_timeout": "60000",
            "lock_timeout": str(int(statement_seconds * 1000)),
        },
    )
    return Database(pool, wait_seconds=wait_seconds, sessions=sessions, on_publish=on_publish), pool


async def _prepare(connection: asyncpg.Connection) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name, schema="pg_catalog", encoder=_json_text, decoder=msgspec.json.decode, format="text"
        )


def _json_text(value: Any) -> str:
    return msgspec.json.encode(value).decode()
