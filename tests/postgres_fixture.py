"""One throwaway PostgreSQL for a whole pytest run, shared by all xdist workers; the real thing from `kernel.postgres`.

    shared_cluster() -> TestCluster                      # sync; starts it, or joins the one of this run. ~1 s the first time
    TestCluster.owner_dsn(database) / app_dsn(database) / admin_dsn(database) -> str
    await template(cluster, name, build)                 # a migrated database to copy from, built once per run:
                                                         #   build: async (TestDatabase) -> None, e.g. runs migrations
    await create_database(cluster, template_name) -> TestDatabase(name, owner, app, admin)   # CREATE DATABASE … TEMPLATE
    await drop_database(cluster, database)

In a conftest:

    @pytest.fixture(scope="session")
    def cluster() -> TestCluster: return shared_cluster()

    @pytest.fixture
    async def database(cluster):
        await template(cluster, "migrated", lambda d: upgrade_all(d.owner, APP_ROLE))
        database = await create_database(cluster, "migrated")
        yield database
        await drop_database(cluster, database)

Database `vistone` of the cluster has the extensions and nothing else; templates are copied from it. Roles and their
passwords belong to the cluster, so they are the same in every database; what `ALTER DATABASE … SET` sets is not copied.
A template must have no open connection while it is copied: `build` closes its own.

fsync is off and the data rests in memory (/dev/shm) where there is room. Nobody has to stop it: a keeper process holds
it for as long as any process that called `shared_cluster` lives, also when they are killed, and then removes it.
"""

import asyncio
import contextlib
import fcntl
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import msgspec

from vistone.kernel import postgres

OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "max_wal_senders": "2",
    "autovacuum_naptime": "10min",
    "log_min_duration_statement": "-1",
    "file_copy_method": "copy",
    "checkpoint_timeout": "1h",
}
SHM = Path("/dev/shm")
SHM_NEEDED = 2 * 1024**3
START_SECONDS = 120


class TestDatabase(msgspec.Struct, frozen=True):
    """One database and the three ways in."""

    __test__ = False

    name: str
    owner: str
    app: str
    admin: str


class TestCluster(msgspec.Struct, frozen=True):
    """The server of this run."""

    __test__ = False

    folder: Path
    cluster: postgres.Cluster

    def database(self, name: str) -> TestDatabase:
        """The addresses of the database of that name, which may not exist yet."""
        return TestDatabase(name=name, owner=self.owner_dsn(name), app=self.app_dsn(name), admin=self.admin_dsn(name))

    def owner_dsn(self, database: str = "vistone") -> str:
        """As the role that owns the database and migrates it."""
        return self.cluster.dsn(postgres.OWNER_ROLE, self.cluster.credentials.vistone_owner, database)

    def app_dsn(self, database: str = "vistone") -> str:
        """As the role that the app runs under."""
        return self.cluster.dsn(postgres.APP_ROLE, self.cluster.credentials.vistone_app, database)

    def admin_dsn(self, database: str = "vistone") -> str:
        """As superuser."""
        return self.cluster.dsn("postgres", self.cluster.credentials.postgres, database)


_held: dict[str, int] = {}  # run -> open file whose lock says "this process still needs the server"


