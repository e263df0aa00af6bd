"""Who may do what: every operation of the OpenAPI document, by nobody, by strangers and by each of the four roles.

The rows stand in `tests/factories/<service>.py`. An operation without one fails here, so that none is forgotten.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.factories.all import MATRIX, address, body_of, sample_of
from tests.operations import Operation, operations, over
from tests.world import Company, Person, World
from vistone.kernel import clock

ROLES = ("Organizer", "Manager", "Contributor", "Client")

PUBLIC = {
    "register": "makes the account that one would sign in with",
    "login": "is the signing in",
    "refresh": "its refresh token is the credential",
    "log_in_with_code": "the token of the first step and the code are the credential",
    "ask_for_sign_in": "asks whoever it may be for a passkey",
    "log_in_with_passkey": "the passkey is the credential",
    "accept_invitation": "the token in the mail is the credential",
    "look_up_invitation": "the token in the mail is the credential",
    "forgot_password": "who forgot it cannot sign in",
    "reset_password": "the token in the mail is the credential",
    "verify_email": "the token in the mail is the credential",
    "confirm_email": "the token in the mail is the credential",
    "look_up_provider": "is the beginning of the signing in, and tells by the domain alone",
    "start_oidc": "is the way to the signing in",
    "finish_oidc": "is the signing in: the provider's answer is the credential",
    "get_jwks": "public keys are for everybody",
    "get_calendar": "its secret address is the credential",
}

# They end the company or the sign-in that asks for them, or are done once in a life: each time in a new company.
ALONE = {"delete_organization", "logout", "create_kyc_record", "create_notification_preference"}

# People named by their id alone, by services that ask no other: the record is seen in its own organization, and what is
# sent to a stranger reaches nobody there.
UNCHECKED = {
    "create_member_performance": "monitoring imports no sibling's api",
    "change_tasks": "tells of each task by itself that it is not there; none of a stranger's changes",
    "delete_tasks": "as with change_tasks",
    "restore_tasks": "as with change_tasks",
    "create_notification": "notification imports no sibling's api",
}

ALL = {one.id: one for one in operations()}
CLOSED = [one for one in ALL.values() if one.id not in PUBLIC]
ROWED = [one for one in CLOSED if one.id in MATRIX]
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Two:
    """Two companies that know nothing of each other, with somebody of every role in each."""

    ours: Company
    theirs: Company


@pytest.fixture(scope="session")
async def two(world: World) -> Two:
    both = Two(await world.company("Ours"), await world.company("Theirs"))
    for company in (both.ours, both.theirs):
        for role in ROLES:
            await company.person(role)
    return both


def path_of(operation: Operation) -> str:
    """Its address with an id that nobody has."""
    return re.sub(r"\{\w*id\}", "01a203a9-cd12-7ffb-8e2c-f0d3ebdace68", operation.path)


async def ask(person: Person, operation: Operation, path: str, body: Any, **headers: str) -> Any:
    """The bare answer to the operation."""
    sent = {"json": body} if body is not None else {}
    return await person.send(operation.method, path, headers=headers, **sent)


def test_every_operation_has_a_row_or_a_reason() -> None:
    assert sorted(ALL.keys() - MATRIX.keys() - PUBLIC.keys()) == []


def test_no_row_is_about_nothing() -> None:
    assert sorted((MATRIX.keys() | PUBLIC.keys()) - ALL.keys()) == []
    assert MATRIX.keys() & PUBLIC.keys() == set()


def test_what_asks_for_no_credential_is_listed() -> None:
    assert {one.id for one in ALL.values() if one.public} == PUBLIC.keys()


@over(CLOSED)
async def test_without_a_good_credential_there_is_401(two: Two, operation: Operation) -> None:
    """None, garbage, a token of somebody else's making, an altered one, one that is over, one of no session."""
    organizer, state = two.ours.organizer, two.ours.world.app._app.state
    token = organizer.tokens["accessToken"]
    session = state.keyring.verify(token).session_id
    late = clock.now() - timedelta(seconds=state.keyring.lifetime_seconds + 1)
    flipped = token[:-10] + ("A" if token[-10] != "A" else "B") + token[-9:]
    credentials = {
        "none": None,
        "empty": "",
        "garbage": "Bearer garbage",
        "not ours": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
        "altered": f"Bearer {flipped}",
        "over": f"Bearer {state.keyring.issue(UUID(organizer.id), session, late)}",
        "of no session": f"Bearer {state.keyring.issue(UUID(organizer.id), UUID(int=1), clock.now())}",
        "another person's session": f"Bearer {state.keyring.issue(UUID(two.theirs.organizer.id), session, clock.now())}",
        "basic": "Basic b2xpdmlhOnNlY3JldA==",
    }
    found = {}
    for name, credential in credentials.items():
        headers = {} if credential is None else {"Authorization": credential}
        answer = await organizer.http.request(operation.method, path_of(operation), headers=headers)
        found[name] = (answer.status_code, answer.headers["content-type"])
    assert {name: one for name, one in found.items() if one != (401, "application/problem+json")} == {}


