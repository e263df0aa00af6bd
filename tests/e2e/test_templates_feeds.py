"""Projects saved as templates and made again; due dates in a calendar program."""

import icalendar
import pytest
from playwright.async_api import expect

from tests.e2e.axe import findings
from tests.e2e.people import Town

pytestmark = pytest.mark.browser


async def test_saves_a_project_as_a_template_and_begins_another_with_it(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.task(project, "Hang the pictures", dueDate="2026-03-10T00:00:00Z", status="done")
    page = await mara.window(f"/projects/{project['id']}")
    await page.get_by_role("button", name="Project actions").click()
    await page.get_by_role("menuitem", name="Save as template").click()
    dialog = page.get_by_role("dialog", name="Save as template")
    await dialog.get_by_label("Name").fill("Exhibition")
    assert await findings(page) == []
    await dialog.get_by_role("button", name="Save template").click()
    await expect(dialog).to_be_hidden()
    await page.goto(f"/o/{mara.slug}/projects")
    await page.get_by_role("button", name="New project").click()
    dialog = page.get_by_role("dialog", name="New project")
    await dialog.get_by_label("Name", exact=True).fill("Spring exhibition")
    await dialog.get_by_role("button", name="Begin with").click()
    await page.get_by_role("option", name="Exhibition").click()
    await expect(dialog).to_contain_text("1 task.")
    await dialog.get_by_role("button", name="Start").click()
    await page.get_by_label("Date in words").fill("2031-05-09")
    await page.keyboard.press("Enter")
    assert await findings(page) == []
    await dialog.get_by_role("button", name="Create project").click()
    await expect(page.get_by_role("heading", name="Spring exhibition")).to_be_visible()
    await expect(page.locator('[data-column="todo"] [data-card]')).to_have_count(1)
    [made] = (await mara.api_get("/api/project/projects", q="Spring"))["items"]
    [task] = (await mara.api_get("/api/project/tasks", projectId=made["id"]))["items"]
    assert (task["title"], task["status"], task["dueDate"]) == ("Hang the pictures", "todo", "2031-05-09T00:00:00Z")


async def test_an_address_for_the_calendar_is_made_copied_and_revoked(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.task(project, "Hang the pictures", dueDate="2031-05-09T00:00:00Z")
    page = await mara.window(f"/projects/{project['id']}")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.get_by_role("button", name="Project actions").click()
    await page.get_by_role("menuitem", name="Show in my calendar").click()
    dialog = page.get_by_role("dialog", name="“Harbour Museum” in your calendar")
    await dialog.get_by_role("button", name="Make an address").click()
    await expect(dialog).to_contain_text("never read")
    assert await findings(page) == []
    await dialog.get_by_role("button", name="Copy").click()
    address = await page.evaluate("navigator.clipboard.readText()")
    assert address == await dialog.get_by_label("Address", exact=True).input_value()
    nobody = await mara.api.get(address, headers={"Cookie": ""})
    [event] = icalendar.Calendar.from_ical(await nobody.text()).walk("VEVENT")
    assert str(event["summary"]) == "Hang the pictures"
    await dialog.get_by_role("button", name="Revoke").click()
    await expect(dialog.get_by_role("listitem")).to_have_count(0)
    await expect(dialog.get_by_label("Address", exact=True)).to_have_count(0)
    assert (await mara.api.get(address)).status == 404


async def test_my_work_in_my_calendar_on_a_phone(town: Town):
    mara = await town.organizer()
    page = await mara.window("/my-work", size="phone", theme="dark")
    await page.get_by_role("button", name="Show in my calendar").click()
    await page.get_by_role("button", name="Make an address").click()
    await expect(page.get_by_text("Copy it now")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert await findings(page) == []
