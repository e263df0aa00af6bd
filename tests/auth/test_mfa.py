"""One-time codes and backup codes: on, off, at a sign-in, once, in time, at rest, in the log."""

import asyncio
from datetime import timedelta
from typing import Any

import msgspec
import pyotp
import pytest

from tests.second_factor import App, enrolled, first_step, later, second_step, sign_in
from tests.world import PASSWORD, Person, World
from vistone import keys as command
from vistone.auth import factors
from vistone.auth.actions.passwords import tidy
from vistone.auth.activity import activity_log
from vistone.kernel import clock
from vistone.kernel.errors import Conflict
from vistone.kernel.ids import new_id
from vistone.kernel.jobs.declare import JobRun
from vistone.kernel.scope import System
from vistone.kernel.settings import settings


async def mails_of(company, address: str) -> list[str]:
    """The subjects of what was sent to the address, newest first."""
    await company.world.run_jobs()
    return [
        one["subject"] for one in (await company.organizer.get("/api/auth/outbox-mails", toAddress=address))["items"]
    ]


async def log_of(company, action: str, **filters: str) -> list[dict]:
    await company.world.follow(activity_log)
    return (await company.organizer.get("/api/auth/activity-logs", action=action, **filters))["items"]


async def row_of(world: World, person: Person) -> dict:
    async with world.runtime.database.read(System("test")) as tx:
        return dict(await tx.connection.fetchrow("SELECT * FROM auth.mfa_settings WHERE user_id = $1", person.id))


async def test_a_sign_in_takes_two_steps_once_codes_are_on(world) -> None:
    company = await world.company()
    member = await company.manager
    assert (await member.get("/api/auth/me"))["mfa"] == {"totp": False, "passkeys": 0, "backupCodesLeft": 0}
    begun = await member.post("/api/auth/mfa/enroll", {"currentPassword": PASSWORD}, 200)
    assert begun["otpauthUrl"].startswith("otpauth://totp/Vistone:")
    assert f"secret={begun['secret']}" in begun["otpauthUrl"]
    assert begun["qrSvg"].startswith("<svg")
    assert "accessToken" in await first_step(world, member.email)  # begun is not on

    app = App(begun["secret"])
    done = await member.post("/api/auth/mfa/confirm", {"code": app.code()}, 200)
    assert len(set(done["backupCodes"])) == 10
    assert (await member.get("/api/auth/me"))["mfa"] == {"totp": True, "passkeys": 0, "backupCodesLeft": 10}

    step = await first_step(world, member.email)
    assert step == {"mfaRequired": True, "mfaToken": step["mfaToken"], "methods": ["totp", "backup_code"]}
    signed_in = await second_step(world, step["mfaToken"], app.code())
    assert signed_in.status_code == 200
    again = Person(world.http, signed_in.json())
    assert (await again.get("/api/auth/me"))["method"] == "password"
    assert (await again.get("/api/auth/sessions"))["items"][0]["mfaAt"] is not None


async def test_the_token_of_the_first_step_is_no_credential(world) -> None:
    company = await world.company()
    await enrolled(company.organizer)
    step = await first_step(world, company.organizer.email)
    answer = await world.http.get("/api/auth/me", headers={"Authorization": f"Bearer {step['mfaToken']}"})
    assert answer.status_code == 401
    assert (await world.http.post("/api/auth/refresh", json={"refreshToken": step["mfaToken"]})).status_code == 401


async def test_a_browser_gets_its_cookies_after_the_second_step(world) -> None:
    company = await world.company()
    app = await enrolled(company.organizer)
    web = {"X-Vistone-Client": "web"}
    first = await world.http.post(
        "/api/auth/login", json={"email": company.organizer.email, "password": PASSWORD}, headers=web
    )
    assert "set-cookie" not in first.headers
    body = {"mfaToken": first.json()["mfaToken"], "code": app.code()}
    second = await world.http.post("/api/auth/login/mfa", json=body, headers=web)
    world.http.cookies.clear()
    assert {line.split("=")[0] for line in second.headers.get_list("set-cookie")} == {
        "vistone-session",
        "vistone-refresh",
        "vistone-csrf",
    }


