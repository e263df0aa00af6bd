"""Row level security by itself, without a line of the application: every table, as the app's role, with bare SQL.

A row of another organization is put into each table (by the superuser, keys switched off and the rules about values
taken away). Whoever works in this one can neither see, change, remove, take over nor plant such a row.
"""

import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import Column, Table

from tests.conftest import APP_ROLE, migrated
from tests.postgres_fixture import TestCluster, TestDatabase, create_database, drop_database
from vistone.kernel.ids import new_id
from vistone.migrate import histories

TABLES: dict[str, Table] = {table.fullname: table for one in histories() for table in one.metadata.sorted_tables}
# The keys of repeated requests are no tenant table by declaration (a sign-in has no tenant yet), but hold answers.
TENANTS = [
    name
    for name, table in TABLES.items()
    if table.info["tenancy"] in {"organization", "shared", "log"} or name == "platform.idempotency_keys"
]
SHARED = [name for name, table in TABLES.items() if table.info["tenancy"] == "shared"]

WITHOUT_CHECKS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
WHERE contype = 'c' AND conrelid::regclass::text = ANY($1)
"""
HERE, THERE = new_id(), new_id()
SOMEBODY = new_id()


def plain_value(table: Table, column: Column[Any]) -> str | None:
    """SQL of a value that the column takes; None to leave it to its default."""
    if column.identity is not None or column.server_default is not None or column.nullable:
        return None
    kind = str(column.type).upper()
    by_kind = {
        "TIMESTAMP": "now()", "DATETIME": "now()", "DATE": "current_date", "JSONB": "'{}'", "BOOLEAN": "false",
        "BYTEA": "gen_random_uuid()::text::bytea", "BLOB": "gen_random_uuid()::text::bytea",
        "UUID": "gen_random_uuid()", "CHAR(32)": "gen_random_uuid()", "INTEGER": "1", "BIGINT": "1", "NUMERIC": "1",
        "FLOAT": "1", "DOUBLE": "1", "TEXT": "gen_random_uuid()::text",
    }  # fmt: skip
    if kind.endswith("[]") or "ARRAY" in kind:
        return "'{}'"
    if "VECTOR" in kind:
        return "('[' || repeat('0.5,', 1023) || '0.5]')::vector"
    return next(value for name, value in by_kind.items() if kind.startswith(name))


def insertion(table: Table, organization_id: UUID | None) -> str:
    """An INSERT of a plain row of that organization."""
    values = {c.name: value for c in table.columns if (value := plain_value(table, c)) is not None}
    values["organization_id"] = f"'{organization_id}'" if organization_id else "NULL"
    for name in ("user_id", "invited_by", "sender_id"):
        if name in table.c:
            values[name] = f"'{SOMEBODY}'"
    return f"INSERT INTO {table.fullname} ({', '.join(values)}) VALUES ({', '.join(values.values())})"


@pytest.fixture(scope="module")
async def filled(cluster: TestCluster) -> AsyncIterator[TestDatabase]:
    """A database with a row of another organization in every table, and one of none where tables share rows."""
    database = await create_database(cluster, await migrated(cluster))
    admin = await asyncpg.connect(database.admin)
    try:
        for drop in await admin.fetch(WITHOUT_CHECKS, [*TABLES]):
            await admin.execute(drop[0])
        await admin.execute("SET session_replication_role = replica")
        for name in TENANTS:
            await admin.execute(insertion(TABLES[name], THERE))
        for name in SHARED:
            await admin.execute(insertion(TABLES[name], None))
    finally:
        await admin.close()
    yield database
    await drop_database(cluster, database)


@pytest.fixture
async def app(filled: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    """The app's connection, in a transaction of this organization, as the very person whom the rows are about."""
    connection = await asyncpg.connect(filled.app)
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute(f"SELECT platform.set_scope('{HERE}', '{SOMEBODY}')")
    yield connection
    await transaction.rollback()
    await connection.close()


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """Refused by a policy, or by a grant that is not there."""
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        yield


def may(name: str, privilege: str) -> bool:
    """Whether the app's role has the grant at all."""
    return not (TABLES[name].info.get("append_only") and privilege in {"UPDATE", "DELETE"})


@pytest.mark.parametrize("name", TENANTS)
async def test_a_strangers_row_is_not_seen(app: asyncpg.Connection, name: str) -> None:
    """Except what the table declares to be visible from outside: one's own memberships."""
    seen = await app.fetchval(f"SELECT count(*) FROM {name} WHERE organization_id = '{THERE}'")
    assert seen == (1 if name == "auth.organization_members" else 0)


@pytest.mark.parametrize("name", [name for name in TENANTS if may(name, "DELETE")])
async def test_a_strangers_row_is_not_removed(app: asyncpg.Connection, name: str) -> None:
    assert await app.execute(f"DELETE FROM {name}") == "DELETE 0"


@pytest.mark.parametrize("name", [name for name in TENANTS if may(name, "UPDATE")])
async def test_a_strangers_row_is_not_taken_over(app: asyncpg.Connection, name: str) -> None:
    assert await app.execute(f"UPDATE {name} SET organization_id = '{HERE}'") == "UPDATE 0"


@pytest.mark.parametrize("name", TENANTS)
async def test_a_row_is_not_planted_at_a_strangers(app: asyncpg.Connection, name: str) -> None:
    with refused():
        await app.execute(insertion(TABLES[name], THERE))


@pytest.mark.parametrize("name", SHARED)
async def test_a_row_of_all_is_read_and_nothing_more(app: asyncpg.Connection, name: str) -> None:
    assert await app.fetchval(f"SELECT count(*) FROM {name} WHERE organization_id IS NULL") == 1
    with refused():
        await app.execute(insertion(TABLES[name], None))


@pytest.mark.parametrize("name", TENANTS)
async def test_without_a_scope_there_is_nothing(filled: TestDatabase, name: str) -> None:
    connection = await asyncpg.connect(filled.app)
    try:
        assert await connection.fetchval(f"SELECT count(*) FROM {name} WHERE organization_id IS NOT NULL") == 0
    finally:
        await connection.close()


@pytest.mark.parametrize("name", TENANTS)
async def test_a_scope_ends_with_its_transaction(filled: TestDatabase, name: str) -> None:
    """The next user of a pooled connection does not inherit it: after COMMIT the setting is empty, not unset."""
    connection = await asyncpg.connect(filled.app)
    try:
        async with connection.transaction():
            await connection.execute(f"SELECT platform.set_scope('{THERE}', '{SOMEBODY}')")
            assert await connection.fetchval(f"SELECT count(*) FROM {name} WHERE organization_id = '{THERE}'") == 1
        assert await connection.fetchval(f"SELECT count(*) FROM {name} WHERE organization_id IS NOT NULL") == 0
    finally:
        await connection.close()


async def test_the_app_cannot_switch_it_off(app: asyncpg.Connection) -> None:
    """`row_security = off` makes statements fail, not see more; and no table can be altered."""
    for attempt in (
        "ALTER TABLE project.tasks DISABLE ROW LEVEL SECURITY",
        "DROP POLICY reading ON project.tasks",
        f"ALTER ROLE {APP_ROLE} BYPASSRLS",
        "SET LOCAL ROLE postgres",
        "SET LOCAL SESSION AUTHORIZATION vistone_owner",
        "CREATE TABLE project.mine (id int)",
        "CREATE FUNCTION platform.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ):
        savepoint = app.transaction()
        await savepoint.start()
        with refused():
            await app.execute(attempt)
        await savepoint.rollback()
    with refused():
        await app.execute("SET LOCAL row_security = off; SELECT * FROM project.tasks")
