"""The activity log's chain: any edit, removal, reorder or cut is found, and named by its place."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.postgres_fixture import TestDatabase
from vistone.audit import verify_one
from vistone.auth import queries
from vistone.auth.activity import activity_log
from vistone.auth.chain import FIRST, End, canonical, compared, entry_hash, walk
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


def _chained(length: int) -> list[dict]:
    rows, before = [], FIRST
    for place in range(1, length + 1):
        before = entry_hash(before, place, _entry(place))
        rows.append({**_entry(place), "sequence": place, "hash": before})
    return rows


OTHER = {
    "id": UUID(int=99), "organization_id": UUID(int=98), "user_id": UUID(int=97), "action": "project.task.deleted",
    "entity_type": "project.Project", "entity_id": UUID(int=96), "metadata": {"n": -1}, "ip_address": None,
    "user_agent": "x", "created_at": datetime(2027, 1, 1, tzinfo=UTC), "hash": bytes(32),
}  # fmt: skip


@st.composite
def tampered(draw: st.DrawFn) -> tuple[list[dict], list[dict]]:
    """A log of a few entries, and what somebody made of it who can write anything but a hash that fits."""
    log = _chained(draw(st.integers(1, 8)))
    now = [dict(row) for row in log]
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 4)))):  # mostly one alone, which nothing else gives away
        if not now:
            break
        at, how = draw(st.integers(0, len(now) - 1)), draw(st.sampled_from(("edit", "remove", "move", "repeat")))
        if how == "edit":
            name = draw(st.sampled_from(sorted(OTHER)))
            now[at][name] = OTHER[name]
        elif how == "remove":
            del now[at]
        elif how == "move":
            now.insert(draw(st.integers(0, len(now) - 1)), now.pop(at))
        else:
            now.insert(draw(st.integers(0, len(now))), dict(now[at]))
    if draw(st.booleans()):  # the places are written anew, so that nothing seems to be missing
        now = [{**row, "sequence": place} for place, row in enumerate(now, 1)]
    return log, now


@settings(max_examples=600)
@given(tampered())
def test_any_edit_removal_repetition_or_reorder_is_found_at_its_place(both: tuple[list[dict], list[dict]]) -> None:
    log, now = both
    whole = compared(walk(log, End()), len(log), log[-1]["hash"])
    assert (whole.sequence, whole.broken) == (len(log), None)
    found = compared(walk(now, End()), len(log), log[-1]["hash"])
    if now == log:
        assert found == whole
        return
    assert found.broken is not None
    same = next((n for n, (a, b) in enumerate(zip(log, now, strict=False)) if a != b), min(len(log), len(now)))
    assert found.sequence == same
    assert found.broken.sequence == same + 1


@given(st.integers(1, 8), st.data())
def test_an_edit_whose_hash_was_made_to_fit_is_found_at_the_next_entry(length: int, data: st.DataObject) -> None:
    log = _chained(length)
    head = log[-1]["hash"]
    place = data.draw(st.integers(1, length))
    forged = {**log[place - 1], "action": "x"}
    forged["hash"] = entry_hash(log[place - 2]["hash"] if place > 1 else FIRST, place, forged)
    log[place - 1] = forged
    found = compared(walk(log, End()), length, head)
    assert found.broken is not None
    assert found.broken.sequence == place + 1


@given(st.integers(1, 9), st.integers(1, 9))
def test_a_log_in_parts_is_the_same_log(length: int, part: int) -> None:
    log = _chained(length)
    end = End()
    for start in range(0, length, part):
        end = walk(log[start : start + part], end)
    assert end == walk(log, End())


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


async def _look(world, organization_id: UUID, *heads: str):
    async with world.runtime.database.read(for_the_system(organization_id)) as tx:
        return await verify_one(tx, "company", heads)


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


async def test_a_log_that_was_taken_away_whole_is_found(world, owner: asyncpg.Connection) -> None:
    """With its head: nothing is left that does not fit, and the events that it was written from are there."""
    organization_id = await _log(world, 2)
    await owner.execute("DELETE FROM auth.activity_logs WHERE organization_id = $1", organization_id)
    await owner.execute("DELETE FROM auth.activity_heads WHERE organization_id = $1", organization_id)
    lacking = (await _look(world, organization_id)).broken
    assert lacking is not None
    assert lacking.sequence == 1
    await owner.execute("DELETE FROM platform.events WHERE organization_id = $1", organization_id)
    founded = (await _look(world, organization_id)).broken
    assert founded is not None
    assert "founded" in founded.what


async def test_a_log_that_is_still_to_be_written_is_whole(world) -> None:
    company = await world.company()
    found = await _look(world, UUID(company.id))
    assert (found.entries, found.broken) == (0, None)


async def test_a_log_that_was_written_anew_is_found_by_the_noted_head(world, owner: asyncpg.Connection) -> None:
    organization_id = await _log(world, 2)
    noted = await _look(world, organization_id)
    rows = await owner.fetch(
        "SELECT * FROM auth.activity_logs WHERE organization_id = $1 ORDER BY sequence", organization_id
    )
    before = FIRST
    for row in rows:  # by somebody who knows how a chain is made
        entry = {**row, "metadata": json.loads(row["metadata"]) | {"forged": True}}
        before = entry_hash(before, row["sequence"], entry)
        await owner.execute(
            "UPDATE auth.activity_logs SET metadata = $2, hash = $3 WHERE id = $1",
            row["id"], json.dumps(entry["metadata"]), before,
        )  # fmt: skip
    await owner.execute("UPDATE auth.activity_heads SET hash = $2 WHERE organization_id = $1", organization_id, before)
    assert (await _look(world, organization_id)).broken is None
    found = await _look(world, organization_id, noted.head)
    assert found.broken is not None
    assert noted.head in found.broken.what


async def test_a_noted_head_stays_in_a_log_that_grows(world) -> None:
    organization_id = await _log(world, 1)
    noted = await _look(world, organization_id)
    entries = [{**_entry(number), "organization_id": organization_id} for number in range(500, 503)]
    async with world.runtime.database.write(for_the_system(organization_id)) as tx:
        await queries.add_activity(tx, entries)
    found = await _look(world, organization_id, noted.head, FIRST.hex())
    assert found.broken is None
    assert found.noted == {noted.head: noted.entries, FIRST.hex(): 0}


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
