"""The protocol with a real identity provider: what goes wrong on the way, by mistake or by malice, ends in a plain word."""

import base64
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from tests.auth.oidc_setup import CALLBACK, CLIENT, HERE, PROVIDERS, Browser, Provider, problem, proven, query, set_up
from tests.dns_server import NameServer
from tests.world import Company, World
from vistone.auth.oidc import directory, flow
from vistone.kernel.scope import System

BACK = f"{HERE}/api/auth/oidc/callback"


class Door:
    """A company whose provider has proven a domain, and a person there."""

    def __init__(self, company: Company, idp: Provider, provider: dict[str, Any], subject: str) -> None:
        self.world = company.world
        self.organizer = company.organizer
        self.idp = idp
        self.provider = provider
        self.subject = subject

    def browser(self) -> Browser:
        return Browser(self.world)

    async def answer(self, browser: Browser) -> str:
        """The provider's answer to a sign-in of that browser, not opened yet."""
        return await browser.go(browser.start(self.provider), self.subject, stop=BACK)

    def attempt(self, browser: Browser) -> flow.Attempt:
        return flow.opened(self.world.state.seal, browser.http.cookies["vistone-oidc"])

    def put(self, browser: Browser, attempt: flow.Attempt) -> None:
        """The cookie as we would have sealed it with another content."""
        browser.http.cookies.delete("vistone-oidc")
        browser.http.cookies.set(
            "vistone-oidc", flow.sealed(self.world.state.seal, attempt), domain="127.0.0.1", path="/"
        )

    def forget(self) -> None:
        self.world.state.directory.forget(self.idp.issuer)


@pytest.fixture
async def door(inside: World, idp: Provider, names: NameServer, domain: str) -> AsyncIterator[Door]:
    company = await inside.company()
    provider = await proven(company, idp, names, domain)
    subject = f"person-at-{domain}"
    await idp.know(subject, email=f"person@{domain}", email_verified=True, name="Pat Person")
    yield Door(company, idp, provider, subject)
    await idp.err()
    inside.state.directory.forget(idp.issuer)


@pytest.mark.asvs("10.2.1")
async def test_the_way_there_is_by_code_with_pkce_state_and_nonce(door: Door) -> None:
    started = await door.world.http.get(
        "/api/auth/oidc/start", params={"provider": door.provider["id"], "returnTo": "/projects"}
    )
    assert started.status_code == 302
    there = started.headers["location"]
    assert there.startswith(f"{door.idp.issuer}/auth?")
    asked = query(there)
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == CALLBACK
    assert asked["client_id"] == CLIENT["id"]
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43, "256 bits each"
    cookie = started.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=600" in cookie
    for secret in (asked["state"], asked["nonce"], CLIENT["secret"]):
        assert secret.lower() not in cookie, "it is sealed"
    door.world.http.cookies.clear()


