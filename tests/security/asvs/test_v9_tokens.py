"""OWASP ASVS 5.0, V9 and V10.3: self-contained tokens, and what is believed of them. The table is in docs/security.md."""

import time
from typing import Any

import pytest
from joserfc import jwt

from tests.second_factor import enrolled, first_step
from tests.world import Company, World
from vistone.auth.tokens import ALGORITHM, AUDIENCE, KIND, new_key

pytestmark = pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")


async def status(world: World, token: str) -> int:
    return (await world.http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})).status_code


def made(world: World, company: Company, *, header: dict[str, Any] | None = None, **changed: Any) -> str:
    """A token as good as ours, signed by our own key, but for what is changed; None leaves a claim out."""
    keyring = world.state.keyring
    good = keyring.verify(company.organizer.tokens["accessToken"])
    key, now = keyring._keys[-1], int(time.time())
    claims = {
        "iss": "vistone", "aud": AUDIENCE, "sub": str(good.user_id), "sid": str(good.session_id), "iat": now, "exp": now + 60,
        **changed,
    }  # fmt: skip
    head = {"alg": ALGORITHM, "kid": key.kid, "typ": KIND, **(header or {})}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({k: v for k, v in head.items() if v is not None}, kept, key, algorithms=[ALGORITHM])


@pytest.mark.asvs("9.2.2", "9.2.3", "9.2.4", "10.3.1")
async def test_a_token_is_of_the_right_kind_and_for_us(world: World) -> None:
    company = await world.company()
    assert await status(world, made(world, company)) == 200, "the others differ from a good one by one thing"
    assert await status(world, made(world, company, aud="somebody else")) == 401
    assert await status(world, made(world, company, aud=None)) == 401
    assert await status(world, made(world, company, header={"typ": "JWT"})) == 401
    assert await status(world, made(world, company, header={"typ": None})) == 401
    assert await status(world, made(world, company, header={"typ": "logout+jwt"})) == 401
    refresh = company.organizer.tokens["refreshToken"]
    assert await status(world, refresh) == 401
    access = company.organizer.tokens["accessToken"]
    assert (await world.http.post("/api/auth/refresh", json={"refreshToken": access})).status_code in {400, 401}


@pytest.mark.asvs("9.2.2")
async def test_the_token_between_two_steps_is_no_access_token(world: World) -> None:
    company = await world.company()
    manager = await company.manager
    await enrolled(manager)
    step = await first_step(world, manager.email)
    assert await status(world, step["mfaToken"]) == 401
    assert (await world.http.post("/api/auth/refresh", json={"refreshToken": step["mfaToken"]})).status_code == 401


@pytest.mark.asvs("9.2.1")
async def test_a_token_is_good_in_its_time_alone(world: World) -> None:
    company = await world.company()
    now = int(time.time())
    assert await status(world, made(world, company, exp=now - 1)) == 401
    assert await status(world, made(world, company, exp=None)) == 401
    assert await status(world, made(world, company, exp="soon")) == 401
    assert await status(world, made(world, company, exp=now + 1)) == 200


@pytest.mark.asvs("9.1.3")
async def test_no_header_leads_to_a_key_of_somebody_elses(world: World) -> None:
    company = await world.company()
    stranger = new_key("stranger")
    public = stranger.as_dict(private=False)
    keyring = world.state.keyring
    good = keyring.verify(company.organizer.tokens["accessToken"])
    claims = {
        "iss": "vistone", "aud": AUDIENCE, "sub": str(good.user_id), "sid": str(good.session_id),
        "exp": int(time.time()) + 60,
    }  # fmt: skip
    for more in (
        {"jwk": public},
        {"jku": "https://evil.example/jwks.json"},
        {"x5u": "https://evil.example/key.pem"},
        {},
    ):
        for kid in ("stranger", keyring._keys[-1].kid):
            header = {"alg": ALGORITHM, "typ": KIND, "kid": kid, **more}
            assert await status(world, jwt.encode(header, claims, stranger, algorithms=[ALGORITHM])) == 401


@pytest.mark.asvs("10.3.3")
async def test_a_token_names_its_person_by_an_id_that_is_nobody_elses(world: World) -> None:
    """Not by the address, which somebody else may have one day: a new account by the same address is another person."""
    company, other = await world.company(), await world.company()
    good = world.state.keyring.verify(company.organizer.tokens["accessToken"])
    assert str(good.user_id) == company.organizer.id
    assert await status(world, made(world, company, sub=other.organizer.id)) == 401, "the session is another person's"
    assert await status(world, made(world, company, sub=company.organizer.email)) == 401


@pytest.mark.asvs("10.1.1")
async def test_a_browser_gets_its_tokens_as_cookies_that_no_script_reads(world: World) -> None:
    from tests.security.asvs.test_v7_sessions import WEB, cookie_line, signed_in  # noqa: PLC0415 -- beside its use

    company = await world.company()
    answer = await signed_in(world, company.organizer.email, **WEB)
    assert (answer.json()["accessToken"], answer.json()["refreshToken"]) == ("", "")
    lines = [line.lower() for line in answer.headers.get_list("set-cookie")]
    assert all("httponly" in line for line in lines if "csrf" not in line)
    for headers in ({}, WEB):
        again = await world.http.post("/api/auth/refresh", json={}, headers={**cookie_line(answer), **headers})
        world.http.cookies.clear()
        assert again.status_code == 200
        assert (again.json()["accessToken"], again.json()["refreshToken"]) == ("", ""), "not by asking anew either"
        answer = again
