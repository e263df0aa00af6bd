"""Transactions and row level security: nobody reads or writes as somebody else, whichever connection they get."""

import asyncio
import random
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import select

from tests.statements import ON_PURPOSE
from tests.world import World
from vistone.kernel import clock
from vistone.kernel.db import compiled, connect, organization
from vistone.kernel.errors import Conflict, Malformed, Unavailable
from vistone.kernel.ids import new_id
from vistone.kernel.scope import System, for_the_system
from vistone.project.tables import projects

EVERYTHING = compiled(select(projects.c.organization_id).prefix_with(ON_PURPOSE))
MINE = compiled(select(projects.c.organization_id).where(projects.c.organization_id == organization()))


@pytest.fixture
async def one_connection(database):
    """A pool with a single connection, which everybody has to share."""
    found, pool = await connect(
        database.app, size=1, wait_seconds=5, statement_seconds=5, sessions=True, on_publish=lambda: None
    )
    yield found
    await pool.close()


async def test_many_organizations_over_one_connection_see_their_own_rows(world: World, one_connection):
    scopes = []
    for _ in range(4):
        company = await world.company()
        await company.organizer.post("/api/project/projects", {"name": "Mine"})
        scopes.append(for_the_system(UUID(company.id)))
    chance = random.Random(7)

    async def look() -> None:
        scope = chance.choice(scopes)
        kind = chance.choice(["read", "personal", "write", "system"])
        if kind == "system":
            async with one_connection.read(System("test")) as tx:
                assert await tx.all(EVERYTHING) == []
            return
        opened = (
            one_connection.write(scope) if kind == "write" else one_connection.read(scope, personal=kind == "personal")
        )
        async with opened as tx:
            rows = await tx.all(chance.choice([EVERYTHING, MINE]))
        assert {str(row["organization_id"]) for row in rows} == {str(scope.organization_id)}

    await asyncio.gather(*(look() for _ in range(200)))


async def test_a_statement_outside_of_any_scope_sees_nothing(world: World, database):
    company = await world.company()
    await company.organizer.post("/api/project/projects", {"name": "Mine"})
    connection = await asyncpg.connect(database.app)
    assert await connection.fetch("SELECT * FROM project.projects") == []
    assert await connection.fetch("SELECT * FROM auth.users") == []
    await connection.close()


async def test_reads_cannot_write(world: World, one_connection):
    company = await world.company()
    scope = for_the_system(UUID(company.id))
    for personal in (False, True):
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            async with one_connection.read(scope, personal=personal) as tx:
                await tx.connection.execute(f"{ON_PURPOSE} DELETE FROM project.projects")


async def test_a_row_cannot_be_written_into_another_organization(world: World, one_connection):
    mine, theirs = await world.company(), await world.company()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with one_connection.write(for_the_system(UUID(mine.id))) as tx:
            await tx.connection.execute(
                "INSERT INTO project.projects (id, organization_id, name, created_at, updated_at) "
                "VALUES ($1, $2, 'x', now(), now())",
                new_id(),
                theirs.organizer.organization_id,
            )


async def test_a_failure_leaves_nothing_and_the_connection_usable(world: World, one_connection):
    company = await world.company()
    scope = for_the_system(UUID(company.id))
    insert = "INSERT INTO project.projects (id, organization_id, name, created_at, updated_at) VALUES ($1, $2, $3, now(), now())"
    for failure in (RuntimeError, asyncio.CancelledError, Malformed):
        with pytest.raises(failure):
            async with one_connection.write(scope) as tx:
                await tx.connection.execute(insert, new_id(), company.organizer.organization_id, "half")
                raise failure("stop")
        async with one_connection.read(scope) as tx:
            assert await tx.all(EVERYTHING) == []


async def test_what_the_database_refuses_becomes_a_problem(world: World, one_connection):
    company = await world.company()
    scope = for_the_system(UUID(company.id))
    id = new_id()
    row = compiled(
        projects.insert().values(
            id=id, organization_id=organization(), name="x", created_at=clock.now(), updated_at=clock.now()
        )
    )
    with pytest.raises(Conflict):
        async with one_connection.write(scope) as tx:
            await tx.one(row)
            await tx.one(row)


async def test_no_connection_in_time_is_told_as_such(database):
    found, pool = await connect(
        database.app, size=1, wait_seconds=0.1, statement_seconds=5, sessions=True, on_publish=lambda: None
    )
    scope = for_the_system(new_id())
    async with found.read(scope):
        with pytest.raises(Unavailable):
            async with found.read(scope):
                pass
    await pool.close()
