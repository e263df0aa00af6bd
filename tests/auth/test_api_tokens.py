"""Personal API tokens: shown once, bounded by role and token alike, over in five seconds when they are over."""

import asyncio
import hashlib
from datetime import timedelta
from uuid import UUID

import pytest

from tests.factories.all import sample_of
from tests.factories.auth import token_body
from tests.operations import Operation, operations, over
from tests.world import PASSWORD, Person
from vistone.auth import personal
from vistone.auth.activity import activity_log
from vistone.kernel import clock
from vistone.kernel.scope import RESOURCES, for_the_system

TOKENS = "/api/auth/tokens"
TASKS = "/api/project/tasks"
EVERYTHING = {resource: ["create", "read", "update", "delete", "assign"] for resource in RESOURCES}


class Program:
    """What holds a token: it speaks as a person does, with that credential alone."""

    def __init__(self, person: Person, made: dict) -> None:
        self.http, self.made, self.headers = person.http, made, {"Authorization": f"Bearer {made['token']}"}
        self.id, self.organization_id = person.id, person.organization_id

    send, get, post, patch, delete = Person.send, Person.get, Person.post, Person.patch, Person.delete


async def program(person: Person, **permissions: list[str]) -> Program:
    """A program with a new token of the person's."""
    return Program(person, await person.post(TOKENS, await token_body(None, **permissions)))


@pytest.fixture
async def company(world):
    return await world.company()


@pytest.mark.asvs("10.4.9")
async def test_a_token_is_shown_once_and_kept_as_a_hash(company, world):
    organizer = company.organizer
    made = await organizer.post(TOKENS, await token_body(company, tasks=["update", "read", "read"]))
    token, record = made["token"], made["record"]
    assert token.startswith("vst_")
    assert len(token) == 4 + 43, "256 random bits in base64url"
    assert (record["hint"], record["permissions"], record["lastUsedAt"]) == (
        token[-4:],
        {"tasks": ["read", "update"]},
        None,
    )
    assert (record["userId"], record["organizationId"], record["abilities"]) == (organizer.id, company.id, ["delete"])
    for answer in (await organizer.send("GET", f"{TOKENS}/{record['id']}"), await organizer.send("GET", TOKENS)):
        assert token not in answer.text
        assert "hash" not in answer.text.lower()
    async with world.runtime.database.read(for_the_system(UUID(company.id))) as tx:
        kept = await tx.connection.fetchrow(
            "SELECT * FROM auth.api_tokens WHERE organization_id = $1 AND id = $2", UUID(company.id), UUID(record["id"])
        )
    assert kept["token_hash"] == hashlib.sha256(token.encode()).digest()
    assert token not in str(dict(kept))
    mail = (await organizer.get("/api/auth/outbox-mails", toAddress=organizer.email))["items"][0]
    assert mail["subject"] == "An API token was made for your account"
    assert token not in mail["text"]


async def test_what_a_token_cannot_be_made_with_is_named(company):
    organizer, contributor = company.organizer, await company.contributor
    now = clock.now()
    for who, extra, status, field in (
        (organizer, {"expiresAt": (now - timedelta(minutes=1)).isoformat()}, 422, "expiresAt"),
        (organizer, {"expiresAt": (now + timedelta(days=367)).isoformat()}, 422, "expiresAt"),
        (organizer, {"expiresAt": None}, 400, "expiresAt"), (organizer, {"name": " "}, 400, "name"),
        (organizer, {"permissions": {}}, 422, "permissions"), (organizer, {"permissions": {"tasks": []}}, 422, "permissions"),
        (organizer, {"permissions": {"spaceships": ["read"]}}, 422, "permissions.spaceships"),
        (organizer, {"permissions": {"_meta": ["manage_permissions"]}}, 422, "permissions._meta"),
        (organizer, {"permissions": {"tasks": ["fly"]}}, 422, "permissions.tasks"),
        (contributor, {"permissions": {"tasks": ["delete"]}}, 422, "permissions.tasks"),
        (contributor, {"permissions": EVERYTHING}, 422, "permissions.users"),
    ):  # fmt: skip
        problem = await who.post(TOKENS, {**await token_body(company), **extra}, status)
        assert problem["errors"][0]["field"] == field, problem