def shared_cluster() -> TestCluster:
    """The server of this pytest run, started by whoever asks first."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"p{os.getpid()}"
    folder = _root() / run
    folder.mkdir(mode=0o700, exist_ok=True)
    if run not in _held:
        _held[run] = os.open(folder / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(_held[run], fcntl.LOCK_SH)
    with contextlib.closing(_Exclusive(folder / "start.lock")):
        if not (folder / "ready").exists():
            _remove_abandoned(folder)
            _start_keeper(folder)
    return TestCluster(folder=folder, cluster=postgres.existing(folder / "data"))


async def template(
    cluster: TestCluster, name: str, build: Callable[[TestDatabase], Awaitable[object]], *, source: str = "vistone"
) -> TestDatabase:
    """The database `name`, built once per run from `source` by `build` and never connected to afterwards."""
    database = cluster.database(name)
    done = cluster.folder / f"template-{name}"
    if done.exists():
        return database
    with contextlib.closing(await asyncio.to_thread(_Exclusive, cluster.folder / f"template-{name}.lock")):
        if not done.exists():
            await _admin(cluster, f"DROP DATABASE IF EXISTS {_plain(name)} WITH (FORCE)")
            await _copy(cluster, name, source)
            await build(database)
            done.touch()
    return database


async def create_database(cluster: TestCluster, template_name: str = "vistone") -> TestDatabase:
    """A fresh copy of a template."""
    name = f"t_{secrets.token_hex(6)}"
    await _copy(cluster, name, template_name)
    return cluster.database(name)


async def drop_database(cluster: TestCluster, database: TestDatabase) -> None:
    """Remove a database, cutting whoever is still connected."""
    await _admin(cluster, f"DROP DATABASE IF EXISTS {_plain(database.name)} WITH (FORCE)")


async def _copy(cluster: TestCluster, name: str, source: str) -> None:
    await _admin(
        cluster,
        f"CREATE DATABASE {_plain(name)} TEMPLATE {_plain(source)} OWNER {postgres.OWNER_ROLE} STRATEGY WAL_LOG",
    )


async def _admin(cluster: TestCluster, statement: str) -> None:
    """Run one statement that cannot be in a transaction; again for a moment while its template is being copied."""
    connection = await asyncpg.connect(cluster.admin_dsn("postgres"))
    try:
        for attempt in range(50):
            try:
                await connection.execute(statement)
            except asyncpg.ObjectInUseError:
                if attempt == 49:
                    raise
                await asyncio.sleep(0.1)
            else:
                return
    finally:
        await connection.close()


def _plain(name: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name):
        raise ValueError(f"{name!r} is no plain database name")
    return name


def _root() -> Path:
    """A private folder for the runs of this user, in memory if there is room."""
    roomy = SHM.is_dir() and os.access(SHM, os.W_OK) and shutil.disk_usage(SHM).free > SHM_NEEDED
    root = (SHM if roomy else Path(tempfile.gettempdir())) / f"vistone-tests-{os.geteuid()}"
    root.mkdir(mode=0o700, exist_ok=True)
    if root.lstat().st_uid != os.geteuid() or root.is_symlink():
        raise RuntimeError(f"{root} belongs to somebody else; remove it")
    return root


class _Exclusive:
    """A lock between processes, held from the making of the object to `close`."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def close(self) -> None:
        os.close(self._file)


def _remove_abandoned(ours: Path) -> None:
    """Remove what runs left behind whose keeper was killed too."""
    for folder in ours.parent.iterdir():
        lock = folder / "users.lock"
        if folder == ours or not lock.exists():
            continue
        file = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            postgres.Lock.take(folder / "data").release()  # a keeper may be about to remove it
        except (BlockingIOError, FileNotFoundError, postgres.PostgresError):
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(file)


def _start_keeper(folder: Path) -> None:
    log = folder / "keeper.log"
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, __file__, str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    until = time.monotonic() + START_SECONDS
    while not (folder / "ready").exists():
        if keeper.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the PostgreSQL of the tests did not start:\n{log.read_text()}")
        time.sleep(0.02)
    keeper.returncode = 0  # it outlives this process on purpose; without this Popen would warn of it


async def _keep(folder: Path) -> None:
    """Run the server until no process needs it, then remove everything. The keeper's main function."""
    data = folder / "data"
    running = await postgres.start(postgres.prepare(data, progress=print), progress=print, options=OPTIONS)
    (folder / "ready").touch()
    await asyncio.to_thread(_Exclusive, folder / "users.lock")  # waits until the last user has ended
    folder = await asyncio.to_thread(folder.rename, folder.with_name(f".{folder.name}.{os.getpid()}"))
    await running.stop()
    shutil.rmtree(folder)
    with contextlib.suppress(OSError):
        running.cluster.socket_dir.rmdir()


if __name__ == "__main__":
    asyncio.run(_keep(Path(sys.argv[1])))
