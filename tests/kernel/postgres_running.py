"""Starters that the tests of PostgreSQL run and kill, and short ways to ask their servers."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import asyncpg

from vistone.kernel.postgres import processes

STARTER = Path(__file__).with_name("postgres_starter.py")
PYTHON_PATH = os.pathsep.join(sys.path)


class Starter:
    """A running `postgres_starter.py` and what it printed."""

    def __init__(self, data_dir: Path, python: str, user: str | None) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [python, str(STARTER), str(data_dir)],
            user=user,
            group="nogroup" if user else None,
            extra_groups=[] if user else None,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": PYTHON_PATH, "PYTHONDONTWRITEBYTECODE": "1"},
        )

    def ready(self) -> int:
        """The postmaster's process id, once it answers."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.strip())
            if match := re.fullmatch(r"ready (\d+)", line.strip()):
                return int(match[1])
        raise AssertionError(f"it ended with {self.process.wait()}: {self.lines}")

    def stop(self) -> None:
        """Let it stop the server in good order."""
        rest, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, rest
        assert rest.strip().endswith("stopped")

    def kill(self) -> None:
        """kill -9, of this one process."""
        self.process.kill()
        self.process.communicate()

    def close(self) -> None:
        """End it whatever became of the test."""
        if self.process.poll() is None:
            with suppress(Exception):
                self.process.communicate(timeout=60)
        self.process.kill()
        self.process.wait()


@contextmanager
def starting(data_dir: Path, python: str = sys.executable, user: str | None = None) -> Iterator[Starter]:
    """A starter that does not outlive the block, nor its server."""
    with closing(Starter(data_dir, python, user)) as starter:
        yield starter


async def one(dsn: str, query: str, *arguments: object) -> object:
    """One value, through a connection of its own."""
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query, *arguments)
    finally:
        await connection.close()


def ask(dsn: str, query: str) -> object:
    """One value."""
    return asyncio.run(one(dsn, query))


def gone(data_dir: Path, within: float) -> bool:
    """Whether every process of that server ends in time."""
    until = time.monotonic() + within
    while processes.processes_of(data_dir / "postgres" / "data"):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
