"""The embedded PostgreSQL at work: start, wait until it answers, stop, and start again when it dies."""

import asyncio
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from vistone.kernel.postgres import processes
from vistone.kernel.postgres.cluster import SOCKET_NAME, Cluster, Lock, Progress, make_socket_dir, write_configuration
from vistone.kernel.postgres.errors import PostgresError

POLL_SECONDS = 0.05
REPORT_SECONDS = 5.0
FAST_SHUTDOWN_SECONDS = 60.0  # then immediate: nothing is lost, the next start replays the log
STEADY_SECONDS = 60.0  # a server that lived this long is not failing at its start; back-off begins anew
LONGEST_PAUSE_SECONDS = 30.0

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "cluster_name": "vistone",
    "timezone": "UTC",
    # A small machine that runs the web and job processes too.
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",  # our statements are short; compiling them takes longer than running them
    # What was acknowledged is on disk.
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "wal_level": "replica",  # pg_basebackup
    "max_wal_senders": "4",
    "max_wal_size": "1GB",
    "password_encryption": "scram-sha-256",
    "idle_in_transaction_session_timeout": "10min",
    # A week of logs, one file a day, without the values that people typed in.
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgres-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_min_duration_statement": "2s",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class Running:
    """A server that was started by us and whose data folder we hold."""

    def __init__(
        self, cluster: Cluster, process: subprocess.Popen[bytes], lock: Lock, options: Mapping[str, str]
    ) -> None:
        self.cluster = cluster
        self._process = process
        self._lock = lock
        self._options = options
        self._stopping = False

    @property
    def pid(self) -> int:
        """The process id of the postmaster; another one after a restart by `supervise`."""
        return self._process.pid

    def kill(self) -> None:
        """End the server at once, without writing everything out: nothing is lost, but the next start recovers."""
        self._stopping = True
        self._signal(signal.SIGQUIT)

    async def stop(self, *, progress: Progress = lambda _: None) -> None:
        """End every connection, write everything out, end the server, let go of the data folder."""
        self._stopping = True
        try:
            self._signal(signal.SIGINT)  # fast shutdown
            if not await self._ended_within(FAST_SHUTDOWN_SECONDS):
                progress("PostgreSQL takes long to stop: ending it at once; the next start recovers")
                self._signal(signal.SIGQUIT)
                if not await self._ended_within(10):
                    self._signal(signal.SIGKILL)
                    await self._ended_within(10)
            if self.cluster.socket_dir.parent != self.cluster.data_dir:
                with suppress(OSError):
                    self.cluster.socket_dir.rmdir()  # leave nothing in /tmp
        finally:
            self._lock.release()

    async def supervise(self, *, progress: Progress) -> None:
        """Start the server again whenever it dies, until `stop`. Runs for ever: cancel it or call `stop`.

        Pauses between tries grow from half a second to LONGEST_PAUSE_SECONDS.
        """
        pause = 0.5
        while True:
            began = time.monotonic()
            code = await self._wait()
            if self._stopping:
                return
            if time.monotonic() - began > STEADY_SECONDS:
                pause = 0.5
            progress(f"PostgreSQL ended unexpectedly (exit {code}): starting it again")
            while True:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                if self._stopping:
                    return
                try:
                    make_socket_dir(self.cluster)
                    await asyncio.to_thread(_clear_leftovers, self.cluster, progress)
                    self._process = _spawn(self.cluster, self._options)
                    await _until_ready(self.cluster, self._process, progress)
                except PostgresError as error:
                    progress(f"{error} Trying again in {pause:g} s")
                    continue
                progress("PostgreSQL answers again")
                break

    async def _wait(self) -> int:
        """Sleep until the postmaster ends, without a thread and without polling."""
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(self._process.pid)
            loop = asyncio.get_running_loop()
            ended = asyncio.Event()
            loop.add_reader(handle, ended.set)
            try:
                if self._process.poll() is None:
                    await ended.wait()
            finally:
                loop.remove_reader(handle)
                os.close(handle)
        return self._process.wait()

    async def _ended_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self._process.poll() is None:
            if time.monotonic() > until:
                return False
            await asyncio.sleep(POLL_SECONDS)
        return True

    def _signal(self, how: signal.Signals) -> None:
        if self._process.poll() is None:
            self._process.send_signal(how)


