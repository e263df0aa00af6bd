"""`vistone up`: everything that runs, in the right order, as one command that stops it all again.

Order of start: data folder, port, web app, PostgreSQL, migrations, demo, web and worker. Order of stop: web (finishes
the requests in flight), worker (finishes its jobs), PostgreSQL. The web and job processes and PostgreSQL end with this
process also when it is killed; the next `up` goes on from there.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from vistone import webapp
from vistone.children import Child
from vistone.kernel import migrated, postgres
from vistone.kernel.settings import Settings

DRAIN_SECONDS = 20.0  # the web process promises 15
WORKER_SECONDS = 20.0
REPORT_SECONDS = 10.0
TRIES_BEFORE_READY = 3

Progress = Callable[[str], None]


class UpError(Exception):
    """Vistone cannot start. The text is for the person at the terminal."""


class Stack(msgspec.Struct):
    """What is running so far, so that a second Ctrl-C can end it at once."""

    children: list[Child] = msgspec.field(default_factory=list)
    database: postgres.Running | None = None
    began: float = msgspec.field(default_factory=time.monotonic)

    def kill(self) -> None:
        """End everything now; PostgreSQL recovers at the next start."""
        for child in self.children:
            child.kill()
        if self.database is not None:
            self.database.kill()


def up(settings: Settings, *, say: Progress) -> int:
    """Start everything, run until Ctrl-C or SIGTERM, stop everything; the exit code. Errors go to `say` as a sentence."""
    try:
        return asyncio.run(_main(settings, say))
    except (UpError, postgres.PostgresError, webapp.WebAppError) as error:
        say(f"Not started: {error}")
    except OSError as error:  # a folder that is full, gone or not ours; every other file of ours has its own sentence
        say(f"Not started: {error.strerror}: {error.filename}")
    return 1


async def _main(settings: Settings, say: Progress) -> int:
    stack = Stack()
    work = asyncio.create_task(_run(settings, stack, say))
    asked = 0

    def on_signal() -> None:
        nonlocal asked
        asked += 1
        if asked == 1:
            say("Stopping (Ctrl-C again ends everything at once)")
            work.cancel()
        else:
            stack.kill()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, on_signal)
    try:
        await work
    except asyncio.CancelledError:
        say("Stopped")
    return 0 if asked < 2 else 130


async def _run(settings: Settings, stack: Stack, say: Progress) -> None:
    data_dir = settings.data_dir.expanduser().absolute()
    marker = data_dir / "up.running"
    cluster = None
    if settings.database_url is None:
        cluster = await asyncio.to_thread(postgres.prepare, data_dir, progress=say)
    await _wait_for_port(settings, DRAIN_SECONDS if marker.exists() else 0, say)
    async with _database(settings, cluster, stack, say) as environment:
        marker.touch()
        try:
            await _serve(settings, data_dir, cluster, environment, stack, say)
        finally:
            marker.unlink(missing_ok=True)


async def _serve(
    settings: Settings,
    data_dir: Path,
    cluster: postgres.Cluster | None,
    environment: dict[str, str],
    stack: Stack,
    say: Progress,
) -> None:
    """All that needs the database: build, migrate, demo, then web and job processes until cancelled."""
    logs = data_dir / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    await webapp.build(logs / "web-build.log", progress=say)
    # A database of somebody's own may have been given another role for the app: there the grants are always made again.
    if cluster is None or not await migrated.is_current(cluster.owner_dsn(), Path(__file__).parent):
        say("Bringing the database up to date")
        await _command(["migrate"], environment)
    logins = await _demo(data_dir, environment, say) if settings.loads_demo else ""
    web = Child("The web process", ["serve"], logs / "web.log", environment)
    worker = Child("The job process", ["worker"], logs / "worker.log", environment)
    stack.children = [web, worker]
    async with _running(web.run(progress=say), worker.run(progress=say)):
        try:
            await _until_ready(settings, web, say)
            say(_welcome(settings, data_dir, logins, time.monotonic() - stack.began))
            await asyncio.Event().wait()
        finally:
            if not await web.stop(DRAIN_SECONDS):
                say(f"The web process took longer than {DRAIN_SECONDS:g} s and was ended")
            if not await worker.stop(WORKER_SECONDS):
                say(f"The job process took longer than {WORKER_SECONDS:g} s and was ended; its jobs are repeated")


async def _wait_for_port(settings: Settings, seconds: float, say: Progress) -> None:
    """Check the port; after an `up` that was killed, give its web process time to finish its requests and let go."""
    until = time.monotonic() + seconds
    told = False
    while True:
        try:
            check_port(settings.host, settings.port)
        except UpError:
            if time.monotonic() > until:
                raise
            if not told:
                say("Waiting for the web process of a Vistone that was killed to let go of the port")
            told = True
            await asyncio.sleep(0.2)
        else:
            return


def check_port(host: str, port: int) -> None:
    """Errors: UpError when the address is not ours to listen on, saying why and what to do."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise UpError(f"VISTONE_HOST = {host!r} is no address of this machine: {error.strerror}.") from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except PermissionError:
            raise UpError(f"Port {port} needs root here. Choose another, for example VISTONE_PORT=8080.") from None
        except OSError as error:
            if error.errno == 98:  # EADDRINUSE
                raise UpError(
                    f"Port {port} on {host} is taken by another program (perhaps another Vistone). "
                    f"Stop that one, or choose another port: VISTONE_PORT={port + 1 if port < 65535 else 8080} ./vistone up"
                ) from None
            raise UpError(f"{host}:{port} cannot be listened on: {error.strerror}.") from None


