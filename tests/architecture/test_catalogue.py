"""A walk of the migrated database's catalogue: each table is what its declaration says, and keeps its tenant apart."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from sqlalchemy import CheckConstraint, Table

from tests.conftest import APP_ROLE
from tests.postgres_fixture import TestDatabase
from vistone.kernel import postgres
from vistone.kernel.tables import schema
from vistone.migrate import histories

HISTORIES = histories()
TABLES: dict[str, Table] = {table.fullname: table for one in HISTORIES for table in one.metadata.sorted_tables}
SCHEMAS = [one.schema for one in HISTORIES]
OF_TENANTS = {"organization", "shared"}

FOREIGN_KEYS = """
SELECT c.conname AS name, c.conrelid::regclass::text AS source, c.confrelid::regclass::text AS target,
       (SELECT nspname FROM pg_namespace n JOIN pg_class t ON t.relnamespace = n.oid WHERE t.oid = c.conrelid) AS here,
       (SELECT nspname FROM pg_namespace n JOIN pg_class t ON t.relnamespace = n.oid WHERE t.oid = c.confrelid) AS there,
       ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(num, i)
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num ORDER BY i) AS columns,
       ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(num, i)
             JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num ORDER BY i) AS targets
FROM pg_constraint c WHERE c.contype = 'f'
"""
RELATIONS = """
SELECT n.nspname || '.' || c.relname AS name, c.relkind::text AS kind, c.relrowsecurity AS row_security,
       c.relforcerowsecurity AS forced, pg_get_userbyid(c.relowner) AS owner
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
COLUMNS = """
SELECT table_schema || '.' || table_name AS name, column_name AS column, data_type AS kind, is_nullable = 'YES' AS nullable
FROM information_schema.columns
"""
UNIQUES = """
SELECT indrelid::regclass::text AS name,
       ARRAY(SELECT a.attname::text FROM unnest(indkey::int[]) WITH ORDINALITY k(num, i)
             JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = k.num ORDER BY i) AS columns
FROM pg_index WHERE indisunique AND indpred IS NULL AND indexprs IS NULL
"""
CHECKS = """
SELECT c.conrelid::regclass::text AS name, c.conname AS check FROM pg_constraint c WHERE c.contype = 'c'
"""
# What belongs to the app's role directly, and what hangs on its grants.
OWNED_BY_APP = """
SELECT classid::regclass::text AS kind, objid FROM pg_shdepend
WHERE deptype = 'o' AND refclassid = 'pg_authid'::regclass AND refobjid = (SELECT oid FROM pg_roles WHERE rolname = $1)
"""
GRANTS = """
SELECT table_schema || '.' || table_name AS name, array_agg(privilege_type::text ORDER BY privilege_type) AS granted
FROM information_schema.role_table_grants WHERE grantee = $1 GROUP BY 1
"""


@pytest.fixture(scope="session")
async def owner(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.owner)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
async def relations(owner: asyncpg.Connection) -> dict[str, Any]:
    return {row["name"]: row for row in await owner.fetch(RELATIONS)}


@pytest.fixture(scope="session")
async def columns(owner: asyncpg.Connection) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in await owner.fetch(COLUMNS):
        found.setdefault(row["name"], {})[row["column"]] = row
    return found


@pytest.fixture(scope="session")
async def uniques(owner: asyncpg.Connection) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for row in await owner.fetch(UNIQUES):
        found.setdefault(row["name"], []).append(row["columns"])
    return found


@pytest.fixture(scope="session")
async def grants(owner: asyncpg.Connection) -> dict[str, set[str]]:
    return {row["name"]: set(row["granted"]) for row in await owner.fetch(GRANTS, APP_ROLE)}


def test_the_database_holds_the_declared_tables_and_no_other(relations: dict[str, Any]) -> None:
    ours = {name for name in relations if not name.endswith(".alembic_version")}
    assert ours == TABLES.keys()
    assert {row["kind"] for row in relations.values()} == {"r"}, (
        "views and foreign tables would need rules of their own"
    )


def test_every_schema_keeps_its_own_version(relations: dict[str, Any]) -> None:
    assert {name for name in relations if name.endswith(".alembic_version")} == {
        f"{s}.alembic_version" for s in SCHEMAS
    }


@pytest.mark.parametrize("name", TABLES)
def test_row_security_is_on_and_forced(relations: dict[str, Any], name: str) -> None:
    assert relations[name]["row_security"]
    assert relations[name]["forced"]


@pytest.mark.parametrize("name", TABLES)
def test_the_app_owns_no_table(relations: dict[str, Any], name: str) -> None:
    assert relations[name]["owner"] == postgres.OWNER_ROLE != APP_ROLE


