"""Passkeys, by an authenticator in software: made, used, refused, removed. In a real browser: tests/e2e."""

import asyncio
from uuid import UUID

import pytest

from tests.authenticator import Authenticator, decoded, encoded
from tests.second_factor import by_passkey, enrolled, first_step, later, with_passkey
from tests.world import PASSWORD, Person
from vistone.auth.activity import activity_log
from vistone.auth.authenticators import Place
from vistone.kernel import clock
from vistone.kernel.ids import new_id
from vistone.kernel.scope import System


async def log_of(company, action: str) -> list[dict]:
    await company.world.follow(activity_log)
    return (await company.organizer.get("/api/auth/activity-logs", action=action))["items"]


async def mails_of(company, address: str) -> list[str]:
    await company.world.run_jobs()
    return [
        one["subject"] for one in (await company.organizer.get("/api/auth/outbox-mails", toAddress=address))["items"]
    ]


async def test_a_passkey_is_a_whole_sign_in(world) -> None:
    company = await world.company()
    member, device = await company.manager, Authenticator(backed_up=True)
    passkey = await with_passkey(member, device, "  Phone ")
    assert (passkey["name"], passkey["backedUp"], passkey["lastUsedAt"]) == ("Phone", True, None)
    assert passkey["userId"] == member.id

    answer = await by_passkey(world, device)
    assert answer.status_code == 200, answer.text
    again = Person(world.http, answer.json())
    me = await again.get("/api/auth/me")
    assert (me["user"]["id"], me["method"], me["mfa"]["passkeys"]) == (member.id, "passkey", 1)
    session = (await again.get("/api/auth/sessions"))["items"][0]
    assert session["id"] == me["sessionId"]
    assert session["mfaAt"] is not None
    used = (await member.get("/api/auth/passkeys"))["items"][0]
    assert used["lastUsedAt"] is not None
    assert (await mails_of(company, member.email))[0] == "You have a new passkey"
    assert await log_of(company, "auth.passkey.created")


async def test_it_is_the_second_factor_of_who_has_codes_too(world) -> None:
    company = await world.company()
    device = Authenticator()
    await enrolled(company.organizer)
    await with_passkey(company.organizer, device)
    step = await first_step(world, company.organizer.email)
    assert step["methods"] == ["totp", "backup_code", "passkey"]
    assert (await by_passkey(world, device)).status_code == 200


@pytest.mark.asvs("6.3.8")
async def test_the_options_tell_nobody_who_has_an_account(world) -> None:
    company = await world.company()
    await with_passkey(company.organizer, Authenticator())
    told = []
    for body in ({}, {"email": company.organizer.email}, {"email": "nobody@nowhere.example"}):
        answer = await world.http.post("/api/auth/passkeys/login/options", json=body)
        assert answer.status_code == 200
        options = answer.json()["options"]
        assert len(decoded(options.pop("challenge"))) == 32
        told.append(options)
    assert told[0] == told[1] == told[2]
    assert told[0] | {"allowCredentials": []} == {
        "rpId": "localhost",
        "timeout": 300_000,
        "allowCredentials": [],
        "userVerification": "required",
    }


async def test_what_a_browser_is_asked_for_a_new_one(world) -> None:
    company = await world.company()
    known = await with_passkey(company.organizer, Authenticator())
    asked = await company.organizer.post("/api/auth/passkeys/register/options", {"currentPassword": PASSWORD}, 200)
    options = asked["options"]
    assert options["rp"] == {"id": "localhost", "name": "Vistone"}
    assert UUID(bytes=decoded(options["user"]["id"])) == UUID(company.organizer.id)
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert len(options["excludeCredentials"]) == 1, "a device that has one makes no second"
    assert options["attestation"] == "none"
    assert known["id"] not in str(options)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("another site", {"origin": "https://evil.example"}),
        ("our name on another port", {"origin": "http://localhost:9999"}),
        ("another party", {"rp_id": "evil.example"}),
        ("no user verified", {"verifies": False}),
        ("inside another site's page", {"cross_origin": True}),
    ],
)
async def test_an_answer_that_does_not_fit_is_refused(world, name: str, broken: dict) -> None:
    """At making and at using, beside the same that fits."""
    company = await world.company()
    bad = Authenticator()
    for field, value in broken.items():
        setattr(bad, field, value)
    problem = await with_passkey(company.organizer, bad, status=422)
    assert problem["errors"][0]["field"] == "credential", name
    good = Authenticator()
    await with_passkey(company.organizer, good)
    assert (await by_passkey(world, good)).status_code == 200
    for field, value in broken.items():
        setattr(good, field, value)
    assert (await by_passkey(world, good)).status_code == 401, name
    assert len(await log_of(company, "auth.passkey.refused")) == 1


