"""SIGTERM: what was begun is finished, sockets are told to come back, and the process is gone soon."""

import asyncio
import contextlib
import os
import signal
import time
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.postgres_fixture import TestDatabase
from tests.system.running import running, window

LOAD = 12


async def test_a_stop_under_load_fails_no_request_and_tells_the_sockets(
    own_database: TestDatabase, tmp_path: Path
) -> None:
    async with running(own_database, tmp_path) as site, contextlib.AsyncExitStack() as stack:
        organizer = (await site.world.company()).organizer
        windows = [await stack.enter_async_context(window(site, organizer)) for _ in range(20)]
        await asyncio.gather(*(one.follow("organization") for one in windows))
        acknowledged: list[str] = []
        stopping = asyncio.Event()

        async def load(number: int) -> None:
            async with httpx.AsyncClient(base_url=site.http.base_url, timeout=30, headers=organizer.headers) as http:
                while True:
                    try:
                        answer = await http.post("/api/project/projects", json={"name": f"Load {number}"})
                    except httpx.TransportError:  # refused, or not accepted any more: see below
                        assert stopping.is_set()
                        return
                    assert answer.status_code == 201, answer.text
                    acknowledged.append(answer.json()["id"])

        loads = [asyncio.create_task(load(number)) for number in range(LOAD)]
        await asyncio.sleep(2)
        before = len(acknowledged)
        stopping.set()
        seconds = await site.web.end()
        await asyncio.gather(*loads)
        assert seconds < 15
        assert before > LOAD
        for one in windows:
            assert await one.closed() == 1012
            assert one.heard[-1] == {"type": "bye", "reason": "restart"}
        connection = await asyncpg.connect(own_database.admin)
        kept = {str(row["id"]) for row in await connection.fetch("SELECT id FROM project.projects")}
        await connection.close()
        assert kept == set(acknowledged)  # what was begun was answered, and what was not answered was never begun


async def test_a_slow_request_is_answered_and_one_without_end_holds_nothing_up(
    own_database: TestDatabase, tmp_path: Path
) -> None:
    """Two writes wait for a row that another transaction holds: for three seconds, and for ever."""
    async with running(own_database, tmp_path, VISTONE_STATEMENT_TIMEOUT_SECONDS="60") as site:
        organizer = (await site.world.company()).organizer
        projects = [(await organizer.post("/api/project/projects", {"name": "P"}))["id"] for _ in range(2)]
        holders = [await asyncpg.connect(own_database.admin) for _ in projects]
        for holder, id in zip(holders, projects, strict=True):
            await holder.execute(f"BEGIN; SELECT FROM project.projects WHERE id = '{id}' FOR UPDATE")
        slow, endless = (
            asyncio.create_task(organizer.send("PATCH", f"/api/project/projects/{id}", json={"name": "New"}))
            for id in projects
        )
        await asyncio.sleep(0.5)
        stopping = asyncio.create_task(site.web.end())
        await asyncio.sleep(2.5)
        await holders[0].execute("COMMIT")
        answer = await slow
        assert answer.status_code == 200
        assert answer.json()["name"] == "New"
        assert await stopping < 15
        with pytest.raises(httpx.TransportError):
            await endless
        for holder in holders:
            await holder.close()


def _lives(pid: int) -> bool:
    try:
        return "zombie" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


async def test_a_web_worker_ends_with_a_killed_granian(own_database: TestDatabase, tmp_path: Path) -> None:
    """Left alone it would go on answering beside its successor, and outlive `up`."""
    async with running(own_database, tmp_path) as site:
        (worker,) = site.web.workers()
        os.kill(site.web.process.pid, signal.SIGKILL)
        until = time.monotonic() + 10
        while _lives(worker):
            assert time.monotonic() < until, "the worker lives on"
            await asyncio.sleep(0.1)


async def test_a_killed_web_worker_is_replaced(own_database: TestDatabase, tmp_path: Path) -> None:
    async with running(own_database, tmp_path) as site:
        (worker,) = site.web.workers()
        os.kill(worker, signal.SIGKILL)
        await asyncio.sleep(0.2)
        await site.ready(30)
        assert site.web.workers() != [worker]
        assert await site.web.end() < 15
