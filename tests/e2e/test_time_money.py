"""Time and money: a timer from the task's panel, time logged and corrected, expenses, rates, the charts."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import findings
from tests.e2e.people import Json, Person, Town

pytestmark = pytest.mark.browser


async def money_of(mara: Person, project: Json, **window: str) -> Page:
    page = await mara.window(f"/projects/{project['id']}?view=money", **window)  # type: ignore[arg-type]  # size, theme
    await expect(page.get_by_role("heading", name="Progress over time")).to_be_visible()
    return page


async def test_a_timer_runs_from_the_panel_shows_in_the_frame_and_is_added_up(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "Draft the hero", estimateMinutes=120)
    page = await mara.window(f"/projects/{project['id']}/tasks/{task['id']}")
    time = page.get_by_role("complementary").get_by_role("region", name="Time")
    await time.get_by_role("button", name="Start timer").click()
    running = page.get_by_role("region", name="Running timer")
    await expect(running).to_contain_text("Draft the hero")
    await expect(running.get_by_role("timer")).to_contain_text(re.compile(r"0:00:0[1-9]"))
    other = await mara.window("/my-work")
    await expect(other.get_by_role("region", name="Running timer")).to_contain_text("Draft the hero")
    await running.get_by_role("button", name="Stop the timer").click()
    await expect(page.get_by_text("1m logged")).to_be_visible()
    await expect(running).to_have_count(0)
    await expect(other.get_by_role("region", name="Running timer")).to_have_count(0)
    await time.get_by_label("Time worked").fill("1h 30m")
    await time.get_by_label("Note").fill("Sketches")
    await page.keyboard.press("Enter")
    await expect(time).to_contain_text("Sketches")
    await expect(time).to_contain_text("1h 31m of 2h estimated")  # added up by the system a moment later
    await time.get_by_role("button", name=re.compile("Remove the time")).first.click()
    await expect(time).to_contain_text("1h 30m of 2h estimated")
    await page.get_by_role("button", name="Undo").click()
    await expect(time).to_contain_text("1h 31m of 2h estimated")


async def test_time_is_logged_changed_filtered_and_removed(town: Town):
    mara = await town.organizer()
    project = await mara.project(budget="1000.00")
    await mara.task(project, "Hang the pictures")
    page = await money_of(mara, project)
    time = page.get_by_role("region", name="Time", exact=True)
    await expect(time).to_contain_text("No time logged yet")
    await time.get_by_role("button", name="Log time").click()
    dialog = page.get_by_role("dialog", name="Log time")
    await dialog.get_by_role("button", name="Log time").click()
    await expect(dialog).to_contain_text("Say how long")
    await dialog.get_by_label("Time worked").fill("2:30")
    await dialog.get_by_role("button", name="Task").click()
    await page.get_by_role("option", name="Hang the pictures").click()
    await dialog.get_by_label("Note").fill("North wing")
    await dialog.get_by_role("button", name="Log time").click()
    await expect(dialog).to_have_count(0)
    table = time.get_by_role("table", name="Time entries")
    await expect(table.get_by_role("link", name="Hang the pictures")).to_be_visible()
    await expect(table).to_contain_text("2h 30m")
    await time.get_by_role("button", name=re.compile("Change the time")).click()
    dialog = page.get_by_role("dialog", name="Change time")
    await dialog.get_by_label("Time worked").fill("3h")
    await dialog.get_by_label("Billable").click()
    await dialog.get_by_role("button", name="Save").click()
    await expect(table).to_contain_text("not billable")
    await expect(table).to_contain_text("3h")
    await time.get_by_role("button", name="All time").click()
    await page.get_by_role("option", name="Billable", exact=True).click()
    await expect(time).to_contain_text("No time matches")
    await time.get_by_role("button", name="Clear filters").click()
    await time.get_by_role("button", name=re.compile("Remove the time")).click()
    await expect(time).to_contain_text("No time logged yet")
    await page.get_by_role("button", name="Undo").click()
    await expect(table).to_contain_text("3h")


async def test_rates_and_expenses_count_against_the_budget(town: Town):
    mara = await town.organizer()
    project = await mara.project(budget="1000.00")
    await mara.task(project, "Hang the pictures")
    entry = {"projectId": project["id"], "startedAt": "2026-03-02T09:00:00Z", "minutes": 120}
    await mara.api_post("/api/project/time-entries", entry)
    page = await money_of(mara, project)
    summary = page.get_by_role("region", name="Summary")
    await expect(summary).to_contain_text("1,000.00 left")
    rates = page.get_by_role("region", name="Rates")
    await rates.get_by_role("button", name="Add rate").click()
    dialog = page.get_by_role("dialog", name="New rate")
    await dialog.get_by_label("Per hour").fill("100")
    await dialog.get_by_role("button", name="From").click()
    await page.get_by_label("Date in words").fill("2026-01-01")
    await page.keyboard.press("Enter")
    await dialog.get_by_role("button", name="Add rate").click()
    await expect(rates.get_by_role("table")).to_contain_text("Everybody")
    await expect(summary).to_contain_text("800.00 left")  # the time logged before is priced by it
    spent = page.get_by_role("region", name="Expenses")
    await spent.get_by_role("button", name="Add expense").click()
    dialog = page.get_by_role("dialog", name="New expense")
    await dialog.get_by_label("For").fill("Frames")
    await dialog.get_by_label("Amount").fill("850.50")
    await dialog.get_by_role("button", name="Task").click()
    await page.get_by_role("option", name="Hang the pictures").click()
    await dialog.get_by_label("Category").fill("Material")
    await dialog.get_by_role("button", name="Add expense").click()
    await expect(spent.get_by_role("table")).to_contain_text("850.50")
    await expect(spent.get_by_role("link", name="Hang the pictures")).to_be_visible()
    await spent.get_by_role("button", name="Export").click()
    async with page.expect_download() as exported:
        await page.get_by_role("menuitem", name="CSV").click()
    assert "Frames" in (await (await exported.value).path()).read_text(encoding="utf-8-sig")
    await expect(summary).to_contain_text("50.50 over")
    await spent.get_by_role("button", name="Remove “Frames”").click()
    await expect(summary).to_contain_text("800.00 left")


async def test_the_chart_is_walked_by_keys_and_has_its_numbers_as_a_table(town: Town):
    mara = await town.organizer()
    project = await mara.project(startDate="2026-01-05T00:00:00Z", endDate="2031-01-01T00:00:00Z")
    await mara.task(project, "One", status="done", storyPoints=3)
    await mara.task(project, "Two", storyPoints=5)
    page = await money_of(mara, project)
    chart = page.get_by_role("figure", name=re.compile("^Burn-down, 5 Jan 26 to 1 Jan 31"))
    await expect(chart).to_contain_text("Remaining 1")
    await chart.get_by_role("img").focus()
    await page.keyboard.press("ArrowLeft")
    await expect(chart).to_contain_text("Remaining 0")
    await page.get_by_text("Points", exact=True).click()
    await page.get_by_text("Burn-up", exact=True).click()
    chart = page.get_by_role("figure", name=re.compile("^Burn-up"))
    await chart.get_by_text("The numbers as a table").click()
    await expect(chart.get_by_role("table")).to_contain_text("Scope (Points)")


async def test_a_contributor_sees_their_time_and_no_money(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project = await mara.project(budget="1000.00")
    await mara.api_post("/api/project/project-members", {"projectId": project["id"], "userId": await jonas.id()})
    page = await money_of(jonas, project)
    await expect(page.get_by_role("heading", name="My time")).to_be_visible()
    for hidden in ("Summary", "Expenses", "Rates"):
        await expect(page.get_by_role("region", name=hidden)).to_have_count(0)
    await page.get_by_role("button", name="Start timer").click()
    await expect(page.get_by_role("table", name="Time entries")).to_contain_text("running")
    await expect(page.get_by_role("main")).not_to_contain_text("1,000")


async def test_no_serious_finding(town: Town):
    mara = await town.organizer()
    project = await mara.project(budget="100.00")
    task = await mara.task(project, "Draft the hero", estimateMinutes=60)
    for fields in ({"taskId": task["id"], "note": "Call"}, {"projectId": project["id"], "billable": False}):
        entry = {"startedAt": "2026-03-02T09:00:00Z", "minutes": 120, **fields}
        await mara.api_post("/api/project/time-entries", entry)
    await mara.api_post("/api/project/rates", {"hourly": "80", "effectiveFrom": "2026-01-01"})
    spent = {"projectId": project["id"], "description": "Frames", "amount": "20", "spentOn": "2026-03-02"}
    await mara.api_post("/api/project/expenses", spent)
    await mara.api_post("/api/project/time-entries/start", {"taskId": task["id"]})
    page = await money_of(mara, project)
    await expect(page.get_by_role("table", name="Rates")).to_be_visible()
    await expect(page.get_by_role("region", name="Running timer")).to_contain_text("Draft the hero")
    found = await findings(page)
    await page.get_by_role("button", name="Log time").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    found += await findings(page)
    phone = await money_of(mara, project, size="phone")
    found += await findings(phone)
    assert await phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out on a phone"
    assert found == []


async def test_the_rounding_of_time_is_set_for_the_organization(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    page = await mara.window("/settings/organization")
    form = page.get_by_role("form", name="Rounding of logged time")
    await form.get_by_role("button", name="Minutes").click()
    await page.get_by_role("option", name="To 15 minutes").click()
    await form.get_by_role("button", name="Direction").click()
    await page.get_by_role("option", name="Always up").click()
    await form.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Rounding saved")).to_be_visible()
    assert await findings(page) == []
    entry = {"projectId": project["id"], "startedAt": "2026-01-05T08:00:00Z", "minutes": 31}
    assert (await mara.api_post("/api/project/time-entries", entry))["minutes"] == 45
    await page.reload()
    await expect(form.get_by_role("button", name="Direction")).to_contain_text("Always up")
    jonas = await town.colleague(mara, "Manager")
    theirs = await jonas.window("/settings/organization")
    await expect(theirs.get_by_text("To 15 minutes")).to_be_visible()
    await expect(theirs.get_by_role("form", name="Rounding of logged time")).to_have_count(0)
