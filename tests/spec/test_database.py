"""The 53 models in the migrated database: a table each, every field a column that fits."""

import re
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from tests.postgres_fixture import TestDatabase
from tests.spec.models import BY_NAME, DEFAULTS, MODELS, VALUES, Model, snake, uniques

COLUMNS = """
SELECT table_schema || '.' || table_name AS name, column_name AS column, is_nullable = 'YES' AS nullable,
       column_default AS default,
       format_type(a.atttypid, a.atttypmod) AS kind
FROM information_schema.columns
JOIN pg_attribute a ON a.attrelid = format('%I.%I', table_schema, table_name)::regclass AND a.attname = column_name
"""
CHECKS = """
SELECT pg_get_expr(conbin, conrelid) AS rule FROM pg_constraint
WHERE contype = 'c' AND convalidated AND conrelid = to_regclass($1)
  AND conkey = ARRAY[(SELECT attnum FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2)]
"""
UNIQUES = """
SELECT ARRAY(SELECT a.attname::text FROM unnest(indkey::int[]) k(num)
             JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = k.num) AS columns, indnullsnotdistinct AS strict
FROM pg_index WHERE indisunique AND indpred IS NULL AND indexprs IS NULL AND indrelid = to_regclass($1)
"""
KINDS = {
    "String": {"text", "citext"},
    "String (UUID)": {"uuid"},
    "String[]": {"text[]"},
    "Json": {"jsonb"},
    "DateTime": {"timestamp with time zone"},
    "Boolean": {"boolean"},
    "Int": {"integer", "bigint", "smallint"},
    "Float": {"double precision"},
    "vector(1024)": {"vector(1024)"},
}


def kinds(name: str, field: dict[str, Any]) -> set[str]:
    """The column types that fit; all ids and references are uuid."""
    if field["type"] == "Decimal":
        return {"numeric"}
    if field["type"] == "String" and name.endswith("Id"):
        return {"uuid"}
    if field["type"] == "String[]" and name.endswith("Ids"):
        return {"uuid[]"}
    return KINDS[field["type"]]


@pytest.fixture(scope="session")
async def reader(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.owner)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
async def catalogue(reader: asyncpg.Connection) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in await reader.fetch(COLUMNS):
        found.setdefault(row["name"], {})[row["column"]] = row
    return found


def test_the_specification_is_whole() -> None:
    assert len(MODELS) == 53
    assert sum(len(model.fields) for model in MODELS) == 359
    assert all(name in BY_NAME and field in BY_NAME[name].fields for name, field in [*VALUES, *DEFAULTS])


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_every_field_is_a_column_that_fits(catalogue: dict[str, dict[str, Any]], model: Model) -> None:
    assert model.table in catalogue, f"there is no table {model.table}"
    columns, wrong = catalogue[model.table], {}
    for name, field in model.fields.items():
        column = columns.get(snake(name))
        if column is None:
            wrong[name] = "is no column"
        elif column["kind"].split("(")[0] not in kinds(name, field) and column["kind"] not in kinds(name, field):
            wrong[name] = f"is {column['kind']}, not {' or '.join(kinds(name, field))}"
        elif column["nullable"] != field["optional"]:
            wrong[name] = "may be null" if column["nullable"] else "may not be null"
    assert wrong == {}


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_defaults_are_the_databases_too(catalogue: dict[str, dict[str, Any]], model: Model) -> None:
    wanted = {field: value for (name, field), value in DEFAULTS.items() if name == str(model)}
    columns = catalogue.get(model.table, {})
    found = {name: (columns[snake(name)]["default"] if snake(name) in columns else None) for name in wanted}
    plain = {name: re.sub(r"^'(.*)'(::.*)?$", r"\1", text or "") for name, text in found.items()}
    assert plain == wanted


@pytest.mark.parametrize(
    ("model", "columns"),
    [pytest.param(model, one, id=f"{model}-{'-'.join(one)}") for model in MODELS for one in uniques(model)],
)
async def test_what_is_unique_cannot_be_there_twice(
    reader: asyncpg.Connection, model: Model, columns: list[str]
) -> None:
    """Everywhere, or within the organization where the table belongs to one."""
    found = {frozenset(row["columns"]): row["strict"] for row in await reader.fetch(UNIQUES, model.table)}
    alone, within = frozenset(columns), frozenset([*columns, "organization_id"])
    assert alone in found or within in found
    if "organizationId" in model.fields and model.fields["organizationId"]["optional"]:
        assert found[within], "rows of no organization must be told apart too: NULLS NOT DISTINCT"


async def holds(reader: asyncpg.Connection, model: Model, column: str, value: str) -> bool:
    """Whether the database's own rules about that column let the value in, whoever writes it."""
    rules = [row["rule"] for row in await reader.fetch(CHECKS, model.table, column)]
    kind = await reader.fetchval(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2",
        model.table,
        column,
    )
    assert rules, f"{model.table}.{column} has no rule in the database"
    all_of_them = " AND ".join(f"({rule}) IS NOT FALSE" for rule in rules)
    return bool(await reader.fetchval(f"SELECT {all_of_them} FROM (SELECT $1::text::{kind} AS {column}) AS row", value))


@pytest.mark.parametrize(("name", "field"), VALUES, ids=lambda one: one)
async def test_the_database_holds_the_set_of_values(reader: asyncpg.Connection, name: str, field: str) -> None:
    model, column, values = BY_NAME[name], snake(field), VALUES[name, field]
    if isinstance(values, range):
        inside, outside = [str(values[0]), str(values[-1])], [str(values[0] - 1), str(values[-1] + 1)]
    elif model.fields[field]["type"] == "Json":
        inside, outside = [f'["{value}"]' for value in values], ['["pigeon"]', '["in_app", "pigeon"]', '"in_app"', "{}"]
    else:
        inside, outside = list(values), ["", "pigeon", values[0].upper() + " ", values[0].swapcase()]
    assert [one for one in inside if not await holds(reader, model, column, one)] == []
    assert [one for one in outside if await holds(reader, model, column, one)] == []


async def test_a_document_is_shared_with_a_person_or_a_role(reader: asyncpg.Connection) -> None:
    rules = await reader.fetch(
        "SELECT pg_get_expr(conbin, conrelid) AS rule FROM pg_constraint "
        "WHERE contype = 'c' AND conrelid = to_regclass('knowledge.document_permissions')"
    )
    both = " AND ".join(f"({row['rule']}) IS NOT FALSE" for row in rules)
    given = {
        (person, role): await reader.fetchval(
            f"SELECT {both} FROM (SELECT $1::text::uuid AS user_id, $2::text::uuid AS role_id, 'read' AS permission) AS row",
            *("00000000-0000-0000-0000-000000000001" if one else None for one in (person, role)),
        )
        for person in (True, False)
        for role in (True, False)
    }
    assert given == {(True, True): False, (True, False): True, (False, True): True, (False, False): False}
