"""What outlives a sign-in, or opens doors for others, takes a recent proof: tokens, links to a provider, the policy."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.auth.oidc_setup import Browser, Provider, proven, set_up
from tests.dns_server import NameServer
from tests.factories.auth import token_body
from tests.second_factor import enrolled
from tests.world import PASSWORD, Person, World
from vistone.kernel.scope import System

TOKENS, POLICY, LINK = "/api/auth/tokens", "/api/auth/sign-in-policy", "/api/auth/oidc/link"


async def grown_old(world: World, person: Person, **without: Any) -> None:
    """As if the person had signed in eleven minutes ago; or, `without` a factor, by the password alone."""
    change = "mfa_at = NULL" if without else "created_at = created_at - $2::interval, proved_at = NULL"
    passed = () if without else (timedelta(minutes=11),)
    async with world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute(f"UPDATE auth.sessions SET {change} WHERE user_id = $1", UUID(person.id), *passed)


async def needs_proof(person: Person, method: str, path: str, body: Any) -> None:
    answer = await person.send(method, path, json=body)
    assert answer.status_code == 403, answer.text
    assert answer.json()["type"].endswith(":proof-required"), answer.text


@pytest.mark.parametrize("what", ["token", "policy"])
async def test_it_takes_a_proof_of_the_last_ten_minutes(world: World, what: str) -> None:
    company = await world.company()
    organizer = company.organizer
    method, path, body = {
        "token": ("POST", TOKENS, await token_body(None, projects=["read"])),
        "policy": ("PATCH", POLICY, {"mfaRoles": []}),
    }[what]
    assert (await organizer.send(method, path, json=body)).status_code in {200, 201}, "signed in just now"
    await grown_old(world, organizer)
    await needs_proof(organizer, method, path, body)
    await organizer.post("/api/auth/proof", {"currentPassword": PASSWORD}, 200)
    assert (await organizer.send(method, path, json=body)).status_code in {200, 201}
    app = await enrolled(organizer)
    await grown_old(world, organizer, without="a factor")
    await needs_proof(organizer, method, path, body)
    await organizer.post("/api/auth/proof", {"currentPassword": PASSWORD, "code": app.backup_codes[0]}, 200)
    assert (await organizer.send(method, path, json=body)).status_code in {200, 201}


async def test_who_may_not_change_the_policy_is_told_that_and_asked_for_nothing(world: World) -> None:
    company = await world.company()
    manager = await company.manager
    await grown_old(world, manager)
    answer = await manager.send("PATCH", POLICY, json={"mfaRoles": []})
    assert answer.status_code == 403
    assert not answer.json()["type"].endswith(":proof-required")


async def test_a_link_to_the_provider_takes_the_second_factor_too(inside: World, idp: Provider) -> None:
    company = await inside.company()
    provider = await set_up(company, idp)
    member = await company.manager
    body = {"providerId": provider["id"], "currentPassword": PASSWORD}
    app = await enrolled(member)
    await member.post(LINK, body, 200)
    await grown_old(inside, member, without="a factor")
    await needs_proof(member, "POST", LINK, body)
    await member.post("/api/auth/proof", {"currentPassword": PASSWORD, "code": app.backup_codes[0]}, 200)
    await member.post(LINK, body, 200)
    assert (await member.post(LINK, {**body, "currentPassword": "wrong"}, 422))["errors"][0]["field"] == (
        "currentPassword"
    )


async def test_who_came_by_the_provider_proves_it_there(
    inside: World, idp: Provider, names: NameServer, domain: str
) -> None:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    await idp.know(f"pia@{domain}", email=f"pia@{domain}", email_verified=True)
    browser = Browser(inside)
    await browser.go(browser.start(provider), f"pia@{domain}")
    pia, wanted = await browser.person(), await token_body(None, projects=["read"])
    assert (await browser.post(TOKENS, wanted)).status_code == 201
    await grown_old(inside, pia)
    refused = await browser.post(TOKENS, wanted)
    assert refused.status_code == 403
    assert "identity provider" in refused.json()["detail"]
    await browser.go(browser.start(provider), f"pia@{domain}")
    assert (await browser.post(TOKENS, wanted)).status_code == 201
