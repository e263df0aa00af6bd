"""How an organization lets people in: who needs a second factor, whose password is enough, whose address is proven."""

import time
from uuid import UUID

import msgspec
import pytest

from tests.authenticator import Authenticator
from tests.live_socket import socket
from tests.second_factor import by_passkey, enrolled, first_step, with_passkey
from tests.world import PASSWORD, Company, Person, World
from vistone.auth.activity import activity_log
from vistone.kernel.ids import new_id
from vistone.kernel.scope import System
from vistone.kernel.settings import settings

POLICY = "/api/auth/sign-in-policy"
WITHIN = 5.0


async def ask_for_factors(company: Company, *roles: str) -> None:
    await company.organizer.patch(POLICY, {"mfaRoles": list(roles)})
    await company.world.settle()


async def provider_of(company: Company) -> None:
    """An identity provider of the company's that people can come in by."""
    ids = (new_id(), UUID(company.id))
    async with company.world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute(f"SELECT platform.set_scope('{company.id}', '{company.organizer.id}')")
        await tx.connection.execute(
            "INSERT INTO auth.identity_providers (id, organization_id, name, issuer, client_id, client_secret, proof, "
            "default_role, created_at, updated_at) "
            "VALUES ($1, $2, 'Ours', 'https://id.example', 'vistone', ''::bytea, 'x', 'Contributor', now(), now())",
            *ids,
        )
        await tx.connection.execute(
            "INSERT INTO auth.proven_domains (id, organization_id, provider_id, domain, created_at, updated_at) "
            "VALUES ($3, $2, $1, $4, now(), now())",
            *ids,
            new_id(),
            f"{company.id[-12:]}.example",
        )


async def by_provider(company: Company, person: Person) -> Person:
    """The person, signed in as if by the identity provider."""
    async with company.world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute(
            "UPDATE auth.sessions SET method = 'oidc', bound = true WHERE user_id = $1", UUID(person.id)
        )
    for key in list(company.world.state.resolver._known):
        company.world.state.resolver.forget_session(key[0])
    return person


async def test_a_new_organization_asks_for_nothing_more(world) -> None:
    company = await world.company()
    policy = await company.organizer.get(POLICY)
    assert (policy["mfaRoles"], policy["passwordSignIn"]) == ([], True)
    assert policy["organizationId"] == company.id
    assert policy["abilities"] == ["update"]
    assert (await (await company.manager).get(POLICY))["abilities"] == []


async def test_organizers_alone_change_it(world) -> None:
    company = await world.company()
    for role in ("Manager", "Contributor", "Client"):
        await (await company.person(role)).patch(POLICY, {"mfaRoles": ["Client"]}, 403)
    changed = await company.organizer.patch(POLICY, {"mfaRoles": ["Manager", "Organizer", "Manager"]}, if_match=1)
    assert changed["mfaRoles"] == ["Organizer", "Manager"]
    assert changed["revision"] == 2
    await company.organizer.patch(POLICY, {"mfaRoles": []}, 412, if_match=1)


async def test_bad_input_is_named(world) -> None:
    company = await world.company()
    for body, field in [
        ({"mfaRoles": ["Owner"]}, "mfaRoles[0]"),
        ({"mfaRoles": "Manager"}, "mfaRoles"),
        ({"mfaRoles": None}, "mfaRoles"),
        ({"mfaRoles": ["Client"] * 5}, "mfaRoles"),
        ({"passwordSignIn": "no"}, "passwordSignIn"),
        ({"organizationId": company.id}, "organizationId"),
    ]:
        problem = await company.organizer.patch(POLICY, body, 400)
        assert problem["errors"][0]["field"] == field, body


async def test_a_change_is_in_the_log_with_what_it_was(world) -> None:
    company = await world.company()
    await company.organizer.patch(POLICY, {"mfaRoles": ["Manager"]})
    await world.follow(activity_log)
    found = await company.organizer.get("/api/auth/activity-logs", action="auth.sign_in_policy.updated")
    assert found["items"][0]["metadata"]["changes"] == {"mfaRoles": {"before": [], "after": ["Manager"]}}


