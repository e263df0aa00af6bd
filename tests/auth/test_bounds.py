"""What is sent in everybody's reach has bounds: names, invitations, tokens that are guessed."""

import hashlib
import json

import msgspec
import pytest

from tests.live_socket import socket
from tests.world import PASSWORD
from vistone.auth.actions import attempts
from vistone.kernel.scope import System
from vistone.kernel.settings import Settings, settings

INVITE = "/api/auth/invitations"


@pytest.mark.parametrize("bad", ["\n", "\r\n", "\t", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029"])
async def test_a_name_is_one_line(world, bad: str) -> None:
    """It stands in the subjects of mails, in lists and in files of others."""
    company = await world.company()
    organizer, until = company.organizer, "2030-01-01T00:00:00Z"
    for name in (f"Ada{bad}Lovelace", f"Ada{bad}"):
        body = {"email": "a@names.example", "password": PASSWORD, "firstName": "A", "lastName": "B"}
        answers = [
            await world.http.post("/api/auth/register", json={**body, "organizationName": name}),
            await world.http.post("/api/auth/register", json={**body, "organizationName": "C", "firstName": name}),
            await organizer.send("PATCH", f"/api/auth/users/{organizer.id}", json={"lastName": name}),
            await organizer.send("PATCH", f"/api/auth/organizations/{company.id}", json={"name": name}),
            await organizer.send(
                "POST", "/api/auth/tokens", json={"name": name, "permissions": {}, "expiresAt": until}
            ),
            await organizer.send("POST", "/api/project/projects", json={"name": name}),
        ]
        fields = [answer.json()["errors"][0]["field"] for answer in answers]
        assert fields == ["organizationName", "firstName", "lastName", "name", "name", "name"]
        assert {answer.status_code for answer in answers} == {400}
    named = await organizer.patch(f"/api/auth/users/{organizer.id}", {"lastName": "Ærøskøbing-Nguyễn 🜁"})
    assert named["lastName"] == "Ærøskøbing-Nguyễn 🜁"


async def test_invitations_are_mailed_within_bounds(world, monkeypatch) -> None:
    """Nobody is flooded by a company, nor an address by several; who may not invite uses nothing up."""
    company, other, third = await world.company(), await world.company(), await world.company()
    monkeypatch.setattr(attempts, "settings", lambda: Settings(invitations_per_hour=4))
    contributor = await third.contributor
    for _ in range(8):
        await contributor.post(INVITE, {"email": "x@flood.example", "roleName": "Client"}, 403)

    async def invite(one, name: str) -> int:
        body = {"email": f"{name}@flood.example", "roleName": "Client"}
        answer = await one.organizer.send("POST", INVITE, json=body)
        return answer.status_code

    made = await company.organizer.post(INVITE, {"email": "first@flood.example", "roleName": "Client"})
    assert [await invite(company, f"many{n}") for n in range(4)] == [201] * 4
    assert await invite(company, "one.more") == 429
    await company.organizer.post(f"{INVITE}/{made['id']}/resend", None, 429)
    assert await invite(other, "elsewhere") == 201, "another company does not wait for it"
    monkeypatch.setattr(attempts, "settings", lambda: Settings(invitations_per_hour=50))
    sent = [await invite(one, "victim") for one in (other, third) * 4]
    assert sent == [201] * 6 + [429] * 2


async def test_wrong_tokens_wait_and_right_ones_do_not(world) -> None:
    company = await world.company()
    await company.organizer.post(INVITE, {"email": "right@tokens.example", "roleName": "Client"})
    token = await world.invitation_token(company.organizer, "right@tokens.example")
    body = {"password": PASSWORD, "firstName": "R", "lastName": "T"}

    async def tried(path: str, limit: attempts.Limit) -> list[int]:
        wrong = {"refreshToken": "wrong"} if path.endswith("refresh") else {"token": "wrong", **body}
        return [(await world.http.post(path, json=wrong)).status_code for _ in range(limit.free + 5)]

    for path, limit, status in (
        ("/api/auth/refresh", attempts.REFRESH, 401),
        (f"{INVITE}/accept", attempts.INVITATION, 404),
    ):
        answers = await tried(path, limit)
        assert set(answers) <= {status, 429}
        assert answers[-1] == 429
        assert answers[0] == status
    assert (await world.http.get(f"{INVITE}/lookup", params={"token": "wrong"})).status_code == 429
    assert (await world.http.get(f"{INVITE}/lookup", params={"token": token})).status_code == 200
    assert (await world.http.post(f"{INVITE}/accept", json={"token": token, **body})).status_code == 200
    again = {"refreshToken": company.organizer.tokens["refreshToken"]}
    assert (await world.http.post("/api/auth/refresh", json=again)).status_code == 200
    async with world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute("DELETE FROM auth.attempts")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("not an address", "not an address"),
        (None, "unknown"),
    ],
)
def test_a_household_of_ipv6_is_one_place(address: str | None, place: str) -> None:
    assert attempts.place_of(address) == place


async def test_an_address_is_what_our_own_proxy_saw(world, monkeypatch) -> None:
    """Whoever writes an X-Forwarded-For of their own, in a line of its own, is still where our proxy saw them."""
    company = await world.company()
    monkeypatch.setattr("vistone.kernel.http.call.settings", lambda: msgspec.structs.replace(settings(), proxies=1))
    lines = [("X-Forwarded-For", "198.51.100.1, 198.51.100.2"), ("X-Forwarded-For", "203.0.113.7:5012")]
    body = {"email": company.organizer.email, "password": PASSWORD}
    answer = await world.http.post("/api/auth/login", json=body, headers=lines)
    assert answer.status_code == 200
    sessions = (await company.organizer.get("/api/auth/sessions"))["items"]
    assert "203.0.113.7" in {one["ipAddress"] for one in sessions}
    assert not any((one["ipAddress"] or "").startswith("198.51.100") for one in sessions)


async def test_what_is_kept_of_a_repeatable_sign_in_cannot_be_tried_against(world) -> None:
    company = await world.company()
    body = {"email": company.organizer.email, "password": PASSWORD}
    plain = json.dumps(body).encode()
    headers = {"Idempotency-Key": "a sign-in", "Content-Type": "application/json"}
    for _ in range(2):
        assert (await world.http.post("/api/auth/login", content=plain, headers=headers)).status_code == 200
    async with world.runtime.database.read(System("test")) as tx:
        kept = {
            row["fingerprint"] for row in await tx.connection.fetch("SELECT fingerprint FROM platform.idempotency_keys")
        }
    assert kept
    assert hashlib.sha256(plain).digest() not in kept


async def test_a_socket_ends_with_the_organization_that_it_was_opened_in(world) -> None:
    first, second = await world.company(), await world.company()
    person = await first.person("Contributor", "Of two companies")
    await second.organizer.post("/api/auth/invitations", {"email": person.email, "roleName": "Contributor"})
    token = await world.invitation_token(second.organizer, person.email)
    accepted = await world.http.post("/api/auth/invitations/accept", json={"token": token, "password": PASSWORD})
    assert accepted.status_code == 200, accepted.text
    member = (await first.organizer.get("/api/auth/organization-members", userId=person.id))["items"][0]
    async with socket(world, person, anywhere=True) as window:
        await window.say({"type": "subscribe", "topics": ["organization"]})
        assert (await window.hear())["type"] == "subscribed"
        await first.organizer.delete(f"/api/auth/organization-members/{member['id']}")
        assert await window.hear(10) == {"type": "bye", "reason": "signed_out"}
        assert await window.hear() == 1008