async def test_localhost_by_name_is_this_machine_too(world) -> None:
    """Browsers take no numbers for a relying party."""
    company = await world.company()
    device = Authenticator(origin="http://localhost:8080")
    await with_passkey(company.organizer, device)
    assert (await by_passkey(world, device)).status_code == 200


def test_elsewhere_the_origin_is_the_one_of_the_settings() -> None:
    assert Place.of("https://work.example.com") == Place("work.example.com", ("https://work.example.com",))
    assert Place.of("http://127.0.0.1:8080") == Place("localhost", ("http://127.0.0.1:8080", "http://localhost:8080"))
    assert Place.of("http://[::1]:8080") == Place("localhost", ("http://[::1]:8080", "http://localhost:8080"))
    assert Place.of("https://Work.Example.com:443/app").origins == ("https://work.example.com",)
    assert Place.of("http://192.168.1.5").id == "192.168.1.5"


async def test_a_copy_of_a_passkey_is_refused_and_told(world) -> None:
    company = await world.company()
    member, device = await company.manager, Authenticator()
    await with_passkey(member, device)
    clone = device.copy()
    for _ in range(2):
        assert (await by_passkey(world, device)).status_code == 200
    assert (await by_passkey(world, clone)).status_code == 401
    entry = (await log_of(company, "auth.passkey.cloned"))[0]
    assert entry["entityType"] == "auth.Passkey"
    assert (await mails_of(company, member.email))[0] == "A copy of your passkey was refused"
    assert (await by_passkey(world, device)).status_code == 200


async def test_passkeys_that_do_not_count_work(world) -> None:
    """Those kept in sync between devices always say 0."""
    company = await world.company()
    device = Authenticator(backed_up=True)
    device.counts = False
    await with_passkey(company.organizer, device)
    for _ in range(2):
        assert (await by_passkey(world, device)).status_code == 200