@pytest.mark.asvs("10.3.2")
async def test_rights_are_those_that_role_and_token_have_in_common(company):
    organizer = company.organizer
    project = await organizer.post("/api/project/projects", {"name": "P"})
    task = await organizer.post(TASKS, {"projectId": project["id"], "title": "T"})
    reader = await program(organizer, tasks=["read"])
    assert [one["id"] for one in (await reader.get(TASKS))["items"]] == [task["id"]]
    assert (await reader.get(f"{TASKS}/{task['id']}"))["abilities"] == []
    await reader.get("/api/project/projects", 403)
    await reader.post(TASKS, {"projectId": project["id"], "title": "No"}, 403)
    await reader.patch(f"{TASKS}/{task['id']}", {"title": "No"}, 403)
    await reader.delete(f"{TASKS}/{task['id']}", 403)
    writer = await program(organizer, tasks=["read", "update"])
    assert (await writer.patch(f"{TASKS}/{task['id']}", {"title": "Yes"}))["title"] == "Yes"
    await writer.delete(f"{TASKS}/{task['id']}", 403)
    me = await reader.get("/api/auth/me")
    assert {resource: actions for resource, actions in me["permissions"].items() if actions} == {"tasks": ["read"]}
    # What the role loses, its tokens lose.
    manager = await company.manager
    theirs = await program(manager, projects=["create", "read"])
    await theirs.post("/api/project/projects", {"name": "Q"})
    role = (await organizer.get("/api/auth/roles", name="Manager"))["items"][0]
    await organizer.patch(
        f"/api/auth/roles/{role['id']}", {"permissions": {**role["permissions"], "projects": ["read"]}}
    )
    await company.world.settle()
    await theirs.post("/api/project/projects", {"name": "R"}, 403)
    await theirs.get("/api/project/projects")


WRITES = [one for one in operations() if not one.public and one.method != "GET"]
# What a person's own secrets or others' papers are in.
PERSONAL = {"list_sessions", "get_session", "list_api_tokens", "get_api_token", "list_outbox_mails", "get_outbox_mail",
            "get_kyc_document"}  # fmt: skip


@pytest.fixture(scope="module")
async def almighty(world) -> Program:
    """A token that may everything, of an Organizer."""
    return await program((await world.company()).organizer, **EVERYTHING)


@pytest.fixture(scope="module")
async def reading(world) -> Program:
    """A token of an Organizer that may read everything."""
    return await program((await world.company()).organizer, **{resource: ["read"] for resource in RESOURCES})


async def ask(who: Program, operation: Operation) -> int:
    path = operation.path
    while "{" in path:
        path = path.replace(path[path.index("{") : path.index("}") + 1], "01a203a9-cd12-7ffb-8e2c-f0d3ebdace68")
    sample = sample_of(operation.path)
    body = {"json": sample.patch if sample and operation.method == "PATCH" else {}} if operation.body else {}
    return (await who.send(operation.method, path, **body)).status_code


@over(one for one in WRITES if one.path.startswith("/api/auth/"))
async def test_no_token_changes_who_may_what(almighty: Program, operation: Operation) -> None:
    """Tokens, passwords, second factors, sessions, roles, policies, people: a person does it, who is signed in."""
    assert await ask(almighty, operation) == 403


@over(one for one in operations() if one.id in PERSONAL)
async def test_no_token_reads_what_opens_other_doors(almighty: Program, operation: Operation) -> None:
    assert await ask(almighty, operation) == 403


@over(WRITES)
async def test_a_token_that_reads_changes_nothing(reading: Program, operation: Operation) -> None:
    """Whatever the role may, also where a rule goes by the role alone."""
    assert await ask(reading, operation) == 403


@pytest.fixture(scope="module")
async def narrow(world) -> dict[str, Program]:
    """Tokens of an Organizer that may all on one resource and nothing on another."""
    organizer = (await world.company()).organizer
    return {one: await program(organizer, **{one: EVERYTHING[one]}) for one in ("tasks", "wiki")}


@over(one for one in operations() if one.is_list and one.id not in PERSONAL)
async def test_a_token_for_something_else_reads_no_list(world, narrow: dict, operation: Operation) -> None:
    resource = world.state.resources[operation.path]
    assert await ask(narrow["tasks" if resource != "tasks" else "wiki"], operation) == 403


