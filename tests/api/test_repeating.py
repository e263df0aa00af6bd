"""Safe to repeat, safe against each other: `Idempotency-Key` over every POST, `ETag` and `If-Match` over every change."""

import asyncio
from typing import Any

import pytest

from tests.factories.all import MATRIX, address, body_of, sample_of
from tests.operations import Operation, operations, over
from tests.world import PASSWORD, Company, Person, World

LISTED = {one.path for one in operations() if one.method == "GET"}
POSTS = [one for one in operations() if one.method == "POST" and one.id in MATRIX]
# What an organization has one of, and is named by no id: its own tests try If-Match on it.
CHANGES = [one for one in operations() if one.method in {"PATCH", "DELETE"} and one.id in MATRIX and one.on_record]
# A form with a file: tests/project/test_imports.py repeats it with its key.
FORMS = {one.id for one in POSTS if "multipart/form-data" in one.spec.get("requestBody", {}).get("content", {})}


@pytest.fixture(scope="module")
async def company(world: World) -> Company:
    return await world.company("Repeated")


async def send(person: Person, operation: Operation, path: str, body: Any, **headers: str) -> Any:
    """The bare answer."""
    return await person.send(operation.method, path, headers=headers, **({"json": body} if body is not None else {}))


async def count(person: Person, operation: Operation) -> int | None:
    """How many records the collection of a POST holds, where it makes one."""
    sample = sample_of(operation.path)
    if operation.on_record or sample is None or operation.path != sample.path or operation.path not in LISTED:
        return None
    total = 0
    cursor: dict[str, str] = {}
    while True:
        page = await person.get(operation.path, limit=200, **cursor)
        total += len(page["items"])
        if page["nextCursor"] is None:
            return total
        cursor = {"cursor": page["nextCursor"]}


ASKS = {"test_identity_provider"}
"""It asks somebody else how things are, and changes nothing."""


@over(one for one in POSTS if one.id not in FORMS | ASKS and MATRIX[one.id][0] < 300)
async def test_many_at_once_with_one_key_are_one(world: World, operation: Operation) -> None:
    """One row, equal answers, and all but one say that they are a repetition."""
    company = await world.company("At once")
    organizer = company.organizer
    path, _ = await address(operation, company)
    body = await body_of(operation, company)
    before = await count(organizer, operation)
    times = 50 if operation.id == "create_task" else 5
    answers = await asyncio.gather(
        *(send(organizer, operation, path, body, **{"Idempotency-Key": "the same"}) for _ in range(times))
    )
    if operation.id == "logout":  # whoever comes second is signed out already
        assert {one.status_code for one in answers} <= {204, 401}
        return
    assert {one.status_code for one in answers} == {MATRIX[operation.id][0]}, [one.text for one in answers]
    assert len({one.content for one in answers}) == 1
    assert len({one.headers.get("etag") for one in answers}) == 1
    assert sum("idempotent-replayed" in one.headers for one in answers) == times - 1
    if before is not None:
        assert await count(organizer, operation) == before + 1


@over(one for one in POSTS if one.id not in {*FORMS, "logout"} and one.body is not None and MATRIX[one.id][0] < 300)
async def test_a_key_is_for_one_request(world: World, operation: Operation) -> None:
    """With another body it is refused; on another address, or by somebody else, it is another key."""
    company = await world.company("Keys")
    path, _ = await address(operation, company)
    body = await body_of(operation, company)
    key = {"Idempotency-Key": f"one {operation.id}"}
    first = await send(company.organizer, operation, path, body, **key)
    assert first.status_code == MATRIX[operation.id][0], first.text
    other = {**(body or {}), "surprise": 1}
    second = await send(company.organizer, operation, path, other, **key)
    assert second.status_code in {400, 422}
    spaced = await company.organizer.send(
        "POST", path, content=first.request.content + b" ", headers={**key, "Content-Type": "application/json"}
    )
    assert spaced.status_code == 422, "the same JSON in other bytes is another body"
    assert spaced.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_a_refused_request_uses_no_key_up(company: Company) -> None:
    """Whoever mends the body may send it with the same key: what failed has left nothing."""
    key, path = {"Idempotency-Key": "mended"}, "/api/project/projects"
    await company.organizer.post(path, {"name": ""}, 400, **key)
    await company.organizer.post(path, {"name": "Mended", "endDate": "2020-01-01T00:00:00Z", "startDate": "2021-01-01T00:00:00Z"}, 422, **key)  # fmt: skip
    await company.organizer.post(path, {"name": "Mended"}, 201, **key)