@pytest.mark.asvs("6.5.1")
async def test_a_code_works_once(world) -> None:
    """ASVS 5.0, 6.5.1."""
    company = await world.company()
    app = await enrolled(company.organizer)
    code = app.code()
    steps = [await first_step(world, company.organizer.email) for _ in range(2)]
    assert (await second_step(world, steps[0]["mfaToken"], code)).status_code == 200
    refused = await second_step(world, steps[1]["mfaToken"], code)
    assert refused.status_code == 401
    assert refused.json()["errors"][0]["field"] == "code"


async def test_the_code_that_switched_codes_on_is_used_up(world, monkeypatch) -> None:
    company = await world.company()
    begun = await company.organizer.post("/api/auth/mfa/enroll", {}, 200)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    code = pyotp.TOTP(begun["secret"]).at(now)
    await company.organizer.post("/api/auth/mfa/confirm", {"code": code}, 200)
    step = await first_step(world, company.organizer.email)
    assert (await second_step(world, step["mfaToken"], code)).status_code == 401


@pytest.mark.asvs("6.5.1")
async def test_of_two_requests_with_one_code_one_signs_in(world) -> None:
    company = await world.company()
    app = await enrolled(company.organizer)
    for code in (app.code(), app.backup_codes[0]):
        steps = [await first_step(world, company.organizer.email) for _ in range(4)]
        answers = await asyncio.gather(*(second_step(world, step["mfaToken"], code) for step in steps))
        first, *others = sorted(answer.status_code for answer in answers)
        assert first == 200, code
        assert set(others) <= {401, 429}, "used up; or too many tries, depending on who came first"


async def test_of_two_requests_with_one_token_one_signs_in(world) -> None:
    company = await world.company()
    app = await enrolled(company.organizer)
    step = await first_step(world, company.organizer.email)
    codes = [app.code(), app.backup_codes[0], app.backup_codes[1]]
    answers = await asyncio.gather(*(second_step(world, step["mfaToken"], code) for code in codes))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401]
    left = (await company.organizer.get("/api/auth/me"))["mfa"]["backupCodesLeft"]
    assert left >= 9, "what was refused used nothing up"


@pytest.mark.parametrize(("seconds", "status"), [(-60, 401), (-30, 200), (0, 200), (30, 200), (60, 401)])
@pytest.mark.asvs("6.5.5")
async def test_a_clock_may_be_a_step_ahead_or_behind(world, monkeypatch, seconds: int, status: int) -> None:
    company = await world.company()
    app = await enrolled(company.organizer)
    later(monkeypatch, minutes=5)
    code = app.at(clock.now() + timedelta(seconds=seconds))
    step = await first_step(world, company.organizer.email)
    assert (await second_step(world, step["mfaToken"], code)).status_code == status


async def test_an_older_code_is_refused_after_a_newer_one(world, monkeypatch) -> None:
    company = await world.company()
    app = await enrolled(company.organizer)
    later(monkeypatch, minutes=5)
    older, newer = app.at(clock.now() - timedelta(seconds=30)), app.at(clock.now())
    for code, status in ((newer, 200), (older, 401)):
        step = await first_step(world, company.organizer.email)
        assert (await second_step(world, step["mfaToken"], code)).status_code == status


@pytest.mark.asvs("6.5.1")
async def test_a_backup_code_works_once_and_the_person_hears_of_it(world) -> None:
    company = await world.company()
    app = await enrolled(company.organizer)
    typed = app.backup_codes[3].lower().replace("-", " ")
    step = await first_step(world, company.organizer.email)
    assert (await second_step(world, step["mfaToken"], typed)).status_code == 200
    assert (await company.organizer.get("/api/auth/me"))["mfa"]["backupCodesLeft"] == 9
    step = await first_step(world, company.organizer.email)
    assert (await second_step(world, step["mfaToken"], app.backup_codes[3])).status_code == 401
    assert (await second_step(world, step["mfaToken"], app.backup_codes[4])).status_code == 200
    assert (await mails_of(company, company.organizer.email))[0] == "A backup code was used"
    assert len(await log_of(company, "auth.mfa_setting.used")) == 2


