"""The activity log: every write of every service arrives with who, from where and what changed; never a secret."""

import asyncio
import csv
import io
import json
import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec
import pytest

from tests.factories.all import MATRIX, address, body_of
from tests.operations import Operation, operations, over
from tests.postgres_fixture import TestDatabase
from tests.world import PASSWORD, Company, Person, World
from vistone.audit import verify_one
from vistone.auth.activity import activity_log
from vistone.auth.chain import FIRST, entry_hash
from vistone.kernel.events import Event
from vistone.kernel.ids import new_id
from vistone.kernel.scope import for_the_system
from vistone.services import SERVICES

LOG = "/api/auth/activity-logs"
AGENT = {"User-Agent": "activity-test/1"}
EVENTS = [event for service in SERVICES for event in service.events]


@pytest.fixture
async def company(world: World) -> Company:
    return await world.company()


# ---- every write arrives ----

WRITES = [
    one
    for one in operations()
    if not one.public
    and one.method != "GET"
    and one.id in MATRIX
    and MATRIX[one.id][0] < 300
    and "multipart/form-data" not in one.spec.get("requestBody", {}).get("content", {})
]
# What changes nothing of anybody's, or nothing but the asker's own place: their reason, so that none slips in unseen.
UNTOLD: dict[str, str] = {
    "send_verification": "sends a mail to the asker alone",
}
# What founds, closes or signs out has its entry under another organization or by another sign-in.
APART = {"logout", "delete_organization", "create_organization"}


async def entries_of(company: Company, since: int) -> list[dict[str, Any]]:
    """The log's entries after that place, in order, read as the system does: also what nobody may list any more."""
    await company.world.follow(activity_log)
    async with company.world.runtime.database.read(for_the_system(UUID(company.id))) as tx:
        rows = await tx.connection.fetch(
            "SELECT * FROM auth.activity_logs WHERE organization_id = $1 AND sequence > $2 ORDER BY sequence",
            UUID(company.id), since,
        )  # fmt: skip
    return [dict(row) for row in rows]


async def newest(company: Company) -> int:
    await company.world.follow(activity_log)
    async with company.world.runtime.database.read(for_the_system(UUID(company.id))) as tx:
        found = await tx.connection.fetchval(
            "SELECT max(sequence) FROM auth.activity_logs WHERE organization_id = $1", UUID(company.id)
        )
    return int(found or 0)


WATCHED = [one for one in WRITES if one.id not in APART and one.id not in UNTOLD]


@dataclass
class Done:
    """One operation that was asked for, and what the log says of that request."""

    by: Person
    record: dict[str, Any] | None
    body: Any
    answer: httpx.Response
    entries: list[dict[str, Any]]


@pytest.fixture(scope="module")
async def done(world: World) -> dict[str, Done]:
    """Every write there is, done once by an Organizer; then the log is read."""
    watched, found = await world.company("Watched"), dict[str, Done]()
    for operation in WATCHED:
        company = await world.company("Once") if operation.id in ONCE else watched
        path, record = await address(operation, company)
        body = await body_of(operation, company)
        sent = {"json": body} if body is not None else {}
        answer = await company.organizer.send(operation.method, path, headers=AGENT, **sent)
        found[operation.id] = Done(company.organizer, record, body, answer, [])
    await world.follow(activity_log)
    by_request = {one.answer.headers["x-request-id"]: one for one in found.values()}
    for id in {one.by.organization_id for one in found.values()}:
        async with world.runtime.database.read(for_the_system(UUID(id))) as tx:
            for row in await tx.connection.fetch(
                "SELECT * FROM auth.activity_logs WHERE organization_id = $1", UUID(id)
            ):
                if row["metadata"]["requestId"] in by_request:
                    by_request[row["metadata"]["requestId"]].entries.append(dict(row))
    return found


ONCE = {"create_kyc_record"}
"""Done once in a life."""