@over(CLOSED)
async def test_nobody_works_in_an_organization_that_is_not_theirs(two: Two, operation: Operation) -> None:
    """A good credential, with the id of a company that its person does not belong to."""
    for role in ROLES:
        stranger = await two.theirs.person(role)
        answer = await ask(stranger, operation, path_of(operation), None, **{"X-Organization-Id": two.ours.id})
        assert answer.status_code == 401, f"{role}: {answer.status_code} {answer.text}"


@over([one for one in ROWED if one.on_record])
async def test_a_strangers_record_is_not_there(two: Two, operation: Operation) -> None:
    """404 by every role, or 403 where the role may never do it; and the record stays as it was."""
    path, record = await address(operation, two.ours)
    assert record is not None
    sample = sample_of(operation.path)
    assert sample is not None
    own = f"{sample.path}/{record['id']}"
    before = await two.ours.organizer.get(own)
    body = await body_of(operation, two.ours)
    for role, at_home in zip(ROLES, MATRIX[operation.id], strict=True):
        stranger = await two.theirs.person(role)
        answer = await ask(stranger, operation, path, body)
        allowed = {404, 403} if at_home == 403 else {404}
        assert answer.status_code in allowed, f"{role}: {answer.status_code} {answer.text}"
        told = {value for value in _texts(record) if AN_ID.fullmatch(value)} - {record["id"]}
        assert not [value for value in told if value in answer.text], f"{role} is told what belongs to it"
    assert await two.ours.organizer.get(own) == before


@over([one for one in ROWED if one.method == "POST" and not one.on_record and one.id not in UNCHECKED])
async def test_a_strangers_record_is_not_referred_to(two: Two, operation: Operation) -> None:
    """A new record that names one of another company is refused, also where its person could make such a one."""
    body = await body_of(operation, two.ours)
    if body is None or not any(AN_ID.fullmatch(value) for value in _texts(body)):
        pytest.skip("names no record")
    for role in ROLES:
        stranger = await two.theirs.person(role)
        answer = await ask(stranger, operation, operation.path, body)
        assert answer.status_code in {403, 404, 422}, f"{role}: {answer.status_code} {answer.text}"


@over([one for one in ROWED if one.is_list])
async def test_a_list_holds_nothing_of_strangers(two: Two, operation: Operation) -> None:
    sample = sample_of(operation.path)
    assert sample is not None, f"no sample for {operation.path}"
    ours, theirs = await sample.record(two.ours), await sample.record(two.theirs)
    mine = await two.ours.organizer.get(operation.path, id=ours["id"])
    assert [one["id"] for one in mine["items"]] == [ours["id"]], "the Organizer's own record is in the list"
    for role, status in zip(ROLES, MATRIX[operation.id], strict=True):
        stranger = await two.theirs.person(role)
        if status != 200:  # a role that reads no such thing at all
            await stranger.get(operation.path, status, id=ours["id"])
            continue
        asked = [await stranger.get(operation.path, id=ours["id"]), await stranger.get(operation.path, limit=200)]
        assert asked[0]["items"] == []
        assert ours["id"] not in {one["id"] for one in asked[1]["items"]}
        homes = {one.get("organizationId") for one in asked[1]["items"]} - {None}
        assert homes <= {two.theirs.id}
    assert ours["id"] != theirs["id"]


@pytest.mark.parametrize("role", ROLES)
@over(ROWED)
async def test_a_role_gets_what_its_row_says(world: World, two: Two, operation: Operation, role: str) -> None:
    """On a record that the Organizer made and shared with nobody, new each time."""
    company = await world.company("Alone") if operation.id in ALONE else two.ours
    person = await company.person(role)
    path, record = await address(operation, company)
    body = await body_of(operation, company)
    answer = await ask(person, operation, path, body)
    wanted = MATRIX[operation.id][ROLES.index(role)]
    assert answer.status_code == wanted, f"{answer.status_code} {answer.text}"
    if wanted >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
    if record is not None and wanted in {403, 404} and operation.method != "GET":
        sample = sample_of(operation.path)
        assert sample is not None
        if "revision" in record and operation.id not in ALONE:
            after = await company.organizer.get(f"{sample.path}/{record['id']}")
            assert after["revision"] == record["revision"], "a refused change leaves the record as it was"


def _texts(value: Any) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value if isinstance(value, str) else str(value)]
