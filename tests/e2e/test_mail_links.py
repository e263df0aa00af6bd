"""Where the links in the mails lead: a proven address, a new password."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.e2e.people import Person, Town

pytestmark = pytest.mark.browser
NEW = "another horse, another battery"


async def link(mara: Person, subject: str, path: str) -> str:
    """The path of the link in the newest such mail, which a job may still be writing."""
    for _ in range(100):
        mails = (await mara.api_get("/api/auth/outbox-mails", toAddress=mara.email))["items"]
        if found := next((mail["text"] for mail in mails if mail["subject"] == subject), None):
            token = re.search(r"token=([\w.~-]+)", found)
            assert token
            assert f"{path}?token=" in found
            return f"{path}?token={token[1]}"
        await asyncio.sleep(0.1)
    raise AssertionError(f"no mail {subject!r}")


async def test_an_address_is_confirmed_by_its_link_once(town: Town):
    mara = await town.organizer()
    path = await link(mara, "Confirm your address", "/verify")
    page = await town.stranger(path)
    await expect(page.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    again = await town.stranger(path)
    await expect(again.get_by_role("heading", name="This link cannot be used")).to_be_visible()


async def test_a_forgotten_password_is_chosen_anew_from_the_page_to_sign_in(town: Town):
    mara = await town.organizer()
    page = await town.stranger("/sign-in")
    await page.get_by_role("link", name="Forgot your password?").click()
    await page.get_by_label("E-mail").fill(mara.email)
    await page.get_by_role("button", name="Send the link").click()
    await expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page = await town.stranger(await link(mara, "Choose a new password", "/reset"))
    await page.get_by_label("New password", exact=True).fill("password1")
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_text("among the commonest leaked")).to_be_visible()
    await page.get_by_label("New password", exact=True).fill(NEW)
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_role("heading", name="Your password is changed")).to_be_visible()
    await page.get_by_role("link", name="Go to sign in").click()
    await page.get_by_label("E-mail").fill(mara.email)
    await page.get_by_label("Password", exact=True).fill(NEW)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page).to_have_url(re.compile(r"/o/[\w-]+/projects"))