async def test_a_key_of_somebody_else_is_another_key(world: World, company: Company) -> None:
    path, body, key = "/api/project/projects", {"name": "Whose"}, {"Idempotency-Key": "everybody's"}
    manager, stranger = await company.manager, (await world.company("Stranger")).organizer
    made = [await one.post(path, body, 201, **key) for one in (company.organizer, manager, stranger)]
    assert len({one["id"] for one in made}) == 3


async def test_registering_twice_with_a_key_signs_in_once(world: World) -> None:
    body = {
        "email": "twice@repeated.example",
        "password": PASSWORD,
        "firstName": "T",
        "lastName": "W",
        "organizationName": "T",
    }
    answers = [
        await world.http.post("/api/auth/register", json=body, headers={"Idempotency-Key": "register"})
        for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [201, 201], answers[1].text
    assert answers[0].content == answers[1].content
    another = await world.http.post(
        "/api/auth/register", json={**body, "password": PASSWORD + "!"}, headers={"Idempotency-Key": "register"}
    )
    assert another.status_code == 422


async def test_a_repeated_refresh_answers_nobody_elses_tokens(world: World) -> None:
    """Browsers send `{}` and a cookie: two people of one company with one key are two requests."""
    company = await world.company("Cookies")
    people = [company.organizer, await company.manager]
    answers = []
    for person in people:
        cookie = f"vistone-refresh={person.tokens['refreshToken']}"
        headers = {"Cookie": cookie, "Idempotency-Key": "1"}
        answers.append(await world.http.post("/api/auth/refresh", json={}, headers=headers))
    assert answers[0].status_code == 200, answers[0].text
    assert answers[0].json()["user"]["id"] == people[0].id
    assert answers[1].status_code == 422 or answers[1].json()["user"]["id"] == people[1].id


@over(CHANGES)
async def test_a_change_of_what_changed_meanwhile_is_412(world: World, company: Company, operation: Operation) -> None:
    """The ETag is the revision. A stale If-Match changes nothing; the right one, or `*`, does."""
    if MATRIX[operation.id][0] >= 300:
        pytest.skip("the Organizer may not, or other things hinder it")
    if operation.id == "delete_organization":
        company = await world.company("Closed")
    organizer = company.organizer
    path, record = await address(operation, company)
    body = await body_of(operation, company)
    assert record is not None
    sample = sample_of(operation.path)
    assert sample is not None
    own = f"{sample.path}/{record['id']}"
    read = await organizer.send("GET", own)
    etag = read.headers["etag"]
    assert etag == f'"{read.json()["revision"]}"'
    for stale in ('"999999"', 'W/"999999"', '"0"'):
        refused = await send(organizer, operation, path, body, **{"If-Match": stale})
        assert refused.status_code == 412, f"{stale}: {refused.status_code} {refused.text}"
        assert refused.headers["content-type"] == "application/problem+json"
    assert await organizer.get(own) == read.json()
    if operation.method == "PATCH":
        done = await send(organizer, operation, path, body, **{"If-Match": etag})
        assert done.status_code == 200, done.text
        assert done.headers["etag"] == f'"{done.json()["revision"]}"' != etag
        lost = await send(organizer, operation, path, body, **{"If-Match": etag})
        assert lost.status_code == 412
        weak = await send(organizer, operation, path, body, **{"If-Match": f"W/{done.headers['etag']}"})
        assert weak.status_code == 200
        every = await send(organizer, operation, path, body, **{"If-Match": "*"})
        assert every.status_code == 200
        assert (await organizer.send("GET", own)).headers["etag"] == every.headers["etag"]
    else:
        done = await send(organizer, operation, path, body, **{"If-Match": etag})
        assert done.status_code == 204, done.text
        assert done.content == b""


@over(one for one in CHANGES if one.method == "PATCH")
async def test_an_empty_change_leaves_the_fields(company: Company, operation: Operation) -> None:
    if MATRIX[operation.id][0] >= 300:
        pytest.skip("the Organizer may not")
    path, record = await address(operation, company)
    changed = await company.organizer.patch(path, {})
    before = await company.organizer.get(path) if record is None else record
    meanwhile = {"revision", "updatedAt", "abilities"}
    for name in changed.keys() & before.keys() - meanwhile:
        assert changed[name] == before[name], name
