"""kill -9, of anything, at any moment: what was acknowledged is there, once, and everything that reacts reacted once."""

import asyncio
import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.postgres_fixture import TestDatabase
from tests.system.proxy import proxied
from tests.system.running import Process, activity, column, environment, events, free_port, running, until
from tests.world import Person, World
from vistone.kernel import postgres

SEED = int(os.environ.get("SYSTEM_SEED", "20261122"))
KILLS = int(os.environ.get("SYSTEM_KILLS", "3"))
CLIENTS = 6


@pytest.fixture
def short_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vt-", dir="/tmp") as folder:
        yield Path(folder)


async def test_a_commit_whose_answer_was_lost_is_answered_again(
    own_database: TestDatabase, tmp_path: Path, short_folder: Path
) -> None:
    """The process is killed after the commit and before it knows; the client repeats its request."""
    async with contextlib.AsyncExitStack() as stack:
        proxy = await stack.enter_async_context(proxied(own_database.app, short_folder))
        site = await stack.enter_async_context(running(own_database, tmp_path, VISTONE_APP_DATABASE_URL=proxy.dsn))
        organizer = (await site.world.company()).organizer
        post = ("POST", "/api/project/projects")
        options: dict[str, Any] = {"json": {"name": "Once"}, "headers": {"Idempotency-Key": "the key"}}
        proxy.swallow_commit(after=b"INSERT INTO project.projects")
        lost = asyncio.create_task(organizer.send(*post, **options))
        await asyncio.wait_for(proxy.swallowed.wait(), 10)
        query = "SELECT id FROM project.projects WHERE name = 'Once'"
        ids = await until(lambda: column(own_database.admin, query), 10)
        site.web.kill()
        with pytest.raises(httpx.TransportError):
            await lost
        await site.web.process.wait()
        await proxy.refuse()
        await proxy.start()
        await site.web.start()
        await site.ready()
        again = [await organizer.send(*post, **options) for _ in range(2)]
        assert [answer.status_code for answer in again] == [201, 201]
        assert [answer.json()["id"] for answer in again] == ids * 2
        assert again[0].headers["idempotent-replayed"] == "true"
        assert await column(own_database.admin, query) == ids


