"""Nothing missed, nothing repeated, whatever is cut when; and the order of the log under transactions that overlap."""

import asyncio
import os
import random
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from tests.postgres_fixture import TestDatabase
from tests.system.running import Process, Site, Window, activity, environment, events, running, window
from tests.world import Person

SEED = int(os.environ.get("SYSTEM_SEED", "20261122"))
STEPS = int(os.environ.get("SYSTEM_STEPS", "60"))


class Mirror:
    """What a window knows: the board as it follows from hints and reads."""

    def __init__(self, site: Site, person: Person, project_id: str) -> None:
        self.site, self.person, self.project_id = site, person, project_id
        self.tasks: dict[str, Any] = {}
        self.positions: list[str] = []
        self.resets = 0
        self._heard = 0

    async def read_all(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        cursor = None
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = await self.person.get("/api/project/tasks", projectId=self.project_id, limit=200, **more)
            found |= {task["id"]: task for task in page["items"]}
            if (cursor := page["nextCursor"]) is None:
                return found

    async def take(self, one: Window) -> None:
        """Applies what the window heard since the last time."""
        new, self._heard = one.heard[self._heard :], len(one.heard)
        changed: dict[str, None] = {}
        for message in new:
            if message["type"] == "reset":
                self.resets += 1
                self.tasks = await self.read_all()
                changed.clear()
            elif message["type"] == "event" and message["entity"] == "project.Task":
                self.positions.append(message["position"])
                changed[message["entityId"]] = None
        for id in changed:
            answer = await self.person.send("GET", f"/api/project/tasks/{id}")
            assert answer.status_code in {200, 404}, answer.text
            if answer.status_code == 200:
                self.tasks[id] = answer.json()
            else:
                self.tasks.pop(id, None)

    def forget_window(self) -> None:
        self._heard = 0


async def _write(dice: random.Random, person: Person, project_id: str, ids: list[str]) -> None:
    """One random write; a stopped server is waited for."""
    kind, options = dice.choice(["create", "create", "patch", "patch", "patch", "move", "delete"]), {}
    if kind == "create" or not ids:
        method, path = "POST", "/api/project/tasks"
        options = {"json": {"projectId": project_id, "title": f"T{dice.random()}"}}
    else:
        id = dice.choice(ids)
        path = f"/api/project/tasks/{id}"
        method = {"patch": "PATCH", "move": "POST", "delete": "DELETE"}[kind]
        if kind == "delete":
            ids.remove(id)
        else:
            options = {"json": {"title": f"R{dice.random()}"} if kind == "patch" else {"status": "done"}}
            path += "/move" if kind == "move" else ""
    try:
        answer = await person.send(method, path, **options)
    except httpx.TransportError:  # the server is down just now; whether it was done, nobody knows
        await asyncio.sleep(0.2)
        return
    assert answer.status_code in {200, 201, 204, 404, 503}, answer.text
    if method == "POST" and answer.status_code == 201:
        ids.append(answer.json()["id"])


async def test_a_window_that_is_cut_at_random_knows_the_same_as_a_fresh_one(
    own_database: TestDatabase, tmp_path: Path
) -> None:
    dice = random.Random(SEED)
    async with running(own_database, tmp_path) as site:
        company = await site.world.company()
        organizer, manager = company.organizer, await company.manager
        project_id = str((await organizer.post("/api/project/projects", {"name": "Mirrored"}))["id"])
        await organizer.post("/api/project/project-members", {"projectId": project_id, "userId": manager.id})
        topic, mirror = f"project:{project_id}", Mirror(site, organizer, project_id)
        stop = asyncio.Event()

        async def keep_writing(person: Person, own: random.Random) -> None:
            ids: list[str] = []
            while not stop.is_set():
                await _write(own, person, project_id, ids)
                await asyncio.sleep(own.uniform(0, 0.05))

        position, writers = None, []
        for step in range(STEPS):
            try:
                async with window(site, organizer) as one:
                    mirror.forget_window()
                    if position is None:
                        position = await one.follow(topic)
                        mirror.tasks = await mirror.read_all()
                        writers = [
                            asyncio.create_task(keep_writing(who, random.Random(SEED + number)))
                            for number, who in enumerate((organizer, manager))
                        ]
                    else:
                        await one.say(type="subscribe", topics=[topic], after=position)
                    await asyncio.sleep(dice.choice([0, 0.01, 0.05, 0.2]))
                    one.cut()
                    await asyncio.wait([one._reader])
                    await mirror.take(one)
                    last = [m["position"] for m in one.heard if "position" in m]
                    position = last[-1] if last else position
            except (OSError, TimeoutError):
                await asyncio.sleep(0.2)
            if step == STEPS // 2:
                await _restart(site)
        stop.set()
        await asyncio.gather(*writers)
        async with window(site, organizer) as one:
            mirror.forget_window()
            await one.follow(topic, after=position)
            newest = (await _logged(own_database, topic, mirror.positions[0]))[-1]
            # Not by a time: what is new is handed out behind the oldest transaction of the cluster, also another test's.
            if newest not in mirror.positions:
                await one.until(lambda: [m for m in one.heard if m.get("position") == newest], 20)
            await mirror.take(one)
        assert mirror.tasks == await mirror.read_all()
        assert len(set(mirror.positions)) == len(mirror.positions), "an event was told twice"
        assert mirror.positions == sorted(mirror.positions, key=_order), "events were told out of order"
        if mirror.resets == 0:
            assert mirror.positions == await _logged(own_database, topic, mirror.positions[0])


def _order(position: str) -> tuple[int, int]:
    transaction, _, id = position.partition("-")
    return int(transaction), int(id)


async def _logged(database: TestDatabase, topic: str, first: str) -> list[str]:
    connection = await asyncpg.connect(database.admin)
    rows = await connection.fetch(
        "SELECT transaction, id FROM platform.events WHERE $1 = ANY (topics) AND entity = 'project.Task'"
        " AND (transaction, id) >= ($2, $3) ORDER BY transaction, id",
        topic,
        *_order(first),
    )
    await connection.close()
    return [f"{row['transaction']}-{row['id']}" for row in rows]


async def _restart(site: Site) -> None:
    site.web.kill()
    await site.web.process.wait()
    await site.web.start()
    await site.ready()


LOG = """INSERT INTO platform.events (organization_id, type, entity, entity_id, revision, topics, payload, request_id,
    created_at) VALUES ($1, 'project.task.updated', 'project.Task', gen_random_uuid(), $2, ARRAY[$3], '{"record": {}}', 'x', now())"""


def _revisions(one: Window) -> list[int]:
    return [m["revision"] for m in one.heard if m.get("entity") == "project.Task"]


async def test_transactions_that_commit_in_another_order_than_they_began(
    own_database: TestDatabase, tmp_path: Path
) -> None:
    """Ids and transaction numbers are given out before the commit: a reader that went by them alone would skip."""
    worker = Process("worker", tmp_path / "worker.log", environment(own_database, tmp_path / "data"))
    async with running(own_database, tmp_path) as site:
        company = await site.world.company()
        topic = f"project:{(await company.organizer.post('/api/project/projects', {'name': 'P'}))['id']}"
        await worker.start()
        first, second, third = [await asyncpg.connect(own_database.admin) for _ in range(3)]
        try:
            async with window(site, company.organizer) as one:
                await one.follow(topic)
                for begins, number in ((first, 1), (second, 2), (third, 3)):
                    await begins.execute("BEGIN")
                    await begins.execute(LOG, company.id, number, topic)
                await third.execute("COMMIT")
                await second.execute("ROLLBACK")
                await company.organizer.post("/api/project/projects", {"name": "Wakes every reader"})
                await asyncio.sleep(1.5)
                assert _revisions(one) == [], "told while an older one may still come"
                await first.execute("COMMIT")
                await one.until(lambda: len(_revisions(one)) == 2, 3)
                assert _revisions(one) == [1, 3]
            happened = await events(own_database, company.id)
            assert await activity(own_database, company.id, within=30, number=len(happened)) == happened
        finally:
            for connection in (first, second, third):
                await connection.close()
            await worker.close()
