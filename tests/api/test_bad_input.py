"""Bad input: always problem+json that says what was wrong and names the field; never a 500, never a half-written row."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.factories.all import address, sample_of
from tests.operations import Operation, operations, over
from tests.world import Company, World

TASKS = "/api/project/tasks"
LISTS = [one for one in operations() if one.is_list]
WRITES = [one for one in operations() if one.body is not None]
BY_ID = [one for one in operations() if one.on_record]


@dataclass
class Desk:
    """A company with a project and a task to spoil."""

    company: Company
    project: dict[str, Any]
    task: dict[str, Any]

    async def post(self, body: Any, status: int = 400, **headers: str) -> Any:
        """The problem that a new task with that body is answered with."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **headers}
        return problem(await self.company.organizer.send("POST", TASKS, content=content, headers=headers), status)

    def valid(self, **fields: Any) -> dict[str, Any]:
        return {"projectId": self.project["id"], "title": "Fine", **fields}


def problem(answer: httpx.Response, status: int) -> Any:
    """The body of a problem of that status."""
    assert answer.status_code == status, f"{answer.status_code} {answer.text[:500]}"
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:vistone:problem:")
    assert body["detail"]
    assert body["requestId"]
    return body


def fields(body: Any) -> list[str]:
    return [one["field"] for one in body.get("errors", ())]


@pytest.fixture(scope="module")
async def desk(world: World) -> AsyncIterator[Desk]:
    company = await world.company("Bad input")
    project = await company.organizer.post("/api/project/projects", {"name": "Spoiled"})
    task = await company.organizer.post(TASKS, {"projectId": project["id"], "title": "Spoiled"})
    yield Desk(company, project, task)
    assert len((await company.organizer.get(TASKS))["items"]) == 1, "nothing of all this was written"


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"titel": "x"}, "titel"),
        ({"id": "01a203a9-cd12-7ffb-8e2c-f0d3ebdace68"}, "id"),
        ({"organizationId": "01a203a9-cd12-7ffb-8e2c-f0d3ebdace68"}, "organizationId"),
        ({"title": 5}, "title"),
        ({"title": None}, "title"),
        ({"title": ""}, "title"),
        ({"title": "   "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": ["x"]}, "title"),
        ({"description": "a\x00b"}, "description"),
        ({"description": "x" * 200_001}, "description"),
        ({"projectId": "not-an-id"}, "projectId"),
        ({"projectId": 7}, "projectId"),
        ({"status": "doing"}, "status"),
        ({"status": "TODO"}, "status"),
        ({"dueDate": "tomorrow"}, "dueDate"),
        ({"dueDate": "2026-11-22"}, "dueDate"),
        ({"dueDate": "2026-11-22T09:00:00"}, "dueDate"),
        ({"dueDate": "2026-13-40T09:00:00Z"}, "dueDate"),
        ({"dueDate": "99999-01-01T00:00:00Z"}, "dueDate"),
        ({"dueDate": 1_800_000_000}, "dueDate"),
        ({"storyPoints": "5"}, "storyPoints"),
        ({"storyPoints": -1}, "storyPoints"),
        ({"storyPoints": 10**30}, "storyPoints"),
        ({"storyPoints": True}, "storyPoints"),
        ({"labels": "x"}, "labels"),
        ({"labels": ["x"] * 51}, "labels"),
        ({"labels": ["a\x00"]}, "labels[0]"),
        ({"labels": [None]}, "labels[0]"),
        ({"clientVisible": "yes"}, "clientVisible"),
        ({"clientVisible": 1}, "clientVisible"),
    ],
    ids=str,
)
async def test_a_field_that_does_not_fit_is_named(desk: Desk, extra: dict[str, Any], field: str) -> None:
    assert fields(await desk.post(desk.valid(**extra))) == [field]


@pytest.mark.parametrize("value", [10**400, -(10**400), 1e308, "1e400"], ids=["huge", "tiny", "float", "infinite"])
@pytest.mark.parametrize("name", ["storyPoints"])
async def test_numbers_beyond_everything_are_refused(desk: Desk, name: str, value: Any) -> None:
    text = json.dumps(desk.valid()).replace("}", f', "{name}": {value}}}').encode()
    assert fields(await desk.post(text)) in ([name], [])