async def test_new_backup_codes_replace_the_old_ones(world) -> None:
    company = await world.company()
    organizer = company.organizer
    app = await enrolled(organizer)
    problem = await organizer.post("/api/auth/mfa/backup-codes", {"code": "000000"}, 422)
    assert problem["errors"][0]["field"] == "code"
    fresh = (await organizer.post("/api/auth/mfa/backup-codes", {"code": app.backup_codes[0]}, 200))["backupCodes"]
    assert len(set(fresh) - set(app.backup_codes)) == 10
    step = await first_step(world, organizer.email)
    assert (await second_step(world, step["mfaToken"], app.backup_codes[1])).status_code == 401
    assert (await second_step(world, step["mfaToken"], fresh[1])).status_code == 200


async def test_the_first_step_is_good_for_five_minutes_and_five_tries(world, monkeypatch) -> None:
    company = await world.company()
    behind_a_proxy = msgspec.structs.replace(settings(), proxies=1)
    monkeypatch.setattr("vistone.kernel.http.call.settings", lambda: behind_a_proxy)
    app = await enrolled(company.organizer)
    step = await first_step(world, company.organizer.email)
    for number in range(5):
        assert (await second_step(world, step["mfaToken"], "000000", f"203.0.113.{number}")).status_code == 401
    right = await second_step(world, step["mfaToken"], app.code(), "203.0.113.9")
    assert right.status_code == 401
    assert "too many tries" in right.json()["detail"]
    assert (await mails_of(company, company.organizer.email))[0] == "Somebody has your password"
    assert len(await log_of(company, "auth.mfa_setting.refused")) == 5

    step = await first_step(world, company.organizer.email)
    later(monkeypatch, minutes=5, seconds=1)
    assert (await second_step(world, step["mfaToken"], app.at(clock.now()), "203.0.113.9")).status_code == 401


@pytest.mark.asvs("6.3.1")
async def test_codes_are_limited_by_account_and_address(world) -> None:
    """ASVS 5.0, 6.3.1."""
    company = await world.company()
    app = await enrolled(company.organizer)
    answers = []
    for _ in range(3):
        step = await first_step(world, company.organizer.email)
        answers += [(await second_step(world, step["mfaToken"], "111111")) for _ in range(3)]
    assert [answer.status_code for answer in answers][:6] == [401] * 6
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
    # While it waits, also the right one is not read; nor does it go on by another endpoint.
    step = await first_step(world, company.organizer.email)
    assert (await second_step(world, step["mfaToken"], app.code())).status_code == 429
    await company.organizer.post("/api/auth/mfa/backup-codes", {"code": app.backup_codes[0]}, 429)


@pytest.mark.asvs("7.4.3")
async def test_switching_off_takes_a_code_and_ends_the_other_sign_ins(world) -> None:
    """ASVS 5.0, 7.4.3."""
    company = await world.company()
    organizer = company.organizer
    before = Person(world.http, await first_step(world, organizer.email))
    app = await enrolled(organizer)
    await world.settle()
    await before.get("/api/auth/me", 401)  # switching on ended it
    other = await sign_in(world, organizer.email, app)
    await organizer.post("/api/auth/mfa/disable", {}, 400)
    await organizer.post("/api/auth/mfa/disable", {"code": "nonsense"}, 422)
    await organizer.post("/api/auth/mfa/disable", {"code": app.backup_codes[0], "currentPassword": "wrong"}, 422)
    await organizer.post("/api/auth/mfa/disable", {"code": app.backup_codes[0], "currentPassword": PASSWORD}, 204)
    await organizer.post("/api/auth/mfa/disable", {"code": app.backup_codes[1]}, 409)
    await world.settle()
    await other.get("/api/auth/me", 401)
    assert "accessToken" in await first_step(world, organizer.email)
    assert {"Two-step sign-in is on", "Two-step sign-in is off"} <= set(await mails_of(company, organizer.email))
    assert await log_of(company, "auth.mfa_setting.enabled")
    assert await log_of(company, "auth.mfa_setting.disabled")
    row = await row_of(world, organizer)
    assert (row["secret"], row["backup_codes"], row["last_step"]) == (None, [], None)


