"""An import of 10,000 tasks against what PostgreSQL does in no time: the same file read by `csv` and sent by COPY.

Ours converts markup, matches people and earlier imports, keeps a place in the order, and writes an event for each task;
the bare one fills a table without keys or indexes. The file is as Jira exports it, 300 characters of text in each issue.
"""

import csv
import io
import time
from pathlib import Path

import asyncpg
from rich.console import Console

from vistone import imports
from vistone.kernel.postgres import Cluster
from vistone.kernel.settings import Settings

TASKS = 10_000
_TEXT = "h2. Why\nThe *customer* sees {{404}} here, see [the page|https://example.com/page].\n* first\n* second\n" * 3


def backlog() -> str:
    """The file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Issue key", "Summary", "Description", "Status", "Story Points", "Labels"])
    writer.writerows([f"B-{n}", f"Task number {n}", _TEXT, "In Progress", n % 8, "bench"] for n in range(TASKS))
    return out.getvalue()


async def measured(cluster: Cluster, data: Path) -> tuple[float, float]:
    """Seconds that the import and the COPY took, the import from being asked for to its end."""
    file = data.parent / "backlog.csv"
    file.write_text(backlog())
    settings = Settings(
        data_dir=data.parent / "import",
        database_url=cluster.owner_dsn(),
        app_database_url=cluster.app_dsn(),
        log_level="error",
    )
    await imports.run(settings, imports.Order("jira-csv", file, "Bench import"), Console(file=io.StringIO()))
    connection = await asyncpg.connect(cluster.admin_dsn())
    try:
        ours = await connection.fetchval(
            "SELECT extract(epoch FROM finished_at - created_at)::float8 FROM project.project_imports WHERE created = $1",
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
    finally:
        await connection.close()
    return ours, bare
