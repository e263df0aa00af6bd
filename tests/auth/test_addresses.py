"""Another address for an account: asked for with a proof, proven by the mail to it, told to the old one."""

import asyncio
from datetime import timedelta
from uuid import UUID

from tests.auth.test_mfa import log_of, mails_of
from tests.auth.test_passwords import NEW, login, mailed
from tests.second_factor import enrolled, later
from tests.world import PASSWORD, Company, Person
from vistone.kernel import clock
from vistone.kernel.scope import System

CHANGE = "/api/auth/email/change"
CONFIRM = "/api/auth/email/change/confirm"


def body(email: str, **more: str) -> dict[str, str]:
    return {"email": email, "currentPassword": PASSWORD, **more}


async def confirm(company: Company, token: str, status: int = 204) -> None:
    answer = await company.world.http.post(CONFIRM, json={"token": token})
    assert answer.status_code == status, answer.text


async def test_the_address_is_another_when_the_mail_to_it_was_read(world) -> None:
    company = await world.company()
    person = await company.contributor
    old, new = person.email, f"new.{person.email}"
    other = Person(world.http, (await login(world, old, PASSWORD)).json())
    assert (await person.post(CHANGE, body(old.upper()), 422))["errors"][0]["field"] == "email"
    asked = await person.post(CHANGE, body(new.upper()), 200)
    assert asked["email"] == old
    token = await mailed(company, new, "Confirm your new address")
    assert (await mails_of(company, old))[0] == "Your address is about to change"
    assert (await person.get("/api/auth/me"))["user"]["email"] == old
    answers = await asyncio.gather(*(world.http.post(CONFIRM, json={"token": token}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [204, 422, 422]
    await world.settle()
    me = (await person.get("/api/auth/me"))["user"]
    assert (me["email"], me["emailVerifiedAt"] is not None) == (new, True)
    await other.get("/api/auth/me", 401)
    await login(world, old, PASSWORD, 401)
    await login(world, new, PASSWORD)
    assert (await mails_of(company, old))[0] == "Your address was changed"
    assert [one["userId"] for one in await log_of(company, "auth.user.asked", userId=person.id)] == [person.id]
    entry = (await log_of(company, "auth.user.moved", userId=person.id))[0]
    assert entry["metadata"]["changes"]["email"] == {"before": old, "after": new}


async def test_it_takes_a_proof_with_the_second_factor(world, monkeypatch) -> None:
    company = await world.company()
    person = await company.contributor
    assert (await person.post(CHANGE, {"email": "a@b.example", "currentPassword": "wrong"}, 422))["errors"][0][
        "field"
    ] == ("currentPassword")
    await person.post(CHANGE, {"email": "a@b.example"}, 200)  # signed in just now
    later(monkeypatch, minutes=9)
    refreshed = await world.http.post("/api/auth/refresh", json={"refreshToken": person.tokens["refreshToken"]})
    stale = Person(world.http, {**person.tokens, **refreshed.json()})
    later(monkeypatch, minutes=2)
    assert (await stale.post(CHANGE, {"email": "a@b.example"}, 403))["type"].endswith(":proof-required")
    manager = await company.manager
    await enrolled(manager)
    async with world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute("UPDATE auth.sessions SET mfa_at = NULL WHERE user_id = $1", UUID(manager.id))
    assert (await manager.post(CHANGE, body("a@b.example"), 403))["type"].endswith(":proof-required")


async def test_the_answer_is_the_same_for_an_address_that_is_taken(world) -> None:
    company, elsewhere = await world.company(), await world.company("Elsewhere")
    person, owner = await company.contributor, elsewhere.organizer
    free = await person.send("POST", CHANGE, json=body("free@nowhere.example"))
    taken = await person.send("POST", CHANGE, json=body(owner.email))
    assert (free.status_code, free.content) == (taken.status_code, taken.content)
    assert (await mails_of(elsewhere, owner.email))[0] == "Your address was asked for"
    assert await mails_of(company, owner.email) == []


async def test_an_address_that_was_taken_meanwhile_stays_its_owners(world) -> None:
    company = await world.company()
    first, second = await company.contributor, await company.manager
    for one in (first, second):
        await one.post(CHANGE, body("wanted@nowhere.example"), 200)
    await company.world.run_jobs()
    tokens = [
        mail["text"].split("token=")[1].split()[0]
        for mail in (await company.organizer.get("/api/auth/outbox-mails", toAddress="wanted@nowhere.example"))["items"]
    ]
    await confirm(company, tokens[0])
    await confirm(company, tokens[1], 409)
    await confirm(company, tokens[1], 409)


async def test_a_link_is_good_for_a_day_until_the_next_one_and_until_a_new_password(world, monkeypatch) -> None:
    company = await world.company()
    person = await company.contributor
    links = []
    for name in ("first", "second"):
        await person.post(CHANGE, body(f"{name}.{person.email}"), 200)
        links.append(await mailed(company, f"{name}.{person.email}", "Confirm your new address"))
    await confirm(company, links[0], 422)
    assert (await world.http.post("/api/auth/email/verify", json={"token": links[1]})).status_code == 422
    await person.post("/api/auth/password/change", {"currentPassword": PASSWORD, "newPassword": NEW}, 200)
    await confirm(company, links[1], 422)
    await person.post(CHANGE, body(f"third.{person.email}", currentPassword=NEW), 200)
    link = await mailed(company, f"third.{person.email}", "Confirm your new address")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=24, seconds=1))
    await confirm(company, link, 422)


async def test_what_was_sent_to_the_old_address_is_good_for_nothing(world) -> None:
    company = await world.company()
    person = await company.contributor
    await world.http.post("/api/auth/password/forgot", json={"email": person.email})
    reset = await mailed(company, person.email, "Choose a new password")
    await person.post(CHANGE, body(f"new.{person.email}"), 200)
    await confirm(company, await mailed(company, f"new.{person.email}", "Confirm your new address"))
    answer = await world.http.post("/api/auth/password/reset", json={"token": reset, "password": NEW})
    assert answer.status_code == 422


async def test_nobody_is_flooded_with_mails(world) -> None:
    company = await world.company()
    person = await company.contributor
    answers = [await person.send("POST", CHANGE, json=body("victim@nowhere.example")) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    answers = [await person.send("POST", CHANGE, json=body(f"victim{n}@nowhere.example")) for n in range(8)]
    assert answers[-1].status_code == 429


async def test_the_sign_in_that_asked_has_to_go_on(world) -> None:
    """Whoever asked may have been a thief, whom the person signed out since: neither a link nor another address for them."""
    company = await world.company()
    person = await company.contributor
    thief = Person(world.http, (await login(world, person.email, PASSWORD)).json())
    await thief.post(CHANGE, body(f"thief.{person.email}"), 200)
    link = await mailed(company, f"thief.{person.email}", "Confirm your new address")
    await thief.post(CHANGE, body(f"late.{person.email}"), 200)
    session = (await thief.get("/api/auth/me"))["sessionId"]
    await person.delete(f"/api/auth/sessions/{session}")
    await confirm(company, link, 422)
    await world.run_jobs()
    assert await mails_of(company, f"late.{person.email}") == []
    assert (await person.get("/api/auth/me"))["user"]["email"] == person.email
    await person.post(CHANGE, body(f"own.{person.email}"), 200)
    await confirm(company, await mailed(company, f"own.{person.email}", "Confirm your new address"))
