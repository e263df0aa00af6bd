"""Every write of every service arrives in the activity log with who, from where and what changed; never a secret."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from tests.factories.all import MATRIX, address, body_of
from tests.factories.auth import PAPER
from tests.factories.project import task
from tests.operations import Operation, operations, over
from tests.world import PASSWORD, Company, Person, World
from vistone.auth.activity import activity_log
from vistone.kernel.events import Event, private_fields
from vistone.kernel.scope import for_the_system
from vistone.services import SERVICES

AGENT = {"User-Agent": "activity-test/1"}
EVENTS = [event for service in SERVICES for event in service.events]


@dataclass
class Form:
    """What is sent as a form: about a record, with fields and a file."""

    record: dict[str, Any] | None
    data: dict[str, str]
    file: tuple[str, bytes]


async def _document(company: Company) -> Form:
    return Form(await company.organizer.post("/api/auth/kyc-data", {}), {"kind": "passport"}, ("passport.pdf", PAPER))


async def _attachment(company: Company) -> Form:
    one = await task(company)
    return Form(None, {"taskId": one["id"]}, ("note.txt", b"As agreed."))


async def _import(_: Company) -> Form:
    data = {"source": "jira-csv", "projectName": "Imported by the test"}
    return Form(None, data, ("backlog.csv", b"issuekey,title\nA-1,First\n"))


FORMED = {201, 202}
FORMS: dict[str, Callable[[Company], Awaitable[Form]]] = {
    "add_kyc_document": _document,
    "create_task_attachment": _attachment,
    "create_import": _import,
    "preview_import": _import,
}


def _is_form(one: Operation) -> bool:
    return "multipart/form-data" in one.spec.get("requestBody", {}).get("content", {})


WRITES = [
    one
    for one in operations()
    if not one.public and one.method != "GET" and (_is_form(one) or (one.id in MATRIX and MATRIX[one.id][0] < 300))
]
# What changes nothing of anybody's, or nothing but the asker's own place: their reason, so that none slips in unseen.
UNTOLD: dict[str, str] = {
    "send_verification": "sends a mail to the asker alone",
    "enroll_mfa": "nothing holds before `confirm_mfa`",
    "ask_for_passkey": "nothing holds before `register_passkey`",
    "prove": "the asker's own sign-in is fresh again; failing is told",
    "test_identity_provider": "asks the provider and changes nothing",
    "prove_domains": "the sample's domain is not proven before nor after",
    "preview_import": "changes nothing",
    "preview_schedule": "changes nothing",
    "preview_task_recurrence": "changes nothing",
    "apply_schedule": "the sample changes nothing",
    "restore_tasks": "the sample's tasks are not deleted",
    "refresh_insights": "the sample's project gives none",
    "suggest_risks": "the sample's project gives none",
}
# What founds, closes or signs out has its entry under another organization or by another sign-in.
APART = {"logout", "delete_organization", "create_organization", "end_member_sessions"}


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
        found[operation.id] = await (_send_form if _is_form(operation) else _send)(operation, company)
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


async def _send(operation: Operation, company: Company) -> Done:
    path, record = await address(operation, company)
    body = await body_of(operation, company)
    sent = {"json": body} if body is not None else {}
    answer = await company.organizer.send(operation.method, path, headers=AGENT, **sent)
    return Done(company.organizer, record, body, answer, [])


async def _send_form(operation: Operation, company: Company) -> Done:
    form = await FORMS[operation.id](company)
    path = operation.path.replace("{id}", form.record["id"]) if form.record else operation.path
    answer = await company.organizer.send("POST", path, headers=AGENT, data=form.data, files={"file": form.file})
    return Done(company.organizer, form.record, form.data, answer, [])


ONCE = {"create_kyc_record", "add_kyc_document"}
"""Done once in a life."""


@over(WATCHED)
async def test_every_write_arrives_with_who_and_from_where(done: dict[str, Done], operation: Operation) -> None:
    """The log has an entry of the actor, address and agent, on what was written, with what it was before; no secret."""
    one = done[operation.id]
    assert one.answer.status_code in (FORMED if _is_form(operation) else {MATRIX[operation.id][0]}), one.answer.text
    assert one.entries, "the log says nothing of it"
    service = operation.path.split("/")[2].replace("-", "_")
    assert {str(entry["user_id"]) for entry in one.entries} == {one.by.id}
    assert {entry["ip_address"] for entry in one.entries} == {"127.0.0.1"}
    assert {entry["user_agent"] for entry in one.entries} == {AGENT["User-Agent"]}
    assert any(entry["entity_type"].startswith(service + ".") for entry in one.entries)
    is_json = one.answer.content and one.answer.headers["content-type"].startswith("application/json")
    told = _ids([one.answer.json() if is_json else None, one.record, one.body])
    about = {str(entry["entity_id"]) for entry in one.entries}
    assert told & about or not told, "on what the request or its answer names"
    assert _secrets(one.entries) == []


# Whose samples change nothing: a test of its own changes a role and the role of a member.
UNCHANGED = {"update_role", "update_member"}


@over(one for one in WATCHED if one.method == "PATCH" and one.on_record and one.id not in UNCHANGED)
async def test_a_change_tells_what_was_before_and_is_after(done: dict[str, Done], operation: Operation) -> None:
    one = done[operation.id]
    assert one.record is not None
    after, entry = one.answer.json(), _entry_about(one, one.record["id"])
    private = private_fields()[entry["entity_type"]]
    differs = {name for name in one.body if name in one.record and one.record[name] != after[name]}
    assert differs, "the sample's patch changes something"
    for name in differs:
        told = {} if name in private else {"before": one.record[name], "after": after[name]}
        assert entry["metadata"]["changes"][name] == told


MAKES_NOTHING = {"change_email", "change_password", "mark_all_read", "delete_tasks", "change_tasks"}
CREATED = [one for one in WATCHED if one.method == "POST" and not one.on_record and one.id not in MAKES_NOTHING]


@over(CREATED)
async def test_what_is_new_is_told_with_its_fields(done: dict[str, Done], operation: Operation) -> None:
    """Of a new record the entry tells what was asked for, under `after` alone."""
    one = done[operation.id]
    created = {str(e["entity_id"]): e for e in one.entries if e["action"].endswith(".created")}
    answer = one.answer.json() if one.answer.content else {}
    made = next(part for part in (answer, answer.get("record")) if part and part.get("id") in created)
    entry = created[made["id"]]
    changes, private = entry["metadata"]["changes"], private_fields()[entry["entity_type"]]
    for name in one.body:
        if name in made and made[name] not in (None, "", [], {}):
            assert changes[name] == ({} if name in private else {"after": made[name]})
    assert not {"id", "revision", "abilities"} & set(changes)


@over(one for one in WATCHED if one.method == "DELETE" and one.id != "delete_session")  # that is ended, and stays
async def test_what_is_gone_is_told_as_it_was(done: dict[str, Done], operation: Operation) -> None:
    one = done[operation.id]
    gone = [entry["metadata"] for entry in one.entries if entry["action"].endswith(".deleted")]
    assert gone
    assert all("before" in sides or not sides for one in gone for sides in one["changes"].values())
    assert all("after" not in sides for one in gone for sides in one["changes"].values())


async def test_roles_tell_what_they_could_before(world: World) -> None:
    company = await world.company()
    who = await company.contributor
    roles = {one["name"]: one for one in (await company.organizer.get("/api/auth/roles"))["items"]}
    old = roles["Contributor"]["permissions"]
    new = {**old, "tasks": ["read"]}
    await company.organizer.patch(f"/api/auth/roles/{roles['Contributor']['id']}", {"permissions": new})
    (member,) = (await company.organizer.get("/api/auth/organization-members", userId=who.id))["items"]
    before = await newest(company)
    await company.organizer.patch(f"/api/auth/organization-members/{member['id']}", {"roleId": roles["Client"]["id"]})
    entries = await entries_of(company, 0)
    (role,) = [one["metadata"] for one in entries if one["action"] == "auth.role.updated"]
    assert role["changes"]["permissions"] == {"before": old, "after": new}
    assert role["record"]["name"] == "Contributor"
    changed = [one for one in entries if one["sequence"] > before and one["action"].endswith("member.updated")]
    assert changed[0]["metadata"]["changes"]["roleName"] == {"before": "Contributor", "after": "Client"}


async def test_long_texts_are_cut_and_private_ones_not_told(world: World) -> None:
    """An entry stays small, and Organizers read no conversation of others in the log."""
    company = await world.company()
    manager, other = await company.manager, await company.contributor
    long = {"name": "Long", "description": "x" * 20_000, "metadata": {"notes": ["y" * 900] * 40}}
    project = await company.organizer.post("/api/project/projects", long)
    body = {"type": "direct", "memberIds": [other.id]}
    channel = await manager.post("/api/communication/chat-channels", body)
    message = {"channelId": channel["id"], "content": "between the two of us"}
    said = await manager.post("/api/communication/chat-messages", message)
    entries = {str(one["entity_id"]): one for one in await entries_of(company, 0)}
    changes = entries[project["id"]]["metadata"]["changes"]
    assert changes["description"]["after"] == "x" * 500 + "… (20000)"
    assert changes["metadata"]["after"].startswith('{"notes":["yyy')
    assert len(changes["metadata"]["after"]) < 600
    about = entries[said["id"]]["metadata"]["changes"]
    assert about["content"] == {}
    assert about["channelId"] == {"after": channel["id"]}
    assert "two of us" not in msgspec.json.encode([one["metadata"] for one in entries.values()]).decode()


def _entry_about(one: Done, id: str) -> dict[str, Any]:
    (found,) = [entry for entry in one.entries if str(entry["entity_id"]) == id]
    return found


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
    await world.run_jobs()
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


ALLOWED = {"backupCodesLeft", "passwordSignIn", "isPrivate", "contentHash"}
"""No secrets: how many codes there are, whether passwords are good for signing in, whether a channel is for its members
alone, and the fingerprint by which a document is known to be the same."""


def _field_names(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = set(schema.get("properties", ()))
        return own.union(*(_field_names(one) for one in schema.values()), set())
    if isinstance(schema, list):
        return set().union(*(_field_names(one) for one in schema))
    return set()
