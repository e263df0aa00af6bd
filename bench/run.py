"""Measures the rows of `docs/benchmarks.md` and prints each with its ratio and its goal.

./vistone bench            the quick rows
./vistone bench --full     also those that need a million tasks
"""

import asyncio
import json
import statistics
import sys

import asyncpg
from rich.console import Console
from rich.table import Table

from bench import importing, scheduling, servers
from bench.load import Result, load, request

ROUNDS, SECONDS, CONNECTIONS = 5, 4.0, 16
TASKS = 10_000
MILLION = 1_000_000
console = Console()


async def _pair(ours: tuple[int, bytes], bare: tuple[int, bytes]) -> tuple[float, Result, Result]:
    """The median ratio of requests per second over alternating rounds, and the last round of each."""
    for port, one in (ours, bare):
        await load(port, one, connections=CONNECTIONS, seconds=1.0)  # caches and prepared statements
    rounds = [await _round(ours, bare) for _ in range(ROUNDS)]
    mine, theirs = rounds[-1]
    return statistics.median(one.per_second / other.per_second for one, other in rounds), mine, theirs


async def _round(ours: tuple[int, bytes], bare: tuple[int, bytes]) -> tuple[Result, Result]:
    theirs = await load(bare[0], bare[1], connections=CONNECTIONS, seconds=SECONDS)
    mine = await load(ours[0], ours[1], connections=CONNECTIONS, seconds=SECONDS)
    if mine.failures or theirs.failures:
        raise RuntimeError(f"failures under load: ours {mine.failures}, bare {theirs.failures}")
    return mine, theirs


async def main(*, full: bool) -> None:
    """Runs the rows."""
    table = Table("what", "ours /s", "bare /s", "ratio", "goal", "ours p99 ms")
    async with servers.database() as (cluster, data):
        port, bare_port = servers.free_port(), servers.free_port()
        async with servers.ours(data, port):
            me = await servers.register(port)
            token, organization = me["accessToken"], me["organization"]["id"]
            project = await asyncio.to_thread(servers.call, port, "/api/project/projects", {"name": "Bench"}, token)
            await servers.seed(cluster.admin_dsn(), organization, project["id"], TASKS)
            one = await asyncio.to_thread(
                servers.call, port, "/api/project/tasks", {"projectId": project["id"], "title": "One"}, token
            )
            signed = {"Authorization": f"Bearer {token}", "X-Organization-Id": organization}
            body = json.dumps({"projectId": project["id"], "title": "A new task"}).encode()
            of_project = f"?projectId={project['id']}"
            rows = [
                ("list 50 tasks", "GET", f"tasks{of_project}", b"", 0.70),
                ("one task", "GET", f"tasks/{one['id']}", b"", 0.60),
                ("create a task", "POST", "tasks", body, 0.35),
            ]
            async with servers.bare(cluster.admin_dsn(), organization, bare_port):
                for name, method, path, sent, goal in rows:
                    ratio, mine, theirs = await _pair(
                        (port, request(method, f"/api/project/{path}", headers=signed, body=sent)),
                        (bare_port, request(method, f"/{path}", body=sent)),
                    )
                    _row(table, name, ratio, mine, theirs, goal)
            middle = statistics.median_low(await importing.measured(cluster, data))
            name = f"import of {importing.TASKS:,} tasks: time against a bare COPY"
            speeds = (f"{1 / middle.ours:.2f}", f"{1 / middle.bare:.1f}", f"{middle.ratio:.0f}")
            table.add_row(name, *speeds, "<= 15", f"{middle.ours * 1000:.0f} (median)")
            if full:
                await _million(table, port, signed, cluster.admin_dsn(), organization, project["id"])
    _schedule(table)
    console.print(table)


def _schedule(table: Table) -> None:
    mine, bare, ratio = scheduling.measured()
    name = f"schedule of {scheduling.TASKS:,} tasks: time against a bare longest path"
    goal = "<= 10 x, < 1 s"
    table.add_row(name, f"{1 / mine:.1f}", f"{1 / bare:.1f}", f"{ratio:.1f}", goal, f"{mine * 1000:.0f} (median)")


async def _million(table: Table, port: int, signed: dict[str, str], dsn: str, organization: str, project: str) -> None:
    listing = request("GET", f"/api/project/tasks?projectId={project}", headers=signed)
    few = await load(port, listing, connections=CONNECTIONS, seconds=SECONDS)
    connection = await asyncpg.connect(dsn)
    other = await connection.fetchval(
        "INSERT INTO project.projects (id, organization_id, name, created_at, updated_at) "
        "VALUES (gen_random_uuid(), $1, 'Big', now(), now()) RETURNING id",
        organization,
    )
    await connection.close()
    await servers.seed(dsn, organization, other, MILLION)
    for name, path in (("in the same project", project), ("in the project of a million", other)):
        listing = request("GET", f"/api/project/tasks?projectId={path}", headers=signed)
        await load(port, listing, connections=CONNECTIONS, seconds=1.0)
        many = await load(port, listing, connections=CONNECTIONS, seconds=SECONDS)
        ratio = few.per_second / many.per_second
        table.add_row(
            f"list at a million tasks, {name}: time against 10,000",
            f"{many.per_second:.0f}",
            f"{few.per_second:.0f}",
            f"{ratio:.2f}",
            "<= 1.20",
            f"{many.p99_ms:.1f}",
        )


def _row(table: Table, name: str, ratio: float, mine: Result, theirs: Result, goal: float) -> None:
    table.add_row(
        name,
        f"{mine.per_second:.0f}",
        f"{theirs.per_second:.0f}",
        f"{ratio:.2f}",
        f">= {goal:.2f}",
        f"{mine.p99_ms:.1f}",
    )


if __name__ == "__main__":
    asyncio.run(main(full="--full" in sys.argv))
