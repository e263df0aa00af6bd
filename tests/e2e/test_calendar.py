"""The calendar of a project: due dates moved by mouse and by keyboard, seen by others; days that hold more than they show."""

from datetime import date, datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import findings
from tests.e2e.people import Json, Person, Town

pytestmark = pytest.mark.browser

# Dates of a month are moved within its first full weeks, whatever today is.
FIRST = datetime.now().astimezone().date().replace(day=1)
MONDAY = FIRST + timedelta(days=(7 - FIRST.weekday()) % 7)


def at(number: int) -> str:
    """So many days after the month's first Monday, as the API has it."""
    return f"{MONDAY + timedelta(days=number)}T00:00:00Z"


def cell(page: Page, number: int) -> Locator:
    return page.locator(f'[data-day="{(MONDAY - date(1970, 1, 1)).days + number}"]')


def chip(page: Page, title: str) -> Locator:
    return page.locator("[data-chip]").filter(has_text=title)


async def due(page: Page, mara: Person, task: Json, wanted: int) -> Json:
    """Waits until the server has the due date."""
    now: Json = {}
    for _ in range(50):
        now = await mara.api_get(f"/api/project/tasks/{task['id']}")
        if now["dueDate"] == at(wanted):
            break
        await page.wait_for_timeout(100)
    assert now["dueDate"] == at(wanted)
    return now