@pytest.mark.asvs("7.5.1")
async def test_setting_up_takes_a_recent_proof(world, monkeypatch) -> None:
    """ASVS 5.0, 7.5.1."""
    company = await world.company()
    organizer = company.organizer
    await organizer.post("/api/auth/mfa/enroll", {}, 200)  # just signed in
    later(monkeypatch, minutes=10, seconds=5)
    problem = await organizer.post("/api/auth/mfa/enroll", {}, 403)
    assert problem["type"].endswith(":proof-required")
    problem = await organizer.post("/api/auth/mfa/enroll", {"currentPassword": "wrong"}, 422)
    assert problem["errors"][0]["field"] == "currentPassword"
    await organizer.post("/api/auth/mfa/enroll", {"currentPassword": PASSWORD}, 200)
    await organizer.post("/api/auth/mfa/enroll", {}, 403)
    await organizer.post("/api/auth/proof", {}, 422)
    await organizer.post("/api/auth/proof", {"currentPassword": "wrong"}, 422)
    await organizer.post("/api/auth/proof", {"currentPassword": PASSWORD}, 200)
    await organizer.post("/api/auth/mfa/enroll", {}, 200)


async def test_with_codes_on_a_proof_takes_one(world, monkeypatch) -> None:
    company = await world.company()
    organizer = company.organizer
    app = await enrolled(organizer)
    later(monkeypatch, minutes=11)
    problem = await organizer.post("/api/auth/proof", {"currentPassword": PASSWORD}, 422)
    assert problem["errors"][0]["field"] == "code"
    await organizer.post("/api/auth/proof", {"currentPassword": PASSWORD, "code": "000000"}, 422)
    proof = await organizer.post("/api/auth/proof", {"currentPassword": PASSWORD, "code": app.at(clock.now())}, 200)
    assert proof["provedUntil"] > clock.now().isoformat()


@pytest.mark.asvs("7.5.1")
async def test_a_password_is_changed_with_a_code_too(world) -> None:
    company = await world.company()
    organizer = company.organizer
    app = await enrolled(organizer)
    body = {"currentPassword": PASSWORD, "newPassword": "another horse entirely"}
    assert (await organizer.post("/api/auth/password/change", body, 422))["errors"][0]["field"] == "code"
    await organizer.post("/api/auth/password/change", body | {"code": "000000"}, 422)
    step = await first_step(world, organizer.email)
    await organizer.post("/api/auth/password/change", body | {"code": app.backup_codes[0]}, 200)
    # What somebody had begun with the old password leads nowhere.
    assert (await second_step(world, step["mfaToken"], app.backup_codes[1])).status_code == 401


async def test_setting_up_can_be_begun_again_but_not_done_twice(world) -> None:
    company = await world.company()
    organizer = company.organizer
    first = await organizer.post("/api/auth/mfa/enroll", {}, 200)
    second = await organizer.post("/api/auth/mfa/enroll", {}, 200)
    await organizer.post("/api/auth/mfa/confirm", {"code": pyotp.TOTP(first["secret"]).now()}, 422)
    await organizer.post("/api/auth/mfa/confirm", {"code": pyotp.TOTP(second["secret"]).now()}, 200)
    await organizer.post("/api/auth/mfa/confirm", {"code": pyotp.TOTP(second["secret"]).now()}, 409)
    await organizer.post("/api/auth/mfa/enroll", {}, 409)
    nobody = await company.contributor
    assert (await nobody.post("/api/auth/mfa/confirm", {"code": "123456"}, 409))["rule"] == "not-begun"


async def test_bad_input_is_named(world) -> None:
    company = await world.company()
    for path, body, field in [
        ("mfa/confirm", {}, "code"),
        ("mfa/confirm", {"code": 123456}, "code"),
        ("mfa/confirm", {"code": ""}, "code"),
        ("mfa/confirm", {"code": "1" * 41}, "code"),
        ("mfa/enroll", {"currentPassword": 5}, "currentPassword"),
        ("mfa/enroll", {"secret": "mine"}, "secret"),
        ("login/mfa", {"code": "123456"}, "mfaToken"),
        ("login/mfa", {"mfaToken": "x"}, "code"),
        ("proof", {"challengeId": "x"}, "challengeId"),
    ]:
        problem = await company.organizer.post(f"/api/auth/{path}", body, 400)
        assert problem["errors"][0]["field"] == field, (path, body)
    for code in ("\uff11\uff12\uff13\uff14\uff15\uff16", "12345\u0666", "\U0001f511", "-" * 40, "0" * 16):
        await company.organizer.post("/api/auth/mfa/confirm", {"code": code}, 422)
    answer = await second_step(world, "no such token", "123456")
    assert answer.status_code == 401