class Up:
    """`vistone up` with a database of its own, and what runs under it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.data_dir = folder / "data"
        self.log = folder / "up.log"
        self.process: asyncio.subprocess.Process

    async def start(self) -> None:
        self.data_dir.mkdir(mode=0o700, exist_ok=True)
        (self.data_dir / "demo.txt").write_text("")  # the demo company takes seconds and nobody here looks at it
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VISTONE_")}
        own = {"VISTONE_DATA_DIR": str(self.data_dir), "VISTONE_PORT": str(self.port), "VISTONE_LOG_LEVEL": "warning"}
        with self.log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *postgres.tied_command(signal.SIGTERM, [sys.executable, str(Path(__file__).with_name("up.py"))]),
                env=kept | own | {"PYTHONPATH": os.pathsep.join(sys.path)},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def admin_dsn(self) -> str:
        return postgres.existing(self.data_dir).admin_dsn()

    def find(self, what: str) -> int | None:
        """The process id of `postmaster`, `serve` (granian), its `web` worker or the job `worker`, if it runs."""
        if what == "postmaster":
            with contextlib.suppress(FileNotFoundError, ValueError):
                return int((self.data_dir / "postgres/data/postmaster.pid").read_text().split()[0])
            return None
        command = "serve" if what == "web" else what
        for pid in _children(self.process.pid):
            with contextlib.suppress(OSError):
                if Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[-2].decode() == command:
                    return pid if what != "web" else next(iter(_children(pid)), None)
        return None

    async def close(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
            async with asyncio.timeout(60):
                await self.process.wait()
        assert self.process.returncode == 0, self.log.read_text()[-2000:]


def _children(pid: int) -> list[int]:
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


@asynccontextmanager
async def _up(folder: Path) -> AsyncIterator[tuple[Up, httpx.AsyncClient]]:
    up = Up(folder)
    await up.start()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{up.port}", timeout=20) as http:
            await _ready(up, http, 90)
            yield up, http
    finally:
        await up.close()


async def _ready(up: Up, http: httpx.AsyncClient, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert up.process.returncode is None, up.log.read_text()
        with contextlib.suppress(httpx.TransportError):
            if (await http.get("/health/ready")).status_code == 200:
                return
        await asyncio.sleep(0.1)
    raise AssertionError(up.log.read_text() + (up.data_dir / "logs/web.log").read_text()[-2000:])


async def _insist(person: Person, key: str, stop: asyncio.Event) -> str | None:
    """Posts until it is acknowledged, with one key: the id, or None when time was over first."""
    while True:
        try:
            answer = await person.send(
                "POST", "/api/project/projects", json={"name": key}, headers={"Idempotency-Key": key}
            )
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code == 201:
            return str(answer.json()["id"])
        assert answer is None or answer.status_code == 503, answer.text
        if stop.is_set():
            return None
        await asyncio.sleep(0.1)


async def test_nothing_acknowledged_is_lost_whatever_is_killed(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    async with _up(tmp_path) as (up, http):
        company = await World(http, None, "").company()
        ledger: dict[str, str] = {}
        stop = asyncio.Event()

        async def write(client: int) -> None:
            number = 0
            while not stop.is_set():
                number += 1
                key = f"{client}-{number}"
                if (id := await _insist(company.organizer, key, stop)) is not None:
                    ledger[key] = id
                await asyncio.sleep(0.02)

        writers = [asyncio.create_task(write(client)) for client in range(CLIENTS)]
        victims = [*dice.sample(["postmaster", "web", "worker", "serve"], 4), "worker", "postmaster", "web"]
        for victim in (victims * KILLS)[: KILLS + 1]:  # each of the four at least once
            await asyncio.sleep(dice.uniform(0.5, 2))
            if (pid := up.find(victim)) is not None:
                os.kill(pid, signal.SIGKILL)
        before = len(ledger)
        await _ready(up, http, 60)
        await asyncio.sleep(0.5)
        stop.set()
        await asyncio.gather(*writers)
        assert len(ledger) > max(before, 20)
        dsn = up.admin_dsn()
        rows = await column(dsn, "SELECT name || ' ' || id FROM project.projects")
        kept = dict(row.split() for row in rows)
        assert len(kept) == len(rows), "a request that was repeated with its key made two rows"
        assert {key: kept.get(key) for key in ledger} == ledger
        database = TestDatabase(name="vistone", owner=dsn, app=dsn, admin=dsn)
        happened = await events(database, company.id)
        assert await activity(database, company.id, within=60, number=len(happened)) == happened


async def test_the_activity_log_has_each_event_once_however_often_its_worker_is_killed(
    own_database: TestDatabase, tmp_path: Path
) -> None:
    dice = random.Random(SEED)
    async with running(own_database, tmp_path) as site:
        companies = [await site.world.company(f"Company {number}") for number in range(2)]
        stop = asyncio.Event()

        async def write(person: Person) -> None:
            while not stop.is_set():
                await person.post("/api/project/projects", {"name": "P"})
                await asyncio.sleep(0.05)

        writers = [asyncio.create_task(write(company.organizer)) for company in companies for _ in range(2)]
        workers = [
            Process("worker", tmp_path / f"worker{number}.log", environment(own_database, site.data_dir))
            for number in range(2)
        ]
        try:
            for _ in range(KILLS):
                await asyncio.gather(*(worker.start() for worker in workers))
                entries = await _entries(own_database)

                async def moved(entries: list[str] = entries) -> bool:
                    return await _entries(own_database) != entries

                await until(moved, 30)
                await asyncio.sleep(dice.uniform(0, 0.5))
                for worker in workers:
                    await worker.close()
            stop.set()
            await asyncio.gather(*writers)
            await workers[0].start()
            for company in companies:
                happened = await events(own_database, company.id)
                assert await activity(own_database, company.id, within=30, number=len(happened)) == happened
            assert await workers[0].end() < 15
        finally:
            for worker in workers:
                await worker.close()


async def _entries(database: TestDatabase) -> list[str]:
    return await column(database.admin, "SELECT count(*) FROM auth.activity_logs")
