"""Filters in the address, and views that are kept, changed, shared and deleted."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.people import Json, Person, Town

pytestmark = pytest.mark.browser


async def furnished(mara: Person) -> Json:
    project = await mara.project()
    await mara.task(project, "Late", dueDate="2020-01-01T00:00:00Z", priority="high", labels=["print"])
    await mara.task(project, "Late and done", dueDate="2020-01-01T00:00:00Z", status="done")
    await mara.task(project, "Mine", assigneeId=await mara.id())
    await mara.task(project, "Whenever")
    return project


async def titles(page: Page, *wanted: str) -> None:
    links = page.locator("[data-row] a")
    await expect(links).to_have_count(len(wanted))
    assert sorted(await links.all_inner_texts()) == sorted(wanted)


async def test_a_link_carries_the_filters(town: Town):
    mara = await town.organizer()
    project = await furnished(mara)
    page = await mara.window(f"/projects/{project['id']}?view=list")
    await page.get_by_role("button", name="Due", exact=True).first.click()
    await page.get_by_role("option", name="Overdue").click()
    await titles(page, "Late")
    await page.get_by_role("button", name="Clear", exact=True).click()
    await page.get_by_role("button", name="Assignee", exact=True).first.click()
    await page.get_by_role("option", name="Me", exact=True).click()
    await page.keyboard.press("Escape")
    await titles(page, "Mine")
    await expect(page).to_have_url(re.compile("assignee=me"))
    await page.get_by_role("button", name="Clear", exact=True).click()
    await page.get_by_role("button", name="More filters").click()
    await page.get_by_role("option", name="Label").click()
    await page.get_by_role("option", name="print").click()
    await page.keyboard.press("Escape")
    await titles(page, "Late")
    other = await mara.window()
    await other.goto(page.url)
    await titles(other, "Late")
    await expect(other.get_by_role("button", name="Label print")).to_be_visible()


async def test_keeps_a_view_tells_changes_and_resets(town: Town):
    mara = await town.organizer()
    project = await furnished(mara)
    page = await mara.window(f"/projects/{project['id']}?view=list&priority=high")
    await page.get_by_role("button", name="Saved views").click()
    await page.get_by_role("menuitem", name="Save as a new view…").click()
    dialog = page.get_by_role("dialog", name="Save as a new view")
    await dialog.get_by_role("button", name="Save view").click()
    await expect(dialog.get_by_text("Give the view a name.")).to_be_visible()
    await dialog.get_by_role("textbox", name="Name").fill("Hot")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Saved views: Hot")).to_be_visible()
    await page.get_by_role("button", name="Due", exact=True).first.click()
    await page.get_by_role("option", name="Overdue").click()
    await expect(page.get_by_role("navigation", name="Views").get_by_text("Changed")).to_be_visible()
    await page.get_by_role("button", name="Reset").click()
    await expect(page.get_by_role("navigation", name="Views").get_by_text("Changed")).to_have_count(0)
    await expect(page).not_to_have_url(re.compile("due="))
    await page.get_by_role("button", name="Due", exact=True).first.click()
    await page.get_by_role("option", name="Overdue").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("View saved")).to_be_visible()
    views = (await mara.api_get("/api/project/saved-views", projectId=project["id"]))["items"]
    assert [(view["name"], view["kind"], view["config"]) for view in views] == [
        ("Hot", "list", {"due": "overdue", "priority": "high"})
    ]
    await page.goto(f"/o/{mara.slug}/projects/{project['id']}")
    await page.get_by_role("button", name="Saved views").click()
    await page.get_by_role("menuitem", name="Hot").click()
    await expect(page).to_have_url(re.compile("view=list"))
    await titles(page, "Late")


async def test_shares_renames_and_deletes_a_view(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project = await furnished(mara)
    await mara.api_post("/api/project/project-members", {"projectId": project["id"], "userId": await jonas.id()})
    page = await mara.window(f"/projects/{project['id']}?view=list&priority=high")
    theirs = await jonas.window(f"/projects/{project['id']}")
    await page.get_by_role("button", name="Saved views").click()
    await page.get_by_role("menuitem", name="Save as a new view…").click()
    await page.get_by_role("textbox", name="Name").fill("Hot")
    await page.get_by_role("checkbox", name="Share with everyone who works on the project").check()
    await page.get_by_role("button", name="Save view").click()
    await expect(page.get_by_role("button", name="Saved views: Hot")).to_be_visible()
    await theirs.reload()
    await theirs.get_by_role("button", name="Saved views").click()
    await theirs.get_by_role("menuitem", name="Hot").click()
    await titles(theirs, "Late")
    await theirs.get_by_role("button", name="Saved views: Hot").click()
    await expect(theirs.get_by_role("menuitem", name="Rename…")).to_have_count(0)
    await page.get_by_role("button", name="Saved views: Hot").click()
    await page.get_by_role("menuitem", name="Rename…").click()
    await page.get_by_role("textbox", name="Name").fill("Burning")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Saved views: Burning")).to_be_visible()
    await page.get_by_role("button", name="Saved views: Burning").click()
    await page.get_by_role("menuitem", name="Delete this view").click()
    await expect(page.get_by_text("View “Burning” deleted")).to_be_visible()
    await expect(page).not_to_have_url(re.compile("priority="))
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_role("button", name="Saved views").click()
    await expect(page.get_by_role("menuitem", name="Burning")).to_be_visible()


async def test_my_work_is_narrowed_to_a_project_and_ticked_off(town: Town):
    mara = await town.organizer()
    me = await mara.id()
    first, second = await mara.project("First"), await mara.project("Second")
    task = await mara.task(first, "Here", assigneeId=me)
    await mara.task(second, "There", assigneeId=me)
    page = await mara.window("/my-work")
    await expect(page.get_by_role("link", name="There")).to_be_visible()
    await page.get_by_role("button", name="Project", exact=True).click()
    await page.get_by_role("option", name="First").click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("link", name="There")).to_have_count(0)
    await page.get_by_role("button", name="Mark “Here” as done").click()
    await expect(page.get_by_text("“Here” is done")).to_be_visible()
    await expect(page.get_by_role("link", name="Here")).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("link", name="Here")).to_be_visible()
    assert (await mara.api_get(f"/api/project/tasks/{task['id']}"))["status"] == "todo"
