"""A log that was restored into another cluster, where the numbers of transactions begin anew."""

import asyncio

import asyncpg

from tests.conftest import APP_ROLE, migrated
from tests.postgres_fixture import create_database, drop_database
from tests.world import World
from vistone.auth.activity import activity_log
from vistone.kernel import events
from vistone.kernel.live.wake import Waker
from vistone.kernel.reactions import Reactor
from vistone.kernel.scope import System
from vistone.migrate import migrate

FAR = 10**9


async def test_followers_and_readers_go_on_after_a_restore(cluster, tmp_path):
    database = await create_database(cluster, await migrated(cluster))
    try:
        async with World.running(database.app, tmp_path) as world:
            company = await world.company()
            await follow(world)
            before = await entries(database.admin)

        owner = await asyncpg.connect(database.admin)
        order = "SELECT array_agg(entity_id ORDER BY transaction, id) FROM platform.events"
        in_order = await owner.fetchval(order)
        for table in ("events", "cursors"):
            await owner.execute(f"UPDATE platform.{table} SET transaction = transaction + {FAR}")
        await migrate(database.owner, APP_ROLE)
        assert await owner.fetchval(order) == in_order
        assert await owner.fetchval("SELECT max(transaction) FROM platform.events") < 0
        places = await owner.fetch("SELECT transaction FROM platform.cursors")
        await migrate(database.owner, APP_ROLE)
        assert await owner.fetch("SELECT transaction FROM platform.cursors") == places, "once is enough"
        await owner.close()

        async with World.running(database.app, tmp_path) as world:
            await world.http.post(
                "/api/auth/login", json={"email": company.organizer.email, "password": "correct horse battery"}
            )
            await follow(world)
            async with world.runtime.database.read(System("test")) as tx:
                found = await events.after(tx, events.Position(-(2**62), 0))
        assert await entries(database.admin) == before + 1 == len(found)
    finally:
        await drop_database(cluster, database)


async def follow(world: World) -> None:
    """Lets the activity log catch up."""
    reactor = Reactor(world.runtime.database, Waker(""), [activity_log])
    await reactor.start()
    await world.settle()
    for _ in range(200):
        async with world.runtime.database.read(System("test")) as tx:
            row = await tx.connection.fetchrow(
                "SELECT (SELECT max((transaction, id)) FROM platform.events) AS newest, "
                "(SELECT (transaction, id) FROM platform.cursors WHERE name = 'auth.activity_log') AS here"
            )
        if row["newest"] == row["here"]:
            break
        await asyncio.sleep(0.02)
    await reactor.stop()


async def entries(dsn: str) -> int:
    """How many entries the activity log has."""
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval("SELECT count(*) FROM auth.activity_logs")
    finally:
        await connection.close()
