"""The second step: an app on the phone, whose codes the test works out itself, and backup codes."""

import re
import time

import pyotp
import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.people import PASSWORD, Person, Town

pytestmark = pytest.mark.browser
HASHING_MS = 30_000  # ten slow hashes, on a machine that does other things too


async def set_up(page: Page) -> tuple[pyotp.TOTP, list[str]]:
    """Turns the second step on from the settings: the app's secret, and the backup codes."""
    await page.get_by_role("button", name="Set up", exact=True).click()
    dialog = page.get_by_role("dialog", name="Set up two-step sign-in")
    await expect(dialog.get_by_alt_text("QR code for your authenticator app")).to_be_visible()
    app = pyotp.TOTP((await dialog.locator("[data-secret]").inner_text()).replace(" ", ""))
    await dialog.get_by_label("Code from the app").fill(app.now())
    kept = page.get_by_role("dialog", name="Your backup codes")
    codes = kept.get_by_role("list", name="Backup codes").get_by_role("listitem")
    await expect(codes).to_have_count(10, timeout=HASHING_MS)
    texts = await codes.all_inner_texts()
    await page.keyboard.press("Escape")  # a slip of the hand does not lose them
    await expect(codes).to_have_count(10)
    async with page.expect_download() as download:
        await kept.get_by_role("button", name="Download").click()
    path = await (await download.value).path()
    assert all(code in path.read_text() for code in texts)
    await kept.get_by_role("button", name="I kept them").click()
    await expect(page.get_by_text("Two-step sign-in is on")).to_be_visible()
    return app, texts


async def sign_in(page: Page, person: Person) -> None:
    await page.get_by_label("E-mail").fill(person.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def test_an_app_and_backup_codes_from_setting_up_to_turning_off(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/security")
    app, codes = await set_up(page)
    await expect(page.get_by_text("10 left")).to_be_visible()

    page = await town.stranger("/sign-in")
    await sign_in(page, mara)
    await expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    field = page.get_by_label("Code")
    await expect(field).to_be_focused()
    await field.fill("000 000")
    await expect(page.get_by_text("wrong", exact=False)).to_be_visible()
    # The code of the next half minute: the one of this was used to set up, and each works once.
    await field.fill(app.at(app_time() + 30))
    await expect(page).to_have_url(re.compile(r"/o/[\w-]+/projects"))

    page = await town.stranger("/sign-in")
    for fits in (True, False):
        await sign_in(page, mara)
        await page.get_by_role("button", name="Use a backup code").click()
        await page.get_by_label("Backup code").fill(codes[0])
        await page.get_by_role("button", name="Sign in", exact=True).click()
        if fits:
            await expect(page).to_have_url(re.compile(r"/o/[\w-]+/projects"))
            await page.get_by_role("button", name="Account").click()
            await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_label("Backup code")).to_have_attribute("aria-invalid", "true")
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    page = await mara.window("/settings/security")
    await expect(page.get_by_text("9 left")).to_be_visible()
    await page.get_by_role("button", name="Turn off").click()
    dialog = page.get_by_role("dialog", name="Turn off two-step sign-in")
    await dialog.get_by_role("button", name="Use a backup code").click()
    await dialog.get_by_label("Backup code").fill(codes[1])
    await dialog.get_by_role("button", name="Turn off").click()
    await expect(page.get_by_text("Two-step sign-in is off")).to_be_visible()
    await expect(page.get_by_role("button", name="Set up", exact=True)).to_be_visible()


async def test_an_old_sign_in_is_asked_once_more_before_its_doors_are_changed(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/security")
    asked = 0

    async def stale(route: Route) -> None:
        """What the server says ten minutes after the sign-in, until there is a proof."""
        nonlocal asked
        asked += 1
        problem = {
            "type": "urn:vistone:problem:proof-required",
            "title": "Prove it",
            "status": 403,
            "detail": "Prove it.",
        }
        await (route.fulfill(status=403, json=problem) if asked == 1 else route.continue_())

    await page.route("**/api/auth/mfa/enroll", stale)
    await page.get_by_role("button", name="Set up", exact=True).click()
    proof = page.get_by_role("dialog", name="Is it still you?")
    await proof.get_by_label("Your password").fill("not this one")
    await proof.get_by_role("button", name="Go on").click()
    await expect(proof.get_by_label("Your password")).to_have_attribute("aria-invalid", "true")
    await proof.get_by_label("Your password").fill(PASSWORD)
    await proof.get_by_role("button", name="Go on").click()
    await expect(page.get_by_alt_text("QR code for your authenticator app")).to_be_visible()
    assert asked == 2


def app_time() -> int:
    """Seconds by this machine's clock, which is also the server's."""
    return int(time.time())
