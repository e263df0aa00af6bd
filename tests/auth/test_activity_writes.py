"""Every write of every service arrives in the activity log with who, from where and what changed; never a secret."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from tests.factories.all import MATRIX, address, body_of
from tests.operations import Operation, operations, over
from tests.world import PASSWORD, Company, Person, World
from vistone.auth.activity import activity_log
from vistone.kernel.events import Event
from vistone.kernel.scope import for_the_system
from vistone.services import SERVICES

AGENT = {"User-Agent": "activity-test/1"}
EVENTS = [event for service in SERVICES for event in service.events]


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
    "enroll_mfa": "nothing holds before `confirm_mfa`",
    "ask_for_passkey": "nothing holds before `register_passkey`",
    "prove": "the asker's own sign-in is fresh again; failing is told",
    "test_identity_provider": "asks the provider and changes nothing",
    "prove_domains": "the sample's domain is not proven before nor after",
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
    about = {str(entry["entity_id"]) for entry in one.entries}
    assert told & about or not told, "on what the request or its answer names"
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
