"""The embedded PostgreSQL at rest: who holds a data folder, how a database comes to be, where its passwords are.

    <data_dir>/postgres.lock            held while somebody makes, starts or runs the database
    <data_dir>/postgres/data            PostgreSQL's own directory
    <data_dir>/postgres/credentials.json, 0600
    <data_dir>/postgres.new-*           a database in the making; never used, removed by the next start

A database is made whole in `postgres.new-*` (directory, roles, extensions, passwords) and appears under its name by one
rename. So whatever moment a first start is killed at, the next finds a complete database or none.
"""

import fcntl
import hashlib
import locale
import os
import secrets
import shutil
import signal
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote, urlencode

import msgspec

from vistone.kernel.postgres import processes
from vistone.kernel.postgres.errors import InUseError, PostgresError
from vistone.kernel.postgres.processes import Account

MAJOR = "18"
DATABASE = "vistone"
OWNER_ROLE = "vistone_owner"
APP_ROLE = "vistone_app"
EXTENSIONS = ("vector", "pg_trgm", "unaccent", "citext")
CONFIGURATION = "vistone.conf"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 107  # bytes, sun_path in unix(7) without its closing zero

Progress = Callable[[str], None]
"""Is told, in one sentence, what takes time just now."""


class Credentials(msgspec.Struct, frozen=True):
    """The passwords of the three roles."""

    postgres: str
    vistone_owner: str
    vistone_app: str


class Cluster(msgspec.Struct, frozen=True):
    """A database that is complete on disk, running or not."""

    data_dir: Path
    socket_dir: Path
    account: Account
    credentials: Credentials

    @property
    def data(self) -> Path:
        """PostgreSQL's own directory."""
        return self.data_dir / "postgres" / "data"

    def app_dsn(self) -> str:
        """The database as the role that the app runs under: owns nothing, held by row level security."""
        return self.dsn(APP_ROLE, self.credentials.vistone_app)

    def owner_dsn(self) -> str:
        """The database as the role that owns it and runs migrations."""
        return self.dsn(OWNER_ROLE, self.credentials.vistone_owner)

    def admin_dsn(self) -> str:
        """The database as superuser: for backups and tests, never for the app."""
        return self.dsn("postgres", self.credentials.postgres)

    def dsn(self, role: str, password: str, database: str = DATABASE) -> str:
        """A connection address through the socket."""
        host = urlencode({"host": str(self.socket_dir)})
        return f"postgresql://{role}:{quote(password)}@/{database}?{host}"


class Lock:
    """Says who works on a data folder. The kernel lets go of it when its holder ends, however it ends."""

    def __init__(self, file: int) -> None:
        self._file = file

    @classmethod
    def take(cls, data_dir: Path) -> Self:
        """Hold `data_dir`. Errors: InUseError that names the process that holds it."""
        path = data_dir / "postgres.lock"
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(file, 200).decode(errors="replace").strip() or "another process"
            os.close(file)
            raise InUseError(
                f"The data in {data_dir} is already in use by {holder}. "
                "Stop that one first, or set VISTONE_DATA_DIR to another folder."
            ) from None
        os.ftruncate(file, 0)
        started = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
        os.pwrite(file, f"process {os.getpid()} (since {started})\n".encode(), 0)
        return cls(file)

    def release(self) -> None:
        """Let go; harmless when done twice."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Hold `data_dir` for the length of a block."""
    lock = Lock.take(data_dir)
    try:
        yield
    finally:
        lock.release()


def prepare(data_dir: Path, *, progress: Progress) -> Cluster:
    """The database in `data_dir`, made if there is none yet.

    Errors: PostgresError when the folder is in use, not ours, not writable, or of another major version.
    """
    data_dir = data_dir.expanduser().absolute()
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        data_dir = data_dir.resolve()
        with locked(data_dir):
            _remove_unfinished(data_dir)
            if not (data_dir / "postgres").exists():
                _make(data_dir, progress)
    except PermissionError as error:
        raise PostgresError(
            f"Vistone has no right to use {error.filename or data_dir}. Set VISTONE_DATA_DIR to a folder of your own."
        ) from None
    except OSError as error:
        raise PostgresError(
            f"The data folder {data_dir} cannot be used: {error.strerror} ({error.filename})."
        ) from None
    return existing(data_dir)


def existing(data_dir: Path) -> Cluster:
    """The database that is in `data_dir` already. Errors: PostgresError when there is none that we can use."""
    data_dir = data_dir.expanduser().resolve()
    folder = data_dir / "postgres"
    try:
        version = (folder / "data" / "PG_VERSION").read_text().strip()
        credentials = msgspec.json.decode((folder / "credentials.json").read_bytes(), type=Credentials)
    except FileNotFoundError as error:
        raise PostgresError(
            f"There is no complete Vistone database in {data_dir} ({error.filename} is missing)."
        ) from None
    except PermissionError as error:
        raise PostgresError(
            f"You may not read {error.filename}. Start Vistone as the user who made it, or set VISTONE_DATA_DIR to a "
            "folder of your own."
        ) from None
    except msgspec.DecodeError as error:
        raise PostgresError(f"{folder / 'credentials.json'} cannot be read: {error}.") from None
    if version != MAJOR:
        raise PostgresError(
            f"The database in {data_dir} was made by PostgreSQL {version}, and this Vistone brings {MAJOR}. "
            "Make a backup with the Vistone that made it, and restore that into a new folder with this one."
        )
    account = processes.account_for(folder / "data")
    return Cluster(
        data_dir=data_dir, socket_dir=_socket_dir(data_dir, account), account=account, credentials=credentials
    )