async def test_the_sign_in_leaves_the_cookies_of_any_other(door: Door) -> None:
    browser = door.browser()
    assert await browser.go(browser.start(door.provider), door.subject) == "/"
    assert browser.last is not None
    cookies = {one.partition("=")[0]: one.lower() for one in browser.last.headers.get_list("set-cookie")}
    assert "httponly" in cookies["vistone-session"]
    assert "httponly" in cookies["vistone-refresh"]
    assert "httponly" not in cookies["vistone-csrf"]
    assert "max-age=0" in cookies["vistone-oidc"], "what was begun is over"
    made = await browser.post("/api/auth/logout", {})
    assert made.status_code == 204, made.text


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/ok\r\nSet-Cookie: a=b",
        "/\t/evil.example",
        "/api/auth/logout",
        "",
        "x" * 3000,
    ],
)
async def test_nobody_is_led_elsewhere_afterwards(door: Door, path: str) -> None:
    answer = await door.world.http.get(f"/api/auth/oidc/start?provider={door.provider['id']}&returnTo={quote(path)}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "returnTo"


async def test_another_site_begins_no_sign_in(door: Door) -> None:
    browser = door.browser()
    browser.http.headers["Sec-Fetch-Site"] = "cross-site"
    assert await browser.go(browser.start(door.provider)) == "/sign-in"
    assert "vistone-oidc" not in browser.http.cookies
    for site in ("same-origin", "none"):
        browser.http.headers["Sec-Fetch-Site"] = site
        assert (await browser.go(browser.start(door.provider), stop=door.idp.issuer)).startswith(door.idp.issuer)


@pytest.mark.asvs("10.1.2")
async def test_an_answer_without_its_beginning_signs_nobody_in(door: Door) -> None:
    """Login CSRF: an attacker's own answer, opened by somebody else, in whose browser nothing was begun, or another."""
    attacker = door.browser()
    answer = await door.answer(attacker)
    victim = door.browser()
    assert problem(await victim.go(answer)) == "oidc-expired"
    await victim.go(victim.start(door.provider), stop=door.idp.issuer)
    assert problem(await victim.go(answer)) == "oidc-mixed-up"
    assert (await victim.http.get("/api/auth/me")).status_code == 401
    assert await attacker.go(answer) == "/", "it is good where it was begun"


async def test_an_answer_is_good_once(door: Door) -> None:
    browser = door.browser()
    answer = await door.answer(browser)
    attempt = door.attempt(browser)
    assert await browser.go(answer) == "/"
    assert problem(await browser.go(answer)) == "oidc-expired"
    thief = door.browser()
    door.put(thief, attempt)  # somebody who has the cookie too
    assert problem(await thief.go(answer)) == "oidc-provider", "the provider gives nothing for a used code"


@pytest.mark.asvs("10.1.2")
async def test_a_code_of_another_sign_in_is_refused(door: Door) -> None:
    """Code injection: the attacker's code in the victim's answer fails at PKCE."""
    attacker, victim = door.browser(), door.browser()
    stolen = query(await door.answer(attacker))["code"]
    answer = httpx.URL(await door.answer(victim)).copy_set_param("code", stolen)
    assert problem(await victim.go(str(answer))) == "oidc-provider"


async def test_ten_minutes_are_enough(door: Door) -> None:
    browser = door.browser()
    answer = await door.answer(browser)
    attempt = door.attempt(browser)
    assert 590 < attempt.until - time.time() <= 600
    door.put(browser, msgspec.structs.replace(attempt, until=int(time.time()) - 1))
    assert problem(await browser.go(answer)) == "oidc-expired"


async def test_a_cookie_of_somebody_elses_making_is_none(door: Door) -> None:
    browser = door.browser()
    answer = await door.answer(browser)
    good = browser.http.cookies["vistone-oidc"]
    for forged in ("", "x", good[:-4] + "AAAA", good[:20], "eyJzdGF0ZSI6ImEifQ"):
        browser.http.cookies.delete("vistone-oidc")
        browser.http.cookies.set("vistone-oidc", forged, domain="127.0.0.1", path="/")
        assert problem(await browser.go(answer)) == "oidc-expired"


@pytest.mark.asvs("10.5.1")
async def test_a_token_for_another_sign_in_is_refused(door: Door) -> None:
    """The nonce: a real token of the provider's, made for another beginning."""
    browser = door.browser()
    answer = await door.answer(browser)
    door.put(browser, msgspec.structs.replace(door.attempt(browser), nonce="another"))
    assert problem(await browser.go(answer)) == "oidc-invalid"


@pytest.mark.asvs("10.2.2")
async def test_an_answer_names_the_right_issuer(door: Door) -> None:
    """Mix-up (RFC 9207): the answer of another provider, or of none, where this one says that it names itself."""
    browser = door.browser()
    answer = httpx.URL(await door.answer(browser))
    attempt = door.attempt(browser)
    assert dict(answer.params)["iss"] == door.idp.issuer
    for wrong in (answer.copy_set_param("iss", "https://evil.example"), answer.copy_remove_param("iss")):
        door.put(browser, attempt)
        assert problem(await browser.go(str(wrong))) == "oidc-mixed-up"


async def test_who_cancels_comes_back_with_a_word(door: Door) -> None:
    browser = door.browser()
    assert problem(await browser.go(browser.start(door.provider), "")) == "oidc-refused"
    assert (await browser.http.get("/api/auth/me")).status_code == 401


@pytest.mark.parametrize(
    ("error", "slug"),
    [("access_denied", "oidc-refused"), ("server_error", "oidc-provider"), ("x" * 5000, "oidc-provider")],
)
async def test_a_providers_error_is_told(door: Door, error: str, slug: str) -> None:
    browser = door.browser()
    answer = query(await door.answer(browser))
    params = {"state": answer["state"], "iss": answer["iss"], "error": error, "error_description": "<script>"}
    assert problem(await browser.go(str(httpx.URL(BACK, params=params)))) == slug
    assert browser.last is not None
    assert "script" not in browser.last.headers["location"]


async def test_a_provider_that_is_away_is_told(door: Door) -> None:
    browser = door.browser()
    answer = await door.answer(browser)
    await door.idp.err(down=True)
    assert problem(await browser.go(answer)) == "oidc-unavailable", "on the way back"
    door.forget()
    assert problem(await browser.go(browser.start(door.provider))) == "oidc-unavailable", "on the way there"
    await door.idp.err()
    assert await browser.go(browser.start(door.provider), door.subject) == "/"


async def test_a_provider_that_changes_its_keys_goes_on(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    await door.browser().go(door.browser().start(door.provider), door.subject)
    await door.idp.change_keys()
    browser = door.browser()
    assert problem(await browser.go(browser.start(door.provider), door.subject)) == "oidc-invalid", "once in a while"
    monkeypatch.setattr(directory, "AGAIN_SECONDS", 0.0)
    browser = door.browser()
    assert await browser.go(browser.start(door.provider), door.subject) == "/"


THEIRS = RSAKey.generate_key(2048, {"kid": "theirs", "use": "sig"}, private=True)
STRANGER = RSAKey.generate_key(2048, {"kid": "theirs", "use": "sig"}, private=True)
PUBLIC = THEIRS.as_dict(private=False)


def signed(claims: dict[str, Any], *, key: Any = THEIRS, alg: str = "RS256", kid: str | None = "theirs") -> str:
    header = {"alg": alg, **({"kid": kid} if kid else {})}
    return jwt.encode(header, claims, key, algorithms=[alg])


def unsigned(claims: dict[str, Any]) -> str:
    token = signed(claims).split(".")
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "theirs"}).encode()).decode().rstrip("=")
    return f"{head}.{token[1]}."


