"""The activity log's chain: any edit, removal, reorder or cut is found, and named by its place."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.postgres_fixture import TestDatabase
from vistone.audit import verify_one
from vistone.auth.activity import activity_log
from vistone.auth.chain import FIRST, canonical, entry_hash
from vistone.kernel.scope import for_the_system

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcé", max_size=3), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(VALUES)
def test_canonical_is_the_same_for_what_json_says_the_same_way(value) -> None:
    assert canonical(json.loads(json.dumps(value))) == canonical(value)
    assert canonical(json.loads(json.dumps(value), parse_float=Decimal)) == canonical(value)


@given(VALUES, VALUES)
def test_canonical_tells_different_values_apart(one, other) -> None:
    exact = [
        json.dumps(json.loads(json.dumps(v), parse_float=_number, parse_int=_number), sort_keys=True)
        for v in (one, other)
    ]
    assert (canonical(one) == canonical(other)) == (exact[0] == exact[1])


def _number(text: str) -> str:
    return "number " + format(Decimal(text).normalize(), "f").replace("-0", "0" if Decimal(text) == 0 else "-0")


def _entry(number: int) -> dict:
    return {
        "id": UUID(int=number), "organization_id": UUID(int=1), "user_id": None, "action": "project.task.updated",
        "entity_type": "project.Task", "entity_id": UUID(int=7), "metadata": {"n": number}, "ip_address": "::1",
        "user_agent": None, "created_at": datetime(2026, 11, 22, tzinfo=UTC),
    }  # fmt: skip


@pytest.mark.parametrize("name", [name for name in _entry(1) if name != "organization_id"])
def test_every_value_of_an_entry_counts(name: str) -> None:
    changed = _entry(1) | {
        name: {"action": "x", "metadata": {"n": 2}, "created_at": datetime(2026, 11, 23, tzinfo=UTC)}.get(
            name, _entry(2)[name] if _entry(2)[name] != _entry(1)[name] else "other"
        )
    }
    assert entry_hash(FIRST, 1, changed) != entry_hash(FIRST, 1, _entry(1))
    assert entry_hash(FIRST, 2, _entry(1)) != entry_hash(FIRST, 1, _entry(1))


@pytest.fixture
async def owner(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    """Somebody who has the whole database, whom nothing but the chain stands against."""
    connection = await asyncpg.connect(database.admin)
    yield connection
    await connection.close()


async def _log(world, entries: int):
    company = await world.company()
    for number in range(entries):
        await company.organizer.post(
            "/api/project/projects", {"name": f"P{number}", "budget": "10.50", "metadata": {"f": 1e22, "i": number}}
        )
    await world.follow(activity_log)
    return UUID(company.organizer.organization_id)


async def _look(world, organization_id: UUID):
    async with world.runtime.database.read(for_the_system(organization_id)) as tx:
        return await verify_one(tx, "company")


async def test_an_untouched_log_is_whole_and_goes_on(world) -> None:
    organization_id = await _log(world, 3)
    first = await _look(world, organization_id)
    assert first.broken is None
    assert first.entries >= 3
    async with world.runtime.database.read(for_the_system(organization_id)) as tx:
        assert await verify_one(tx, "company") == first


HERE = "auth.activity_logs WHERE organization_id = $1 AND"
SHIFT = "UPDATE auth.activity_logs SET sequence = {} WHERE organization_id = $1 AND {}"
TAMPERING = {
    "an edit": (["UPDATE auth.activity_logs SET metadata = '{}' WHERE organization_id = $1 AND sequence = 3"], 3),
    "another actor": (["UPDATE auth.activity_logs SET user_id = NULL WHERE organization_id = $1 AND sequence = 2"], 2),
    "a removal": ([f"DELETE FROM {HERE} sequence = 3"], 3),
    "a removal whose gap is closed": (
        [
            f"DELETE FROM {HERE} sequence = 3",
            SHIFT.format("-sequence", "sequence > 3"),
            SHIFT.format("-sequence - 1", "sequence < 0"),
        ],
        3,
    ),
    "two that change places": (
        [SHIFT.format("-sequence", "sequence IN (2, 3)"), SHIFT.format("5 + sequence", "sequence < 0")],
        2,
    ),
    "a cut": (
        [f"DELETE FROM {HERE} sequence = (SELECT max(sequence) FROM auth.activity_logs WHERE organization_id = $1)"],
        None,
    ),
}


@pytest.mark.parametrize("what", TAMPERING)
async def test_tampering_is_found_at_its_place(world, owner: asyncpg.Connection, what: str) -> None:
    organization_id = await _log(world, 4)
    whole = await _look(world, organization_id)
    statements, place = TAMPERING[what]
    for sql in statements:
        await owner.execute(sql, organization_id)
    found = await _look(world, organization_id)
    assert found.broken is not None
    assert found.broken.sequence == (place or whole.entries)


async def test_the_app_can_neither_change_nor_remove_an_entry(world) -> None:
    organization_id = await _log(world, 1)
    for sql in (
        "UPDATE auth.activity_logs SET action = 'x' WHERE organization_id = $1",
        "DELETE FROM auth.activity_logs WHERE organization_id = $1",
    ):
        async with world.runtime.database.write(for_the_system(organization_id)) as tx:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await tx.connection.execute(sql, organization_id)


async def test_many_at_once_make_one_chain(world) -> None:
    company = await world.company()
    bodies = [{"name": f"P{number}"} for number in range(12)]
    await asyncio.gather(*(company.organizer.post("/api/project/projects", body) for body in bodies))
    await world.follow(activity_log)
    assert (await _look(world, UUID(company.organizer.organization_id))).broken is None
