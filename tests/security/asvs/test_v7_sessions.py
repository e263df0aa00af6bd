"""OWASP ASVS 5.0, V7: sessions. The table is in docs/security.md."""

import re
from pathlib import Path

import pytest

from tests.second_factor import later
from tests.world import PASSWORD, Person, World
from vistone.kernel.scope import System

ROOT = Path(__file__).parents[3]
WEB = {"X-Vistone-Client": "web"}


async def signed_in(world: World, email: str, **headers: str):
    answer = await world.http.post("/api/auth/login", json={"email": email, "password": PASSWORD}, headers=headers)
    assert answer.status_code == 200, answer.text
    world.http.cookies.clear()
    return answer


def cookie_line(answer) -> dict[str, str]:
    pairs = (line.split(";")[0].partition("=") for line in answer.headers.get_list("set-cookie"))
    return {"Cookie": "; ".join(f"{name}={value}" for name, _, value in pairs)}


async def refreshed(world: World, token: str, status: int = 200) -> dict[str, str]:
    answer = await world.http.post("/api/auth/refresh", json={"refreshToken": token})
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.asvs("7.2.1", "7.2.2", "7.2.3")
async def test_sign_ins_have_tokens_of_their_own_which_the_server_alone_can_make(world: World) -> None:
    company = await world.company()
    answers = [(await signed_in(world, company.organizer.email)).json() for _ in range(3)]
    tokens = [answer[name] for answer in answers for name in ("accessToken", "refreshToken")]
    assert len(set(tokens)) == 6
    assert all(re.fullmatch(r"[\w-]{43}", answer["refreshToken"]) for answer in answers), "256 random bits"
    for made_up in ("A" * 43, answers[0]["refreshToken"][:-1] + "_", ""):
        await refreshed(world, made_up, 400 if made_up == "" else 401)
    async with world.runtime.database.read(System("test")) as tx:
        kept = await tx.connection.fetch("SELECT token_hash FROM auth.refresh_tokens")
    assert {len(row["token_hash"]) for row in kept} == {32}, "only hashes are kept"


@pytest.mark.asvs("7.2.4")
async def test_signing_in_makes_a_new_session_and_ends_the_one_the_browser_had(world: World) -> None:
    company = await world.company()
    email = company.organizer.email
    first = await signed_in(world, email, **WEB)
    second = await signed_in(world, email, **WEB, **cookie_line(first))
    assert cookie_line(first) != cookie_line(second)
    assert (await world.http.get("/api/auth/me", headers=cookie_line(first))).status_code == 401
    assert (await world.http.get("/api/auth/me", headers=cookie_line(second))).status_code == 200
    world.http.cookies.clear()
    forced = {"Cookie": "vistone-session=chosen; vistone-refresh=chosen"}
    third = await signed_in(world, email, **WEB, **forced)
    assert "chosen" not in str(cookie_line(third)), "nobody can give somebody a session to sign in to"


@pytest.mark.asvs("7.3.1", "10.4.8")
async def test_an_unused_sign_in_ends_after_thirty_days(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    company = await world.company()
    answer = (await signed_in(world, company.organizer.email)).json()
    later(monkeypatch, days=29)
    again = await refreshed(world, answer["refreshToken"])
    later(monkeypatch, days=31)
    await refreshed(world, again["refreshToken"], 401)


@pytest.mark.asvs("7.3.2", "10.4.8")
async def test_a_sign_in_that_is_always_used_ends_after_ninety_days(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = await world.company()
    answer = (await signed_in(world, company.organizer.email)).json()
    for _ in range(4):
        later(monkeypatch, days=20)
        answer = await refreshed(world, answer["refreshToken"])
    later(monkeypatch, days=9)
    answer = await refreshed(world, answer["refreshToken"])
    later(monkeypatch, days=2)
    await refreshed(world, answer["refreshToken"], 401)


@pytest.mark.asvs("7.4.1")
async def test_cookies_of_a_sign_in_that_was_ended_are_good_for_nothing(world: World) -> None:
    company = await world.company()
    answer = await signed_in(world, company.organizer.email, **WEB)
    cookies = cookie_line(answer)
    csrf = re.findall(r"vistone-csrf=(\w+)", cookies["Cookie"])[0]
    gone = await world.http.post("/api/auth/logout", headers={**cookies, "X-CSRF-Token": csrf})
    assert gone.status_code == 204
    assert all("max-age=0" in line.lower() for line in gone.headers.get_list("set-cookie"))
    assert (await world.http.get("/api/auth/me", headers=cookies)).status_code == 401
    assert (await world.http.post("/api/auth/refresh", json={}, headers={**cookies, **WEB})).status_code == 401


@pytest.mark.asvs("7.4.2")
async def test_who_deletes_the_account_is_signed_out_everywhere(world: World) -> None:
    company = await world.company()
    manager = await company.manager
    other = Person(world.http, (await signed_in(world, manager.email)).json())
    await manager.delete(f"/api/auth/users/{manager.id}")
    await world.settle()
    for one in (manager, other):
        await one.get("/api/auth/me", 401)
        await refreshed(world, one.tokens["refreshToken"], 401)


@pytest.mark.asvs("7.4.5")
async def test_an_organizer_shuts_somebody_out_of_all_their_sessions(world: World) -> None:
    company = await world.company()
    manager = await company.manager
    windows = [manager, *[Person(world.http, (await signed_in(world, manager.email)).json()) for _ in range(2)]]
    member = (await company.organizer.get("/api/auth/organization-members", userId=manager.id))["items"][0]
    await company.organizer.post(f"/api/auth/organization-members/{member['id']}/pause", None, 200)
    await world.settle()
    for window in windows:
        await window.get("/api/auth/me", 401)


@pytest.mark.asvs("7.4.4")
def test_every_page_has_the_way_out() -> None:
    """The frame of all pages has it in its menu; the browser test clicks it (tests/e2e/test_sign_in.py)."""
    app = "".join(path.read_text() for path in (ROOT / "web/src/app").rglob("*.tsx"))
    assert "signOut" in app


@pytest.mark.asvs("7.1.1", "7.1.2", "7.1.3")
async def test_lifetimes_are_documented_as_they_are(world: World) -> None:
    text, settings = (ROOT / "docs/security.md").read_text(), world.runtime.settings
    for name, value in (
        ("VISTONE_REFRESH_TOKEN_DAYS", settings.refresh_token_days),
        ("VISTONE_SESSION_DAYS", settings.session_days),
        ("VISTONE_ACCESS_TOKEN_SECONDS", settings.access_token_seconds),
    ):
        assert re.search(rf"`{name}`[^.\n]{{0,60}}\b{value}\b", text), name
    assert "as many sessions" in text
    assert "identity provider" in text