async def test_a_challenge_is_good_once_and_for_five_minutes(world, monkeypatch) -> None:
    company = await world.company()
    device = Authenticator()
    device.counts = False
    await with_passkey(company.organizer, device)
    asked = (await world.http.post("/api/auth/passkeys/login/options", json={})).json()
    body = {"challengeId": asked["challengeId"], "credential": device.get(asked["options"])}
    answers = await asyncio.gather(*(world.http.post("/api/auth/passkeys/login", json=body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]

    late = (await world.http.post("/api/auth/passkeys/login/options", json={})).json()
    organizer = company.organizer
    making = await organizer.post("/api/auth/passkeys/register/options", {"currentPassword": PASSWORD}, 200)
    later(monkeypatch, minutes=5, seconds=1)
    body = {"challengeId": late["challengeId"], "credential": device.get(late["options"])}
    assert (await world.http.post("/api/auth/passkeys/login", json=body)).status_code == 401
    made = {"challengeId": making["challengeId"], "name": "x", "credential": Authenticator().create(making["options"])}
    problem = await organizer.post("/api/auth/passkeys/register", made, 422)
    assert problem["errors"][0]["field"] == "challengeId"


async def test_a_challenge_is_its_own(world) -> None:
    """Neither another one's, nor another person's, nor one of the other kind."""
    company = await world.company()
    organizer, member = company.organizer, await company.manager
    device = Authenticator()
    await with_passkey(organizer, device)
    one, other = [(await world.http.post("/api/auth/passkeys/login/options", json={})).json() for _ in range(2)]
    body = {"challengeId": other["challengeId"], "credential": device.get(one["options"])}
    assert (await world.http.post("/api/auth/passkeys/login", json=body)).status_code == 401
    making = await organizer.post("/api/auth/passkeys/register/options", {"currentPassword": PASSWORD}, 200)
    made = {"challengeId": making["challengeId"], "name": "x", "credential": Authenticator().create(making["options"])}
    await member.post("/api/auth/passkeys/register", made, 422)
    body = {"challengeId": making["challengeId"], "credential": device.get(one["options"])}
    assert (await world.http.post("/api/auth/passkeys/login", json=body)).status_code == 401


async def test_nobody_signs_in_with_a_key_that_names_somebody_else(world) -> None:
    company = await world.company()
    organizer, member = company.organizer, await company.manager
    device, theirs = Authenticator(), Authenticator()
    await with_passkey(member, theirs)
    await with_passkey(organizer, device)
    device.user_handle = UUID(member.id).bytes
    assert (await by_passkey(world, device)).status_code == 401
    device.user_handle = UUID(organizer.id).bytes
    device.credential_id = theirs.credential_id
    assert (await by_passkey(world, device)).status_code == 401
    stranger = Authenticator()
    stranger.user_handle = UUID(organizer.id).bytes
    assert (await by_passkey(world, stranger)).status_code == 401


async def test_one_passkey_is_one_persons(world) -> None:
    company = await world.company()
    device = Authenticator()
    await with_passkey(company.organizer, device)
    assert (await with_passkey(await company.manager, device, status=409))["rule"] == "passkey-known"


async def test_of_two_requests_that_make_one_passkey_one_does(world) -> None:
    company = await world.company()
    organizer = company.organizer
    asked = await organizer.post("/api/auth/passkeys/register/options", {"currentPassword": PASSWORD}, 200)
    credential = Authenticator().create(asked["options"])
    body = {"challengeId": asked["challengeId"], "name": "Twice", "credential": credential}
    answers = await asyncio.gather(
        *(organizer.send("POST", "/api/auth/passkeys/register", json=body) for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422]
    assert len((await organizer.get("/api/auth/passkeys"))["items"]) == 1


async def test_garbage_is_refused_by_the_field(world) -> None:
    company = await world.company()
    organizer = company.organizer
    device = Authenticator()
    await with_passkey(organizer, device)

    async def made(change) -> None:
        asked = await organizer.post("/api/auth/passkeys/register/options", {"currentPassword": PASSWORD}, 200)
        credential = Authenticator().create(asked["options"])
        change(credential)
        body = {"challengeId": asked["challengeId"], "name": "x", "credential": credential}
        problem = await organizer.post("/api/auth/passkeys/register", body, 422)
        assert problem["errors"][0]["field"] == "credential"

    async def used(change) -> None:
        asked = (await world.http.post("/api/auth/passkeys/login/options", json={})).json()
        credential = device.get(asked["options"])
        change(credential)
        body = {"challengeId": asked["challengeId"], "credential": credential}
        assert (await world.http.post("/api/auth/passkeys/login", json=body)).status_code == 401

    for change in (
        lambda one: one.clear(),
        lambda one: one.update(id="x"),
        lambda one: one.update(rawId="***"),
        lambda one: one.update(type="password"),
        lambda one: one.update(response=[]),
        lambda one: one["response"].update(clientDataJSON=encoded(b"{}")),
        lambda one: one["response"].update(clientDataJSON=encoded(b"\xff\xfe")),
        lambda one: one["response"].update(clientDataJSON=5),
    ):
        await made(change)
        await used(change)
    for field, values in {
        "attestationObject": [b"", b"\xa0", b"\xff" * 40, b"\x9f" * 2000, b"{}"],
    }.items():
        for value in values:
            await made(lambda one, field=field, value=value: one["response"].update({field: encoded(value)}))
    for field, value in {"authenticatorData": b"\x00" * 10, "signature": b"nothing", "userHandle": b"x"}.items():
        await used(lambda one, field=field, value=value: one["response"].update({field: encoded(value)}))


async def test_bad_input_is_named(world) -> None:
    company = await world.company()
    for path, body, field in [
        ("register", {"challengeId": str(new_id()), "name": "x"}, "credential"),
        ("register", {"challengeId": "x", "name": "x", "credential": {}}, "challengeId"),
        ("register", {"challengeId": str(new_id()), "name": " ", "credential": {}}, "name"),
        ("login", {"credential": {}}, "challengeId"),
        ("login", {"challengeId": str(new_id()), "credential": "x"}, "credential"),
        ("login/options", {"email": "nobody"}, "email"),
        ("register/options", {"password": PASSWORD}, "password"),
    ]:
        problem = await company.organizer.post(f"/api/auth/passkeys/{path}", body, 400)
        assert problem["errors"][0]["field"] == field, (path, body)
    unknown = {"challengeId": str(new_id()), "credential": {}}
    await company.organizer.post("/api/auth/passkeys/login", unknown, 401)


async def test_passkeys_are_named_and_removed_by_their_person_alone(world) -> None:
    """ASVS 5.0, 7.4.3."""
    company = await world.company()
    member, device = await company.manager, Authenticator()
    passkey = await with_passkey(member, device)
    path = f"/api/auth/passkeys/{passkey['id']}"
    for other in (company.organizer, await company.contributor, (await world.company("Elsewhere")).organizer):
        assert (await other.get("/api/auth/passkeys"))["items"] == []
        await other.get(path, 404)
        await other.patch(path, {"name": "Mine"}, 404)
        await other.delete(path, 404)
    renamed = await member.patch(path, {"name": "Work laptop"}, if_match=passkey["revision"])
    assert renamed["name"] == "Work laptop"
    await member.patch(path, {"name": "Late"}, 412, if_match=passkey["revision"])
    await member.patch(path, {"credentialId": "x"}, 400)

    elsewhere = Person(world.http, (await by_passkey(world, device)).json())
    await member.delete(path)
    await world.settle()
    await elsewhere.get("/api/auth/me", 401)
    assert (await by_passkey(world, device)).status_code == 401
    assert (await mails_of(company, member.email))[0] == "A passkey was removed"
    assert await log_of(company, "auth.passkey.deleted")


@pytest.mark.asvs("7.5.1")
async def test_changes_take_a_recent_proof_with_the_second_factor(world, monkeypatch) -> None:
    """ASVS 5.0, 7.5.1."""
    company = await world.company()
    organizer, device = company.organizer, Authenticator()
    passkey = await with_passkey(organizer, device)
    path = f"/api/auth/passkeys/{passkey['id']}"
    # Signed in by the password alone, which is no proof for who has more.
    weak = Person(world.http, await first_step(world, organizer.email))
    for body in ({}, {"currentPassword": PASSWORD}):
        assert (await weak.post("/api/auth/mfa/enroll", body, 403))["type"].endswith(":proof-required")
        await weak.post("/api/auth/passkeys/register/options", body, 403)
    await weak.delete(path, 403)
    await weak.post("/api/auth/proof", {"currentPassword": PASSWORD}, 200)
    await weak.delete(path, 403)

    async def prove(person: Person, with_device: Authenticator, status: int) -> None:
        asked = (await world.http.post("/api/auth/passkeys/login/options", json={})).json()
        answer = {"challengeId": asked["challengeId"], "credential": with_device.get(asked["options"])}
        await person.post("/api/auth/proof", answer, status)

    other = Authenticator()
    await with_passkey(await company.manager, other)
    await prove(weak, other, 401)
    await weak.delete(path, 403)
    await prove(weak, device, 200)
    later(monkeypatch, minutes=11)
    await weak.delete(path, 403)
    await prove(weak, device, 200)
    await weak.delete(path)


async def test_somebody_has_twenty_at_most(world) -> None:
    company = await world.company()
    async with world.runtime.database.write(System("test")) as tx:
        await tx.connection.executemany(
            "INSERT INTO auth.passkeys (id, user_id, name, credential_id, public_key, sign_count, backed_up, created_at, "
            "updated_at) VALUES ($1, $2, 'x', $3, ''::bytea, 0, false, now(), now())",
            [(new_id(), company.organizer.id, new_id().bytes) for _ in range(20)],
        )
        await tx.connection.execute(
            "UPDATE auth.sessions SET mfa_at = $2 WHERE user_id = $1", company.organizer.id, clock.now()
        )
    problem = await company.organizer.post("/api/auth/passkeys/register/options", {}, 409)
    assert problem["rule"] == "too-many-passkeys"


async def test_the_lists_of_factors_count_passkeys(world) -> None:
    company = await world.company()
    member = await company.manager
    await with_passkey(member, Authenticator())
    found = (await company.organizer.get("/api/auth/mfa-settings", userId=member.id))["items"]
    assert [(one["enabled"], one["passkeys"]) for one in found] == [(False, 1)]
