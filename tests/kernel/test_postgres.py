"""The embedded PostgreSQL under what really happens to it: kills at any moment, stale files, strangers, two starts."""

import asyncio
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from tests.kernel.postgres_running import ask, gone, one, starting
from vistone.kernel import postgres
from vistone.kernel.postgres import processes
from vistone.kernel.postgres.cluster import make_socket_dir


def silent(_: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a complete database that was never started; to be copied."""
    folder = tmp_path_factory.mktemp("made") / "data"
    postgres.prepare(folder, progress=silent)
    return folder


@pytest.fixture
def data_dir(made: Path, tmp_path: Path) -> Path:
    """A data folder of one's own."""
    subprocess.run(["cp", "-a", made, tmp_path / "data"], check=True)
    return tmp_path / "data"


def test_fresh_database_has_roles_extensions_and_no_open_door(data_dir: Path) -> None:
    cluster = postgres.existing(data_dir)
    with starting(data_dir) as starter:
        starter.ready()
        role = "SELECT rolname || rolsuper || rolbypassrls || rolcreaterole || rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert ask(cluster.app_dsn(), role) == "vistone_appfalsefalsefalsefalse"
        assert ask(cluster.owner_dsn(), role) == "vistone_ownerfalsefalsefalsefalse"
        assert ask(cluster.admin_dsn(), "SELECT count(*) FROM pg_class WHERE relowner = 'vistone_app'::regrole") == 0
        assert ask(cluster.app_dsn(), "SELECT array_agg(extname::text ORDER BY extname) FROM pg_extension") == [
            "citext",
            "pg_trgm",
            "plpgsql",
            "unaccent",
            "vector",
        ]
        settings = {
            "listen_addresses": "",
            "data_checksums": "on",
            "synchronous_commit": "on",
            "server_encoding": "UTF8",
        }
        for name, value in settings.items():
            assert ask(cluster.app_dsn(), f"SHOW {name}") == value
        assert ask(cluster.app_dsn(), "SELECT 'Ä' ILIKE 'ä' AND 'école' % 'ÉCOLE'") is True
        with pytest.raises(asyncpg.InvalidPasswordError):
            ask(cluster.dsn("vistone_app", "guess"), "SELECT 1")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            ask(cluster.app_dsn(), "CREATE TABLE public.mine ()")
        hba = "SELECT array_agg(DISTINCT type || ' ' || auth_method) FROM pg_hba_file_rules"
        assert ask(cluster.admin_dsn(), hba) == ["local scram-sha-256"]
        assert (cluster.socket_dir.stat().st_mode & 0o777) == 0o700
        assert ((data_dir / "postgres" / "credentials.json").stat().st_mode & 0o777) == 0o600
        starter.stop()


@pytest.mark.parametrize("seed", range(6))
def test_first_start_killed_at_any_moment_then_the_next_works(tmp_path: Path, seed: int) -> None:
    moment = random.Random(seed).uniform(0.05, 1.4)
    data_dir = tmp_path / "data"
    with starting(data_dir) as first:
        time.sleep(moment)
        first.kill()
    with starting(data_dir) as second:
        second.ready()
        cluster = postgres.existing(data_dir)
        ask(cluster.owner_dsn(), "CREATE SCHEMA s")
        assert ask(cluster.app_dsn(), "SELECT current_user::text") == "vistone_app"
        assert list(data_dir.glob("postgres.new-*")) == []
        second.stop()


def test_stale_pid_file_of_a_process_that_is_gone(data_dir: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    pid_file(data_dir, dead.pid)
    with starting(data_dir) as starter:
        assert starter.ready() != dead.pid
        starter.stop()


@pytest.mark.parametrize("content", ["", "no number", "12\n"])
def test_pid_file_that_makes_no_sense(data_dir: Path, content: str) -> None:
    (data_dir / "postgres" / "data" / "postmaster.pid").write_text(content)
    with starting(data_dir) as starter:
        starter.ready()
        starter.stop()


def test_pid_file_that_names_a_live_stranger_leaves_the_stranger_alone(data_dir: Path) -> None:
    stranger = subprocess.Popen(["sleep", "100"])
    try:
        pid_file(data_dir, stranger.pid)
        with starting(data_dir) as starter:
            starter.ready()
            starter.stop()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_pid_file_that_names_the_postgres_of_another_folder_leaves_it_alone(
    data_dir: Path, made: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    subprocess.run(["cp", "-a", made, other], check=True)
    with starting(other) as stranger:
        pid_file(data_dir, stranger.ready())
        with starting(data_dir) as starter:
            starter.ready()
            starter.stop()
        assert ask(postgres.existing(other).app_dsn(), "SELECT 1") == 1
        stranger.stop()


def pid_file(data_dir: Path, pid: int) -> None:
    """What a postmaster of that number would have left."""
    data = data_dir / "postgres" / "data"
    path = data / "postmaster.pid"
    path.write_text(f"{pid}\n{data}\n1700000000\n5432\n/tmp\n\n  5432001   1234\nready   \n")
    shutil.chown(path, data.stat().st_uid, data.stat().st_gid)


def test_parent_killed_then_the_server_ends_and_the_data_is_there(data_dir: Path) -> None:
    owner = postgres.existing(data_dir).owner_dsn()
    with starting(data_dir) as first:
        first.ready()
        ask(owner, "CREATE SCHEMA s")
        ask(owner, "CREATE TABLE s.kept AS SELECT 7 AS a")
        first.kill()
    # At once, while the old one is still shutting down.
    with starting(data_dir) as second:
        second.ready()
        assert ask(owner, "SELECT a FROM s.kept") == 7
        second.kill()
    assert gone(data_dir, within=10)
    with starting(data_dir) as third:
        third.ready()
        assert ask(owner, "SELECT a FROM s.kept") == 7
        third.stop()


def test_server_that_outlived_its_parent_is_replaced(data_dir: Path) -> None:
    """As where the kernel did not pass on the parent's death: a postmaster that is nobody's child of ours."""
    cluster = postgres.existing(data_dir)
    with starting(data_dir) as first:
        first.ready()
        first.stop()
    make_socket_dir(cluster)
    where = processes.directory_argument(cluster.account, cluster.data)
    orphan = subprocess.Popen(
        [processes.binaries_for(cluster.account) / "postgres", "-D", where],
        cwd=cluster.data,
        user=cluster.account.uid if cluster.account.switch else None,
        group=cluster.account.gid if cluster.account.switch else None,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 20
    while not ((cluster.data / "postmaster.pid").exists() and "ready" in (cluster.data / "postmaster.pid").read_text()):
        assert orphan.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    with starting(data_dir) as second:
        assert second.ready() != orphan.pid
        assert orphan.wait(timeout=10) == 0
        assert ask(cluster.app_dsn(), "SELECT 1") == 1
        second.stop()


async def test_acknowledged_rows_survive_kill_9_of_the_postmaster_and_supervision_brings_it_back(
    data_dir: Path,
) -> None:
    cluster = postgres.existing(data_dir)
    running = await postgres.start(cluster, progress=silent)
    back = asyncio.Event()
    supervision = asyncio.create_task(
        running.supervise(progress=lambda line: back.set() if line == "PostgreSQL answers again" else None)
    )
    try:
        await one(cluster.owner_dsn(), "CREATE SCHEMA s")
        await one(cluster.owner_dsn(), "CREATE TABLE s.ledger (id int PRIMARY KEY)")
        acknowledged: list[int] = []
        writers = [asyncio.create_task(write(cluster.owner_dsn(), start, acknowledged)) for start in (0, 1_000_000)]
        while len(acknowledged) < 200:  # noqa: ASYNC110 -- a list of what was acknowledged has no event
            await asyncio.sleep(0.01)
        first = running.pid
        os.kill(first, signal.SIGKILL)
        await asyncio.gather(*writers)
        rows = await patiently(cluster.owner_dsn(), "SELECT array_agg(id) FROM s.ledger")
        assert set(acknowledged) <= set(rows)
        assert running.pid != first
        await asyncio.wait_for(back.wait(), 5)  # it may answer us a moment before supervision sees that
    finally:
        await running.stop()
        await asyncio.wait_for(supervision, 5)
    assert gone(data_dir, within=0)


async def write(dsn: str, number: int, acknowledged: list[int]) -> None:
    """Insert rows one by one, noting each that was acknowledged, until the connection is lost."""
    connection = await asyncpg.connect(dsn)
    # InternalClientError: what asyncpg says when the connection is lost while it sends.
    with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
        while True:
            await connection.execute("INSERT INTO s.ledger VALUES ($1)", number)
            acknowledged.append(number)
            number += 1
    connection.terminate()


async def patiently(dsn: str, query: str) -> list[int]:
    """The answer once the server is back, within 30 s."""
    for _ in range(300):
        try:
            answer = await one(dsn, query)
        except (asyncpg.PostgresError, OSError):
            await asyncio.sleep(0.1)
        else:
            assert isinstance(answer, list)
            return answer
    raise AssertionError("the server did not come back")


def test_start_after_kill_9_of_the_postmaster_alone_recovers(data_dir: Path) -> None:
    owner = postgres.existing(data_dir).owner_dsn()
    with starting(data_dir) as first:
        postmaster = first.ready()
        ask(owner, "CREATE SCHEMA s")
        ask(owner, "CREATE TABLE s.t AS SELECT generate_series(1, 10000) AS a")
        os.kill(postmaster, signal.SIGKILL)
        first.kill()
    with starting(data_dir) as second:
        second.ready()
        assert ask(owner, "SELECT count(*) FROM s.t") == 10000
        second.stop()


def test_second_start_is_refused_and_says_who_holds_the_folder(data_dir: Path) -> None:
    with starting(data_dir) as first:
        first.ready()
        with starting(data_dir) as second:
            said, _ = second.process.communicate(timeout=20)
            assert second.process.returncode == 1
            assert f"in use by process {first.process.pid} (since 20" in said
            assert "VISTONE_DATA_DIR" in said
        assert ask(postgres.existing(data_dir).app_dsn(), "SELECT 1") == 1
        first.stop()


def test_stop_is_clean(data_dir: Path) -> None:
    cluster = postgres.existing(data_dir)
    with starting(data_dir) as starter:
        starter.ready()
        starter.stop()
    assert gone(data_dir, within=0)
    assert not (cluster.socket_dir / ".s.PGSQL.5432").exists()
    state = subprocess.run(
        [postgres.binaries() / "pg_controldata", cluster.data], capture_output=True, text=True, check=True
    )
    assert re.search(r"Database cluster state:\s+shut down\n", state.stdout)


def test_deep_folder_gets_a_short_socket_path(made: Path, tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    subprocess.run(["cp", "-a", made, deep / "data"], check=True)
    cluster = postgres.existing(deep / "data")
    with starting(deep / "data") as starter:
        starter.ready()
        assert ask(cluster.app_dsn(), "SELECT 1") == 1
        starter.stop()
    assert not cluster.socket_dir.exists() or cluster.socket_dir.is_relative_to(deep)


def test_another_major_version_is_refused_in_words(data_dir: Path) -> None:
    (data_dir / "postgres" / "data" / "PG_VERSION").write_text("17\n")
    with pytest.raises(postgres.PostgresError, match="made by PostgreSQL 17, and this Vistone brings 18"):
        postgres.prepare(data_dir, progress=silent)


def test_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(postgres.PostgresError, match="cannot be used"):
        postgres.prepare(tmp_path / "file" / "data", progress=silent)


def python_for(user: str) -> str | None:
    """A Python that `user` can run: ours, or the system's where ours lies in root's closed home."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        with suppress(OSError):
            subprocess.run(
                [python, "-c", ""], user=user, group="nogroup", extra_groups=[], check=True, capture_output=True
            )
            return python
    return None


@pytest.mark.skipif(os.geteuid() != 0, reason="the rest of this file runs as an ordinary user already")
def test_ordinary_user_can_make_start_and_stop_it_and_root_goes_on_with_it() -> None:
    python = python_for("nobody")
    if python is None:
        pytest.skip("there is no Python here that an ordinary user can run")
    folder = Path(tempfile.mkdtemp())  # not pytest's, which is closed to others
    try:
        shutil.chown(folder, "nobody")
        with starting(folder / "data", python, user="nobody") as starter:
            postmaster = starter.ready()
            assert Path(f"/proc/{postmaster}").stat().st_uid == folder.stat().st_uid != 0
            cluster = postgres.existing(folder / "data")
            assert ask(cluster.app_dsn(), "SELECT 1") == 1
            starter.stop()
        with starting(folder / "data") as starter:
            assert Path(f"/proc/{starter.ready()}").stat().st_uid == folder.stat().st_uid
            starter.stop()
    finally:
        shutil.rmtree(folder)
