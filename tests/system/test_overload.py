"""More than it can take, and a database that is away: a quick 503 that says when to come back, then business as usual."""

import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.postgres_fixture import TestDatabase
from tests.system.proxy import proxied
from tests.system.running import Site, running, window
from tests.world import Person

LIMIT = 8


@pytest.fixture
def short_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vt-", dir="/tmp") as folder:
        yield Path(folder)


def _is_unavailable(answer: httpx.Response) -> bool:
    return (
        answer.status_code == 503
        and answer.headers["content-type"] == "application/problem+json"
        and int(answer.headers["retry-after"]) > 0
        and answer.json()["status"] == 503
    )


async def _load(site: Site, person: Person, path: str, clients: int, seconds: float) -> list[tuple[int, float]]:
    """Status and seconds of each answer to so many clients that ask without a pause."""
    answers: list[tuple[int, float]] = []
    until = 0.0

    async def ask(http: httpx.AsyncClient) -> None:
        while (began := time.monotonic()) < until:
            answer = await http.get(path)
            answers.append((answer.status_code, time.monotonic() - began))
            if answer.status_code != 200:
                assert _is_unavailable(answer), answer.text
                await asyncio.sleep(0.05)

    async with AsyncExitStack() as stack:
        # All of them before the first asks: making a client takes this process 30 ms, which others would wait for.
        made = [
            httpx.AsyncClient(base_url=site.http.base_url, timeout=30, headers=person.headers) for _ in range(clients)
        ]
        for http in made:
            await stack.enter_async_context(http)
        until = time.monotonic() + seconds
        await asyncio.gather(*(ask(http) for http in made))
    return answers


async def test_three_times_the_load_is_shed_and_what_is_accepted_stays_quick(
    own_database: TestDatabase, tmp_path: Path
) -> None:
    settings = {"VISTONE_POOL_SIZE": "2", "VISTONE_REQUESTS_IN_FLIGHT": str(LIMIT)}
    async with running(own_database, tmp_path, **settings) as site:
        organizer = (await site.world.company()).organizer
        path = "/api/project/projects?limit=200"
        for number in range(30):
            await organizer.post("/api/project/projects", {"name": f"P{number}"})
        usual = [took for status, took in await _load(site, organizer, path, LIMIT, 3) if status == 200]
        loading = asyncio.create_task(_load(site, organizer, path, 3 * LIMIT, 5))
        lives = []
        while not loading.done():
            began = time.monotonic()
            assert (await site.http.get("/health/live")).status_code == 200
            lives.append(time.monotonic() - began)
            await asyncio.sleep(0.1)
        answers = await loading
        accepted = [took for status, took in answers if status == 200]
        statuses = Counter(status for status, _ in answers)
        assert set(statuses) == {200, 503}, statuses
        assert statuses[200] > LIMIT
        # Together with the clients' own work on the same cores; unshed it would be three times the usual and rising.
        assert _p99(accepted) < 3 * _p99(usual) + 0.5, (_p99(usual), _p99(accepted), statuses)
        assert statistics.median(lives) < 1, lives
        began = time.monotonic()
        await organizer.get("/api/project/projects")
        assert time.monotonic() - began < 10


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]


async def test_slow_statements_that_hold_the_whole_pool(own_database: TestDatabase, tmp_path: Path) -> None:
    settings = {"VISTONE_POOL_SIZE": "2", "VISTONE_POOL_WAIT_SECONDS": "1", "VISTONE_STATEMENT_TIMEOUT_SECONDS": "6"}
    async with running(own_database, tmp_path, **settings) as site:
        organizer = (await site.world.company()).organizer
        project = await organizer.post("/api/project/projects", {"name": "P"})
        path = f"/api/project/projects/{project['id']}"
        holder = await asyncpg.connect(own_database.admin)
        await holder.execute(f"BEGIN; SELECT FROM project.projects WHERE id = '{project['id']}' FOR UPDATE")
        patches = [asyncio.create_task(organizer.send("PATCH", path, json={"name": f"N{n}"})) for n in range(2)]
        await asyncio.sleep(0.5)
        began = time.monotonic()
        refused = await asyncio.gather(*(organizer.send("GET", path) for _ in range(20)))
        assert all(_is_unavailable(answer) for answer in refused), Counter(answer.status_code for answer in refused)
        assert time.monotonic() - began < 4
        assert (await site.http.get("/health/live")).status_code == 200
        assert _is_unavailable(await site.http.get("/health/ready"))
        for answer in await asyncio.gather(*patches):  # given up by the statement's or the lock's time limit
            assert _is_unavailable(answer)
        began = time.monotonic()
        await organizer.get(path)
        assert time.monotonic() - began < 2
        await holder.close()
        await organizer.patch(path, {"name": "Through"})


@pytest.mark.parametrize("how", ["refused", "silent"])
async def test_a_database_that_is_away(
    how: str, own_database: TestDatabase, tmp_path: Path, short_folder: Path
) -> None:
    """Every answer meanwhile is a quick 503; 5 s after it is back all is as before, sockets too, without a restart."""
    async with proxied(own_database.app, short_folder) as proxy:
        settings = {
            "VISTONE_APP_DATABASE_URL": proxy.dsn,
            "VISTONE_STATEMENT_TIMEOUT_SECONDS": "2",
            "VISTONE_POOL_WAIT_SECONDS": "2",
        }
        async with running(own_database, tmp_path, **settings) as site:
            organizer = (await site.world.company()).organizer
            project = await organizer.post("/api/project/projects", {"name": "P"})
            topic, workers = f"project:{project['id']}", site.web.workers()
            async with window(site, organizer) as one:
                await one.follow(topic)
                if how == "refused":
                    await proxy.refuse()
                else:
                    proxy.silence()
                until = time.monotonic() + 6
                while time.monotonic() < until:
                    began = time.monotonic()
                    answers = await asyncio.gather(
                        organizer.send("GET", f"/api/project/projects/{project['id']}"),
                        organizer.send("POST", "/api/project/projects", json={"name": "Lost"}),
                        site.http.get("/health/ready"),
                    )
                    assert [answer.status_code for answer in answers] == [503] * 3
                    assert all(_is_unavailable(answer) for answer in answers)
                    assert time.monotonic() - began < 10
                    assert (await site.http.get("/health/live")).status_code == 200
                    await asyncio.sleep(0.2)
                await proxy.start()
                assert await site.ready(5) < 5
                task = await organizer.post("/api/project/tasks", {"projectId": project["id"], "title": "Back"})
                await one.hears("event", 6, entityId=task["id"])
                assert site.web.workers() == workers
