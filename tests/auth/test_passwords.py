"""Passwords, limits on trying them, the sign-ins one has, and the proof of an address."""

import asyncio
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import PASSWORD, Company, Person, World
from vistone.auth.actions import attempts
from vistone.auth.actions.refusals import Credential
from vistone.kernel.scope import Origin, System

NEW = "another horse, another battery"


async def login(world: World, email: str, password: str, status: int = 200, address: str | None = None):
    """Signs in as a program does, from an address of the test's own."""
    headers = {"X-Forwarded-For": address} if address else {}
    answer = await world.http.post("/api/auth/login", json={"email": email, "password": password}, headers=headers)
    assert answer.status_code == status, answer.text
    return answer


async def mailed(company: Company, address: str, subject: str) -> str:
    """The token in the newest such mail."""
    await company.world.run_jobs()
    page = await company.organizer.get("/api/auth/outbox-mails", toAddress=address)
    text = next(mail["text"] for mail in page["items"] if mail["subject"] == subject)
    return re.findall(r"token=(\S+)", text)[0]


@pytest.mark.parametrize("password", ["password1", "PASSWORD1", "qwertyuiop", "12345678"])
@pytest.mark.asvs("6.2.4", "6.2.12")
async def test_what_everybody_uses_is_refused_as_a_password(world, password: str) -> None:
    """ASVS 5.0, 6.2.4."""
    person = {"email": f"{password.lower()}@common.example", "firstName": "A", "lastName": "B", "organizationName": "C"}
    answer = await world.http.post("/api/auth/register", json={**person, "password": password})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "password"


@pytest.mark.asvs("6.2.2", "6.2.3", "7.4.3")
async def test_a_password_is_changed_by_who_knows_it_and_ends_the_other_sign_ins(world) -> None:
    """ASVS 5.0, 6.2.3, 7.4.3."""
    company = await world.company()
    organizer = company.organizer
    other = Person(world.http, (await login(world, organizer.email, PASSWORD)).json())
    problem = await organizer.post("/api/auth/password/change", {"currentPassword": "wrong", "newPassword": NEW}, 422)
    assert problem["errors"][0]["field"] == "currentPassword"
    problem = await organizer.post(
        "/api/auth/password/change", {"currentPassword": PASSWORD, "newPassword": "password1"}, 422
    )
    assert problem["errors"][0]["field"] == "newPassword"
    await organizer.post("/api/auth/password/change", {"currentPassword": PASSWORD, "newPassword": NEW}, 200)
    await world.settle()
    await organizer.get("/api/auth/me")
    await other.get("/api/auth/me", 401)
    await login(world, organizer.email, PASSWORD, 401)
    await login(world, organizer.email, NEW)


