"""Passkeys, with the authenticator that Chromium brings for tests."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.async_api import Page, expect

from tests.e2e.people import PASSWORD, Town

pytestmark = pytest.mark.browser
INSIDE = re.compile(r"/o/[\w-]+/projects")


async def device(page: Page) -> tuple[Any, str]:
    """A device that keeps passkeys and knows its owner's finger: how to speak to it, and its id."""
    talk = await page.context.new_cdp_session(page)
    await talk.send("WebAuthn.enable")
    made = await talk.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return talk, made["authenticatorId"]


async def by_name(page: Page, path: str) -> None:
    """The same system under a name: a passkey belongs to one, never to a bare address."""
    here = urlsplit(page.url)
    await page.goto(f"{here.scheme}://localhost:{here.port}{path}")


async def sign_in(page: Page, email: str) -> None:
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def sign_out(page: Page) -> None:
    await page.get_by_role("button", name="Account").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def add(page: Page, name: str) -> None:
    await page.get_by_role("button", name="Add", exact=True).click()
    dialog = page.get_by_role("dialog", name="Add a passkey")
    await dialog.get_by_label("Name").fill(name)
    await dialog.get_by_role("button", name="Go on").click()
    await expect(
        page.get_by_role("list", name="Passkeys").get_by_role("listitem").filter(has_text=name)
    ).to_be_visible()


async def test_a_passkey_stands_in_for_the_code_of_the_second_step(town: Town):
    mara = await town.organizer()
    app = pyotp.TOTP((await mara.api_post("/api/auth/mfa/enroll", {}))["secret"])
    await mara.api_post("/api/auth/mfa/confirm", {"code": app.now()})
    page = await town.stranger("/sign-in")
    await by_name(page, "/sign-in")
    await device(page)
    await sign_in(page, mara.email)
    await page.get_by_label("Code").fill(app.at(int(time.time()) + 30))
    await expect(page).to_have_url(INSIDE)
    await by_name(page, f"/o/{mara.slug}/settings/security")
    await add(page, "The laptop")
    await sign_out(page)
    await sign_in(page, mara.email)
    await expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    await page.get_by_role("button", name="Use a passkey").click()
    await expect(page).to_have_url(INSIDE)


async def test_a_passkey_is_added_named_used_and_removed(town: Town):
    mara = await town.organizer()
    page = await town.stranger("/sign-in")
    await by_name(page, "/sign-in")
    talk, key = await device(page)
    await sign_in(page, mara.email)
    await expect(page).to_have_url(INSIDE)

    await by_name(page, f"/o/{mara.slug}/settings/security")
    await page.get_by_role("button", name="Add", exact=True).click()
    dialog = page.get_by_role("dialog", name="Add a passkey")
    await expect(dialog.get_by_label("Name")).to_have_value(re.compile("Chrome"))
    await dialog.get_by_label("Name").fill("The laptop")
    await dialog.get_by_role("button", name="Go on").click()
    row = page.get_by_role("list", name="Passkeys").get_by_role("listitem").filter(has_text="The laptop")
    await expect(row).to_contain_text("not used yet")
    assert len((await talk.send("WebAuthn.getCredentials", {"authenticatorId": key}))["credentials"]) == 1

    # The same device a second time is told so.
    await page.get_by_role("button", name="Add", exact=True).click()
    await dialog.get_by_role("button", name="Go on").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("already has a passkey")
    await dialog.get_by_role("button", name="Cancel").click()

    await row.get_by_role("button", name="Actions for The laptop").click()
    await page.get_by_role("menuitem", name="Rename…").click()
    await page.get_by_role("dialog").get_by_role("textbox").fill("The blue laptop")
    await page.get_by_role("button", name="Save").click()
    row = page.get_by_role("list", name="Passkeys").get_by_role("listitem").filter(has_text="The blue laptop")
    await expect(row).to_be_visible()

    await sign_out(page)
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page).to_have_url(INSIDE)

    await by_name(page, f"/o/{mara.slug}/settings/security")
    await expect(row).to_contain_text("used")
    await expect(row).not_to_contain_text("not used yet")
    await row.get_by_role("button", name="Actions for The blue laptop").click()
    await page.get_by_role("menuitem", name="Remove…").click()
    await page.get_by_role("dialog").get_by_role("textbox").fill("The blue laptop")
    await page.get_by_role("button", name="Remove", exact=True).click()
    await expect(page.get_by_role("heading", name="No passkeys yet")).to_be_visible()

    # It opens nothing any more, though the device still has it.
    await sign_out(page)
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_role("alert").first).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/sign-in"))
