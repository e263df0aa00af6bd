"""A real identity provider in a process of its own, and a browser that goes its way by HTTP."""

import asyncio
import fcntl
import json
import os
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest

from tests.dns_server import NameServer
from tests.world import PASSWORD, Company, Person, World
from vistone import webapp

HERE = "http://127.0.0.1:8080"
CALLBACK = f"{HERE}/api/auth/oidc/callback"
CLIENT = {"id": "vistone", "secret": "a-secret-that-two-share"}
PROVIDERS = "/api/auth/identity-providers"
SCRIPT = Path(__file__).with_name("provider.mjs")


async def node() -> str:
    """Node with the web app's packages, as `up` installs them; skips where they cannot be had."""
    lock = os.open(Path(tempfile.gettempdir(), "vistone-npm.lock"), os.O_CREAT | os.O_RDWR)
    try:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)  # one worker installs, the others wait
        found = await webapp.install(webapp.WEB / "node_modules.log", progress=lambda _: None)
    except webapp.WebAppError as error:
        pytest.skip(f"the identity provider did not start: {str(error).splitlines()[0]}")
    finally:
        os.close(lock)
    return "node" if found.npm[0].endswith("npm") else found.npm[0]


class Provider:
    """The provider, as the test sets it up."""

    def __init__(self, issuer: str, http: httpx.AsyncClient) -> None:
        self.issuer = issuer
        self._http = http

    async def know(self, subject: str, **claims: Any) -> None:
        """What the provider tells of a person."""
        await self._http.post(f"{self.issuer}/people", json={subject: claims})

    async def err(self, **faults: Any) -> None:
        """Errs like that from now on: `down`, or an answer of the test's own by path. Without any, no more."""
        body = {name if name == "down" else f"/{name}": value for name, value in faults.items()}
        await self._http.post(f"{self.issuer}/faults", json=body)

    async def change_keys(self) -> None:
        """Signs with another key from now on."""
        await self._http.post(f"{self.issuer}/keys", json={})


@asynccontextmanager
async def provider_running(callback: str = CALLBACK) -> AsyncIterator[Provider]:
    """Such a provider, which sends browsers back to that address."""
    said = json.dumps({"redirectUri": callback, "clients": [CLIENT]})
    process = await asyncio.create_subprocess_exec(
        await node(), str(SCRIPT), said, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30), httpx.AsyncClient() as http:
            issuer = (await process.stdout.readline()).decode().strip()
            assert issuer, "the provider ended at once"
        async with httpx.AsyncClient() as http:
            yield Provider(issuer, http)
    finally:
        process.stdin.close()
        await process.wait()


class Browser:
    """Goes where it is sent, with its cookies, and fills in the provider's pages."""

    def __init__(self, world: World) -> None:
        ours: Any = httpx.ASGITransport(world.app)
        outside = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
        self.http = httpx.AsyncClient(transport=outside, mounts={HERE: ours}, base_url=HERE)
        self.last: httpx.Response | None = None

    async def go(self, url: str, subject: str = "", *, stop: str = "") -> str:
        """Follows redirects and signs in as the subject, up to a page of the app (its path) or to the address that
        begins with `stop`, which is not opened.
        """
        for _ in range(20):
            self.last = await self.http.get(url)
            if self.last.status_code == 200 and "<form" in self.last.text:
                self.last = await self._fill_in(self.last, subject)
            target = self.last.headers.get("location")
            assert target is not None, f"{url}: {self.last.status_code} {self.last.text[:500]}"
            url = urljoin(str(self.last.url), target)
            if stop and url.startswith(stop):
                return url
            if url.startswith(f"{HERE}/") and not url.startswith(f"{HERE}/api/"):
                return url.removeprefix(HERE)
        raise AssertionError("there was no end")

    async def _fill_in(self, page: httpx.Response, subject: str) -> httpx.Response:
        if not subject:  # the person cancels
            found = re.search(r'href="([^"]+/abort)"', page.text)
            assert found
            return await self.http.get(found[1])
        form = re.search(r'action="([^"]+)".*?name="prompt" value="(\w+)"', page.text, re.DOTALL)
        assert form
        data = {"prompt": form[2], **({"login": subject, "password": "any"} if form[2] == "login" else {})}
        return await self.http.post(form[1], data=data)

    def start(self, provider: dict[str, Any], **more: str) -> str:
        """The address that begins a sign-in."""
        return str(httpx.URL(f"{HERE}/api/auth/oidc/start", params={"provider": provider["id"], **more}))

    async def person(self) -> Person:
        """Who is signed in by the cookies."""
        me = await self.http.get("/api/auth/me")
        assert me.status_code == 200, me.text
        cookies = {cookie.name: cookie.value for cookie in self.http.cookies.jar}
        return Person(self.http, {**me.json(), "accessToken": cookies["vistone-session"]})

    async def sign_in(self, email: str) -> None:
        """Signs in by password, as the page does."""
        body = {"email": email, "password": PASSWORD}
        answer = await self.http.post("/api/auth/login", json=body, headers={"X-Vistone-Client": "web"})
        assert answer.status_code == 200, answer.text

    async def post(self, path: str, body: Any) -> httpx.Response:
        """Writes, as the page does."""
        cookies = {cookie.name: cookie.value for cookie in self.http.cookies.jar}
        return await self.http.post(path, json=body, headers={"X-CSRF-Token": cookies["vistone-csrf"] or ""})


def query(url: str) -> dict[str, str]:
    """The query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def problem(path: str) -> str | None:
    """The slug that the page to sign in gets."""
    assert path.startswith("/sign-in?"), path
    return query(path).get("problem")


async def set_up(company: Company, provider: Provider, **more: Any) -> dict[str, Any]:
    """The company's provider, as its Organizer sets it up."""
    body = {
        "name": "Company account",
        "issuer": provider.issuer,
        "clientId": CLIENT["id"],
        "clientSecret": CLIENT["secret"],
        **more,
    }
    made: dict[str, Any] = await company.organizer.post("/api/auth/identity-providers", body)
    return made


async def proven(company: Company, idp: Provider, names: NameServer, domain: str, **more: Any) -> dict[str, Any]:
    """The company's provider with the domain proven."""
    provider = await set_up(company, idp, domains=[domain], **more)
    names.say(f"_vistone-challenge.{domain}", "TXT", [f'"{provider["proof"]}"'])
    found: dict[str, Any] = await company.organizer.post(f"{PROVIDERS}/{provider['id']}/prove-domains", {}, 200)
    assert found["provenDomains"] == [domain]
    return found