@pytest.mark.asvs("6.3.3")
async def test_who_lacks_a_factor_comes_to_enrolment_and_nowhere_else(world) -> None:
    company = await world.company()
    manager, contributor = await company.manager, await company.contributor
    await manager.get("/api/project/projects")
    await ask_for_factors(company, "Organizer", "Manager")

    for path in ("/api/project/projects", "/api/auth/users", "/api/auth/sessions", "/api/auth/passkeys"):
        problem = await manager.get(path, 403)
        assert problem["type"] == "urn:vistone:problem:mfa-enrolment-required", path
        assert "mfa/enroll" in problem["detail"]
    await manager.post("/api/project/projects", {"name": "P"}, 403)
    await contributor.get("/api/project/projects")
    assert (await contributor.get("/api/auth/me"))["unfinished"] is None

    me = await manager.get("/api/auth/me")
    assert me["unfinished"] == "mfa-enrolment-required"
    await manager.get(POLICY)
    await manager.patch(POLICY, {"mfaRoles": []}, 403)
    await enrolled(manager)
    assert (await manager.get("/api/auth/me"))["unfinished"] is None
    await manager.get("/api/project/projects")


async def test_the_organizer_who_asks_for_it_comes_to_enrolment_too(world) -> None:
    company = await world.company()
    await ask_for_factors(company, "Organizer")
    await company.organizer.patch(POLICY, {"mfaRoles": []}, 403)
    await with_passkey(company.organizer, Authenticator())
    await company.organizer.patch(POLICY, {"mfaRoles": []})


@pytest.mark.asvs("10.3.4")
async def test_a_sign_in_without_the_factor_is_not_enough(world) -> None:
    """Who has a passkey and comes by the password gives the passkey too."""
    company = await world.company()
    manager, device = await company.manager, Authenticator()
    await with_passkey(manager, device)
    weak = Person(world.http, await first_step(world, manager.email))
    await ask_for_factors(company, "Manager")
    assert (await weak.get("/api/project/projects", 403))["type"].endswith("mfa-enrolment-required")
    # Nor does setting up another factor help whoever knows the password alone.
    assert (await weak.post("/api/auth/mfa/enroll", {"currentPassword": PASSWORD}, 403))["type"].endswith(
        "proof-required"
    )
    await weak.post("/api/auth/passkeys/register/options", {"currentPassword": PASSWORD}, 403)
    assert (await first_step(world, manager.email))["methods"] == ["passkey"]
    asked = (await world.http.post("/api/auth/passkeys/login/options", json={})).json()
    proof = {"challengeId": asked["challengeId"], "credential": device.get(asked["options"])}
    await weak.post("/api/auth/proof", proof, 200)
    await weak.get("/api/project/projects")
    strong = Person(world.http, (await by_passkey(world, device)).json())
    await strong.get("/api/project/projects")


async def test_giving_the_factor_up_leads_back_to_enrolment(world) -> None:
    company = await world.company()
    manager = await company.manager
    app = await enrolled(manager)
    await ask_for_factors(company, "Manager")
    await manager.get("/api/project/projects")
    await manager.post("/api/auth/mfa/disable", {"code": app.backup_codes[0], "currentPassword": PASSWORD}, 204)
    assert (await manager.get("/api/project/projects", 403))["type"].endswith("mfa-enrolment-required")


async def test_a_sign_in_by_the_provider_counts_as_having_it(world) -> None:
    company = await world.company()
    manager = await by_provider(company, await company.manager)
    await ask_for_factors(company, "Manager")
    me = await manager.get("/api/auth/me")
    assert (me["unfinished"], me["method"]) == (None, "oidc")
    await manager.get("/api/project/projects")


