"""Signing in by a company's identity provider, against a real one: who comes in as whom, and who does not."""

from pathlib import Path
from typing import Any

import pytest

from tests.auth.oidc_setup import HERE, PROVIDERS, Browser, Provider, problem, proven, query, set_up
from tests.dns_server import NameServer
from tests.world import PASSWORD, Person, World
from vistone.kernel.scope import System

LINK = "/api/auth/oidc/link"


async def registered(world: World, email: str) -> Person:
    """Somebody with an account and a company of their own, who has proven the address."""
    body = {"email": email, "password": PASSWORD, "firstName": "Ada", "lastName": "L", "organizationName": "Her own"}
    answer = await world.http.post("/api/auth/register", json=body)
    assert answer.status_code == 201, answer.text
    async with world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute("UPDATE auth.users SET email_verified_at = now() WHERE email = $1", email)
    return Person(world.http, answer.json())


async def has_account(world: World, email: str) -> bool:
    async with world.runtime.database.read(System("test")) as tx:
        return bool(await tx.connection.fetchval("SELECT count(*) FROM auth.users WHERE email = $1", email))


async def test_somebody_new_comes_in_by_a_proven_domain(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain, defaultRole="Manager")
    email = f"Grace@{domain}"
    await idp.know("grace-1", email=email, email_verified=True, given_name="Grace", family_name="Hopper")
    browser = Browser(inside)
    assert await browser.go(browser.start(provider, returnTo="/projects?view=mine"), "grace-1") == "/projects?view=mine"
    grace = await browser.person()
    me = await grace.get("/api/auth/me")
    assert (me["user"]["email"], me["user"]["firstName"], me["user"]["lastName"]) == (email.lower(), "Grace", "Hopper")
    assert me["user"]["emailVerifiedAt"] is not None
    assert (me["organization"]["id"], me["role"]) == (company.id, "Manager")
    session = (await grace.get("/api/auth/sessions"))["items"][0]
    assert (session["method"], session["bound"]) == ("oidc", True)
    link = (await company.organizer.get("/api/auth/identity-links"))["items"][0]
    assert (link["userId"], link["subject"]) == (grace.id, "grace-1")

    again = Browser(inside)
    assert await again.go(again.start(provider), "grace-1") == "/"
    assert (await again.person()).id == grace.id
    members = await company.organizer.get("/api/auth/organization-members", userId=grace.id)
    assert len(members["items"]) == 1