def left_out(*names: str) -> Callable[[dict[str, Any]], str]:
    return lambda claims: signed({name: value for name, value in claims.items() if name not in names})


def changed(**more: Any) -> Callable[[dict[str, Any]], str]:
    return lambda claims: signed({**claims, **more})


TOKENS: dict[str, tuple[Callable[[dict[str, Any]], Any], str | None]] = {
    "a good one": (signed, None),
    "a good one for two, of whom we are the one it was given to": (
        changed(aud=[CLIENT["id"], "another"], azp=CLIENT["id"]),
        None,
    ),
    "no signature": (unsigned, "oidc-invalid"),
    "a stranger's signature": (lambda claims: signed(claims, key=STRANGER), "oidc-invalid"),
    "signed with the client's secret": (
        lambda claims: signed(claims, key=OctKey.import_key(CLIENT["secret"] * 2), alg="HS256"),
        "oidc-invalid",
    ),
    "signed with the public key": (
        lambda claims: signed(claims, key=OctKey.import_key(json.dumps(PUBLIC)), alg="HS256"),
        "oidc-invalid",
    ),
    "an unknown key": (lambda claims: signed(claims, kid="unknown"), "oidc-invalid"),
    "no key's name, where there is one key": (lambda claims: signed(claims, kid=None), None),
    "another issuer": (changed(iss="https://evil.example"), "oidc-invalid"),
    "another audience": (changed(aud="another"), "oidc-invalid"),
    "two audiences and no word whom it was given to": (changed(aud=[CLIENT["id"], "another"]), "oidc-invalid"),
    "given to another": (changed(azp="another"), "oidc-invalid"),
    "over": (changed(exp=int(time.time()) - 120), "oidc-invalid"),
    "of the future": (changed(iat=int(time.time()) + 3600), "oidc-invalid"),
    "not yet good": (changed(nbf=int(time.time()) + 3600), "oidc-invalid"),
    "another nonce": (changed(nonce="another"), "oidc-invalid"),
    "no nonce": (left_out("nonce"), "oidc-invalid"),
    "no end": (left_out("exp"), "oidc-invalid"),
    "no subject": (left_out("sub"), "oidc-invalid"),
    "no audience": (left_out("aud"), "oidc-invalid"),
    "no issuer": (left_out("iss"), "oidc-invalid"),
    "a subject that is none": (changed(sub=["a"]), "oidc-invalid"),
    "an end that is none": (changed(exp="tomorrow"), "oidc-invalid"),
    "of another access token": (changed(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), "oidc-invalid"),
    "garbage": (lambda _: "garbage", "oidc-invalid"),
    "nothing": (lambda _: None, "oidc-invalid"),
    "a list": (lambda _: ["a"], "oidc-invalid"),
}


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.asvs("6.8.2", "10.5.4")
async def test_an_identity_token_is_believed_when_all_of_it_fits(door: Door, domain: str, name: str) -> None:
    """The provider's keys and its answer to the code are the test's here, so that one thing alone is wrong."""
    make, slug = TOKENS[name]
    browser = door.browser()
    answer = await door.answer(browser)
    now = int(time.time())
    claims = {
        "iss": door.idp.issuer,
        "aud": CLIENT["id"],
        "sub": door.subject,
        "iat": now,
        "exp": now + 60,
        "nonce": door.attempt(browser).nonce,
        "email": f"person@{domain}",
        "email_verified": True,
    }
    door.forget()
    keys = KeySet([THEIRS]).as_dict(private=False)
    token = {"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": make(claims)}
    await door.idp.err(jwks=keys, token=token)
    path = await browser.go(answer)
    assert (path if slug is None else problem(path)) == (slug or "/")


