"""What the four roles may do: a matrix for each, within its bounds."""

import pytest
from playwright.async_api import expect

from tests.e2e.axe import findings
from tests.e2e.people import Town

pytestmark = pytest.mark.browser


async def test_changes_a_role_keeps_what_is_unsaved_and_goes_back_to_the_defaults(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/roles")
    delete = page.get_by_role("checkbox", name="Clients: Delete")
    await expect(delete).not_to_be_checked()
    await delete.check()
    await page.get_by_role("checkbox", name="May pause Contributors").check()
    await page.get_by_role("radiogroup", name="Role").get_by_text("Contributor", exact=True).click()
    # Beyond the bounds of the role there is no box, and the reason stands in its place.
    await expect(page.get_by_role("checkbox", name="Clients: Read")).to_be_checked()
    await expect(page.get_by_role("checkbox", name="Clients: Delete")).to_have_count(0)
    await expect(page.get_by_text("A Contributor can never have what has a dash.")).to_be_visible()
    await page.get_by_role("radiogroup", name="Role").get_by_text("Organizer", exact=True).click()
    await expect(page.get_by_role("checkbox", name="Clients: Delete")).to_be_disabled()
    await page.reload()
    await expect(delete).to_be_checked()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("What a Manager may do is saved")).to_be_visible()
    roles = {role["name"]: role for role in (await mara.api_get("/api/auth/roles"))["items"]}
    assert "delete" in roles["Manager"]["permissions"]["clients"]
    assert roles["Manager"]["permissions"]["_meta"] == ["pause_contributors"]
    await page.get_by_role("button", name="Back to the defaults").click()
    await expect(delete).not_to_be_checked()
    await page.keyboard.press("Control+s")
    await expect(page.get_by_text("What a Manager may do is saved").nth(1)).to_be_visible()
    await page.get_by_role("button", name="Undo").last.click()
    await expect(delete).to_be_checked()


async def test_somebody_else_was_quicker(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/roles")
    await page.get_by_role("checkbox", name="Clients: Delete").check()
    await page.route("**/api/auth/roles*", lambda route: route.abort())  # the news of it does not arrive
    roles = {role["name"]: role for role in (await mara.api_get("/api/auth/roles"))["items"]}
    theirs = roles["Manager"]["permissions"] | {"wiki": ["read"]}
    await mara.api_patch(f"/api/auth/roles/{roles['Manager']['id']}", {"permissions": theirs})
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("alert").filter(has_text="changed")).to_be_visible()
    await expect(page.get_by_role("checkbox", name="Clients: Delete")).to_be_checked()


async def test_a_manager_reads_and_changes_contributors_when_allowed(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara, "Manager")
    page = await jonas.window("/settings/roles")
    await page.get_by_role("radiogroup", name="Role").get_by_text("Contributor", exact=True).click()
    box = page.get_by_role("checkbox", name="Wiki: Create")
    await expect(box).to_be_disabled()
    await expect(page.get_by_role("link", name="Verification queue")).to_have_count(0)
    await expect(page.get_by_role("link", name="Sign-in")).to_have_count(0)
    roles = {role["name"]: role for role in (await mara.api_get("/api/auth/roles"))["items"]}
    lent = roles["Manager"]["permissions"] | {"_meta": ["manage_permissions"]}
    await mara.api_patch(f"/api/auth/roles/{roles['Manager']['id']}", {"permissions": lent})
    await page.reload()
    await page.get_by_role("radiogroup", name="Role").get_by_text("Contributor", exact=True).click()
    await box.uncheck()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("What a Contributor may do is saved")).to_be_visible()


async def test_a_role_that_nobody_has_is_deleted_and_made_again(town: Town):
    mara = await town.organizer()
    await town.colleague(mara)
    page = await mara.window("/settings/roles")
    roles = page.get_by_role("radiogroup", name="Role")
    await roles.get_by_text("Contributor", exact=True).click()
    await expect(page.get_by_role("button", name="Delete the role Contributor")).to_be_disabled()
    await roles.get_by_text("Client", exact=True).click()
    await page.get_by_role("button", name="Delete the role Client").click()
    await expect(roles.get_by_text("Client", exact=True)).to_have_count(0)
    await expect(page.get_by_text("There is no role Client")).to_be_visible()
    assert not await findings(page)
    await page.get_by_role("button", name="Undo").last.click()
    await expect(roles.get_by_text("Client", exact=True)).to_be_visible()
    await roles.get_by_text("Client", exact=True).click()
    await page.get_by_role("button", name="Delete the role Client").click()
    await page.get_by_role("button", name="Make the role Client").click()
    await expect(roles.get_by_role("radio", name="Client")).to_be_checked()
    await page.get_by_role("button", name="Delete the role Client").click()
    await expect(page.get_by_text("There is no role Client")).to_be_visible()
    # In another window somebody has it by now: the API says so.
    await mara.api_post("/api/auth/roles", {"name": "Client"})
    await page.reload()
    await roles.get_by_text("Client", exact=True).click()
    await page.route("**/api/auth/organization-members*", lambda route: route.abort())
    await town.colleague(mara, "Client", "Kim")
    await page.get_by_role("button", name="Delete the role Client").click()
    await expect(page.get_by_role("alert").filter(has_text="1 people have this role")).to_be_visible()