async def test_a_bound_sign_in_reaches_nothing_beyond_its_organization(world) -> None:
    company = await world.company()
    manager = await company.manager
    second = await manager.post("/api/auth/organizations", {"name": "Own company"})
    there = {"X-Organization-Id": second["id"]}
    assert (await manager.send("GET", "/api/project/projects", headers=there)).status_code == 200
    await by_provider(company, manager)
    await manager.get("/api/project/projects")
    assert (await manager.send("GET", "/api/project/projects", headers=there)).status_code == 401
    me = await manager.get("/api/auth/me")
    assert [one["id"] for one in me["organizations"]] == [company.id]
    assert (me["bound"], me["hasPassword"]) == (True, True)
    for path, body in [
        ("mfa/enroll", {"currentPassword": PASSWORD}),
        ("passkeys/register/options", {"currentPassword": PASSWORD}),
        ("proof", {"currentPassword": PASSWORD}),
        ("password/change", {"currentPassword": PASSWORD, "newPassword": "another horse entirely"}),
        ("email/change", {"email": "other@example.com", "currentPassword": PASSWORD}),
    ]:
        assert (await manager.post(f"/api/auth/{path}", body, 403))["type"].endswith("bound-session"), path


async def test_open_windows_feel_it_within_five_seconds(world) -> None:
    company = await world.company()
    manager, contributor = await company.manager, await company.contributor
    async with socket(world, manager) as theirs, socket(world, contributor) as others:
        for one, person in ((theirs, manager), (others, contributor)):
            await one.say({"type": "subscribe", "topics": [f"user:{person.id}"]})
            assert (await one.hear())["type"] == "subscribed"
        started = time.monotonic()
        await company.organizer.patch(POLICY, {"mfaRoles": ["Manager"]})
        assert await theirs.hear() == {"type": "bye", "reason": "unfinished"}
        assert await theirs.hear() == 1008
        assert time.monotonic() - started < WITHIN
        await others.say({"type": "ping"})
        assert await others.hear() == {"type": "pong"}
    async with socket(world, manager) as again:
        assert await again.hear() == {"type": "bye", "reason": "unfinished"}
        assert await again.hear() == 1008
    await enrolled(manager)
    async with socket(world, manager) as finished:
        await finished.say({"type": "subscribe", "topics": [f"user:{manager.id}"]})
        assert (await finished.hear())["type"] == "subscribed"


async def test_passwords_are_closed_only_where_there_is_another_way(world) -> None:
    company = await world.company()
    problem = await company.organizer.patch(POLICY, {"passwordSignIn": False}, 409)
    assert problem["rule"] == "no-identity-provider"
    assert "prove a domain" in problem["detail"]
    await provider_of(company)
    assert (await company.organizer.patch(POLICY, {"passwordSignIn": False}))["passwordSignIn"] is False


async def test_where_passwords_are_closed_organizers_alone_come_in_by_them(world) -> None:
    company = await world.company()
    await provider_of(company)
    manager, device = await company.manager, Authenticator()
    await with_passkey(manager, device)
    async with socket(world, manager) as window:
        await window.say({"type": "subscribe", "topics": [f"user:{manager.id}"]})
        assert (await window.hear())["type"] == "subscribed"
        started = time.monotonic()
        await company.organizer.patch(POLICY, {"passwordSignIn": False})
        assert await window.hear() == {"type": "bye", "reason": "signed_out"}
        assert time.monotonic() - started < WITHIN
    await world.settle()
    await manager.get("/api/auth/me", 401)
    refused = await first_step(world, manager.email, 403)
    assert refused["type"].endswith("identity-provider-required")
    assert (await by_passkey(world, device)).status_code == 403
    wrong = await world.http.post("/api/auth/login", json={"email": manager.email, "password": "wrong"})
    assert wrong.status_code == 401, "only who knows the password is told more"
    await company.organizer.get("/api/auth/me")
    assert "accessToken" in await first_step(world, company.organizer.email)
    await by_provider(company, manager)
    await manager.get("/api/auth/me")

    email = f"newcomer@{company.id[-12:]}.example"
    await company.organizer.post("/api/auth/invitations", {"email": email, "roleName": "Contributor"})
    token = await world.invitation_token(company.organizer, email)
    body = {"token": token, "password": PASSWORD, "firstName": "N", "lastName": "N"}
    answer = await world.http.post("/api/auth/invitations/accept", json=body)
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("identity-provider-required")