@pytest.mark.parametrize(
    "told",
    [{"sub": "another", "email": "boss@x.example", "email_verified": True}, {"email": "a@b.example"}, ["x"], "x"],
)
async def test_what_a_provider_tells_of_another_person_is_not_taken(door: Door, told: Any) -> None:
    browser = door.browser()
    answer = await door.answer(browser)
    await door.idp.err(me=told)
    assert problem(await browser.go(answer)) == "oidc-invalid"


async def test_a_provider_is_asked_before_it_is_switched_on(inside: World, idp: Provider) -> None:
    company = await inside.company()
    body = {"name": "P", "clientId": "c", "clientSecret": "s", "issuer": idp.issuer}
    for issuer in (f"{idp.issuer}/", f"{idp.issuer}/nowhere", "http://127.0.0.1:9", "https://nowhere.invalid"):
        refused = await company.organizer.post(PROVIDERS, {**body, "issuer": issuer}, 422)
        assert [one["field"] for one in refused["errors"]] == ["issuer"], issuer
    for issuer in (
        "ftp://x.example",
        "x.example",
        "https://x.example?a=b",
        "https://x.example#a",
        "https://a@x.example",
    ):
        refused = await company.organizer.post(PROVIDERS, {**body, "issuer": issuer}, 400)
        assert [one["field"] for one in refused["errors"]] == ["issuer"], issuer
    for domain in ("nodot", "a b.example", "-", "1.2.3.4", "x" * 64 + ".example"):
        refused = await company.organizer.post(PROVIDERS, {**body, "domains": [domain]}, 422)
        assert [one["field"] for one in refused["errors"]] == ["domains"], domain
    provider = await set_up(company, idp, domains=["Exämple.Example", "b.example."])
    assert provider["domains"] == ["b.example", "xn--exmple-cua.example"]
    path = f"{PROVIDERS}/{provider['id']}"
    assert await company.organizer.post(f"{path}/test", {}, 200) == {"ok": True, "problems": []}
    await company.organizer.patch(path, {"issuer": "http://127.0.0.1:9"}, 422)
    await company.organizer.patch(path, {"issuer": "http://127.0.0.1:9", "enabled": False})
    tested = await company.organizer.post(f"{path}/test", {}, 200)
    assert not tested["ok"]
    assert "127.0.0.1" in tested["problems"][0]
    await company.organizer.patch(path, {"enabled": True}, 422)


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://evil.example"},
        {"response_types_supported": ["token"]},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
        {"code_challenge_methods_supported": ["plain"]},
        {"token_endpoint": "ftp://x.example/token"},
        {"token_endpoint": None},
        {"jwks_uri": "http://169.254.169.254/latest/meta-data/"},
    ],
)
@pytest.mark.asvs("10.5.3")
async def test_a_discovery_document_has_to_fit(inside: World, idp: Provider, change: dict[str, Any]) -> None:
    company = await inside.company()
    well_known = ".well-known/openid-configuration"
    async with httpx.AsyncClient() as http:
        document = (await http.get(f"{idp.issuer}/{well_known}")).json()
    await idp.err(**{well_known: {**document, **change}})
    body = {"name": "P", "clientId": "c", "clientSecret": "s", "issuer": idp.issuer}
    try:
        refused = await company.organizer.post(PROVIDERS, body, 422)
    finally:
        await idp.err()
    assert refused["errors"][0]["field"] == "issuer"


