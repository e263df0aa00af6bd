"""The activity log: who sees what of it, filters, the export, and that it can only grow."""

import asyncio
import csv
import io
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from tests.postgres_fixture import TestDatabase
from tests.world import Company, World
from vistone.audit import verify_one
from vistone.auth.activity import activity_log
from vistone.auth.chain import FIRST, entry_hash
from vistone.kernel.ids import new_id
from vistone.kernel.scope import for_the_system

LOG = "/api/auth/activity-logs"


@pytest.fixture
async def company(world: World) -> Company:
    return await world.company()


# ---- reading it ----


async def test_an_organizer_sees_all_and_others_what_they_did(company: Company, world: World) -> None:
    manager, contributor, client = await company.manager, await company.contributor, await company.client
    project = await manager.post("/api/project/projects", {"name": "Of the manager"})
    await world.follow(activity_log)
    for who in (manager, contributor, client):
        seen = (await who.get(LOG, limit=200))["items"]
        assert {one["userId"] for one in seen} == {who.id}
        facets = await who.get(f"{LOG}/facets")
        assert facets["actions"] == sorted({one["action"] for one in seen})
    assert (await contributor.get(LOG, entityId=project["id"]))["items"] == []
    everything = (await company.organizer.get(LOG, limit=200))["items"]
    assert {company.organizer.id, manager.id, contributor.id, client.id} <= {one["userId"] for one in everything}
    entry = (await company.organizer.get(LOG, entityId=project["id"]))["items"][0]
    await contributor.get(f"{LOG}/{entry['id']}", 404)
    own = await contributor.send("GET", f"{LOG}/export", params={"format": "jsonl"})
    assert {json.loads(line)["userId"] for line in own.text.splitlines()} == {contributor.id}


async def test_filters_by_actor_action_record_time_and_text(company: Company, world: World) -> None:
    manager = await company.manager
    project = await manager.post("/api/project/projects", {"name": "One"})
    await manager.patch(f"/api/project/projects/{project['id']}", {"name": "Two"})
    await world.follow(activity_log)
    organizer = company.organizer
    total = len((await organizer.get(LOG, limit=200))["items"])
    for filters in (
        {"userId": manager.id}, {"action": "project.project.updated"}, {"entityType": "project.Project"},
        {"entityId": project["id"]}, {"q": "PROJECT.project"}, {"q": "127.0.0.1"},
    ):  # fmt: skip
        found = (await organizer.get(LOG, limit=200, **filters))["items"]
        assert 0 < len(found) <= total
        ((name, value),) = filters.items()
        if name != "q":
            assert {one[name] for one in found} == {value}
    changed = (await organizer.get(LOG, action="project.project.updated"))["items"][0]
    assert changed["metadata"]["changes"]["name"] == {"before": "One", "after": "Two"}
    cut = changed["createdAt"]
    after = (await organizer.get(LOG, createdAtAfter=cut, limit=200))["items"]
    before = (await organizer.get(LOG, createdAtBefore=cut, limit=200))["items"]
    assert len(after) + len(before) == total
    assert {one["id"] for one in after}.isdisjoint(one["id"] for one in before)
    several = await organizer.get(LOG, action=["project.project.updated", "project.project.created"], limit=200)
    assert {one["action"] for one in several["items"]} == {"project.project.updated", "project.project.created"}
    facets = await organizer.get(f"{LOG}/facets")
    assert {"project.project.created", "auth.user.created"} <= set(facets["actions"])
    assert facets["actions"] == sorted(facets["actions"])
    assert {"project.Project", "auth.Session"} <= set(facets["entityTypes"])
    assert (await organizer.get(LOG, 400, action="x\x00"))["errors"][0]["field"] == "action"


# ---- the export ----


async def test_the_export_holds_what_the_list_holds(company: Company, world: World) -> None:
    manager = await company.manager
    await manager.post("/api/project/projects", {"name": "One"})
    await world.follow(activity_log)
    listed = (await company.organizer.get(LOG, sort="createdAt", limit=200))["items"]
    for format, kind in (("csv", "text/csv"), ("jsonl", "application/jsonl")):
        answer = await company.organizer.send("GET", f"{LOG}/export", params={"format": format})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith(kind)
        assert f'attachment; filename="activity-logs.{format}"' in answer.headers["content-disposition"]
        if format == "jsonl":
            assert [json.loads(line) for line in answer.text.splitlines()] == listed
        else:
            rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
            assert [row["Id"] for row in rows] == [one["id"] for one in listed]
            assert rows[0]["Action"] == listed[0]["action"]
    params = {"format": "jsonl", "userId": manager.id, "action": "project.project.created"}
    some = (await company.organizer.send("GET", f"{LOG}/export", params=params)).text.splitlines()
    assert [json.loads(line)["userId"] for line in some] == [manager.id]
    for wrong, field in (
        ({"format": "xlsx"}, "format"), ({"format": "csv", "spaceship": "1"}, "spaceship"),
        ({"format": "csv", "userId": "x"}, "userId"), ({"format": "csv", "createdAtAfter": "today"}, "createdAtAfter"),
    ):  # fmt: skip
        problem = await company.organizer.get(f"{LOG}/export", 400, **wrong)
        assert problem["errors"][0]["field"] == field, problem


