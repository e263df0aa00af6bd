"""Every refused try at a credential is in the log of whom it was tried at, with why and where; a wait is told once."""

import httpx
import pytest

from tests.auth.oidc_setup import Browser, Provider, problem, proven
from tests.auth.test_sign_in import let_the_grace_window_pass
from tests.dns_server import NameServer
from tests.world import PASSWORD, Company, Person, World
from vistone.auth.activity import activity_log

LOG = "/api/auth/activity-logs"
WRONG = "somebody else's"


async def told(company: Company, *actions: str) -> list[dict]:
    """The entries of those actions, in order."""
    await company.world.run_jobs()
    await company.world.follow(activity_log)
    found = await company.organizer.get(LOG, action=list(actions), sort="createdAt", limit=200)
    return sorted(found["items"], key=lambda one: one["sequence"])


async def refused(company: Company) -> list[tuple]:
    return [
        (one["userId"], one["metadata"]["at"], one["metadata"]["why"])
        for one in await told(company, "auth.user.refused")
    ]


async def sign_in(world: World, email: str, password: str = PASSWORD) -> httpx.Response:
    return await world.http.post("/api/auth/login", json={"email": email, "password": password})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/auth/password/change", {"currentPassword": WRONG, "newPassword": "a new and long one"}),
        ("/api/auth/proof", {"currentPassword": WRONG}),
        ("/api/auth/mfa/enroll", {"currentPassword": WRONG}),
        ("/api/auth/passkeys/register/options", {"currentPassword": WRONG}),
        ("/api/auth/email/change", {"email": "new@refusals.example", "currentPassword": WRONG}),
    ],
)
async def test_a_wrong_present_password_is_told(world: World, path: str, body: dict) -> None:
    company = await world.company()
    manager = await company.manager
    await manager.post(path, body, 422)
    (entry,) = await told(company, "auth.user.refused")
    assert entry["userId"] == manager.id
    assert entry["metadata"]["at"] == path
    assert entry["metadata"]["why"] == "password"
    assert entry["metadata"]["record"]["email"] == manager.email
    assert entry["ipAddress"] == "127.0.0.1"


async def test_a_wrong_password_at_an_invitation_is_told_where_the_account_is(world: World) -> None:
    home, other = await world.company(), await world.company()
    manager = await home.manager
    await other.organizer.post("/api/auth/invitations", {"email": manager.email, "roleName": "Manager"})
    token = await world.invitation_token(other.organizer, manager.email)
    answer = await world.http.post("/api/auth/invitations/accept", json={"token": token, "password": WRONG})
    assert answer.status_code == 401
    assert await refused(home) == [(manager.id, "/api/auth/invitations/accept", "password")]
    assert await refused(other) == []


async def test_a_wrong_password_at_an_invitation_is_told_there_when_the_account_is_nowhere(world: World) -> None:
    home, other = await world.company(), await world.company()
    manager = await home.manager
    (member,) = (await home.organizer.get("/api/auth/organization-members", userId=manager.id))["items"]
    await home.organizer.delete(f"/api/auth/organization-members/{member['id']}")
    await other.organizer.post("/api/auth/invitations", {"email": manager.email, "roleName": "Manager"})
    token = await world.invitation_token(other.organizer, manager.email)
    await world.http.post("/api/auth/invitations/accept", json={"token": token, "password": WRONG})
    assert await refused(other) == [(manager.id, "/api/auth/invitations/accept", "password")]


async def test_tries_that_have_to_wait_are_told_when_the_wait_begins(world: World) -> None:
    """Once for each wait, however often somebody tries in it; and as much work for an account that is not there."""
    company = await world.company()
    email = company.organizer.email
    statuses = [(await sign_in(world, email, WRONG)).status_code for _ in range(16)]
    assert statuses == [401] * 6 + [429] * 10
    assert len(await refused(company)) == 6
    (slowed,) = await told(company, "auth.user.slowed")
    assert slowed["userId"] == company.organizer.id
    assert slowed["metadata"]["limits"] == ["account from address"]
    assert slowed["metadata"]["seconds"] == 2
    assert slowed["metadata"]["at"] == "/api/auth/login"


async def test_mails_and_codes_that_have_to_wait_are_told_too(world: World) -> None:
    company = await world.company()
    manager = await company.manager
    for _ in range(7):
        await world.http.post("/api/auth/password/forgot", json={"email": manager.email})
    entries = await told(company, "auth.user.slowed")
    assert [(one["userId"], one["metadata"]["at"]) for one in entries] == [(manager.id, "/api/auth/password/forgot")]
    assert entries[0]["metadata"]["limits"] == ["mail to account"]


async def test_a_refresh_token_that_comes_again_is_told_as_that_and_to_the_person(world: World) -> None:
    company = await world.company()
    manager = await company.manager
    first = (await sign_in(world, manager.email)).json()
    renewed = await world.http.post("/api/auth/refresh", json={"refreshToken": first["refreshToken"]})
    assert renewed.status_code == 200
    await let_the_grace_window_pass(world)
    thief = {"User-Agent": "thief/1"}
    for _ in range(3):
        again = await world.http.post("/api/auth/refresh", json={"refreshToken": first["refreshToken"]}, headers=thief)
        assert again.status_code == 401
    entries = await told(company, "auth.session.reused", "auth.session.ended")
    assert [one["action"] for one in entries] == ["auth.session.reused", "auth.session.ended"]
    assert {(one["userId"], one["userAgent"]) for one in entries} == {(manager.id, "thief/1")}
    mails = (await company.organizer.get("/api/auth/outbox-mails", toAddress=manager.email))["items"]
    assert [one["subject"] for one in mails].count("One of your sign-ins was ended for safety") == 1


async def test_a_failed_sign_in_by_a_provider_is_told(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    await idp.know("stranger", email="stranger@elsewhere.example", email_verified=True)
    browser = Browser(inside)
    assert problem(await browser.go(browser.start(provider), "stranger")) == "oidc-domain"
    await company.organizer.patch(f"/api/auth/identity-providers/{provider['id']}", {"enabled": False})
    assert problem(await browser.go(browser.start(provider))) == "oidc-off"
    entries = await told(company, "auth.identity_provider.refused")
    # Each is written by a job of its own.
    assert {(one["metadata"]["problem"], one["metadata"]["email"]) for one in entries} == {
        ("oidc-domain", "stranger@elsewhere.example"),
        ("oidc-off", None),
    }
    assert {one["entityId"] for one in entries} == {provider["id"]}
    assert {one["userId"] for one in entries} == {None}


async def test_a_wrong_password_before_linking_is_told(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    body = {"providerId": provider["id"], "currentPassword": WRONG}
    await company.organizer.post("/api/auth/oidc/link", body, 422)
    assert await refused(company) == [(company.organizer.id, "/api/auth/oidc/link", "password")]


async def test_who_has_to_come_by_the_provider_is_told_as_that(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    await proven(company, idp, names, domain)
    manager: Person = await company.manager
    await company.organizer.patch("/api/auth/sign-in-policy", {"passwordSignIn": False})
    assert (await sign_in(inside, manager.email)).status_code == 403
    assert await refused(company) == [(manager.id, "/api/auth/login", "provider")]
