"""What is thrown away with time, and what is not: events that a follower still has to read."""

import asyncio
from datetime import timedelta

import asyncpg

from tests.conftest import migrated
from tests.kernel.test_restored_log import follow
from tests.postgres_fixture import create_database, drop_database
from tests.world import World
from vistone import housekeeping
from vistone.auth.actions.passwords import SESSIONS_KEPT, tidy
from vistone.auth.activity import activity_log
from vistone.kernel import clock, events
from vistone.kernel.events import Position
from vistone.kernel.ids import new_id
from vistone.kernel.jobs import JobRun
from vistone.kernel.scope import System


class Told:
    """What the log would have been told."""

    def __init__(self) -> None:
        self.warnings: list[tuple[str, str]] = []

    def warning(self, event: str, *, follower: str, oldest: str) -> None:
        assert oldest
        self.warnings.append((event, follower))


def run_of(world: World, name: str) -> JobRun:
    return JobRun(id=new_id(), worker_id=new_id(), organization_id=None, name=name, attempt=1, context=world.runtime)


async def test_old_events_go_as_far_as_the_slowest_follower_has_read(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(events, "FORGOTTEN_AT_ONCE", 2)
    database = await create_database(cluster, await migrated(cluster))
    try:
        async with World.running(database.app, tmp_path) as world:
            company = await world.company()
            project = await company.organizer.post("/api/project/projects", {"name": "Old"})
            task = await company.organizer.post("/api/project/tasks", {"projectId": project["id"], "title": "Old"})
            await follow(world)
            owner = await asyncpg.connect(database.admin)
            await owner.execute("UPDATE platform.events SET created_at = created_at - interval '900 days'")
            read = await owner.fetchval("SELECT count(*) FROM platform.events WHERE about_id IS NULL")
            await world.company("Unread")
            await owner.execute("UPDATE platform.events SET created_at = created_at - interval '900 days'")
            whole = await owner.fetchval("SELECT count(*) FROM platform.events")
            assert 0 < read < whole
            told = Told()
            monkeypatch.setattr(housekeeping, "log", told)
            await housekeeping.forget.handler(housekeeping.forget.payload(), run_of(world, "platform.forget"))
            assert await owner.fetchval("SELECT count(*) FROM platform.events") == whole - read
            assert told.warnings == [("a follower holds events back", "auth.activity_log")]
            await follow(world)
            await housekeeping.forget.handler(housekeeping.forget.payload(), run_of(world, "platform.forget"))
            assert await owner.fetchval("SELECT count(*) FROM platform.events WHERE about_id IS NULL") == 0
            assert len(told.warnings) == 1
            history = await company.organizer.get(f"/api/project/tasks/{task['id']}/history")
            assert [entry["type"] for entry in history["items"]] == ["project.task.created"], "it stays with the task"
            await owner.close()
    finally:
        await asyncio.sleep(0)
        await drop_database(cluster, database)


async def test_sign_ins_that_are_long_over_are_forgotten(world: World) -> None:
    company = await world.company()
    contributor = await company.person("Contributor", "Long gone")
    await contributor.post("/api/auth/logout", {}, 204)
    async with world.runtime.database.write(System("test")) as tx:
        ended = clock.now() - SESSIONS_KEPT - timedelta(hours=1)
        moved = "UPDATE auth.sessions SET ended_at = $2 WHERE user_id = $1 AND ended_at IS NOT NULL"
        await tx.connection.execute(moved, contributor.id, ended)
    await tidy.handler(tidy.payload(), run_of(world, tidy.name))
    async with world.runtime.database.read(System("test")) as tx:
        for table in ("sessions", "refresh_tokens"):
            count = f"SELECT count(*) FROM auth.{table} WHERE user_id = $1"
            assert await tx.connection.fetchval(count, contributor.id) == 0
            assert await tx.connection.fetchval(count, company.organizer.id) > 0
    await world.follow(activity_log)
    entries = await company.organizer.get("/api/auth/activity-logs", userId=contributor.id)
    assert "auth.user.created" in {entry["action"] for entry in entries["items"]}, "the log stands by itself"


async def test_large_events_are_read_few_at_a_time_and_none_is_lost(world: World, monkeypatch) -> None:
    company = await world.company()
    async with world.runtime.database.read(System("test")) as tx:
        start = await events.end_of_log(tx)
    for number in range(5):
        await company.organizer.post("/api/project/projects", {"name": f"Project {number}"})
    wanted = [event.position for event in await read(world, start, 500)]
    assert len(wanted) >= 5
    monkeypatch.setattr(events, "BYTES_AT_ONCE", 1)
    found: list[Position] = []
    place = start
    while batch := await read(world, place, 500):
        assert len(batch) == 1
        found.append(batch[0].position)
        place = batch[0].position
    assert found[: len(wanted)] == wanted


async def read(world: World, place: Position, limit: int) -> list[events.LoggedEvent]:
    """The next events, once every transaction that is older has ended."""
    for _ in range(100):
        async with world.runtime.database.read(System("test")) as tx:
            found = await events.after(tx, place, limit=limit)
        if found:
            return found
        async with world.runtime.database.read(System("test")) as tx:
            written = await tx.connection.fetchval(
                "SELECT count(*) FROM platform.events WHERE (transaction, id) > ($1, $2)", place.transaction, place.id
            )
        if not written:
            return []
        await asyncio.sleep(0.05)
    return []