async def test_no_spreadsheet_runs_what_somebody_wrote(company: Company, world: World) -> None:
    """The agent is whatever a caller says it is."""
    evil = '=HYPERLINK("http://evil.example","click")'
    await company.organizer.send(
        "POST", "/api/project/projects", json={"name": "@SUM(1)"}, headers={"User-Agent": evil}
    )
    await world.follow(activity_log)
    answer = await company.organizer.send("GET", f"{LOG}/export", params={"format": "csv"})
    cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    assert f"'{evil}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.fixture
async def owner(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.admin)
    yield connection
    await connection.close()


async def fill(owner: asyncpg.Connection, company: Company, number: int) -> None:
    """So many entries more, chained as the follower would."""
    organization_id, user_id = UUID(company.id), UUID(company.organizer.id)
    head = await owner.fetchrow(
        "SELECT sequence, hash FROM auth.activity_heads WHERE organization_id = $1", organization_id
    )
    place, before = (head["sequence"], head["hash"]) if head else (0, FIRST)
    columns = ("id", "organization_id", "user_id", "action", "entity_type", "entity_id", "metadata", "ip_address",
               "user_agent", "created_at")  # fmt: skip
    start, rows = datetime.now(UTC) - timedelta(days=30), []
    for step in range(number):
        place += 1
        entry = dict(zip(columns, (new_id(), organization_id, user_id, f"project.task.verb{step % 60}", "project.Task",
                     new_id(), {"requestId": f"r{step}", "changes": {"title": {"before": "a" * 80, "after": "b" * 80}}},
                     "192.0.2.1", "Mozilla/5.0 (X11; Linux x86_64)", start + timedelta(seconds=step * 10)), strict=True))  # fmt: skip
        before = entry_hash(before, place, entry)
        rows.append((*{**entry, "metadata": json.dumps(entry["metadata"])}.values(), place, before))
    await owner.copy_records_to_table(
        "activity_logs", schema_name="auth", records=rows, columns=(*columns, "sequence", "hash")
    )
    await owner.execute("ANALYZE auth.activity_logs")  # as autovacuum would, in a while
    await owner.execute(
        "UPDATE auth.activity_heads SET sequence = $2, hash = $3 WHERE organization_id = $1",
        organization_id,
        place,
        before,
    )


def resident() -> int:
    """The memory of this process, in bytes."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 -- no path of ours
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def test_an_export_is_streamed_and_stays_small_in_memory(
    company: Company, world: World, owner: asyncpg.Connection, record_property: Any
) -> None:
    """The answer is read as it comes: many times as long as what is ever in memory. And the chain of it all is whole."""
    rows = int(os.environ.get("TEST_LOG_ROWS", "20000"))
    await company.organizer.post("/api/project/projects", {"name": "One"})
    await world.follow(activity_log)
    await fill(owner, company, rows)
    for format in ("jsonl", "csv"):
        sent = peak = lines = 0
        request = world.http.build_request(
            "GET", f"{LOG}/export", params={"format": format}, headers=company.organizer.headers
        )
        before = resident()
        async for chunk in _streamed(world, request):
            sent, lines = sent + len(chunk), lines + chunk.count(b"\n")
            peak = max(peak, resident() - before)
        record_property(format, f"{lines} lines, {sent / 1e6:.1f} MB, {peak / 1e6:.1f} MB more memory")
        assert lines >= rows
        assert peak < max(sent / 2, 20e6)
    async with world.runtime.database.read(for_the_system(UUID(company.id))) as tx:
        found = await verify_one(tx, "company")
    assert (found.broken, found.entries >= rows) == (None, True)


async def _streamed(world: World, request: httpx.Request) -> AsyncIterator[bytes]:
    """The body piece by piece as the application sends it; httpx's transport for ASGI gathers it first."""
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue(1)
    sent = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await sent.wait()
        return {"type": "http.disconnect"}  # as a server says once all is sent

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            await pieces.put(message.get("body", b""))
            if not message.get("more_body"):
                sent.set()

    async def answer() -> None:
        try:
            await world.app(scope, receive, send)
        finally:
            await pieces.put(None)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": request.url.path, "raw_path": request.url.raw_path, "query_string": request.url.query, "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw], "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8080), "state": {},
    }  # fmt: skip
    answering = asyncio.create_task(answer())
    while (piece := await pieces.get()) is not None:
        yield piece
    await answering


async def test_facets_of_a_long_log_are_quick(company: Company, world: World, owner: asyncpg.Connection) -> None:
    await company.organizer.post("/api/project/projects", {"name": "One"})
    await world.follow(activity_log)
    await fill(owner, company, 3000)
    facets = await company.organizer.get(f"{LOG}/facets")
    assert {f"project.task.verb{number}" for number in range(60)} <= set(facets["actions"])


# ---- append-only ----


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE auth.activity_logs SET action = 'x' WHERE organization_id = $1",
        "DELETE FROM auth.activity_logs WHERE organization_id = $1",
        "TRUNCATE auth.activity_logs /* of organization_id = $1 */",
        "ALTER TABLE auth.activity_logs DISABLE ROW LEVEL SECURITY /* $1 */",
        "DROP TABLE auth.activity_logs /* $1 */",
    ],
)
async def test_the_apps_role_can_only_add(world: World, company: Company, database: TestDatabase, sql: str) -> None:
    connection = await asyncpg.connect(database.app)
    try:
        await connection.execute("SELECT platform.enter($1)", UUID(company.id))
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            if sql.startswith(("UPDATE", "DELETE")):
                await connection.execute(sql, UUID(company.id))
            else:
                await connection.execute(sql)
    finally:
        await connection.close()