@pytest.mark.asvs("6.4.3")
async def test_a_forgotten_password_is_chosen_anew_by_mail_once(world) -> None:
    """ASVS 5.0, 6.4.3."""
    company = await world.company()
    organizer, member = company.organizer, await company.manager
    forgot = {"email": member.email}
    assert (await world.http.post("/api/auth/password/forgot", json=forgot)).status_code == 204
    first = await mailed(company, member.email, "Choose a new password")
    assert (await world.http.post("/api/auth/password/forgot", json=forgot)).status_code == 204
    token = await mailed(company, member.email, "Choose a new password")
    reset = {"token": token, "password": NEW}
    assert (await world.http.post("/api/auth/password/reset", json=reset | {"token": first})).status_code == 422
    assert (
        await world.http.post("/api/auth/password/reset", json=reset | {"password": "password1"})
    ).status_code == 422
    answers = await asyncio.gather(*(world.http.post("/api/auth/password/reset", json=reset) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [204, 422, 422, 422, 422]
    await world.settle()
    await member.get("/api/auth/me", 401)
    await login(world, member.email, NEW)
    await organizer.get("/api/auth/me")


async def reset_link(company: Company, person: Person) -> dict[str, str]:
    answer = await company.world.http.post("/api/auth/password/forgot", json={"email": person.email})
    assert answer.status_code == 204
    return {"token": await mailed(company, person.email, "Choose a new password"), "password": NEW}


async def test_a_link_is_good_no_more_after_another_password(world) -> None:
    company = await world.company()
    person = await company.contributor
    reset = await reset_link(company, person)
    await person.post("/api/auth/password/change", {"currentPassword": PASSWORD, "newPassword": f"{NEW} 2"}, 200)
    assert (await world.http.post("/api/auth/password/reset", json=reset)).status_code == 422
    await login(world, person.email, f"{NEW} 2")


async def test_a_link_is_good_no_more_for_an_address_that_the_account_has_not(world) -> None:
    """Also one that a job wrote just after the address changed."""
    company = await world.company()
    person = await company.contributor
    reset = await reset_link(company, person)
    async with world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute("UPDATE auth.users SET email = $1 WHERE id = $2", f"n.{person.email}", person.id)
    assert (await world.http.post("/api/auth/password/reset", json=reset)).status_code == 422


@pytest.mark.parametrize("shut_out", ["removed", "paused"])
async def test_who_is_shut_out_gets_no_new_password_by_the_old_link(world, shut_out: str) -> None:
    company = await world.company()
    person, other = await company.contributor, await company.manager
    links = [await reset_link(company, one) for one in (person, other)]
    found = (await company.organizer.get("/api/auth/organization-members", userId=person.id))["items"][0]
    path = f"/api/auth/organization-members/{found['id']}"
    await (
        company.organizer.delete(path) if shut_out == "removed" else company.organizer.post(f"{path}/pause", {}, 200)
    )
    answers = [await world.http.post("/api/auth/password/reset", json=link) for link in links]
    assert [answer.status_code for answer in answers] == [422, 204]


async def test_forgetting_reads_the_same_for_an_address_without_account(world) -> None:
    """ASVS 5.0, 6.3.8."""
    company = await world.company()
    known = await world.http.post("/api/auth/password/forgot", json={"email": company.organizer.email})
    unknown = await world.http.post("/api/auth/password/forgot", json={"email": "nobody@nowhere.example"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (204, b"")


async def test_an_address_is_proven_by_the_mail_to_it(world) -> None:
    company = await world.company()
    organizer = company.organizer
    assert (await organizer.get("/api/auth/me"))["user"]["emailVerifiedAt"] is None
    token = await mailed(company, organizer.email, "Confirm your address")
    await organizer.post("/api/auth/email/verification", {}, 200)
    newer = await mailed(company, organizer.email, "Confirm your address")
    assert (await world.http.post("/api/auth/email/verify", json={"token": token})).status_code == 422
    assert (await world.http.post("/api/auth/email/verify", json={"token": newer})).status_code == 204
    assert (await organizer.get("/api/auth/me"))["user"]["emailVerifiedAt"] is not None


async def test_who_was_invited_by_mail_has_proven_the_address(world) -> None:
    company = await world.company()
    manager = await company.manager
    assert (await manager.get("/api/auth/me"))["user"]["emailVerifiedAt"] is not None


@pytest.mark.asvs("7.5.2", "10.4.9")
async def test_one_sees_and_ends_ones_own_sign_ins_and_nobody_elses(world) -> None:
    """ASVS 5.0, 7.4.4, 7.5.2."""
    company = await world.company()
    organizer, manager = company.organizer, await company.manager
    other = Person(world.http, (await login(world, organizer.email, PASSWORD)).json())
    page = await organizer.get("/api/auth/sessions")
    assert len(page["items"]) == 2
    newest = page["items"][0]
    await manager.get(f"/api/auth/sessions/{newest['id']}", 404)
    await manager.delete(f"/api/auth/sessions/{newest['id']}", 404)
    await organizer.delete(f"/api/auth/sessions/{newest['id']}")
    await other.get("/api/auth/me", 401)
    assert len((await organizer.get("/api/auth/sessions"))["items"]) == 1


@pytest.mark.asvs("6.3.1")
async def test_tries_at_a_password_have_to_wait_and_its_owner_elsewhere_does_not(world) -> None:
    """ASVS 5.0, 6.3.1."""
    company = await world.company()
    email = company.organizer.email
    answers = await asyncio.gather(
        *(world.http.post("/api/auth/login", json={"email": email, "password": f"guess {n}"}) for n in range(12))
    )
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 5, "a hundred tries at once are counted one by one"
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
    assert {answer.status_code for answer in answers} == {401, 429}
    await login(world, email, PASSWORD, 429)
    await _later(world, timedelta(hours=1))
    await login(world, email, PASSWORD)
    await login(world, email, "wrong again", 401)


async def test_who_has_to_wait_at_an_address_does_not_keep_the_account_waiting(world) -> None:
    """Refused tries count for nothing: else one address could poll an account's owner out, as long as it likes."""
    company = await world.company()
    email = company.organizer.email
    seal, of = world.runtime.seal, Credential("/api/auth/login", Origin(), email=email)
    tries = [0, 0]

    async def spend(address: str) -> int:
        async with world.runtime.database.write(System("limits")) as tx:
            return await attempts.begin(tx, attempts.at_sign_in(seal, email, address), of)

    for _ in range(60):
        tries[bool(await spend("203.0.113.1"))] += 1
    assert tries[0] == attempts.HERE.free + 1, "then the address waits"
    assert await spend("198.51.100.7") == 0, "and the owner elsewhere does not"


async def test_tries_at_an_unknown_account_wait_the_same(world) -> None:
    body = {"email": "nobody@attempts.example", "password": "a guess"}
    statuses = [(await world.http.post("/api/auth/login", json=body)).status_code for _ in range(8)]
    assert statuses[:6] == [401] * 6
    assert 429 in statuses


async def test_failed_sign_ins_are_in_the_log(world) -> None:
    from vistone.auth.activity import activity_log  # noqa: PLC0415 -- beside its use

    company = await world.company()
    await login(world, company.organizer.email, "wrong", 401)
    await world.run_jobs()
    await world.follow(activity_log)
    page = await company.organizer.get("/api/auth/activity-logs", action="auth.user.refused")
    assert [entry["entityId"] for entry in page["items"]] == [company.organizer.id]


async def _later(world: World, by: timedelta) -> None:
    """As if the tries so far had been made that much earlier."""
    async with world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute(
            "UPDATE auth.attempts SET blocked_until = blocked_until - $1::interval, updated_at = updated_at - $1::interval",
            by,
        )


@given(st.integers(0, 10_000))
def test_waits_grow_and_are_bounded(tries: int) -> None:
    for limit in (attempts.HERE, attempts.ACCOUNT, attempts.ADDRESS, attempts.TOKEN, attempts.MAIL):
        assert 0 <= limit.wait(tries) <= limit.wait(tries + 1) <= limit.longest_seconds
        assert (limit.wait(tries) == 0) == (tries <= limit.free)
    assert attempts.ACCOUNT.longest_seconds <= 30, "nobody is locked out of an account from elsewhere"
