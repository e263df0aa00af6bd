"""Registering, signing in, staying signed in, signing out."""

import asyncio

import pytest

from tests.world import PASSWORD, Person, World
from vistone.auth.tables import refresh_tokens
from vistone.kernel.scope import System

REGISTER = {"password": PASSWORD, "firstName": "Ada", "lastName": "Lovelace", "organizationName": "Engines & Sons"}


async def sign_in(world: World, email: str, password: str = PASSWORD, status: int = 200) -> dict:
    answer = await world.http.post("/api/auth/login", json={"email": email, "password": password})
    assert answer.status_code == status, answer.text
    return answer.json()


async def refresh(world: World, token: str, status: int = 200) -> dict:
    answer = await world.http.post("/api/auth/refresh", json={"refreshToken": token})
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_who_registers_is_the_organizer_of_a_new_organization(world):
    email = "Ada.L@engines.example"
    answer = await world.http.post("/api/auth/register", json={**REGISTER, "email": email})
    assert answer.status_code == 201
    ada = Person(world.http, answer.json())

    me = await ada.get("/api/auth/me")
    assert me["user"]["email"] == email.lower()
    assert me["role"] == "Organizer"
    assert me["organization"]["slug"].startswith("engines-sons")
    assert [one["id"] for one in me["organizations"]] == [ada.organization_id]
    assert me["permissions"]["tasks"] == ["create", "read", "update", "delete", "assign"]
    assert "password" not in answer.text.replace(PASSWORD, "")
    roles = await ada.get("/api/auth/roles")
    assert sorted(role["name"] for role in roles["items"]) == ["Client", "Contributor", "Manager", "Organizer"]


async def test_two_organizations_may_have_one_name_but_not_one_address(world):
    first, second = await world.company("Twins"), await world.company("Twins")
    slugs = {(await one.organizer.get("/api/auth/me"))["organization"]["slug"] for one in (first, second)}
    assert len(slugs) == 2


async def test_an_address_is_taken_once(world):
    company = await world.company()
    body = {**REGISTER, "email": company.organizer.email.upper()}
    answer = await world.http.post("/api/auth/register", json=body)
    assert answer.status_code == 409
    assert answer.json()["rule"] == "email-taken"
    assert answer.json()["errors"][0]["field"] == "email"


async def test_a_bad_registration_names_the_field(world):
    good = {**REGISTER, "email": "someone@registration.example"}
    for field, value in [
        ("email", "no address"),
        ("email", "two@at@signs"),
        ("email", "line@break.example\n"),
        ("password", "short"),
        ("password", "x" * 129),
        ("password", "with a \0 in it"),
        ("firstName", "   "),
        ("organizationName", ""),
        ("lastName", 5),
    ]:
        answer = await world.http.post("/api/auth/register", json={**good, field: value})
        assert answer.status_code == 400, (field, value, answer.text)
        assert answer.json()["errors"][0]["field"] == field
    answer = await world.http.post("/api/auth/register", json={**good, "isAdmin": True})
    assert answer.json()["errors"][0]["field"] == "isAdmin"


async def test_a_password_may_hold_any_character(world):
    password = "  pässwörd 密码 \U0001f511  "
    answer = await world.http.post(
        "/api/auth/register", json={**REGISTER, "email": "any@character.example", "password": password}
    )
    assert answer.status_code == 201
    await sign_in(world, "any@character.example", password)
    await sign_in(world, "any@character.example", password.strip(), 401)


async def test_a_wrong_password_and_an_unknown_address_read_the_same(world):
    company = await world.company()
    wrong = await sign_in(world, company.organizer.email, "not the password", 401)
    unknown = await sign_in(world, "nobody@nowhere.example", "not the password", 401)
    assert wrong["detail"] == unknown["detail"]
    assert wrong["title"] == unknown["title"]


async def test_refreshing_rotates_and_a_lost_answer_can_be_repeated(world):
    company = await world.company()
    first = await sign_in(world, company.organizer.email)
    second = await refresh(world, first["refreshToken"])
    assert second["refreshToken"] != first["refreshToken"]
    again = await refresh(world, first["refreshToken"])  # within the grace window
    assert again["refreshToken"] not in {first["refreshToken"], second["refreshToken"]}
    await Person(world.http, again).get("/api/auth/me")


@pytest.mark.asvs("10.4.5")
async def test_a_stolen_refresh_token_ends_the_sign_in_for_everybody(world):
    company = await world.company()
    first = await sign_in(world, company.organizer.email)
    second = await refresh(world, first["refreshToken"])
    await let_the_grace_window_pass(world)
    await refresh(world, first["refreshToken"], 401)
    await refresh(world, second["refreshToken"], 401)
    await world.settle()
    await Person(world.http, second).get("/api/auth/me", 401)
    await company.organizer.get("/api/auth/me")  # another sign-in of the same person goes on


async def let_the_grace_window_pass(world: World) -> None:
    """Puts the use of every refresh token one minute back."""
    runtime = world.state.runtime
    async with runtime.database.write(System("test")) as tx:
        await tx.connection.execute(f"UPDATE {refresh_tokens.fullname} SET used_at = used_at - interval '1 minute'")


async def test_fifty_refreshes_at_once_give_fifty_good_sign_ins(world):
    company = await world.company()
    first = await sign_in(world, company.organizer.email)
    answers = await asyncio.gather(*(refresh(world, first["refreshToken"]) for _ in range(20)))
    assert len({answer["refreshToken"] for answer in answers}) == 20