@pytest.mark.parametrize("missing", ["title", "projectId"])
async def test_a_field_that_is_missing_is_named(desk: Desk, missing: str) -> None:
    body = {name: value for name, value in desk.valid().items() if name != missing}
    assert fields(await desk.post(body)) == [missing]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"5",
        b"{'title': 1}",
        b'{"title": NaN}',
        b'{"title": "\xff\xfe"}',
        b'{"title": "\\ud800"}',
        b'{"title": "x"} trailing',
        b"\xef\xbb\xbf{}",
        b"\x00",
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_a_body_that_is_none_is_refused(desk: Desk, body: bytes) -> None:
    await desk.post(body)


async def test_of_a_duplicated_key_the_last_one_counts(desk: Desk) -> None:
    """As everywhere in JavaScript and Python; both are checked, so that nothing passes by the first."""
    text = json.dumps(desk.valid())[:-1].encode()
    assert fields(await desk.post(text + b', "title": 5}')) == ["title"]
    assert fields(await desk.post(b'{"title": 5, ' + text[1:] + b"}")) == ["title"]


@pytest.mark.parametrize("path", ["/api/project/projects", "/api/client/clients", "/api/monitoring/report-templates"])
async def test_nul_inside_a_document_is_refused(desk: Desk, path: str) -> None:
    """PostgreSQL's jsonb cannot hold it, wherever in the document it is."""
    documents = {"projects": "metadata", "clients": "contactInfo", "report-templates": "config"}
    field = documents[path.rsplit("/", 1)[1]]
    for value, place in (({"a": "\x00"}, ".a"), ({"\x00": 1}, ""), ({"a": [{"b": ["x\x00y"]}]}, ".a[0].b[0]")):
        answer = await desk.company.organizer.send("POST", path, json={"name": "Documents", field: value})
        assert fields(problem(answer, 400)) == [field + place]


async def test_a_document_as_deep_as_the_sea_is_refused(desk: Desk) -> None:
    deep: Any = 1
    for _ in range(900):
        deep = {"a": deep}
    answer = await desk.company.organizer.send("POST", "/api/project/projects", json={"name": "D", "metadata": deep})
    assert answer.status_code in {201, 400}, answer.text[:300]


async def test_a_document_that_is_no_small_one_is_refused_by_its_field(desk: Desk) -> None:
    body = {"name": "Documents", "metadata": {"a": "x" * 70_000}}
    answer = await desk.company.organizer.send("POST", "/api/project/projects", json=body)
    assert fields(problem(answer, 400)) == ["metadata"]
    assert "64 KB" in answer.text
    body = {"name": "Documents", "metadata": {"a": "x" * 60_000}, "description": "y" * 100_000}
    assert (await desk.company.organizer.send("POST", "/api/project/projects", json=body)).status_code == 201


async def test_a_body_of_ten_megabytes_is_too_large(desk: Desk) -> None:
    await desk.post(desk.valid(description="x" * 10_000_000), 413)


async def test_a_body_without_end_is_cut_off(desk: Desk) -> None:
    """Sent in chunks, without Content-Length: counted as it comes."""

    async def chunks() -> AsyncIterator[bytes]:
        yield b'{"title": "'
        for _ in range(100):
            yield b"x" * 100_000

    headers = {"Content-Type": "application/json"}
    problem(await desk.company.organizer.send("POST", TASKS, content=chunks(), headers=headers), 413)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded", "a/b/c"]
)
async def test_a_body_of_another_type_is_not_read(desk: Desk, kind: str) -> None:
    await desk.post(desk.valid(), 415, **{"Content-Type": kind})


async def test_json_in_another_encoding_is_refused(desk: Desk) -> None:
    for encoding in ("utf-16", "latin-1"):
        answer = await desk.company.organizer.send(
            "POST",
            TASKS,
            content=json.dumps(desk.valid(title="ä"), ensure_ascii=False).encode(encoding),
            headers={"Content-Type": f"application/json; charset={encoding}"},
        )
        problem(answer, 400)