async def test_an_account_is_linked_by_a_proven_domain_and_opens_nothing_elsewhere(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    ada = await registered(inside, f"ada@{domain}")
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    await idp.know("ada", email=f"ada@{domain}", email_verified=True)
    browser = Browser(inside)
    assert await browser.go(browser.start(provider), "ada") == "/"
    bound = await browser.person()
    assert bound.id == ada.id
    assert bound.organization_id == company.id

    there = await browser.http.get("/api/auth/me", headers={"X-Organization-Id": ada.organization_id})
    assert there.status_code == 401, "her own company is closed to the other company's provider"
    assert [one["id"] for one in (await bound.get("/api/auth/me"))["organizations"]] == [company.id]
    assert [one["id"] for one in (await bound.get("/api/auth/organizations"))["items"]] == [company.id]
    assert {one["organizationId"] for one in (await bound.get("/api/auth/sessions"))["items"]} == {company.id}
    elsewhere = (await ada.get("/api/auth/sessions"))["items"]
    own = next(one for one in elsewhere if one["organizationId"] == ada.organization_id)
    await bound.delete(f"/api/auth/sessions/{own['id']}", 404)
    for path, body in [
        ("/api/auth/password/change", {"currentPassword": PASSWORD, "newPassword": "another long password"}),
        ("/api/auth/mfa/enroll", {}),
        ("/api/auth/passkeys/register/options", {}),
        ("/api/auth/organizations", {"name": "Third"}),
        (LINK, {"providerId": provider["id"], "currentPassword": PASSWORD}),
    ]:
        assert (await bound.post(path, body, 403))["type"].endswith(":bound-session"), path
    assert (await bound.delete(f"/api/auth/users/{ada.id}", 403))["type"].endswith(":bound-session")
    refreshed = await browser.http.post("/api/auth/refresh", json={}, headers={"Origin": HERE})
    assert refreshed.status_code == 200, refreshed.text
    token = {"Authorization": f"Bearer {refreshed.json()['accessToken']}"}
    there = await inside.http.get("/api/auth/me", headers={**token, "X-Organization-Id": ada.organization_id})
    assert there.status_code == 401, "a session stays bound when it is refreshed"
    await ada.get("/api/auth/me")


@pytest.mark.asvs("6.8.1")
async def test_without_proof_nobody_gets_an_account_by_an_address(inside: World, idp: Provider, domain: str) -> None:
    """Anybody can run a provider that says anything; an unknown address, a stranger's, and a member's."""
    company = await inside.company()
    member = await company.contributor
    provider = await set_up(company, idp, domains=[domain, "northwind.example"])
    stranger = await registered(inside, f"stranger@{domain}")
    for subject, email, slug in [
        ("new", f"new@{domain}", "oidc-domain"),
        ("strange", stranger.email, "oidc-domain"),
        ("member", member.email, "oidc-link-first"),
        ("organizer", company.organizer.email, "oidc-link-first"),
    ]:
        await idp.know(subject, email=email, email_verified=True)
        browser = Browser(inside)
        assert problem(await browser.go(browser.start(provider), subject)) == slug, email
        assert (await browser.http.get("/api/auth/me")).status_code == 401
    assert not await has_account(inside, f"new@{domain}")
    assert (await company.organizer.get("/api/auth/identity-links"))["items"] == []


@pytest.mark.parametrize("says", [False, "true", "false", 1, None])
async def test_an_address_that_the_provider_has_not_verified_counts_for_nothing(
    inside: World, idp: Provider, names: NameServer, domain: str, says: Any
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    ada = await registered(inside, f"ada@{domain}")
    for subject, email in [("unverified-ada", ada.email), ("unverified-new", f"new@{domain}")]:
        await idp.know(subject, email=email, email_verified=says)
        browser = Browser(inside)
        assert problem(await browser.go(browser.start(provider), subject)) == "oidc-unverified"
    assert not await has_account(inside, f"new@{domain}")


async def test_who_gives_no_address_does_not_come_in(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    for subject, email in [("none", None), ("bad", "no address"), ("two", f"a@b@{domain}"), ("odd", {"a": 1})]:
        await idp.know(subject, email=email, email_verified=True)
        browser = Browser(inside)
        assert problem(await browser.go(browser.start(provider), subject)) == "oidc-no-email", subject


async def test_a_subdomain_or_a_like_name_is_not_the_domain(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    for place, other in enumerate([f"mail.{domain}", f"x{domain}", f"{domain}.evil.example", "example"]):
        await idp.know(f"like-{place}", email=f"new@{other}", email_verified=True)
        browser = Browser(inside)
        assert problem(await browser.go(browser.start(provider), f"like-{place}")) in {"oidc-domain", "oidc-no-email"}


async def test_a_member_links_their_own_account(inside: World, idp: Provider) -> None:
    """Without a proven domain; from then on the provider's subject is the member, whatever address it tells."""
    company = await inside.company()
    provider = await set_up(company, idp)
    member = await company.manager
    await idp.know("linked", email="somebody@else.example", email_verified=False)
    browser = Browser(inside)
    await browser.sign_in(member.email)
    own = (await browser.http.get(LINK)).json()
    assert own == {"provider": {"id": provider["id"], "name": "Company account"}, "linkId": None}
    body = {"providerId": provider["id"], "currentPassword": "wrong password", "returnTo": "/settings/security"}
    wrong = await browser.post(LINK, body)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "currentPassword")
    begun = await browser.post(LINK, {**body, "currentPassword": PASSWORD})
    assert begun.status_code == 200, begun.text
    assert await browser.go(begun.json()["url"], "linked") == "/settings/security?linked=1"
    assert (await browser.http.get(LINK)).json()["linkId"] is not None

    fresh = Browser(inside)
    assert await fresh.go(fresh.start(provider), "linked") == "/"
    person = await fresh.person()
    assert (person.id, person.organization_id) == (member.id, company.id)
    link = (await member.get("/api/auth/identity-links"))["items"][0]
    await (await company.contributor).delete(f"/api/auth/identity-links/{link['id']}", 404)
    await member.delete(f"/api/auth/identity-links/{link['id']}")
    fresh = Browser(inside)
    assert problem(await fresh.go(fresh.start(provider), "linked")) == "oidc-domain"


async def test_a_link_is_made_by_who_began_it_alone(inside: World, idp: Provider) -> None:
    """An attacker's answer, opened in the browser of somebody else, links nothing: neither one who is signed out, nor
    another person, nor one without the cookie."""
    company = await inside.company()
    provider = await set_up(company, idp)
    member, other = await company.manager, await company.contributor
    await idp.know("attacker", email="attacker@evil.example", email_verified=True)
    body = {"providerId": provider["id"], "currentPassword": PASSWORD}
    for who in ("nobody", "another"):
        browser = Browser(inside)
        await browser.sign_in(member.email)
        begun = (await browser.post(LINK, body)).json()["url"]
        for name in ("vistone-session", "vistone-refresh", "vistone-csrf"):
            browser.http.cookies.delete(name)
        if who == "another":
            await browser.sign_in(other.email)
        assert query(await browser.go(begun, "attacker"))["problem"] == "oidc-mixed-up"
    begun = (await browser.post(LINK, {**body, "currentPassword": PASSWORD})).json()["url"]
    answer = await browser.go(begun, "attacker", stop=f"{HERE}/api/auth/oidc/callback")
    victim = Browser(inside)
    await victim.sign_in(member.email)
    assert problem(await victim.go(answer)) == "oidc-expired"
    assert (await company.organizer.get("/api/auth/identity-links"))["items"] == []


@pytest.mark.asvs("6.8.1", "10.5.2")
async def test_a_subject_is_one_person_and_a_person_one_subject(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    await idp.know("one", email=f"one@{domain}", email_verified=True)
    await idp.know("two", email=f"two@{domain}", email_verified=True)
    first, second = Browser(inside), Browser(inside)
    await first.go(first.start(provider), "one")
    await second.go(second.start(provider), "two")
    one, two = (await first.person()).id, (await second.person()).id
    assert one != two
    # the provider gives one's address to two: links are by subject
    await idp.know("two", email=f"one@{domain}", email_verified=True)
    third = Browser(inside)
    await third.go(third.start(provider), "two")
    assert (await third.person()).id == two
    # and a new subject with an address whose account is linked already is nobody
    await idp.know("three", email=f"one@{domain}", email_verified=True)
    fourth = Browser(inside)
    assert problem(await fourth.go(fourth.start(provider), "three")) == "oidc-linked"


async def test_the_paused_and_the_removed_stay_out(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    organizer = company.organizer
    provider = await proven(company, idp, names, domain)
    await idp.know("leaver", email=f"leaver@{domain}", email_verified=True)
    browser = Browser(inside)
    await browser.go(browser.start(provider), "leaver")
    person = await browser.person()
    member = (await organizer.get("/api/auth/organization-members", userId=person.id))["items"][0]
    path = f"/api/auth/organization-members/{member['id']}"

    await organizer.post(f"{path}/pause", {}, 200)
    await inside.settle()
    await person.get("/api/auth/me", 401)
    browser = Browser(inside)
    assert problem(await browser.go(browser.start(provider), "leaver")) == "oidc-paused"
    await organizer.post(f"{path}/resume", {}, 200)
    await organizer.delete(path)
    browser = Browser(inside)
    assert problem(await browser.go(browser.start(provider), "leaver")) == "oidc-removed"
    assert (await organizer.get("/api/auth/identity-links"))["items"] == [], "a link would be good again"

    await organizer.post("/api/auth/invitations", {"email": f"leaver@{domain}", "roleName": "Manager"})
    browser = Browser(inside)
    assert await browser.go(browser.start(provider), "leaver") == "/"
    assert (await (await browser.person()).get("/api/auth/me"))["role"] == "Manager"
    invitations = await organizer.get("/api/auth/invitations", email=f"leaver@{domain}")
    assert [one["status"] for one in invitations["items"]] == ["accepted"]


async def test_who_was_removed_before_the_provider_came_is_not_let_in_by_it(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    ada = await registered(inside, f"ada@{domain}")
    await company.organizer.post("/api/auth/invitations", {"email": ada.email, "roleName": "Contributor"})
    token = await inside.invitation_token(company.organizer, ada.email)
    joined = await inside.http.post("/api/auth/invitations/accept", json={"token": token, "password": PASSWORD})
    assert joined.status_code == 200, joined.text
    member = (await company.organizer.get("/api/auth/organization-members", userId=ada.id))["items"][0]
    await company.organizer.delete(f"/api/auth/organization-members/{member['id']}")
    provider = await proven(company, idp, names, domain)
    await idp.know("gone", email=ada.email, email_verified=True)
    browser = Browser(inside)
    assert problem(await browser.go(browser.start(provider), "gone")) == "oidc-removed"


@pytest.mark.asvs("7.6.1")
async def test_switching_off_ends_what_the_provider_began(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    path = f"{PROVIDERS}/{provider['id']}"
    await idp.know("off", email=f"off@{domain}", email_verified=True)
    browser = Browser(inside)
    await browser.go(browser.start(provider), "off")
    person = await browser.person()
    await company.organizer.patch(path, {"enabled": False})
    await inside.settle()
    await person.get("/api/auth/me", 401)
    assert problem(await browser.go(browser.start(provider))) == "oidc-off"
    await company.organizer.get("/api/auth/me")

    begun = await company.organizer.patch(path, {"enabled": True})
    assert begun["enabled"]
    answer = await browser.go(browser.start(provider), "off", stop=f"{HERE}/api/auth/oidc/callback")
    await company.organizer.delete(path)
    assert problem(await browser.go(answer)) == "oidc-off", "also on the way back"
    assert (await company.organizer.get("/api/auth/identity-links"))["items"] == []
    lookup = await inside.http.get("/api/auth/oidc/lookup", params={"email": f"off@{domain}"})
    assert lookup.json() == {"provider": None, "passwordSignIn": True}


async def test_a_lookup_tells_by_the_proven_domain_alone(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    for email, known in [(f"Anybody@{domain.upper()}", True), ("x@unproven.example", False), ("nonsense", False)]:
        found = (await inside.http.get("/api/auth/oidc/lookup", params={"email": email})).json()
        assert found["provider"] == ({"id": provider["id"], "name": "Company account"} if known else None)


async def test_nobody_is_made_an_organizer_and_data_stays_in_the_company(world: World, tmp_path: Path) -> None:
    company = await world.company()
    body = {"name": "X", "issuer": "https://127.0.0.1", "clientId": "c", "clientSecret": "s", "enabled": False}
    denied = await company.organizer.post(PROVIDERS, {**body, "defaultRole": "Organizer"}, 422)
    assert denied["errors"][0]["field"] == "defaultRole"
    await (await company.manager).post(PROVIDERS, body, 403)
    provider = await company.organizer.post(PROVIDERS, body)
    await company.organizer.patch(f"{PROVIDERS}/{provider['id']}", {"defaultRole": "Organizer"}, 422)
    assert (await company.organizer.post(PROVIDERS, body, 409))["rule"] == "one-provider"


async def test_the_way_back_may_have_letters_that_no_header_carries(inside: World, idp: Provider) -> None:
    company = await inside.company()
    provider = await set_up(company, idp)
    await idp.know("abroad", email="a@abroad.example", email_verified=False)
    browser = Browser(inside)
    await browser.sign_in((await company.manager).email)
    body = {"providerId": provider["id"], "currentPassword": PASSWORD, "returnTo": "/wiki/日本 ø?a=%20"}
    begun = await browser.post(LINK, body)
    assert begun.status_code == 200, begun.text
    back = "/wiki/%E6%97%A5%E6%9C%AC%20%C3%B8?a=%20&linked=1"
    assert await browser.go(begun.json()["url"], "abroad") == back
    for path, status in (("/wiki/日本", 302), ("/" + "日" * 300, 400), ("//日.example", 400)):
        answer = await inside.http.get("/api/auth/oidc/start", params={"provider": provider["id"], "returnTo": path})
        assert answer.status_code == status, path