async def test_a_closed_door_leads_to_the_organization_whose_door_is_open(world) -> None:
    company = await world.company()
    await provider_of(company)
    manager = await company.manager
    second = await manager.post("/api/auth/organizations", {"name": "Own company"})
    await company.organizer.patch(POLICY, {"passwordSignIn": False})
    signed_in = await first_step(world, manager.email)
    assert signed_in["organization"]["id"] == second["id"]
    there = Person(world.http, signed_in)
    closed = await there.send("GET", "/api/auth/me", headers={"X-Organization-Id": company.id})
    assert closed.status_code == 401


async def test_a_role_change_brings_the_policy_with_it(world) -> None:
    company = await world.company()
    contributor = await company.contributor
    await ask_for_factors(company, "Manager")
    await contributor.get("/api/project/projects")
    member = (await company.organizer.get("/api/auth/organization-members", userId=contributor.id))["items"][0]
    role = (await company.organizer.get("/api/auth/roles", name="Manager"))["items"][0]
    await company.organizer.patch(f"/api/auth/organization-members/{member['id']}", {"roleId": role["id"]})
    await world.settle()
    await contributor.get("/api/project/projects", 403)


@pytest.mark.asvs("6.3.4")
async def test_a_personal_token_gives_no_way_around(world) -> None:
    company = await world.company()
    manager = await company.manager
    until = {"expiresAt": "2027-01-01T00:00:00Z", "name": "Export", "permissions": {"projects": ["read"]}}
    token = (await manager.post("/api/auth/tokens", until))["token"]
    program = Person(world.http, {**manager.tokens, "accessToken": token})
    await program.get("/api/project/projects")
    await ask_for_factors(company, "Manager")
    assert (await program.get("/api/project/projects", 403))["type"].endswith("mfa-enrolment-required")
    await program.post("/api/auth/mfa/enroll", {"currentPassword": PASSWORD}, 403)
    await enrolled(manager)
    await world.settle()
    await program.get("/api/project/projects")


@pytest.fixture
def proven_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = msgspec.structs.replace(settings(), verified_email_required=True)
    monkeypatch.setattr("vistone.auth.finished.settings", lambda: asked)


async def test_where_the_installation_asks_for_it_the_address_is_proven_first(world: World, proven_addresses) -> None:
    company = await world.company()
    organizer = company.organizer
    problem = await organizer.get("/api/project/projects", 403)
    assert problem["type"] == "urn:vistone:problem:email-verification-required"
    assert (await organizer.get("/api/auth/me"))["unfinished"] == "email-verification-required"
    async with socket(world, organizer) as window:
        assert await window.hear() == {"type": "bye", "reason": "unfinished"}
    await organizer.post("/api/auth/email/verification", None, 200)
    await world.run_jobs()
    async with world.runtime.database.write(System("test")) as tx:  # who is not let in cannot look into the outbox
        await tx.connection.execute(f"SELECT platform.set_scope('{company.id}', '{organizer.id}')")
        text = await tx.connection.fetchval(
            "SELECT text FROM platform.outbox_mails WHERE organization_id = $1 AND to_address = $2 "
            "ORDER BY created_at DESC, id DESC LIMIT 1",
            UUID(company.id),
            organizer.email,
        )
    token = str(text).split("token=")[1].split()[0]
    assert (await world.http.post("/api/auth/email/verify", json={"token": token})).status_code == 204
    await world.settle()
    await organizer.get("/api/project/projects")