WRONG_PARAMETERS = [
    ("limit", "0"), ("limit", "201"), ("limit", "abc"), ("limit", "-1"), ("limit", "1.5"), ("limit", ""),
    ("limit", "٣"), ("limit", "1" + "0" * 5000), ("limit", "0000000011000000"), ("sort", "nothing"), ("sort", "-"), ("sort", ""), ("sort", "--createdAt"),
    ("cursor", "garbage"), ("cursor", "\x00"), ("cursor", "k5Ohow"), ("cursor", "é"), ("nothing", "1"),
    ("id", "x"), ("id", ""), ("id", "\x00"), ("offset", "1"), ("createdAtSometime", "1"), ("q\x00", "x"),
    ]  # fmt: skip


@over(LISTS)
async def test_a_parameter_that_is_wrong_is_named(desk: Desk, operation: Operation) -> None:
    for name, value in WRONG_PARAMETERS:
        answer = await desk.company.organizer.send("GET", operation.path, params={name: value})
        assert fields(problem(answer, 400)) == [name], f"{name}={value[:10]!r}"


@over(LISTS)
async def test_a_cursor_of_another_list_is_refused(desk: Desk, operation: Operation) -> None:
    organizer = desk.company.organizer
    for name in ("One", "Two"):
        await organizer.post("/api/workforce/teams", {"name": f"{name} {operation.id}"})
    cursor = (await organizer.get("/api/workforce/teams", limit=1))["nextCursor"]
    assert cursor
    wrong = {"cursor": cursor, "limit": 2} if operation.id != "list_teams" else {"cursor": cursor, "sort": "name"}
    assert fields(problem(await organizer.send("GET", operation.path, params=wrong), 400)) == ["cursor"]


@over(LISTS)
async def test_every_filter_refuses_what_is_not_of_its_kind(desk: Desk, operation: Operation) -> None:
    """And takes what is: a value that nobody has gives an empty page."""
    organizer, good = desk.company.organizer, {"string": "x", "integer": "1", "boolean": "true", "number": "1"}
    formats = {"uuid": desk.project["id"], "date-time": "2026-11-22T09:00:00Z"}
    for one in operation.spec["parameters"]:
        schema = one["schema"].get("items", one["schema"])
        kinds = schema.get("anyOf", [schema])
        if one["in"] != "query" or one["name"] in {"limit", "cursor", "sort"}:
            continue
        plain = kinds[0]
        value = plain["enum"][0] if "enum" in plain else formats.get(plain.get("format"), good[plain["type"]])
        answer = await organizer.send("GET", operation.path, params={one["name"]: value})
        assert answer.status_code == 200, f"{one['name']}={value}: {answer.text}"
        text = plain["type"] == "string" and not plain.keys() & {"enum", "format"}
        spoilt = ["\x00", "x" * 5000] if text else ["\x00", "?", "9" * 400]
        for bad in spoilt:
            answer = await organizer.send("GET", operation.path, params={one["name"]: bad})
            assert fields(problem(answer, 400)) == [one["name"]], f"{one['name']}={bad[:10]!r}"


