"""The migrations lead to exactly what the code says: tables, row level security and grants."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

import vistone.migrate
from tests.conftest import APP_ROLE, migrated
from tests.postgres_fixture import TestCluster, TestDatabase, create_database, drop_database
from vistone.kernel.migrated import is_current, newest
from vistone.kernel.migrating import History, drift, scripts
from vistone.kernel.policies import protect
from vistone.migrate import histories, migrate

HISTORIES = histories()

SECURITY = """
SELECT c.oid::regclass::text AS name, c.relrowsecurity, c.relforcerowsecurity,
       ARRAY(SELECT a::text FROM unnest(c.relacl) a ORDER BY a::text) AS grants,
       ARRAY(SELECT (polname, polcmd, polpermissive, polroles::regrole[], pg_get_expr(polqual, polrelid),
                     pg_get_expr(polwithcheck, polrelid))::text
             FROM pg_policy WHERE polrelid = c.oid ORDER BY polname) AS policies
FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text = ANY($1) AND c.relname <> 'alembic_version'
"""


@pytest.fixture
async def scratch(cluster: TestCluster) -> AsyncIterator[TestDatabase]:
    """A migrated database of the test's own."""
    database = await create_database(cluster, await migrated(cluster))
    yield database
    await drop_database(cluster, database)


async def security(dsn: str) -> dict[str, Any]:
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(SECURITY, [history.schema for history in HISTORIES])
        return {row["name"]: dict(row) for row in rows}
    finally:
        await connection.close()


@pytest.mark.parametrize("history", HISTORIES, ids=lambda one: one.schema)
async def test_the_code_asks_for_nothing_that_the_migrations_lack(database: TestDatabase, history: History) -> None:
    assert await drift(database.owner, history) == []


@pytest.mark.parametrize("history", HISTORIES, ids=lambda one: one.schema)
def test_a_history_is_one_line_without_gaps(history: History) -> None:
    revisions = [script.revision for script in reversed(list(scripts(history).walk_revisions()))]
    assert revisions == [f"{place + 1:04d}" for place in range(len(revisions))]
    assert revisions


async def test_a_start_sees_without_migrating_whether_there_is_something_to_do(scratch: TestDatabase) -> None:
    package = Path(vistone.migrate.__file__).parent
    assert set(newest(package)) == {history.schema for history in HISTORIES}
    assert await is_current(scratch.owner, package)
    connection = await asyncpg.connect(scratch.owner)
    try:
        await connection.execute("UPDATE project.alembic_version SET version_num = '0001'")
        assert not await is_current(scratch.owner, package)
        await connection.execute("DROP TABLE project.alembic_version")
        assert not await is_current(scratch.owner, package)
    finally:
        await connection.close()


async def test_row_security_is_what_the_code_makes_of_each_table(scratch: TestDatabase) -> None:
    """Taken off and put on again from the declarations, every policy and every grant reads the same."""
    before = await security(scratch.owner)
    connection = await asyncpg.connect(scratch.owner)
    try:
        for table in (table for history in HISTORIES for table in history.metadata.sorted_tables):
            name = table.fullname
            for row in await connection.fetch(
                "SELECT polname FROM pg_policy WHERE polrelid = $1::text::regclass", name
            ):
                await connection.execute(f'DROP POLICY "{row["polname"]}" ON {name}')
            await connection.execute(f"REVOKE ALL ON {name} FROM {APP_ROLE}")
            await connection.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
            await connection.execute(f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY")
            for statement in protect(table):
                await connection.execute(statement.format(app=APP_ROLE))
    finally:
        await connection.close()
    after = await security(scratch.owner)
    assert {name: one for name, one in before.items() if one != after[name]} == {}


async def test_migrating_twice_changes_nothing(scratch: TestDatabase) -> None:
    before, told = await security(scratch.owner), list[str]()
    await migrate(scratch.owner, APP_ROLE, told.append)
    assert told == []
    assert await security(scratch.owner) == before
