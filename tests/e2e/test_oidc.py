"""Signing in by a company's identity provider, in a real browser: the page to sign in, the provider's pages, the app."""

import re
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.auth.oidc_setup import CLIENT, Provider, provider_running
from tests.dns_server import name_server
from tests.e2e.system import running_system

DOMAIN = "company.example"


@pytest.fixture(scope="module")
def inside() -> Iterator[tuple[str, int]]:
    """The address of a system in a network of its own, and the port of the name server that it will ask."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with running_system(VISTONE_PRIVATE_NETWORK="true", VISTONE_DNS_SERVERS=f"127.0.0.1:{port}") as url:
        yield url, port


@pytest.fixture(scope="module")
async def place(inside: tuple[str, int]) -> AsyncIterator[str]:
    """That address, with an organization whose provider has proven its domain."""
    url, port = inside
    async with (
        name_server(port) as names,
        provider_running(f"{url}/api/auth/oidc/callback") as idp,
        httpx.AsyncClient(base_url=url, timeout=30) as http,
    ):
        provider = await _set_up(http, idp)
        names.say(f"_vistone-challenge.{DOMAIN}", "TXT", [f'"{provider["proof"]}"'])
        proven = await http.post(f"/api/auth/identity-providers/{provider['id']}/prove-domains", json={})
        assert proven.json()["provenDomains"] == [DOMAIN], proven.text
        await idp.know("grace", email=f"grace@{DOMAIN}", email_verified=True, name="Grace Hopper")
        yield url


async def _set_up(http: httpx.AsyncClient, idp: Provider) -> dict[str, Any]:
    body = {
        "email": f"olga@{DOMAIN}",
        "password": "a quiet harbour at dawn",
        "firstName": "Olga",
        "lastName": "Organizer",
        "organizationName": "Company",
    }
    signed_in = (await http.post("/api/auth/register", json=body)).json()
    http.headers["Authorization"] = f"Bearer {signed_in['accessToken']}"
    client = {"clientId": CLIENT["id"], "clientSecret": CLIENT["secret"]}
    settings = {"name": "Company account", "issuer": idp.issuer, "domains": [DOMAIN], **client}
    made = await http.post("/api/auth/identity-providers", json=settings)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


@pytest.fixture
async def page(browser: Browser, place: str) -> AsyncIterator[Page]:
    context = await browser.new_context(base_url=place, locale="en-GB", reduced_motion="reduce")
    yield await context.new_page()
    await context.close()


async def to_the_provider(page: Page) -> None:
    await page.goto("/sign-in")
    await page.get_by_label("E-mail").fill(f"grace@{DOMAIN}")
    await page.get_by_role("link", name="Continue with Company account").click()
    await expect(page.get_by_placeholder("Enter any login")).to_be_visible()


@pytest.mark.browser
async def test_somebody_comes_in_by_the_companys_account(page: Page) -> None:
    await to_the_provider(page)
    await page.get_by_placeholder("Enter any login").fill("grace")
    await page.get_by_placeholder("and password").fill("any")
    await page.get_by_role("button", name="Sign-in").click()
    await page.get_by_role("button", name="Continue").click()
    await expect(page).to_have_url(re.compile(r"/o/company/"))
    me = await page.request.get("/api/auth/me")
    assert (await me.json())["user"]["email"] == f"grace@{DOMAIN}"
    await page.goto("/o/company/settings/security")
    await expect(page.get_by_text("and need none of these.")).to_be_visible()
    await expect(page.get_by_role("button", name="Change the password")).to_have_count(0)
    await expect(page.get_by_text("You came in with it.")).to_be_visible()


@pytest.mark.browser
async def test_who_cancels_is_told_on_the_page_to_sign_in(page: Page) -> None:
    await to_the_provider(page)
    await page.get_by_role("link", name="Cancel").click()
    await expect(page).to_have_url(re.compile(r"/sign-in\?problem=oidc-refused"))
    await expect(page.get_by_role("alert")).to_be_visible()