@over(LISTS)
@pytest.mark.parametrize("bad", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z"])
async def test_moments_beyond_time_are_refused(desk: Desk, operation: Operation, bad: str) -> None:
    for one in operation.spec["parameters"]:
        if one["schema"].get("format") == "date-time":
            answer = await desk.company.organizer.send("GET", operation.path, params={one["name"]: bad})
            assert fields(problem(answer, 400)) == [one["name"]]


async def test_moments_at_the_edge_of_time_are_no_fault_of_ours(desk: Desk) -> None:
    for moment in ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        body = {"name": "Edge", "startDate": moment}
        answer = await desk.company.organizer.send("POST", "/api/project/projects", json=body)
        assert answer.status_code in {201, 400, 422}, f"{moment}: {answer.text}"


@over(BY_ID)
async def test_an_address_that_names_no_id_is_not_there(desk: Desk, operation: Operation) -> None:
    for bad in ("nothing", "0", "01a203a9cd127ffb8e2cf0d3ebdace6", "%00", "..%2f..", "\U0001d7d8"):
        answer = await desk.company.organizer.send(operation.method, operation.path.replace("{id}", bad))
        assert answer.status_code in {404, 405}
        problem(answer, answer.status_code)


async def test_what_is_nested_without_end_is_refused(desk: Desk) -> None:
    """What is kept is hashed for the activity log, which walks it: one document stopped the log of all organizations."""
    organizer, path = desk.company.organizer, f"/api/auth/organizations/{desk.company.id}"
    for deep in ("{" + '"a":{' * 400 + "}" * 401, '{"a":' + "[" * 400 + "]" * 400 + "}"):
        answer = await organizer.send(
            "PATCH", path, content=f'{{"settings":{deep}}}', headers={"Content-Type": "application/json"}
        )
        assert "nested" in problem(answer, 400)["detail"]
    flat = {"settings": {"brackets": "[{" * 500, "list": [{"n": [1]}] * 100}}
    await organizer.patch(path, flat)


@over([one for one in operations() if one.method in {"PATCH", "DELETE"}])
async def test_an_if_match_that_is_none_is_refused(desk: Desk, operation: Operation) -> None:
    path = re.sub(r"\{\w*id\}", desk.task["id"], operation.path)
    sample = sample_of(operation.path)
    body = {"json": sample.patch} if sample and operation.method == "PATCH" else {}
    for bad in ("3", "'3'", '"x"', '"99999999999"', '"1", "2"', '""', "W/3", '"\u0663"', ""):
        headers: Any = {"If-Match": bad.encode()}
        answer = await desk.company.organizer.send(operation.method, path, headers=headers, **body)
        assert fields(problem(answer, 400)) == ["If-Match"], bad


async def test_a_key_that_is_none_is_refused(desk: Desk) -> None:
    """The key is read in one place for all."""
    for bad in ("", "x" * 256, "a\tb", "schl\u00fcssel", "\u0663"):
        headers: Any = {"Idempotency-Key": bad.encode()}
        answer = await desk.company.organizer.send("POST", TASKS, json=desk.valid(), headers=headers)
        assert fields(problem(answer, 400)) == ["Idempotency-Key"], bad


@over(WRITES)
async def test_every_body_refuses_an_unknown_field(desk: Desk, operation: Operation) -> None:
    path = operation.path.replace("{id}", desk.task["id"])
    answer = await desk.company.organizer.send(operation.method, path, json={"surprise": 1})
    told = fields(problem(answer, 400))
    assert told
    assert told[0] == "surprise" or told[0] in operation.body.get("required", ())


@over(WRITES)
async def test_every_body_refuses_another_shape(desk: Desk, operation: Operation) -> None:
    path = operation.path.replace("{id}", desk.task["id"])
    for body in (b"[]", b"null", b"", b'"x"', b"{", b"\xff"):
        headers = {"Content-Type": "application/json"}
        problem(await desk.company.organizer.send(operation.method, path, content=body, headers=headers), 400)


@over([one for one in operations() if one.method == "GET" and not one.on_record and not one.public])
async def test_a_body_on_a_get_changes_nothing(desk: Desk, operation: Operation) -> None:
    answer = await desk.company.organizer.send("GET", operation.path, json={"surprise": 1})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("bad", ["x", "", "01a203a9", "\u0663"])
async def test_an_organization_header_that_is_no_id_is_named(desk: Desk, bad: str) -> None:
    headers: Any = {"X-Organization-Id": bad.encode()}
    answer = await desk.company.organizer.send("GET", TASKS, headers=headers)
    if bad == "":
        assert answer.status_code == 200
    else:
        assert fields(problem(answer, 400)) == ["X-Organization-Id"]


@pytest.mark.parametrize("path", ["/api", "/api/nothing", "/api/project", "/schema/x", "/files/x", "/metrics/x"])
async def test_an_address_of_nothing_is_a_problem(desk: Desk, path: str) -> None:
    problem(await desk.company.organizer.send("GET", path), 404)


@over(LISTS)
async def test_a_method_that_is_not_offered_is_told(desk: Desk, operation: Operation) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        answer = await desk.company.organizer.send(method, operation.path)
        problem(answer, 405)
        assert "GET" in answer.headers["allow"]


async def test_what_was_sent_is_not_echoed_as_a_page(desk: Desk) -> None:
    """A problem repeats field names, never as HTML."""
    answer = await desk.company.organizer.send("GET", TASKS, params={"<script>alert(1)</script>": "1"})
    problem(answer, 400)
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_address_helper_gives_a_record(desk: Desk) -> None:
    """The walks above use a task's id where another record belongs: what is read first must not depend on it."""
    operation = next(one for one in operations() if one.id == "get_task")
    path, record = await address(operation, desk.company)
    assert record is not None
    assert path.endswith(record["id"])
    await desk.company.organizer.delete(path)