async def drag(page: Page, source: Locator, onto: Locator) -> None:
    a, b = await source.bounding_box(), await onto.bounding_box()
    assert a
    assert b
    await page.mouse.move(a["x"] + 20, a["y"] + a["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(b["x"] + 30, b["y"] + b["height"] / 2, steps=6)
    await page.mouse.move(b["x"] + 20, b["y"] + b["height"] / 2, steps=3)
    await page.mouse.up()


async def test_a_task_is_dragged_to_another_day_and_the_other_window_sees_it(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "Send invitations", dueDate=at(1))
    path = f"/projects/{project['id']}?view=calendar"
    page, other = await mara.window(path), await mara.window(path)
    await expect(cell(page, 1).locator("[data-chip]")).to_contain_text("Send invitations")
    await expect(cell(other, 1).locator("[data-chip]")).to_contain_text("Send invitations")
    await drag(page, chip(page, "Send invitations"), cell(page, 10))
    await expect(cell(page, 10).locator("[data-chip]")).to_contain_text("Send invitations")
    await expect(cell(other, 10).locator("[data-chip]")).to_contain_text("Send invitations")
    moved = await due(page, mara, task, 10)
    assert moved["startDate"] is None
    await page.get_by_role("button", name="Undo").click()
    await due(page, mara, task, 1)


async def test_a_task_of_several_days_keeps_them(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "Build the stand", startDate=at(1), dueDate=at(3))
    page = await mara.window(f"/projects/{project['id']}?view=calendar")
    box = await chip(page, "Build the stand").bounding_box()
    day = await cell(page, 1).bounding_box()
    assert box
    assert day
    assert box["width"] > 2.8 * day["width"]
    await drag(page, chip(page, "Build the stand"), cell(page, 8))
    moved = await due(page, mara, task, 10)
    assert moved["startDate"] == at(8)


async def test_what_only_begins_is_shown_filters_hold_and_holidays_are_days_off(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    calendar = {"workingDays": [1, 2, 3, 4, 5], "holidays": [at(2)[:10]], "hoursPerDay": 8}
    await mara.api_put(f"/api/project/projects/{project['id']}/calendar", calendar)
    begins = await mara.task(project, "Begin the survey", startDate=at(1))
    await mara.task(project, "Send invitations", dueDate=at(3))
    path = f"/projects/{project['id']}?view=calendar"
    page = await mara.window(path)
    await expect(cell(page, 1).locator("[data-chip]")).to_contain_text("Begin the survey")
    await expect(cell(page, 3).locator("[data-chip]")).to_contain_text("Send invitations")
    shade = "element => getComputedStyle(element).backgroundColor"
    assert await cell(page, 2).evaluate(shade) == await cell(page, 5).evaluate(shade)  # a holiday as a Saturday
    assert await cell(page, 2).evaluate(shade) != await cell(page, 3).evaluate(shade)
    await drag(page, chip(page, "Begin the survey"), cell(page, 8))
    await expect(cell(page, 8).locator("[data-chip]")).to_contain_text("Begin the survey")
    await page.reload()
    await expect(cell(page, 8).locator("[data-chip]")).to_contain_text("Begin the survey")
    moved = await mara.api_get(f"/api/project/tasks/{begins['id']}")
    assert (moved["startDate"], moved["dueDate"]) == (at(8), None)
    await page.goto(f"/o/{mara.slug}{path}&due={at(3)[:10]}..{at(4)[:10]}")
    await expect(page.locator("[data-chip]")).to_have_text(["Send invitations"])
    await page.goto(f"/o/{mara.slug}{path}&due={at(4)[:10]}..{at(4)[:10]}")
    await expect(page.get_by_text("The filters may hide what has one.")).to_be_visible()


async def test_moves_by_keyboard(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "Send invitations", dueDate=at(1))
    page = await mara.window(f"/projects/{project['id']}?view=calendar")
    await cell(page, 0).focus()
    await page.keyboard.press("ArrowRight")
    await expect(cell(page, 1)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(chip(page, "Send invitations")).to_be_focused()
    await page.keyboard.press("Shift+ArrowDown")
    await due(page, mara, task, 8)
    await expect(chip(page, "Send invitations")).to_be_focused()
    await page.keyboard.press("Shift+ArrowRight")
    await due(page, mara, task, 9)
    await expect(chip(page, "Send invitations")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("complementary").get_by_role("textbox", name="Title")).to_have_value(
        "Send invitations"
    )


async def test_a_full_day_opens_its_list(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    for number in range(9):
        await mara.task(project, f"Errand {number}", dueDate=at(2))
    page = await mara.window(f"/projects/{project['id']}?view=calendar")
    await cell(page, 2).get_by_role("button", name="more").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("listitem")).to_have_count(9)
    await dialog.get_by_role("link", name="Errand 8").click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("complementary").get_by_role("textbox", name="Title")).to_have_value("Errand 8")


async def test_turns_pages_and_shows_a_week(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.task(project, "Send invitations", dueDate=at(1))
    await mara.api_post("/api/project/milestones", {"projectId": project["id"], "title": "Launch", "dueDate": at(4)})
    page = await mara.window(f"/projects/{project['id']}?view=calendar")
    await expect(chip(page, "Launch")).to_be_visible()
    heading = page.get_by_role("heading", level=2)
    this_month = await heading.inner_text()
    await page.get_by_role("button", name="Next month").click()
    await expect(heading).not_to_have_text(this_month)
    await page.get_by_role("button", name="Today").click()
    await expect(heading).to_have_text(this_month)
    await page.get_by_text("Week", exact=True).click()
    await expect(page.locator("[data-week]")).to_have_count(1)


async def test_no_serious_finding(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    for number in range(9):
        await mara.task(project, f"Errand {number}", dueDate=at(2), status="done" if number % 2 else "todo")
    await mara.task(project, "Build the stand", startDate=at(1), dueDate=at(9))
    await mara.api_post("/api/project/milestones", {"projectId": project["id"], "title": "Launch", "dueDate": at(4)})
    page = await mara.window(f"/projects/{project['id']}?view=calendar")
    await expect(chip(page, "Launch")).to_be_visible()
    found = await findings(page)
    await cell(page, 2).get_by_role("button", name="more").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    found += await findings(page)
    assert not found, "\n".join(found)


async def test_is_read_on_a_phone(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.task(project, "Send invitations", dueDate=at(1))
    page = await mara.window(f"/projects/{project['id']}?view=calendar", size="phone")
    await expect(chip(page, "Send invitations")).to_be_visible()
    await cell(page, 1).get_by_role("button").first.tap()
    await page.get_by_role("dialog").get_by_role("link", name="Send invitations").tap()
    await expect(page.get_by_role("complementary").get_by_role("textbox", name="Title")).to_have_value(
        "Send invitations"
    )