@pytest.mark.asvs("6.5.2")
async def test_secrets_rest_sealed_and_codes_hashed(world) -> None:
    """ASVS 5.0, 6.5.2."""
    company = await world.company()
    begun = await company.organizer.post("/api/auth/mfa/enroll", {}, 200)
    app = App(begun["secret"])
    codes = (await company.organizer.post("/api/auth/mfa/confirm", {"code": app.code()}, 200))["backupCodes"]
    row = await row_of(world, company.organizer)
    assert begun["secret"] not in row["secret"]
    assert factors.opened(row["secret"], world.runtime.seal) == begun["secret"]
    assert len(row["backup_codes"]) == 10
    assert all(one.startswith("$argon2id$") for one in row["backup_codes"])
    assert not any(code.replace("-", "") in str(row["backup_codes"]) for code in codes)

    step = await first_step(world, company.organizer.email)
    await company.world.follow(activity_log)
    async with world.runtime.database.read(System("test")) as tx:
        told = await tx.connection.fetch("SELECT payload::text, topics FROM platform.events")
        logged = await tx.connection.fetch("SELECT secret FROM auth.challenges")
    everything = "".join(str(one["payload"]) for one in told)
    for secret in (begun["secret"], step["mfaToken"], *codes, *(code.replace("-", "") for code in codes)):
        assert secret not in everything
        assert all(secret.encode() not in one["secret"] for one in logged)


async def test_only_the_person_hears_of_their_factors(world) -> None:
    company = await world.company()
    member = await company.manager
    await enrolled(member)
    async with world.runtime.database.read(System("test")) as tx:
        topics = await tx.connection.fetch(
            "SELECT topics FROM platform.events WHERE type LIKE 'auth.mfa_setting.%' AND organization_id = $1",
            company.id,
        )
    assert {tuple(one["topics"]) for one in topics} == {(f"user:{member.id}",)}


@pytest.mark.asvs("6.4.4")
async def test_an_organizer_takes_a_lost_factor_away(world) -> None:
    company = await world.company()
    member, colleague = await company.manager, await company.contributor
    app = await enrolled(member)
    found = (await company.organizer.get("/api/auth/organization-members", userId=member.id))["items"][0]
    path = f"/api/auth/organization-members/{found['id']}/reset-mfa"
    assert "reset_mfa" in found["abilities"]
    await colleague.post(path, None, 403)
    await member.post(path, None, 403)
    client = await company.client
    await client.post(path, None, 404)
    stranger = (await world.company("Elsewhere")).organizer
    await stranger.post(path, None, 404)
    step = await first_step(world, member.email)

    await company.organizer.post(path, None, 204)
    await world.settle()
    await member.get("/api/auth/me", 401)
    assert (await second_step(world, step["mfaToken"], app.backup_codes[0])).status_code == 401
    assert "accessToken" in await first_step(world, member.email)
    assert (await mails_of(company, member.email))[0] == "Your two-step sign-in was reset"
    entry = (await log_of(company, "auth.mfa_setting.cleared"))[0]
    assert entry["userId"] == company.organizer.id
    await company.organizer.post(path, None, 409)

    own = (await company.organizer.get("/api/auth/organization-members", userId=company.organizer.id))["items"][0]
    await company.organizer.post(f"/api/auth/organization-members/{own['id']}/reset-mfa", None, 403)


async def test_whoever_runs_the_installation_takes_a_lost_factor_away(world) -> None:
    """An only Organizer has nobody else to ask."""
    company = await world.company()
    await enrolled(company.organizer)
    with pytest.raises(command.NoSuchPersonError, match=r"nobody@example\.com is the address of nobody"):
        await command.reset_factor_of(world.runtime, "nobody@example.com")
    await command.reset_factor_of(world.runtime, f" {company.organizer.email.upper()} ")
    await world.settle()
    await company.organizer.get("/api/auth/me", 401)
    again = Person(world.http, await first_step(world, company.organizer.email))
    company.organizer = again
    assert (await mails_of(company, again.email))[0] == "Your two-step sign-in was reset"
    assert (await log_of(company, "auth.mfa_setting.cleared"))[0]["userId"] is None, "by the system"
    with pytest.raises(Conflict, match="no second factor"):
        await command.reset_factor_of(world.runtime, again.email)


