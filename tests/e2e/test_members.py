"""The people of an organization: roles, pauses, farewells."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import findings
from tests.e2e.people import Person, Town

pytestmark = pytest.mark.browser


async def members(person: Person) -> Page:
    page = await person.window("/settings/members")
    await expect(page.get_by_role("listitem").filter(has_text=person.email)).to_be_visible()
    return page


def row(page: Page, person: Person) -> Locator:
    return page.get_by_role("listitem").filter(has_text=person.email)


async def test_gives_a_role_pauses_and_resumes(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    page = await members(mara)
    theirs = row(page, jonas)
    await theirs.get_by_role("button", name="Role of Jonas Weber").click()
    await page.get_by_role("option", name="Manager").click()
    await expect(theirs).to_contain_text("Manager")
    await theirs.get_by_role("button", name="Actions for Jonas Weber").click()
    await page.get_by_role("menuitem", name="Pause").click()
    await expect(theirs).to_contain_text("Paused")
    assert (await jonas.api.get("/api/auth/users")).status in {401, 403}
    await page.get_by_role("button", name="Undo").last.click()
    await expect(theirs.get_by_text("Paused")).to_have_count(0)
    await theirs.get_by_role("button", name="Actions for Jonas Weber").click()
    await page.get_by_role("menuitem", name="Pause").click()
    await expect(theirs).to_contain_text("Paused")
    await page.reload()
    await expect(theirs).to_contain_text("Paused")
    await theirs.get_by_role("button", name="Actions for Jonas Weber").click()
    await page.get_by_role("menuitem", name="Resume").click()
    await expect(theirs.get_by_text("Paused")).to_have_count(0)


async def test_removes_a_member_after_their_name_is_typed(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    page = await members(mara)
    await row(page, jonas).get_by_role("button", name="Actions for Jonas Weber").click()
    await page.get_by_role("menuitem", name="Remove…").click()
    dialog = page.get_by_role("dialog", name="Remove Jonas Weber")
    await expect(dialog.get_by_role("button", name="Remove", exact=True)).to_be_disabled()
    await dialog.get_by_role("textbox").fill("Jonas Weber")
    await dialog.get_by_role("button", name="Remove", exact=True).click()
    await expect(row(page, jonas)).to_have_count(0)
    await expect(page.get_by_text("Jonas Weber is no longer a member")).to_be_visible()


async def test_the_last_organizer_is_told_why_they_stay(town: Town):
    mara = await town.organizer()
    page = await members(mara)
    sentence = "An organization keeps at least one active Organizer."
    await row(page, mara).get_by_role("button", name="Role of Mara Lindqvist").click()
    await page.get_by_role("option", name="Contributor").click()
    await expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible()
    await expect(row(page, mara)).to_contain_text("Organizer")
    await page.get_by_role("button", name="Dismiss").click()
    await row(page, mara).get_by_role("button", name="Actions for Mara Lindqvist").click()
    await page.get_by_role("menuitem", name="Leave…").click()
    dialog = page.get_by_role("dialog", name="Leave Northlight Studio")
    await dialog.get_by_role("textbox").fill("Northlight Studio")
    await dialog.get_by_role("button", name="Leave", exact=True).click()
    await expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible()


async def test_leaves_and_lands_in_another_organization(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    other = await jonas.api_post("/api/auth/organizations", {"name": "Weber & Sons"})
    page = await members(jonas)
    await expect(row(page, mara).get_by_role("button")).to_have_count(0)
    await row(page, jonas).get_by_role("button", name="Actions for Jonas Weber").click()
    await page.get_by_role("menuitem", name="Leave…").click()
    dialog = page.get_by_role("dialog", name="Leave Northlight Studio")
    await dialog.get_by_role("textbox").fill("Northlight Studio")
    await dialog.get_by_role("button", name="Leave", exact=True).click()
    await expect(page).to_have_url(re.compile(f"/o/{other['slug']}/projects"))
    await expect(page.get_by_role("button", name="Organization Weber & Sons")).to_be_visible()


async def test_invites_several_and_each_is_answered(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/invitations")
    field = page.get_by_label("E-mail addresses")
    await field.fill(f"ada@x.example, {mara.email}\nbo@x.example")
    await page.get_by_role("button", name="Invite 3 people").click()
    answers = page.get_by_role("list", name="What became of each")
    await expect(answers.get_by_role("listitem")).to_have_count(3)
    await expect(answers.get_by_role("listitem").filter(has_text="ada@x.example")).to_contain_text("invited")
    await expect(field).to_have_value(mara.email)  # what was refused stays, with the reason beside it
    row = page.get_by_role("list", name="Invitations").get_by_role("listitem").filter(has_text="bo@x.example")
    await expect(row).to_contain_text("Pending")
    await row.get_by_role("button", name="Actions for bo@x.example").click()
    await page.get_by_role("menuitem", name="Revoke").click()
    await expect(row).to_contain_text("Revoked")
    await row.get_by_role("button", name="Actions for bo@x.example").click()
    await page.get_by_role("menuitem", name="Invite again").click()
    await expect(row.filter(has_text="Pending")).to_have_count(1)


async def test_tells_who_has_a_second_factor_and_offers_no_reset_without(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    page = await members(mara)
    await expect(row(page, jonas).get_by_role("img", name="No second factor")).to_be_visible()
    await row(page, jonas).get_by_role("button", name="Actions for Jonas Weber").click()
    await expect(page.get_by_role("menuitem", name="Pause")).to_be_visible()
    await expect(page.get_by_role("menuitem", name="Reset two-step sign-in…")).to_have_count(0)


async def test_a_member_is_looked_at_beside_the_list_and_signed_out(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    token = {"name": "Nightly report", "permissions": {"tasks": ["read"]}, "expiresAt": until}
    await jonas.api_post("/api/auth/tokens", token)
    theirs = await jonas.window("/projects")
    page = await members(mara)
    await row(page, jonas).get_by_role("link", name="Jonas Weber").click()
    panel = page.get_by_role("complementary", name="Member Jonas Weber")
    await expect(page).to_have_url(re.compile(r"member=[\w-]+"))
    for words in ("Contributor", "Confirmed", "Nothing handed in", "Joined the organization"):
        await expect(panel.get_by_text(words, exact=True)).to_be_visible()
    assert not await findings(page)
    await panel.get_by_role("button", name="Revoke Nightly report").click()
    dialog = page.get_by_role("dialog", name="Revoke the token")
    await dialog.get_by_role("textbox").fill("Nightly report")
    await dialog.get_by_role("button", name="Revoke", exact=True).click()
    await expect(panel.get_by_text("No program acts in their name.")).to_be_visible()
    await panel.get_by_role("button", name="Sign out everywhere").click()
    await expect(page.get_by_text("Jonas Weber is signed out everywhere")).to_be_visible()
    await expect(theirs.get_by_role("heading", name="Sign in")).to_be_visible()
    await page.reload()
    await expect(panel).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)
    await expect(row(page, jonas)).to_be_visible()


async def test_somebody_of_another_organization_is_added(town: Town):
    mara = await town.organizer()
    await town.colleague(mara)
    second = await mara.api_post("/api/auth/organizations", {"name": "Harbour Works"})
    page = await mara.window("/settings/members")
    await page.goto(f"/o/{second['slug']}/settings/members")
    await page.get_by_role("button", name="Add from elsewhere").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Person").click()
    await page.get_by_role("option", name="Jonas Weber").click()
    assert not await findings(page)
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_text("Jonas Weber is a member now")).to_be_visible()
    await expect(page.get_by_role("listitem").filter(has_text="Jonas Weber")).to_contain_text("Contributor")


async def test_an_organization_is_deleted_by_its_name(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    other = await mara.api_post("/api/auth/organizations", {"name": "Harbour Works"})
    outside = await jonas.window("/settings/organization")
    await expect(outside.get_by_role("heading", name="Organization")).to_be_visible()
    await expect(outside.get_by_role("button", name="Delete…")).to_have_count(0)
    page = await mara.window("/settings/organization")
    await page.get_by_role("button", name="Delete…").click()
    dialog = page.get_by_role("dialog", name="Delete Northlight Studio")
    await dialog.get_by_role("textbox").fill("Northlight Studio")
    await dialog.get_by_role("button", name="Delete", exact=True).click()
    await expect(page).to_have_url(re.compile(f"/o/{other['slug']}/projects"))
    await expect(outside.get_by_role("heading", name="Sign in")).to_be_visible()
