"""Coming in: register, sign in, be invited, switch, go."""

import re
import secrets

import pytest
from playwright.async_api import expect

from tests.e2e.people import PASSWORD, Town

pytestmark = pytest.mark.browser


async def test_registers_and_is_in(town: Town):
    page = await town.stranger("/register")
    await page.get_by_label("First name").fill("Mara")
    await page.get_by_label("Last name").fill("Lindqvist")
    await page.get_by_role("textbox", name="Organization").fill("Kestrel & Daughters")
    await page.get_by_label("E-mail").fill(f"mara.{secrets.token_hex(5)}@example.com")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Create organization").click()
    await expect(page).to_have_url(re.compile(r"/o/kestrel[\w-]*/projects"))
    await expect(page.get_by_role("heading", name="Start with a project")).to_be_visible()


async def test_a_taken_address_is_said_at_its_field(town: Town):
    mara = await town.organizer()
    page = await town.stranger("/register")
    await page.get_by_label("First name").fill("Mara")
    await page.get_by_label("Last name").fill("Two")
    await page.get_by_role("textbox", name="Organization").fill("Second")
    await page.get_by_label("E-mail").fill(mara.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Create organization").click()
    await expect(page.get_by_text("already has an account")).to_be_visible()
    await expect(page.get_by_label("E-mail")).to_be_focused()


async def test_a_wrong_password_is_said_and_the_right_one_leads_back_to_where_one_was(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    page = await town.stranger(f"/o/{mara.slug}/projects/{project['id']}?view=list")
    await expect(page.get_by_text("Your session has ended")).to_be_visible()
    await page.get_by_label("E-mail").fill(mara.email)
    await page.get_by_label("Password", exact=True).fill("not this one")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_contain_text("wrong")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page).to_have_url(re.compile(rf"/projects/{project['id']}\?view=list"))
    await expect(page.get_by_role("heading", name="Harbour Museum")).to_be_visible()


async def test_a_newcomer_at_the_address_alone_is_asked_to_sign_in(town: Town):
    page = await town.stranger("/")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    for _ in range(3):
        await page.goto("/")
        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_signs_out(town: Town):
    mara = await town.organizer()
    page = await mara.window()
    await page.get_by_role("button", name="Account").click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.goto(f"/o/{mara.slug}/projects")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_invites_someone_who_accepts_in_their_own_browser(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/invitations")
    guest = f"jonas.{secrets.token_hex(5)}@example.com"
    await page.get_by_label("E-mail").fill(guest)
    await page.get_by_role("button", name="Invite", exact=True).click()
    await expect(page.get_by_text(f"Invitation sent to {guest}")).to_be_visible()
    await expect(page.get_by_role("listitem").filter(has_text=guest)).to_contain_text("Pending")

    mails = await mara.api_get("/api/auth/outbox-mails", toAddress=guest)
    link = re.search(r"/invite\?token=[\w.~-]+", mails["items"][0]["text"])
    assert link, mails["items"][0]["text"]
    theirs = await town.stranger(link.group())
    await expect(theirs.get_by_role("heading", name="Join Northlight Studio")).to_be_visible()
    await theirs.get_by_label("First name").fill("Jonas")
    await theirs.get_by_label("Last name").fill("Weber")
    await theirs.get_by_label("Choose a password").fill(PASSWORD)
    await theirs.get_by_role("button", name="Join Northlight Studio").click()
    await expect(theirs).to_have_url(re.compile(rf"/o/{mara.slug}/projects"))
    await expect(theirs.get_by_role("button", name="Jonas Weber")).to_contain_text("Contributor")

    await page.get_by_role("link", name="Members").click()
    await expect(page.get_by_role("listitem").filter(has_text=guest)).to_contain_text("Contributor")


async def test_a_spent_invitation_says_so(town: Town):
    page = await town.stranger("/invite?token=spent")
    await expect(page.get_by_role("heading", name="This invitation cannot be used")).to_be_visible()


async def test_makes_a_second_organization_and_switches_without_signing_in(town: Town):
    mara = await town.organizer()
    await mara.project("Only in the first")
    page = await mara.window()
    await expect(page.get_by_role("link", name="Only in the first")).to_be_visible()
    await page.get_by_role("button", name="Organization Northlight").click()
    await page.get_by_role("menuitem", name="New organization").click()
    await page.get_by_role("dialog").get_by_label("Name").fill("Second Floor")
    await page.get_by_role("button", name="Create organization").click()
    await expect(page.get_by_role("button", name="Organization Second Floor")).to_be_visible()
    await expect(page.get_by_role("heading", name="Start with a project")).to_be_visible()
    await page.get_by_role("button", name="Organization Second Floor").click()
    await page.get_by_role("menuitem", name="Northlight Studio").click()
    await expect(page.get_by_role("link", name="Only in the first")).to_be_visible()