async def test_a_token_is_good_in_one_organization(company, world):
    person = await company.contributor
    other = await world.company("Other")
    await other.organizer.post("/api/auth/invitations", {"email": person.email, "roleName": "Manager"})
    invitation = await world.invitation_token(other.organizer, person.email)
    body = {"token": invitation, "password": PASSWORD}
    assert (await world.http.post("/api/auth/invitations/accept", json=body)).status_code == 200
    one = await program(person, settings=["read"], users=["read"])
    assert (await one.send("GET", "/api/auth/me", headers={"X-Organization-Id": other.id})).status_code == 401
    assert (await one.send("GET", "/api/auth/me", headers={"X-Organization-Id": company.id})).status_code == 200
    me = await one.get("/api/auth/me")
    assert [me["organization"]["id"], *(one["id"] for one in me["organizations"])] == [company.id, company.id]
    assert [one["id"] for one in (await one.get("/api/auth/organizations"))["items"]] == [company.id]
    await one.get(f"/api/auth/organizations/{other.id}", 404)


async def test_people_see_their_own_tokens_and_organizers_all(company):
    organizer, contributor, manager = company.organizer, await company.contributor, await company.manager
    made = (await contributor.post(TOKENS, await token_body(company)))["record"]
    path = f"{TOKENS}/{made['id']}"
    for method in ("GET", "DELETE"):
        assert (await manager.send(method, path)).status_code == 404
    assert [one["id"] for one in (await organizer.get(TOKENS, userId=contributor.id))["items"]] == [made["id"]]
    await organizer.delete(path, 412, if_match=made["revision"] + 1)
    await organizer.delete(path)
    await contributor.get(path, 404)


async def test_garbage_is_no_token(company):
    for bad in ("vst_", "vst_" + "A" * 43, "VST_x", "vst_\u00e9"):
        headers: dict = {"Authorization": f"Bearer {bad}".encode()}
        assert (await company.world.http.get("/api/auth/me", headers=headers)).status_code == 401


async def test_use_is_noted_once_a_minute_beside_the_request(company, world, monkeypatch):
    one = await program(company.organizer, tasks=["read"])
    notes = []
    note = personal.PersonalTokens._note

    async def counted(self, *args):
        await note(self, *args)
        notes.append(args[-1])

    monkeypatch.setattr(personal.PersonalTokens, "_note", counted)
    path = f"{TOKENS}/{one.made['record']['id']}"
    for _ in range(20):
        await one.get(TASKS)
    await world.state.resolver.close()
    assert len(notes) == 1
    used = await company.organizer.get(path)
    assert used["lastUsedAt"]
    assert used["revision"] == one.made["record"]["revision"]
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=61))
    await one.get(TASKS)
    await world.state.resolver.close()
    assert len(notes) == 2
    assert (await company.organizer.get(path))["lastUsedAt"] > used["lastUsedAt"]


async def test_what_a_token_did_says_so_in_the_log(company, world):
    one = await program(company.organizer, projects=["create", "read"])
    project = await one.post("/api/project/projects", {"name": "By a program"})
    await world.follow(activity_log)
    entries = (await company.organizer.get("/api/auth/activity-logs", entityId=project["id"]))["items"]
    assert {entry["metadata"]["tokenId"] for entry in entries} == {one.made["record"]["id"]}
    assert {entry["userId"] for entry in entries} == {company.organizer.id}
    about = await company.organizer.get("/api/auth/activity-logs", entityId=one.made["record"]["id"])
    assert [entry["action"] for entry in about["items"]] == ["auth.api_token.created"]
    assert one.made["token"] not in str(about)
    assert "tokenId" not in about["items"][0]["metadata"]


async def test_a_token_that_was_revoked_by_leaving_is_not_good_again(company, world):
    person = await company.contributor
    one = await program(person, tasks=["read"])
    member = (await company.organizer.get("/api/auth/organization-members", userId=person.id))["items"][0]
    await company.organizer.delete(f"/api/auth/organization-members/{member['id']}")
    await world.settle()
    await one.get(TASKS, 401)
    await company.organizer.post("/api/auth/invitations", {"email": person.email, "roleName": "Contributor"})
    body = {"token": await world.invitation_token(company.organizer, person.email), "password": PASSWORD}
    assert (await world.http.post("/api/auth/invitations/accept", json=body)).status_code == 200
    await world.settle()
    await one.get(TASKS, 401)
    await person.get(TASKS)


async def test_an_expired_token_ends_to_the_second(company, monkeypatch):
    one = await program(company.organizer, tasks=["read"])
    await one.get(TASKS)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=30, seconds=1))
    problem = await one.get(TASKS, 401)
    assert problem["status"] == 401


async def test_fifty_tokens_are_enough(company):
    body = await token_body(company)
    answers = await asyncio.gather(*(company.organizer.send("POST", TOKENS, json=body) for _ in range(50)))
    assert {one.status_code for one in answers} == {201}
    assert (await company.organizer.post(TOKENS, body, 409))["rule"] == "too-many-tokens"
