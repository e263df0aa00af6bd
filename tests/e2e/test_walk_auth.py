"""A company's first day, all of it in browsers: from registering to reading in the log what everybody did."""

import asyncio
import re
import secrets
import time
from pathlib import Path

import pyotp
import pytest
from playwright.async_api import Page, expect

from tests.e2e.people import PASSWORD, Town

pytestmark = pytest.mark.browser
SOON = 20_000  # milliseconds: slow hashes, and other work on the machine
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
IN = re.compile(r"/o/[\w-]+/projects")


async def mailed(organizer: Page, address: str, path: str) -> str:
    """The path of the link in the newest such mail of the outbox, which a job may still be writing."""
    for _ in range(150):
        answer = await organizer.request.get("/api/auth/outbox-mails", params={"toAddress": address})
        for mail in (await answer.json())["items"]:
            if found := re.search(rf"{path}\?token=[\w.~-]+", mail["text"]):
                return found.group()
        await asyncio.sleep(0.1)
    raise AssertionError(f"no mail to {address} with {path}")


async def sign_in(page: Page, email: str) -> None:
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def settings(page: Page, place: str) -> None:
    """Goes there as people do: by the list of the settings."""
    await page.get_by_role("link", name="Settings", exact=True).click()
    await page.get_by_role("navigation", name="Settings").get_by_role("link", name=place, exact=True).click()


async def register(page: Page, email: str) -> None:
    await page.get_by_label("First name").fill("Mara")
    await page.get_by_label("Last name").fill("Lindqvist")
    await page.get_by_role("textbox", name="Organization").fill("Kestrel & Daughters")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Create organization").click()
    await expect(page).to_have_url(IN, timeout=SOON)


async def enrol(page: Page) -> pyotp.TOTP:
    """Turns the second step on; the app's secret."""
    await settings(page, "Security")
    await page.get_by_role("button", name="Set up", exact=True).click()
    secret = await page.locator("[data-secret]").inner_text()
    app = pyotp.TOTP(secret.replace(" ", ""))
    await page.get_by_label("Code from the app").fill(app.now())
    await expect(page.get_by_role("list", name="Backup codes").get_by_role("listitem")).to_have_count(10, timeout=SOON)
    await page.get_by_role("button", name="I kept them").click()
    await expect(page.get_by_text("10 left")).to_be_visible()
    return app


async def join(hers: Page, his: Page, address: str) -> None:
    """She invites a Manager; he accepts in a browser of his own."""
    await settings(hers, "Invitations")
    await hers.get_by_label("E-mail").fill(address)
    await hers.get_by_role("button", name="Role", exact=True).click()
    await hers.get_by_role("option", name="Manager").click()
    await hers.get_by_role("button", name="Invite", exact=True).click()
    await expect(hers.get_by_text(f"Invitation sent to {address}")).to_be_visible()
    await his.goto(await mailed(hers, address, "/invite"))
    await his.get_by_label("First name").fill("Jonas")
    await his.get_by_label("Last name").fill("Weber")
    await his.get_by_label("Choose a password").fill(PASSWORD)
    await his.get_by_role("button", name="Join Kestrel & Daughters").click()
    await expect(his).to_have_url(IN, timeout=SOON)
    await expect(his.get_by_role("button", name="Jonas Weber")).to_contain_text("Manager")


async def pause_and_resume(hers: Page, his: Page, address: str) -> None:
    """Paused, he is out of the window that stands open, within five seconds; resumed, he may come again."""
    await settings(hers, "Members")
    row = hers.get_by_role("listitem").filter(has_text=address)
    await row.get_by_role("button", name="Actions for Jonas Weber").click()
    await hers.get_by_role("menuitem", name="Pause").click()
    await expect(row).to_contain_text("Paused")
    began = time.monotonic()
    await expect(his.get_by_role("heading", name="Sign in")).to_be_visible()
    assert time.monotonic() - began < 5
    await row.get_by_role("button", name="Actions for Jonas Weber").click()
    await hers.get_by_role("menuitem", name="Resume").click()
    await expect(row.get_by_text("Paused")).to_have_count(0)
    await sign_in(his, address)
    await expect(his).to_have_url(re.compile("/o/"), timeout=SOON)


async def verify_identity(hers: Page, his: Page, passport: Path) -> None:
    """He hands in his documents; she approves them; his page says so by itself."""
    await settings(his, "Verification")
    await his.get_by_label("Choose a file or drop it here").set_input_files(passport)
    await expect(his.get_by_role("list", name="Documents").get_by_role("listitem")).to_have_count(1)
    await his.get_by_role("button", name="Hand in", exact=True).click()
    await expect(his.get_by_text("Being checked")).to_be_visible()
    await settings(hers, "Verification queue")
    await hers.get_by_role("link", name="Jonas Weber").click()
    await hers.get_by_role("button", name="Approve").click()
    await expect(his.get_by_text("Verified", exact=True)).to_be_visible()


async def read_the_log(page: Page) -> None:
    """Everything stands there with who did it, and a change with what was changed."""
    await settings(page, "Activity log")
    entries = page.get_by_role("main").get_by_role("listitem")
    for who, what in (
        ("Mara", "Documents approved"),
        ("Jonas", "Documents handed in"),
        ("Mara", "Member resumed"),
        ("Mara", "Member paused"),
        ("Jonas", "Joined the organization"),
        ("Mara", "Somebody invited"),
        ("Mara", "Two-step sign-in turned on"),
        ("Mara", "E-mail address confirmed"),
        ("Mara", "Organization founded"),
    ):
        await expect(entries.filter(has_text=what).filter(has_text=who).first, f"{who}: {what}").to_be_visible()
    paused = entries.filter(has_text="Member paused")
    await paused.get_by_role("button").first.click()
    await expect(paused.get_by_role("group", name="What was changed")).to_be_visible()


async def test_the_first_day_of_a_company(town: Town, tmp_path: Path):
    mara, jonas = (f"{name}.{secrets.token_hex(5)}@example.com" for name in ("mara", "jonas"))
    passport = tmp_path / "passport.pdf"
    passport.write_bytes(PDF)

    hers = await town.stranger("/register")
    await register(hers, mara)
    await hers.goto(await mailed(hers, mara, "/verify"))
    await expect(hers.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    await hers.goto("/")
    app = await enrol(hers)

    # Out, and in again with a code of the app: the one of the next half minute, since each works once.
    await hers.get_by_role("button", name="Account").click()
    await hers.get_by_role("menuitem", name="Sign out").click()
    await sign_in(hers, mara)
    await hers.get_by_label("Code").fill(app.at(int(time.time()) + 30))
    await expect(hers).to_have_url(IN, timeout=SOON)

    his = await town.stranger("/sign-in")
    await join(hers, his, jonas)
    await pause_and_resume(hers, his, jonas)
    await verify_identity(hers, his, passport)
    await read_the_log(hers)
