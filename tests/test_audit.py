"""`vistone audit verify` as it is run: what it prints and with which code it ends."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from tests.conftest import migrated
from tests.postgres_fixture import TestCluster, TestDatabase, create_database, drop_database
from tests.world import SECRET, World
from vistone.auth.activity import activity_log


@dataclass
class Place:
    """A database of two organizations, one of them closed, and whoever owns it."""

    database: TestDatabase
    folder: Path
    owner: asyncpg.Connection
    slugs: tuple[str, str]
    closed: UUID

    async def verify(self, *arguments: str) -> tuple[int, list[str], str]:
        """The exit code, the lines that it prints, and what it complains of."""
        environment = {
            "PATH": os.environ["PATH"],
            "VISTONE_DATA_DIR": str(self.folder),
            "VISTONE_SECRET_KEY": SECRET,
            "VISTONE_DATABASE_URL": self.database.owner,
            "VISTONE_APP_DATABASE_URL": self.database.app,
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "vistone.cli", "audit", "verify", *arguments,
            env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, errors = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode is not None
        return process.returncode, out.decode().splitlines(), errors.decode()


@pytest.fixture
async def place(cluster: TestCluster, tmp_path: Path) -> AsyncIterator[Place]:
    database = await create_database(cluster, await migrated(cluster))
    async with World.running(database.app, tmp_path) as world:
        company, other = await world.company("Open"), await world.company("Closed")
        await company.organizer.post("/api/project/projects", {"name": "One"})
        await other.organizer.delete(f"/api/auth/organizations/{other.id}")
        await world.follow(activity_log)
    owner = await asyncpg.connect(database.admin)
    rows = await owner.fetch("SELECT id, slug FROM auth.organizations ORDER BY slug")
    slugs = {str(row["id"]): row["slug"] for row in rows}
    yield Place(database, tmp_path, owner, (slugs[company.id], slugs[other.id]), UUID(other.id))
    await owner.close()
    await drop_database(cluster, database)


async def test_whole_logs_are_told_with_their_heads_and_compared_with_noted_ones(place: Place) -> None:
    code, lines, errors = await place.verify()
    assert (code, errors) == (0, "")
    heads = {line.split(":")[0]: line.rsplit(" ", 1)[1] for line in lines}
    assert set(heads) == set(place.slugs), "the closed one too"
    assert all(" entries in order, the last is " in line for line in lines)

    noted = [text for slug, head in heads.items() for text in ("--head", f"{slug}={head}")]
    code, lines, errors = await place.verify(*noted)
    assert (code, errors) == (0, "")
    assert sum(" was noted, and is there at " in line for line in lines) == 2

    open_one = place.slugs[0]
    code, lines, _ = await place.verify("--head", f"{open_one}={'ab' * 32}")
    assert code == 1
    assert [line for line in lines if "BROKEN" in line and f"no entry has the hash {'ab' * 32}" in line]
    for wrong, why in (("nonsense", "slug=hash"), (f"{open_one}=ab", "slug=hash"), (f"gone={'0' * 64}", "gone")):
        code, lines, errors = await place.verify("--head", wrong)
        assert (code, lines) == (1, [])
        assert errors.startswith("vistone: ")
        assert why in errors


async def test_a_touched_log_is_told_by_its_first_broken_entry_also_of_a_closed_organization(place: Place) -> None:
    id = await place.owner.fetchval(
        "UPDATE auth.activity_logs SET action = 'x' WHERE organization_id = $1 AND sequence = 2 RETURNING id",
        place.closed,
    )
    code, lines, errors = await place.verify()
    assert (code, errors) == (1, "")
    (broken,) = [line for line in lines if "BROKEN" in line]
    assert broken == f"{place.slugs[1]}: BROKEN at 2 (entry {id}): it was changed, or an entry before it was"

    await place.owner.execute("DELETE FROM auth.activity_logs WHERE organization_id = $1", place.closed)
    await place.owner.execute("DELETE FROM auth.activity_heads WHERE organization_id = $1", place.closed)
    code, lines, _ = await place.verify()
    assert code == 1
    assert [line for line in lines if line.startswith(f"{place.slugs[1]}: BROKEN at 1: the log ends at 0, and ")]


async def test_without_a_database_it_says_so(place: Place) -> None:
    place.database = TestDatabase(
        name="", owner="postgresql://nobody@127.0.0.1:1/x", app="postgresql://nobody@127.0.0.1:1/x", admin=""
    )
    code, lines, errors = await place.verify()
    assert (code, lines) == (1, [])
    assert errors.startswith("vistone: ")