async def test_a_factor_of_somebody_who_belongs_elsewhere_too_stays(world) -> None:
    company = await world.company()
    member = await company.manager
    await enrolled(member)
    own = await member.post("/api/auth/organizations", {"name": "Own company"})
    found = (await company.organizer.get("/api/auth/organization-members", userId=member.id))["items"][0]
    path = f"/api/auth/organization-members/{found['id']}/reset-mfa"
    assert (await company.organizer.post(path, None, 409))["rule"] == "belongs-elsewhere"
    assert (await member.get("/api/auth/me"))["mfa"]["totp"]
    there = {"X-Organization-Id": own["id"]}
    closed = await member.send("DELETE", f"/api/auth/organizations/{own['id']}", headers=there)
    assert closed.status_code == 204
    await company.organizer.post(path, None, 204)


@pytest.mark.asvs("6.3.4")
async def test_accepting_an_invitation_takes_the_second_step_too(world) -> None:
    company, other = await world.company("One"), await world.company("Other")
    app = await enrolled(company.organizer)
    email = company.organizer.email
    await other.organizer.post("/api/auth/invitations", {"email": email, "roleName": "Contributor"})
    token = await world.invitation_token(other.organizer, email)
    answer = await world.http.post("/api/auth/invitations/accept", json={"token": token, "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json()["mfaRequired"] is True
    signed_in = await second_step(world, answer.json()["mfaToken"], app.code())
    assert signed_in.json()["organization"]["id"] == other.id


async def test_a_repeated_first_step_gives_the_same_token_again(world) -> None:
    company = await world.company()
    await enrolled(company.organizer)
    key: Any = {"Idempotency-Key": "one and the same", "X-Vistone-Client": "web"}
    first, second = [await first_step(world, company.organizer.email, **key) for _ in range(2)]
    assert first == second


async def test_what_was_asked_and_never_answered_is_forgotten(world, monkeypatch) -> None:
    company = await world.company()
    await enrolled(company.organizer)
    await first_step(world, company.organizer.email)
    await world.http.post("/api/auth/passkeys/login/options", json={})
    later(monkeypatch, minutes=6)
    fresh = await first_step(world, company.organizer.email)
    run = JobRun(
        id=new_id(), worker_id=new_id(), organization_id=None, name=tidy.name, attempt=1, context=world.runtime
    )
    await tidy.handler(tidy.payload(), run)
    async with world.runtime.database.read(System("test")) as tx:
        left = await tx.connection.fetch("SELECT secret FROM auth.challenges WHERE expires_at < $1", clock.now())
        kept = await tx.connection.fetchval(
            "SELECT count(*) FROM auth.challenges WHERE user_id = $1", company.organizer.id
        )
    assert (left, kept) == ([], 1)
    assert fresh["mfaRequired"]


@pytest.mark.parametrize("shut_out", ["removed", "paused"])
async def test_who_is_shut_out_comes_in_by_neither_the_second_step_nor_a_refresh(world, shut_out: str) -> None:
    company = await world.company()
    person, other = await company.contributor, await company.manager
    apps = [await enrolled(one) for one in (person, other)]
    steps = [await first_step(world, one.email) for one in (person, other)]
    found = (await company.organizer.get("/api/auth/organization-members", userId=person.id))["items"][0]
    path = f"/api/auth/organization-members/{found['id']}"
    await (
        company.organizer.delete(path) if shut_out == "removed" else company.organizer.post(f"{path}/pause", {}, 200)
    )
    codes = [app.backup_codes[0] for app in apps]
    answers = [await second_step(world, step["mfaToken"], code) for step, code in zip(steps, codes, strict=True)]
    assert [answer.status_code for answer in answers] == [401, 200]
    refreshed = [
        await world.http.post("/api/auth/refresh", json={"refreshToken": one.tokens["refreshToken"]})
        for one in (person, other)
    ]
    assert [answer.status_code for answer in refreshed] == [401, 200]
