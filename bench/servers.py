"""What is measured: our web process and the bare one, each with one worker, on the embedded PostgreSQL as `up` runs it."""

import asyncio
import json
import os
import shutil
import socket
import sys
import tempfile
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from vistone.kernel import postgres
from vistone.migrate import migrate


@asynccontextmanager
async def database() -> AsyncIterator[tuple[postgres.Cluster, Path]]:
    """A fresh embedded PostgreSQL with all migrations, durable as in life; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="vistone-bench-", dir="/var/tmp"))
    cluster = postgres.prepare(folder / "data", progress=lambda _: None)
    running = await postgres.start(cluster, progress=lambda _: None)
    try:
        await migrate(cluster.owner_dsn(), "vistone_app")
        yield cluster, folder / "data"
    finally:
        await running.stop(progress=lambda _: None)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def process(*arguments: str, port: int, path: str, environment: dict[str, str]) -> AsyncIterator[None]:
    """A server as a process of its own, for the length of the block."""
    log = tempfile.NamedTemporaryFile(prefix="vistone-bench-", suffix=".log")  # noqa: SIM115 -- closed with the process
    child = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env={**os.environ, **environment}, stdout=log, stderr=log
    )
    try:
        for _ in range(600):
            if child.returncode is not None:
                log.seek(0)
                raise RuntimeError(log.read().decode())
            if await asyncio.to_thread(_answers, f"http://127.0.0.1:{port}{path}"):
                break
            await asyncio.sleep(0.1)
        yield
    finally:
        child.terminate()
        await child.wait()
        log.close()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status < 500)
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def call(port: int, path: str, body: dict[str, Any], token: str | None = None) -> dict[str, Any]:
    """One POST and its answer. Blocks: call it in a thread."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    sent = urllib.request.Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(sent) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


async def register(port: int) -> dict[str, Any]:
    """A person with an organization, signed in."""
    person = {"email": "bench@example.com", "password": "a long password", "firstName": "B", "lastName": "M"}
    return await asyncio.to_thread(call, port, "/api/auth/register", {**person, "organizationName": "Bench"})


def ours(data: Path, port: int) -> AbstractAsyncContextManager[None]:
    """Our web process."""
    environment = {"VISTONE_DATA_DIR": str(data), "VISTONE_PORT": str(port), "VISTONE_LOG_LEVEL": "warning"}
    return process("-m", "vistone.cli", "serve", port=port, path="/health/ready", environment=environment)


def bare(dsn: str, organization_id: UUID, port: int) -> AbstractAsyncContextManager[None]:
    """The bare handlers."""
    environment = {"BENCH_DSN": dsn, "BENCH_ORGANIZATION": str(organization_id), "BENCH_PORT": str(port)}
    return process("-m", "bench.bare_server", port=port, path="/", environment=environment)


async def seed(dsn: str, organization_id: str, project_id: str, tasks: int) -> None:
    """Puts tasks into the project, spread over time, as the superuser."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        """
        INSERT INTO project.tasks (id, organization_id, project_id, title, description, status, priority, position,
                                   labels, created_at, updated_at)
        SELECT gen_random_uuid(), $1, $2, 'Task number ' || n, repeat('Some words about it. ', 10),
               (ARRAY['backlog','todo','in_progress','in_review','done'])[1 + n % 5],
               (ARRAY['low','medium','high','urgent'])[1 + n % 4], lpad(n::text, 8, '0') || 'V',
               ARRAY['design','web'], now() - n * interval '1 minute', now()
        FROM generate_series(1, $3) AS n
        """,
        organization_id,
        project_id,
        tasks,
    )
    await connection.execute("VACUUM ANALYZE project.tasks")
    await connection.close()
