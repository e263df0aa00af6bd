"""The list of projects."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.axe import findings
from tests.e2e.people import Town

pytestmark = pytest.mark.browser


async def test_creates_a_project_by_keyboard_with_a_date_in_words(town: Town):
    mara = await town.organizer()
    page = await mara.window()
    await expect(page.get_by_role("heading", name="Start with a project")).to_be_visible()
    await page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Name")).to_be_focused()
    await page.get_by_role("button", name="Create project").click()
    await expect(dialog.get_by_text("Name the project.")).to_be_visible()
    await page.keyboard.type("Ticketing relaunch")
    await dialog.get_by_role("button", name="End").click()
    await page.get_by_label("Date in words").fill("in 2 weeks")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Create project").click()
    await expect(page).to_have_url(re.compile(r"/projects/[0-9a-f-]{36}"))
    await expect(page.get_by_role("heading", name="Ticketing relaunch")).to_be_visible()


async def test_deletes_a_project_and_takes_it_back(town: Town):
    mara = await town.organizer()
    project = await mara.project("Onboarding film")
    await mara.task(project, "Write the script")
    await mara.task(project, "Find a narrator")
    await mara.api_post("/api/project/milestones", {"projectId": project["id"], "title": "First cut"})
    page = await mara.window()
    await page.get_by_role("button", name="Actions for Onboarding film").click()
    await page.get_by_role("menuitem", name="Delete project").click()
    dialog = page.get_by_role("dialog", name="Delete “Onboarding film”?")
    await expect(dialog.get_by_role("listitem")).to_have_text(["2 tasks", "1 milestone"])
    assert await findings(page) == []
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("link", name="Onboarding film")).to_be_visible()
    await page.get_by_role("button", name="Actions for Onboarding film").click()
    await page.get_by_role("menuitem", name="Delete project").click()
    await dialog.get_by_role("button", name="Delete").click()
    await expect(page.get_by_role("link", name="Onboarding film")).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("link", name="Onboarding film")).to_be_visible()


async def test_what_was_deleted_is_found_again_and_restored(town: Town):
    mara = await town.organizer()
    project = await mara.project("Onboarding film")
    parent = await mara.task(project, "Write the script")
    await mara.task(project, "Read it aloud", parentId=parent["id"])
    page = await mara.window(f"/projects/{project['id']}/tasks/{parent['id']}")
    await mara.api_delete(f"/api/project/tasks/{parent['id']}")
    await page.goto(f"/o/{mara.slug}/projects/{project['id']}")
    await page.get_by_role("button", name="Project actions").click()
    await page.get_by_role("menuitem", name="Deleted tasks").click()
    dialog = page.get_by_role("dialog", name="Deleted tasks")
    await expect(dialog.get_by_role("listitem")).to_have_count(1)  # a subtask comes back with its parent
    assert await findings(page) == []
    await dialog.get_by_role("button", name="Restore Write the script").click()
    await expect(dialog).to_contain_text("Nothing has been deleted.")
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("Read it aloud")).to_be_visible()
    await mara.api_delete(f"/api/project/projects/{project['id']}")
    await page.goto(f"/o/{mara.slug}/projects")
    await page.get_by_role("button", name="More about projects").click()
    await page.get_by_role("menuitem", name="Deleted projects").click()
    await page.get_by_role("button", name="Restore Onboarding film").click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("link", name="Onboarding film")).to_be_visible()


async def test_archives_a_project_and_takes_it_back(town: Town):
    mara = await town.organizer()
    await mara.project("Press kit", status="active")
    page = await mara.window()
    row = page.get_by_role("row").filter(has_text="Press kit")
    await row.get_by_role("button", name="Actions for Press kit").click()
    await page.get_by_role("menuitem", name="Archive project").click()
    await expect(row).to_contain_text("Archived")
    await page.get_by_role("button", name="Undo").click()
    await expect(row).to_contain_text("Active")


async def test_filters_live_in_the_address(town: Town):
    mara = await town.organizer()
    await mara.project("Annual report", status="active")
    await mara.project("Brand refresh", status="on_hold")
    page = await mara.window()
    await expect(page.get_by_role("link", name="Annual report")).to_be_visible()
    await page.keyboard.press("/")
    await page.keyboard.type("brand")
    await expect(page.get_by_role("link", name="Annual report")).to_have_count(0)
    await expect(page).to_have_url(re.compile(r"q=brand"))
    await page.reload()
    await expect(page.get_by_role("link", name="Brand refresh")).to_be_visible()
    await expect(page.get_by_role("link", name="Annual report")).to_have_count(0)
    await page.get_by_role("searchbox").fill("nothing like this")
    await page.get_by_role("button", name="Clear filters").click()
    await expect(page.get_by_role("link", name="Annual report")).to_be_visible()


async def test_another_window_shows_a_new_project_without_reload(town: Town):
    mara = await town.organizer()
    first, second = await mara.window(), await mara.window()
    await expect(second.get_by_role("heading", name="Start with a project")).to_be_visible()
    await expect(first.get_by_role("heading", name="Start with a project")).to_be_visible()
    await mara.project("Made elsewhere")
    await expect(first.get_by_role("link", name="Made elsewhere")).to_be_visible()
    await expect(second.get_by_role("link", name="Made elsewhere")).to_be_visible()


async def test_the_palette_goes_everywhere(town: Town):
    mara = await town.organizer()
    project = await mara.project("Wayfinding north")
    await mara.task(project, "Measure the corridors")
    page = await mara.window()
    await expect(page.get_by_role("link", name="Wayfinding north")).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name="Search and commands").fill("corridors")
    await expect(page.get_by_role("option", name="Measure the corridors")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/tasks/"))
    await expect(page.get_by_role("textbox", name="Title")).to_have_value("Measure the corridors")
    await page.keyboard.press("Escape")
    await page.keyboard.press("g")
    await page.keyboard.press("m")
    await expect(page).to_have_url(re.compile(r"/my-work"))
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


async def test_an_address_that_leads_nowhere_says_so(town: Town):
    mara = await town.organizer()
    page = await mara.window("/projects/01a203a2-0000-7000-8000-000000000000")
    await expect(page.get_by_role("heading", name="Nothing is here")).to_be_visible()
    await page.get_by_role("link", name="All projects").click()
    await expect(page.get_by_role("heading", name="Start with a project")).to_be_visible()