@pytest.mark.asvs("7.4.1")
async def test_signing_out_ends_the_session_and_no_other(world):
    company = await world.company()
    one = Person(world.http, await sign_in(world, company.organizer.email))
    two = Person(world.http, await sign_in(world, company.organizer.email))
    await one.post("/api/auth/logout", None, 204)
    await one.get("/api/auth/me", 401)
    await refresh(world, one.tokens["refreshToken"], 401)
    await two.get("/api/auth/me")


async def test_a_browser_gets_cookies_and_its_writes_carry_a_token(world):
    company = await world.company()
    body = {"email": company.organizer.email, "password": PASSWORD}
    answer = await world.http.post("/api/auth/login", json=body, headers={"X-Vistone-Client": "web"})
    jar = {cookie.name: cookie.value for cookie in answer.cookies.jar}
    world.http.cookies.clear()
    assert set(jar) == {"vistone-session", "vistone-refresh", "vistone-csrf"}
    lines = {line.split("=")[0]: line.lower() for line in answer.headers.get_list("set-cookie")}
    assert "httponly" in lines["vistone-session"]
    assert "httponly" in lines["vistone-refresh"]
    assert "samesite=lax" in lines["vistone-session"]

    cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
    csrf = {"X-CSRF-Token": jar["vistone-csrf"]}

    async def status(method: str, path: str, **headers: str) -> int:
        sent = await world.http.request(
            method, path, json={"name": "P"} if method == "POST" else None, headers={**cookies, **headers}
        )
        return sent.status_code

    assert await status("GET", "/api/auth/me") == 200
    assert await status("POST", "/api/project/projects") == 403
    assert await status("POST", "/api/project/projects", **{"X-CSRF-Token": "0" * 64}) == 403
    assert await status("POST", "/api/project/projects", **csrf, Origin="https://evil.example") == 403
    assert await status("POST", "/api/project/projects", **csrf, Origin="http://127.0.0.1:8080") == 201
    elsewhere = {**cookies, "Origin": "https://evil.example"}
    assert (await world.http.post("/api/auth/refresh", json={}, headers=elsewhere)).status_code == 403
    refreshed = await world.http.post("/api/auth/refresh", json={}, headers={**cookies, "X-Vistone-Client": "web"})
    world.http.cookies.clear()
    assert refreshed.status_code == 200
    assert "vistone-session" in refreshed.headers["set-cookie"]


async def test_over_https_cookies_are_bound_to_the_host(database, tmp_path):
    """`__Host-`: the browser takes them over https alone, for this host alone, for every path (RFC 6265bis, 4.1.3.2)."""
    async with World.running(database.app, tmp_path, public_url="https://work.example") as world:
        company = await world.company()
        body = {"email": company.organizer.email, "password": PASSWORD}
        answer = await world.http.post("/api/auth/login", json=body, headers={"X-Vistone-Client": "web"})
        lines = {line.split("=")[0]: line.lower() for line in answer.headers.get_list("set-cookie")}
        assert set(lines) == {"__Host-vistone-session", "__Host-vistone-refresh", "__Host-vistone-csrf"}
        for line in lines.values():
            parts = {part.strip() for part in line.split(";")[1:]}
            assert {"secure", "path=/", "samesite=lax"} <= parts
            assert not any(part.startswith("domain=") for part in parts)
        assert {name for name, line in lines.items() if "httponly" not in line} == {"__Host-vistone-csrf"}
        assert "max-age=31536000" in answer.headers["strict-transport-security"]
        jar = dict(line.split(";")[0].split("=", 1) for line in answer.headers.get_list("set-cookie"))
        world.http.cookies.clear()
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
        made = {"json": {"name": "P"}, "headers": {**sent, "Origin": "https://work.example"}}
        assert (await world.http.post("/api/project/projects", **made)).status_code == 403
        made["headers"]["X-CSRF-Token"] = jar["__Host-vistone-csrf"]
        assert (await world.http.post("/api/project/projects", **made)).status_code == 201


@pytest.mark.asvs("9.1.1", "9.1.2")
async def test_only_our_own_tokens_with_our_algorithm_count(world):
    company = await world.company()
    token = company.organizer.tokens["accessToken"]
    head, claims, signature = token.split(".")
    none = "eyJhbGciOiJub25lIn0"
    for forged in (f"{none}.{claims}.", f"{head}.{claims}.", f"{head}.{claims}.{signature[:-4]}AAAA", "x", "", "a.b.c"):
        answer = await world.http.get("/api/auth/me", headers={"Authorization": f"Bearer {forged}"})
        assert answer.status_code == 401, forged
    keys = (await world.http.get("/api/auth/.well-known/jwks.json")).json()["keys"]
    assert [(key["kty"], key["crv"], "d" in key) for key in keys] == [("OKP", "Ed25519", False)] * len(keys)


async def test_secrets_rest_hashed(world):
    company = await world.company()
    async with world.state.runtime.database.read(System("test")) as tx:
        stored = await tx.connection.fetchval(
            "SELECT password FROM auth.users WHERE email = $1", company.organizer.email
        )
        hashes = await tx.connection.fetch("SELECT token_hash FROM auth.refresh_tokens")
    assert stored.startswith("$argon2id$")
    token = company.organizer.tokens["refreshToken"].encode()
    assert all(token not in row["token_hash"] for row in hashes)