async def test_an_organizer_reaches_nothing_inside_by_an_issuer(world: World) -> None:
    """In the application as it is by default."""
    company = await world.company()
    body = {"name": "P", "clientId": "c", "clientSecret": "s"}
    for issuer in ("https://127.0.0.1", "https://localhost:5432", "https://169.254.169.254", "http://10.0.0.1"):
        refused = await company.organizer.post(PROVIDERS, {**body, "issuer": issuer}, 422)
        assert refused["errors"][0]["field"] == "issuer"
    lookup = await world.http.get("/api/auth/oidc/start", params={"provider": company.id})
    assert urlsplit(lookup.headers["location"]).query == "problem=oidc-off"
    world.http.cookies.clear()


async def test_a_domain_is_one_organizations(inside: World, idp: Provider, names: NameServer, domain: str) -> None:
    ours, theirs = await inside.company("Ours"), await inside.company("Theirs")
    mine = await set_up(ours, idp, domains=[domain])
    path = f"{PROVIDERS}/{mine['id']}/prove-domains"
    assert (await ours.organizer.post(path, {}, 200))["provenDomains"] == [], "no proof yet"
    other = await set_up(theirs, idp, domains=[domain])
    assert mine["proof"] != other["proof"]
    names.say(f"_vistone-challenge.{domain}", "TXT", [f'"{other["proof"]}"', '"something else"'])
    assert (await ours.organizer.post(path, {}, 200))["provenDomains"] == [], "their proof is not ours"
    names.say(domain, "TXT", [f'"{mine["proof"]}"'])
    assert (await ours.organizer.post(path, {}, 200))["provenDomains"] == [], "at the right name alone"
    names.say(f"_vistone-challenge.{domain}", "TXT", [f'"{mine["proof"]}"', f'"{other["proof"]}"'])
    assert (await ours.organizer.post(path, {}, 200))["provenDomains"] == [domain]
    refused = await theirs.organizer.post(f"{PROVIDERS}/{other['id']}/prove-domains", {}, 409)
    assert (refused["rule"], refused["errors"][0]["field"]) == ("domain-taken", "domains")
    names.say(f"_vistone-challenge.{domain}", "TXT", [f'"{other["proof"]}"'])
    assert (await ours.organizer.post(path, {}, 200))["provenDomains"] == [], "who runs the domain now decides"
    found = await theirs.organizer.post(f"{PROVIDERS}/{other['id']}/prove-domains", {}, 200)
    assert found["provenDomains"] == [domain]
    await theirs.organizer.delete(f"/api/auth/organizations/{theirs.id}")  # a closed organization keeps none
    names.say(f"_vistone-challenge.{domain}", "TXT", [f'"{mine["proof"]}"'])
    assert (await ours.organizer.post(path, {}, 200))["provenDomains"] == [domain]
    gone = await ours.organizer.patch(f"{PROVIDERS}/{mine['id']}", {"domains": []})
    assert gone["provenDomains"] == []


async def test_another_issuer_unlinks_everybody(door: Door) -> None:
    """Its subjects are other people; so are its sign-ins."""
    browser = door.browser()
    await browser.go(browser.start(door.provider), door.subject)
    person = await browser.person()
    organizer = door.organizer
    links = await organizer.get("/api/auth/identity-links")
    assert len(links["items"]) == 1
    body = {"issuer": "https://other.example", "enabled": False}
    await organizer.patch(f"{PROVIDERS}/{door.provider['id']}", body)
    assert (await organizer.get("/api/auth/identity-links"))["items"] == []
    await door.world.settle()
    await person.get("/api/auth/me", 401)


async def test_the_secret_is_nowhere_to_be_read(door: Door) -> None:
    async with door.world.runtime.database.read(System("test")) as tx:
        row = await tx.connection.fetchrow(
            "SELECT client_secret FROM auth.identity_providers WHERE id = $1", door.provider["id"]
        )
        assert CLIENT["secret"].encode() not in row["client_secret"]
        logged = await tx.connection.fetchval(
            "SELECT string_agg(payload::text, '') FROM platform.events WHERE entity = 'auth.IdentityProvider'"
        )
    assert CLIENT["secret"] not in logged
    assert "clientSecret" not in logged
    assert "clientSecret" not in door.provider
