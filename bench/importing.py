"""An import of 10,000 tasks against what PostgreSQL does in no time: the same file read by `csv` and sent by COPY.

Ours converts markup, matches people and earlier imports, keeps a place in the order, and writes an event for each task;
the bare one fills a table without keys or indexes. The file is as Jira exports it, 300 characters of text in each issue.

    python -m bench.importing            this row alone
"""

import asyncio
import csv
import io
import os
import time
from pathlib import Path

import asyncpg
from msgspec import Struct
from rich.console import Console

from bench import servers
from vistone import imports
from vistone.kernel.postgres import Cluster
from vistone.kernel.settings import Settings

TASKS = 10_000
ROUNDS = 3
_TEXT = "h2. Why\nThe *customer* sees {{404}} here, see [the page|https://example.com/page].\n* first\n* second\n" * 3


def backlog() -> str:
    """The file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Issue key", "Summary", "Description", "Status", "Story Points", "Labels"])
    writer.writerows([f"B-{n}", f"Task number {n}", _TEXT, "In Progress", n % 8, "bench"] for n in range(TASKS))
    return out.getvalue()


class Round(Struct, frozen=True, order=True):
    """Seconds that the import took, from being asked for to its end, and the COPY; in the order of their ratio."""

    ratio: float
    ours: float
    bare: float


async def measured(cluster: Cluster, data: Path) -> list[Round]:
    """The rounds, each into a project of its own."""
    file = data.parent / "backlog.csv"
    file.write_text(backlog())
    settings = Settings(
        data_dir=data.parent / "import",
        database_url=cluster.owner_dsn(),
        app_database_url=cluster.app_dsn(),
        log_level="error",
    )
    connection = await asyncpg.connect(cluster.admin_dsn())
    try:
        return [await _round(connection, settings, file, number) for number in range(ROUNDS)]
    finally:
        await connection.close()


async def _round(connection: asyncpg.Connection, settings: Settings, file: Path, number: int) -> Round:
    order = imports.Order("jira-csv", file, f"Bench import {number}")
    await imports.run(settings, order, Console(file=io.StringIO()))
    ours = await connection.fetchval(
        "SELECT extract(epoch FROM finished_at - created_at)::float8 FROM project.project_imports "
        "WHERE created = $1 ORDER BY created_at DESC LIMIT 1",
        TASKS,
    )
    await connection.execute(
        "CREATE TABLE bare_import (key text, title text, body text, status text, points float8, labels text)"
    )
    began = time.perf_counter()
    with file.open(newline="") as source:
        rows = csv.reader(source)
        next(rows)
        records = (
            (key, title, body, status, float(points), labels) for key, title, body, status, points, labels in rows
        )
        await connection.copy_records_to_table("bare_import", records=records)
    bare = time.perf_counter() - began
    await connection.execute("DROP TABLE bare_import")
    return Round(ours / bare, ours, bare)


async def alone() -> None:
    """This row by itself, with the web process running as in the whole run, and how busy the machine was."""
    async with servers.database() as (cluster, data):
        port = servers.free_port()
        async with servers.ours(data, port):
            await servers.register(port)
            for one in await measured(cluster, data):
                print(f"import {one.ours:.2f} s, COPY {one.bare * 1000:.0f} ms, {one.ratio:.0f} x")
    print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    asyncio.run(alone())