def _socket_dir(data_dir: Path, account: Account) -> Path:
    """The folder of the socket: in the data folder where its path is short enough and open to the account.

    Otherwise under /tmp, by a name that every process on this data folder works out alike. Not TMPDIR, which differs
    from one login to the next.
    """
    inside = data_dir / "run"
    if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT and processes.reachable(account, data_dir):
        return inside
    key = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path("/tmp") / f"vistone-{account.uid}-{key}"  # noqa: S108 -- make_socket_dir checks whose it is


def make_socket_dir(cluster: Cluster) -> None:
    """Make the socket's folder, open to nobody but PostgreSQL's account. Errors: PostgresError if it is a stranger's."""
    path, account = cluster.socket_dir, cluster.account
    try:
        path.mkdir(mode=0o700)
        if account.switch:
            os.chown(path, account.uid, account.gid)
    except FileExistsError:
        pass
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        # A first start may have been killed between the two lines above.
        if account.switch and stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
        else:
            raise PostgresError(f"{path} is not a folder of PostgreSQL's account. Remove it and start again.")
    path.chmod(0o700)


def _remove_unfinished(data_dir: Path) -> None:
    """Remove what a first start that was killed left behind, and end what may still be at work in it."""
    for left in data_dir.glob("postgres.new-*"):
        data = left / "data"
        processes.end(data, processes.processes_of(data), signal.SIGKILL, wait=10)
        shutil.rmtree(left)


def _make(data_dir: Path, progress: Progress) -> None:
    progress("Making the database (first start only)")
    staging = data_dir / f"postgres.new-{secrets.token_hex(6)}"
    data = staging / "data"
    account = processes.account_for(data)
    programs = processes.binaries_for(account)
    credentials = Credentials(*(secrets.token_urlsafe(32) for _ in Credentials.__struct_fields__))
    try:
        staging.mkdir(mode=0o755 if account.switch else 0o700)
        data.mkdir(mode=0o700)
        if account.switch:
            os.chown(data, account.uid, account.gid)
        _initialise(data, account, programs, credentials)
        _write_private(staging / "credentials.json", msgspec.json.format(msgspec.json.encode(credentials)))
        for folder in (data, staging):
            _sync(folder)
        staging.rename(data_dir / "postgres")
        _sync(data_dir)
    except BaseException:
        processes.end(data, processes.processes_of(data), signal.SIGKILL, wait=10)
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _initialise(data: Path, account: Account, programs: Path, credentials: Credentials) -> None:
    """initdb, then roles, database and extensions in single-user mode: no socket is open before passwords are set."""
    where = processes.directory_argument(account, data)
    processes.run(
        account,
        [
            str(programs / "initdb"),
            f"--pgdata={where}",
            "--username=postgres",
            "--encoding=UTF8",
            # PostgreSQL's own C.UTF-8 sorts and folds alike on every machine and in every later version.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            f"--lc-ctype={_utf8_letters()}",
            "--data-checksums",
            "--auth=reject",  # replaced by our pg_hba.conf below
            "--no-instructions",
            "--no-sync",  # done once at the end
        ],
        cwd=data,
    )
    _write_owned(data / "pg_hba.conf", account, PG_HBA)
    _write_owned(data / CONFIGURATION, account, "")
    with (data / "postgresql.conf").open("a") as file:
        file.write(
            f"\n# Vistone's settings, written at each start. Yours go into postgresql.auto.conf (ALTER SYSTEM).\n"
            f"include '{CONFIGURATION}'\n"
        )
    single = [str(programs / "postgres"), "--single", "-D", where, "-c", "exit_on_error=on", "-c", "fsync=off"]
    processes.run(account, [*single, "postgres"], cwd=data, stdin=_roles(credentials))
    processes.run(account, [*single, DATABASE], cwd=data, stdin=_extensions())
    processes.run(account, [str(programs / "initdb"), "--sync-only", f"--pgdata={where}"], cwd=data)


def _utf8_letters() -> str:
    """The system's locale that knows letters beyond ASCII: pg_trgm asks it, not PostgreSQL's own, what a letter is."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8"):
            with suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


PG_HBA = """\
# Written by Vistone. Through the socket only, and nobody without a password.
local  all          all       scram-sha-256
local  replication  postgres  scram-sha-256
"""


def _roles(credentials: Credentials) -> str:
    """One statement a line, as single-user mode wants it. The passwords are URL-safe base64: nothing to quote."""
    limits = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    return "\n".join(
        [
            f"ALTER ROLE postgres PASSWORD '{credentials.postgres}';",
            f"CREATE ROLE {OWNER_ROLE} LOGIN {limits} PASSWORD '{credentials.vistone_owner}';",
            f"CREATE ROLE {APP_ROLE} LOGIN {limits} PASSWORD '{credentials.vistone_app}';",
            # So that the tenant reaches the workers should the database move to Citus; plain PostgreSQL takes it as text.
            f"ALTER ROLE {APP_ROLE} SET citus.propagate_set_commands = 'local';",
            f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE};",
            f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;",
            f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP_ROLE};",
            "",
        ]
    )


def _extensions() -> str:
    made = [f"CREATE EXTENSION {name} WITH SCHEMA public;" for name in EXTENSIONS]
    return "\n".join([*made, "REVOKE CREATE ON SCHEMA public FROM PUBLIC;", ""])


def _write_owned(path: Path, account: Account, text: str) -> None:
    """Write a file for PostgreSQL's account, whole or not at all."""
    half = path.with_name(f".{path.name}.new")
    half.unlink(missing_ok=True)
    _write_private(half, text.encode())
    if account.switch:
        os.chown(half, account.uid, account.gid)
    half.replace(path)


def write_configuration(cluster: Cluster, text: str) -> None:
    """Put `text` into the file that postgresql.conf includes."""
    _write_owned(cluster.data / CONFIGURATION, cluster.account, text)


def _write_private(path: Path, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