@pytest.mark.parametrize("name", TABLES)
def test_the_app_may_read_and_write_and_nothing_else(grants: dict[str, set[str]], name: str) -> None:
    """No TRUNCATE, REFERENCES or TRIGGER anywhere; a log can be neither changed nor removed."""
    log = TABLES[name].info.get("append_only")
    assert grants[name] == ({"SELECT", "INSERT"} if log else {"SELECT", "INSERT", "UPDATE", "DELETE"})


async def test_the_app_sees_no_version_table(grants: dict[str, set[str]]) -> None:
    assert grants.keys() == TABLES.keys()


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.info["tenancy"] in OF_TENANTS])
def test_a_tenant_table_is_keyed_by_its_tenant(
    columns: dict[str, dict[str, Any]], uniques: dict[str, list[list[str]]], name: str
) -> None:
    organization = columns[name]["organization_id"]
    assert organization["kind"] == "uuid"
    assert organization["nullable"] == (TABLES[name].info["tenancy"] == "shared")
    assert ["organization_id", "id"] in uniques[name]
    assert ["id"] in uniques[name]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_declares_how_it_keeps_tenants_apart(columns: dict[str, dict[str, Any]], name: str) -> None:
    table = TABLES[name]
    match table.info["tenancy"]:
        case "person":
            assert not columns[name][table.info["owner"]]["nullable"]
        case "custom":
            assert table.info["visible"]
            assert table.info["writable"]
        case "log":
            assert "organization_id" in columns[name]
        case other:
            assert other in OF_TENANTS


async def test_no_foreign_key_leaves_its_schema(owner: asyncpg.Connection) -> None:
    keys = await owner.fetch(FOREIGN_KEYS)
    assert keys
    assert [dict(key) for key in keys if key["here"] != key["there"]] == []


async def test_a_key_between_tenants_tables_holds_the_tenant(owner: asyncpg.Connection) -> None:
    tenants = {name for name, table in TABLES.items() if table.info["tenancy"] in OF_TENANTS}
    loose = []
    for key in await owner.fetch(FOREIGN_KEYS):
        pairs = list(zip(key["columns"], key["targets"], strict=True))
        if {key["source"], key["target"]} <= tenants and ("organization_id", "organization_id") not in pairs:
            loose.append(f"{key['source']}.{key['name']}")
    assert loose == []


async def test_a_key_that_empties_a_reference_leaves_the_tenant(owner: asyncpg.Connection) -> None:
    """ON DELETE SET NULL without columns would empty organization_id too."""
    definitions = await owner.fetch("SELECT conname, pg_get_constraintdef(oid) AS text FROM pg_constraint")
    whole = [row["conname"] for row in definitions if row["text"].endswith("SET NULL")]
    assert whole == []


async def test_the_app_is_a_plain_role(owner: asyncpg.Connection) -> None:
    role = await owner.fetchrow("SELECT * FROM pg_roles WHERE rolname = $1", APP_ROLE)
    powers = ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolreplication")
    assert {power: role[power] for power in powers} == dict.fromkeys(powers, False)
    memberships = "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = $1::text::regrole"
    assert await owner.fetch(memberships, APP_ROLE) == []


async def test_the_app_owns_nothing_at_all(owner: asyncpg.Connection) -> None:
    assert await owner.fetch(OWNED_BY_APP, APP_ROLE) == []


@pytest.mark.parametrize("name", SCHEMAS)
async def test_the_app_makes_nothing_in_a_schema(owner: asyncpg.Connection, name: str) -> None:
    assert not await owner.fetchval("SELECT has_schema_privilege($1::text, $2::text, 'CREATE')", APP_ROLE, name)


async def test_functions_run_with_the_rights_of_their_caller(owner: asyncpg.Connection) -> None:
    """A SECURITY DEFINER function of the owner would be a way around row level security."""
    definers = await owner.fetch(
        "SELECT oid::regprocedure::text AS name FROM pg_proc WHERE prosecdef AND pronamespace::regnamespace::text = ANY($1)",
        SCHEMAS,
    )
    assert definers == []


def test_the_walk_would_see_a_table_without_tenancy() -> None:
    bare = Table("bare", schema("nowhere"))
    with pytest.raises(KeyError):
        test_a_table_declares_how_it_keeps_tenants_apart({}, bare.fullname)


async def test_every_check_that_is_declared_is_there(owner: asyncpg.Connection) -> None:
    """Comparing for a migration leaves them out: with a column that is added, its check is forgotten easily."""
    found = {(row["name"], row["check"]) for row in await owner.fetch(CHECKS)}
    declared = {
        (name, str(one.name))
        for name, table in TABLES.items()
        for one in table.constraints
        if isinstance(one, CheckConstraint)
    }
    assert declared - found == set()
    assert {one for one in found if one[0] in TABLES} - declared == set()