@over(WATCHED)
async def test_every_write_arrives_with_who_and_from_where(done: dict[str, Done], operation: Operation) -> None:
    """The log has an entry of the actor, address and agent, on what was written, with what it was before; no secret."""
    one = done[operation.id]
    assert one.answer.status_code == MATRIX[operation.id][0], one.answer.text
    assert one.entries, "the log says nothing of it"
    service = operation.path.split("/")[2].replace("-", "_")
    assert {str(entry["user_id"]) for entry in one.entries} == {one.by.id}
    assert {entry["ip_address"] for entry in one.entries} == {"127.0.0.1"}
    assert {entry["user_agent"] for entry in one.entries} == {AGENT["User-Agent"]}
    assert any(entry["entity_type"].startswith(service + ".") for entry in one.entries)
    is_json = one.answer.content and one.answer.headers["content-type"].startswith("application/json")
    told = _ids([one.answer.json() if is_json else None, one.record, one.body])
    assert told & {str(entry["entity_id"]) for entry in one.entries}, "on what the request or its answer names"
    if operation.method == "PATCH" and one.record is not None:
        changed = {name for entry in one.entries for name in entry["metadata"].get("changes", ())}
        after = one.answer.json()
        assert {name for name in one.body if name in one.record and one.record[name] != after[name]} <= changed
    assert _secrets(one.entries) == []


def _ids(value: Any) -> set[str]:
    return set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", msgspec.json.encode(value).decode()))


def _secrets(entries: list[dict[str, Any]]) -> list[str]:
    """What of the entries must be in no log: names of secrets with a value, hashes, tokens, passwords, keys of files."""
    found = []
    for one in entries:
        text = msgspec.json.encode(one["metadata"]).decode()
        found += re.findall(r'"(?:password|tokenHash|secret\w*|token|backupCodes|privateKey|hash)":\s*[^n]', text)
        found += re.findall(r"\$argon2|vst_|eyJ[A-Za-z0-9_-]{10}", text)
        found += [PASSWORD] if PASSWORD in text else []
    return found


async def test_signing_in_and_out_and_failing_to_arrives(world: World) -> None:
    company = await world.company()
    before = await newest(company)
    body = {"email": company.organizer.email, "password": PASSWORD}
    second = Person(world.http, (await world.http.post("/api/auth/login", json=body, headers=AGENT)).json())
    await world.http.post("/api/auth/login", json={**body, "password": "somebody else's"}, headers=AGENT)
    await second.send("POST", "/api/auth/logout", headers=AGENT)
    entries = await entries_of(company, before)
    told = [one["action"] for one in entries if one["user_agent"] == AGENT["User-Agent"]]
    assert told == ["auth.session.started", "auth.user.refused", "auth.session.ended"]
    assert _secrets(entries) == []


async def test_founding_and_closing_arrive_in_their_own_log(world: World) -> None:
    company = await world.company()
    other = await company.organizer.post("/api/auth/organizations", {"name": "Sister"})
    there = Company(world, company.organizer)
    there.id = other["id"]
    assert "auth.organization.created" in {one["action"] for one in await entries_of(there, 0)}
    await company.organizer.delete(f"/api/auth/organizations/{company.id}")
    assert "auth.organization.deleted" in {one["action"] for one in await entries_of(company, 0)}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type())
def test_no_event_carries_a_secret(event: type[Event[Any]]) -> None:
    """By the fields that any event of any service can have: the log keeps what they say."""
    names = {field.encode_name for field in msgspec.structs.fields(event)}
    names |= _field_names(msgspec.json.schema(event))
    telling = re.compile(r"password|secret|hash|private|backup_?codes|^token$|fileKey", re.IGNORECASE)
    assert {name for name in names if telling.search(name)} <= ALLOWED


ALLOWED = {"backupCodesLeft", "passwordSignIn"}
"""How many codes there are, and whether passwords are good for signing in: no secrets."""


def _field_names(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = set(schema.get("properties", ()))
        return own.union(*(_field_names(one) for one in schema.values()), set())
    if isinstance(schema, list):
        return set().union(*(_field_names(one) for one in schema))
    return set()


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
        ({}, "format"), ({"format": "xlsx"}, "format"), ({"format": "csv", "spaceship": "1"}, "spaceship"),
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
    rows = int(os.environ.get("VISTONE_TEST_LOG_ROWS", "20000"))
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

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            await pieces.put(message.get("body", b""))
            if not message.get("more_body"):
                await pieces.put(None)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": request.url.path, "raw_path": request.url.raw_path, "query_string": request.url.query, "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw], "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8080), "state": {},
    }  # fmt: skip
    answering = asyncio.create_task(world.app(scope, receive, send))
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
