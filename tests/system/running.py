"""The running system: processes of Vistone on ports of their own, and windows that are open on them."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import httpx
import websockets

from tests.postgres_fixture import TestDatabase
from tests.world import SECRET, Person, World
from vistone.kernel.postgres import tied_command

T = TypeVar("T")

START_SECONDS = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database: TestDatabase, data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a process that works on a database of the test server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VISTONE_")}
    own = {
        "VISTONE_DATA_DIR": str(data_dir),
        "VISTONE_DATABASE_URL": database.owner,
        "VISTONE_APP_DATABASE_URL": database.app,
        "VISTONE_SECRET_KEY": SECRET,
        "VISTONE_LOG_LEVEL": "warning",
        "VISTONE_REGISTRATIONS_PER_HOUR": "1000000",  # every company of a test registers from this machine
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return kept | own | more


class Process:
    """One command of Vistone as a process group of its own, that does not outlive the test."""

    def __init__(self, command: str, log: Path, environment: dict[str, str]) -> None:
        self._arguments = (sys.executable, "-m", "vistone.cli", command)
        self._environment = environment
        self.log = log
        self.process: asyncio.subprocess.Process

    async def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *tied_command(signal.SIGTERM, self._arguments),  # also when the run is killed
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def workers(self) -> list[int]:
        """The processes that it started, directly."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in task.read_text().split()]

    def kill(self) -> None:
        """kill -9, of everything that it started too."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    async def end(self, seconds: float = 20) -> float:
        """SIGTERM; how long it took to end."""
        began = time.monotonic()
        self.process.terminate()
        async with asyncio.timeout(seconds):
            # One that is still starting has no handler yet and ends by the signal.
            assert await self.process.wait() in {0, -signal.SIGTERM}, self.log.read_text()[-3000:]
        return time.monotonic() - began

    async def close(self) -> None:
        self.kill()
        await self.process.wait()


class Site:
    """A web process on a port of its own."""

    def __init__(self, database: TestDatabase, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.database = database
        self.data_dir = folder / "data"
        self.data_dir.mkdir(exist_ok=True)
        self.log = folder / "web.log"
        own = {"VISTONE_PORT": str(self.port), **settings}
        self.web = Process("serve", self.log, environment(database, self.data_dir, **own))
        self.http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{self.port}", timeout=30, limits=httpx.Limits(max_connections=None)
        )
        self.world = World(self.http, None, database.app)

    async def start(self) -> None:
        await self.web.start()
        await self.ready()

    async def ready(self, seconds: float = START_SECONDS) -> float:
        """Waits until it answers; for how long."""
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            assert self.web.process.returncode is None, self.log.read_text()[-3000:]
            with contextlib.suppress(httpx.TransportError):
                if (await self.http.get("/health/ready", timeout=5)).status_code == 200:
                    return time.monotonic() - began
            await asyncio.sleep(0.05)
        raise AssertionError(self.log.read_text()[-3000:])

    async def close(self) -> None:
        await self.http.aclose()
        await self.web.close()


@asynccontextmanager
async def running(database: TestDatabase, folder: Path, **settings: str) -> AsyncIterator[Site]:
    """A site for the length of the block."""
    site = Site(database, folder, **settings)
    try:
        await site.start()
        yield site
    finally:
        await site.close()


class Window:
    """A WebSocket as a browser's window has one, and everything that it heard."""

    def __init__(self, connection: websockets.ClientConnection) -> None:
        self.connection = connection
        self.heard: list[dict[str, Any]] = []
        self.code: int | None = None
        self._new = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        try:
            async for text in self.connection:
                self.heard.append(json.loads(text))
                self._new.set()
        except websockets.ConnectionClosed:
            pass
        finally:
            self.code = self.connection.close_code
            self._new.set()

    async def say(self, **message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def until(self, found: Callable[[], Any], seconds: float) -> Any:
        """Waits until what was heard makes it true."""
        end = time.monotonic() + seconds
        while not (value := found()):
            left = end - time.monotonic()
            assert left > 0, f"not heard within {seconds} s; heard: {self.heard[-5:]}, closed with {self.code}"
            self._new.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._new.wait()
        return value

    async def hears(self, type: str, seconds: float = 20, **fields: Any) -> dict[str, Any]:
        """The first message of that type with those fields.

        The log is handed out behind the oldest transaction of the whole cluster, which may be one of another test's.
        """

        def found() -> dict[str, Any] | None:
            for message in self.heard:
                if message["type"] == type and all(message.get(name) == value for name, value in fields.items()):
                    return message
            return None

        return await self.until(found, seconds)

    async def closed(self, seconds: float = 5) -> int:
        """The code that it was closed with, once it is."""
        code: int = await self.until(lambda: self.code, seconds)
        return code

    async def follow(self, *topics: str, after: str | None = None) -> str:
        """Subscribes; the position told."""
        before = len(self.heard)
        await self.say(type="subscribe", topics=list(topics), **({"after": after} if after else {}))
        told = await self.until(lambda: [m for m in self.heard[before:] if m["type"] == "subscribed"], 10)
        return str(told[0]["position"])

    def cut(self) -> None:
        """Ends the connection without a word."""
        self.connection.transport.abort()

    async def close(self) -> None:
        with contextlib.suppress(Exception):
            async with asyncio.timeout(2):
                await self.connection.close()
        self.connection.transport.abort()
        await asyncio.wait([self._reader], timeout=2)


@asynccontextmanager
async def window(site: Site, person: Person, **headers: str) -> AsyncIterator[Window]:
    """An open window of a person, by bearer token."""
    async with opened(site, {**person.headers, **headers}) as one:
        yield one


@asynccontextmanager
async def opened(site: Site, headers: dict[str, str], query: str = "", **options: Any) -> AsyncIterator[Window]:
    """A window with just those headers."""
    connection = await websockets.connect(
        f"ws://127.0.0.1:{site.port}/api/live{query}",
        additional_headers=headers,
        proxy=None,
        open_timeout=15,
        ping_interval=None,
        **options,
    )
    one = Window(connection)
    try:
        yield one
    finally:
        await one.close()


async def column(dsn: str, query: str, *arguments: object) -> list[str]:
    """The first column of a query's answer, as text."""
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch(query, *arguments)
    await connection.close()
    return [str(row[0]) for row in rows]


async def events(database: TestDatabase, organization_id: str) -> list[str]:
    """What happened in an organization, by the event log: kind and record."""
    query = "SELECT type || ' ' || entity_id FROM platform.events WHERE organization_id = $1 ORDER BY transaction, id"
    return await column(database.admin, query, organization_id)


async def activity(database: TestDatabase, organization_id: str, *, within: float, number: int) -> list[str]:
    """What happened by the activity log, once it has so many entries or the time is over."""
    query = "SELECT action || ' ' || entity_id FROM auth.activity_logs WHERE organization_id = $1 ORDER BY id"

    async def enough() -> bool:
        return len(await column(database.admin, query, organization_id)) >= number

    await until(enough, within)
    await asyncio.sleep(0.3)  # an entry too many would come now
    return await column(database.admin, query, organization_id)


async def until(true: Callable[[], Awaitable[T]], seconds: float) -> T:
    """Waits for it to come true, and fails when it does not."""
    end = time.monotonic() + seconds
    while not (value := await true()):
        assert time.monotonic() < end, f"it did not come true within {seconds} s"
        await asyncio.sleep(0.05)
    return value