@asynccontextmanager
async def _database(
    settings: Settings, cluster: postgres.Cluster | None, stack: Stack, say: Progress
) -> AsyncIterator[dict[str, str]]:
    """A database that answers, kept alive for the length of the block; the environment that leads children to it."""
    environment = {**os.environ, "VISTONE_DATA_DIR": str(settings.data_dir.expanduser().absolute())}
    if cluster is None:
        say("Using the PostgreSQL of VISTONE_DATABASE_URL")
        found = await postgres.connections(settings.data_dir, settings.database_url, settings.app_database_url)
        settings.data_dir.expanduser().mkdir(mode=0o700, parents=True, exist_ok=True)
        yield {**environment, "VISTONE_DATABASE_URL": found.owner, "VISTONE_APP_DATABASE_URL": found.app}
        return
    say("Starting PostgreSQL")
    running = stack.database = await postgres.start(cluster, progress=say)
    try:
        async with _running(running.supervise(progress=say)):
            try:
                yield environment
            finally:
                await running.stop(progress=say)
    finally:
        stack.database = None


@asynccontextmanager
async def _running(*work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Run coroutines beside the block and cancel them after it; an error in one of them ends the block."""
    outer = asyncio.current_task()
    if outer is None:
        raise RuntimeError("runs in a task only")
    failed: list[BaseException] = []

    def done(task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            failed.append(error)
            outer.cancel()

    tasks = [asyncio.create_task(one) for one in work]
    for task in tasks:
        task.add_done_callback(done)
    try:
        yield
    except asyncio.CancelledError:
        if failed:
            raise UpError(f"A watcher failed: {failed[0]!r}") from failed[0]
        raise
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _command(arguments: list[str], environment: dict[str, str]) -> str:
    """Run one command of Vistone to its end, as a process, so that what it needs does not stay in memory.

    Returns what it printed. Errors: UpError with the last lines it said.
    """
    process = await asyncio.create_subprocess_exec(
        *postgres.tied_command(signal.SIGTERM, [sys.executable, "-P", "-m", "vistone.cli", *arguments]),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    try:
        out, errors = await process.communicate()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        raise
    if process.returncode != 0:
        last = "\n".join((out + errors).decode(errors="replace").strip().splitlines()[-15:])
        raise UpError(f"`vistone {' '.join(arguments)}` failed (exit {process.returncode}):\n{last}")
    return out.decode(errors="replace").strip()


async def _demo(data_dir: Path, environment: dict[str, str], say: Progress) -> str:
    """Load the demo organization once per data folder; what the command said, which names the sign-ins."""
    kept = data_dir / "demo.txt"
    if not kept.exists():
        say("Loading the demo organization (first start only)")
        said = await _command(["demo"], environment)
        half = kept.with_suffix(".new")
        half.write_text(said)
        half.replace(kept)
    return kept.read_text()


async def _until_ready(settings: Settings, web: Child, say: Progress) -> None:
    """Wait until /health/ready answers 200. Errors: UpError when the web process keeps dying before that."""
    say("Starting the web and job processes")
    began = time.monotonic()
    reports = 0
    while not await _ready(settings):
        if web.deaths >= TRIES_BEFORE_READY:
            raise UpError(f"the web process ended {web.deaths} times; {web.log} ends with:\n{web.last_lines()}")
        waited = time.monotonic() - began
        if waited > REPORT_SECONDS * (reports + 1):
            reports += 1
            say(f"Still waiting for the web process to answer ({waited:.0f} s; its log is {web.log})")
        await asyncio.sleep(0.1)


async def _ready(settings: Settings) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 -- compared, not bound
    try:
        async with asyncio.timeout(5):
            reader, writer = await asyncio.open_connection(host, settings.port)
            try:
                writer.write(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                return b" 200 " in await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False


def _welcome(settings: Settings, data_dir: Path, logins: str, seconds: float) -> str:
    place = "the PostgreSQL of VISTONE_DATABASE_URL, files" if settings.database_url else "data"
    begin = f"  Begin     {settings.origin}/register makes an account and its organization"
    lines = [
        f"Ready in {seconds:.1f} s.",
        "",
        f"  Open      {settings.origin}",
        *(f"  {'Sign in' if number == 0 else '':<9} {line}" for number, line in enumerate(logins.splitlines())),
        *([] if logins else [begin]),
        f"  Kept in   {data_dir} ({place}, logs)",
        "  Stop      Ctrl-C",
        "",
    ]
    return "\n".join(lines)