async def start(cluster: Cluster, *, progress: Progress, options: Mapping[str, str] | None = None) -> Running:
    """Start the server and return when it takes connections, however long its recovery lasts.

    Call it in the main thread: the server is shut down when the thread that started it ends. A server that an earlier
    start left running (its parent was killed) is shut down first rather than adopted: as our own child we learn at once
    when it dies, it ends when we do, and it runs with the settings of today. That costs about a second.

    `options` are settings of PostgreSQL beside ours. Errors: PostgresError when somebody else holds the data folder, or
    with what PostgreSQL said when it does not start.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("start PostgreSQL in the main thread: it ends with the thread that started it")
    lock = Lock.take(cluster.data_dir)
    process = None
    try:
        make_socket_dir(cluster)
        await asyncio.to_thread(_clear_leftovers, cluster, progress)
        process = _spawn(cluster, options or {})
        await _until_ready(cluster, process, progress)
    except BaseException:
        if process is not None:
            await Running(cluster, process, lock, {}).stop()
        lock.release()
        raise
    return Running(cluster, process, lock, options or {})


def _spawn(cluster: Cluster, options: Mapping[str, str]) -> subprocess.Popen[bytes]:
    own = {**SETTINGS, "unix_socket_directories": str(cluster.socket_dir), "port": "5432", **options}
    lines = (f"{name} = '{value}'" for name, value in own.items())
    write_configuration(cluster, "\n".join(["# Written by Vistone at each start.", *lines, ""]))
    programs = processes.binaries_for(cluster.account)
    where = processes.directory_argument(cluster.account, cluster.data)
    with _startup_log(cluster).open("wb") as output:
        return processes.spawn(
            cluster.account,
            [str(programs / "postgres"), "-D", where],
            cwd=cluster.data,
            death_signal=signal.SIGINT,  # fast shutdown
            output=output,
        )


async def _until_ready(cluster: Cluster, process: subprocess.Popen[bytes], progress: Progress) -> None:
    """Wait as long as the server lives: a crash recovery may take minutes, and ending it would only begin it anew."""
    began = time.monotonic()
    reports = 0
    while not _ready(cluster, process.pid):
        if process.poll() is not None:
            raise PostgresError(f"PostgreSQL did not start (exit {process.returncode}). {_said(cluster)}")
        waited = time.monotonic() - began
        if waited > REPORT_SECONDS * (reports + 1):
            reports += 1
            progress(f"PostgreSQL is starting; after a crash it recovers first ({waited:.0f} s so far)")
        await asyncio.sleep(POLL_SECONDS)


def _ready(cluster: Cluster, pid: int) -> bool:
    """Whether the postmaster says so in line 8 of its pid file, where pg_ctl looks too."""
    try:
        lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def _startup_log(cluster: Cluster) -> Path:
    return cluster.data_dir / "postgres" / "startup.log"


def _said(cluster: Cluster) -> str:
    """The last that the server said: first on its standard error, later in its own log."""
    logs = [_startup_log(cluster), *(cluster.data / "log").glob("postgres-*.log")]
    newest = max((log for log in logs if log.stat().st_size > 0), key=lambda log: log.stat().st_mtime, default=None)
    if newest is None:
        return "It said nothing."
    with newest.open("rb") as file:
        file.seek(max(0, newest.stat().st_size - 4000))
        last = file.read().decode(errors="replace").strip().splitlines()[-6:]
    return f"The last of {newest}:\n" + "\n".join(last)


def _clear_leftovers(cluster: Cluster, progress: Progress) -> None:
    """End what an earlier start left running on our data, then remove a pid file that means nobody.

    PostgreSQL itself refuses to start while the number in postmaster.pid belongs to any process, a stranger too; and
    deleting that file is safe only when no process of the old server is left. We hold the lock, so none can come.
    """
    data = cluster.data
    if left := processes.processes_of(data):
        progress("Ending a PostgreSQL that an earlier start left running")
        postmaster = _postmaster(cluster) & left
        if not postmaster or not processes.end(data, postmaster, signal.SIGINT, FAST_SHUTDOWN_SECONDS):
            # Orphans of a postmaster that was killed end by themselves unless they are busy.
            for how, wait in ((signal.SIGTERM, 2.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 10.0)):
                if processes.end(data, processes.processes_of(data), how, wait):
                    break
        if still := processes.processes_of(data):
            raise PostgresError(f"PostgreSQL processes {sorted(still)} work on {data} and cannot be ended.")
    # The socket's own lock file too: its folder is ours alone, and a killed postmaster that nobody has waited for yet
    # still counts as alive to PostgreSQL.
    for file in (data / "postmaster.pid", *(cluster.socket_dir / (SOCKET_NAME + end) for end in ("", ".lock"))):
        file.unlink(missing_ok=True)


def _postmaster(cluster: Cluster) -> set[int]:
    """The number in postmaster.pid, whosever it is by now."""
    try:
        first = (cluster.data / "postmaster.pid").read_text().partition("\n")[0].strip()
    except FileNotFoundError:
        return set()
    return {int(first)} if first.isdigit() else set()
