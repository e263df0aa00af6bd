"""Real backlogs of Jira's, brought by the dialog and worked on in every view."""

import os
import re
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.people import Person, Town

pytestmark = pytest.mark.browser

BACKLOGS = Path("/work/shared/data/jira")
LONGEST_SECONDS = 15
PICTURES = os.environ.get("VISTONE_PICTURES")
"""A folder for pictures of each view, to be looked at."""
TODAY = datetime.now().astimezone().date()
MIDDLE = TODAY.replace(day=15)  # in the month that the calendar opens with
MIDDLE += timedelta(days=(7 - MIDDLE.weekday()) % 7 if MIDDLE.weekday() > 3 else 0)  # from Monday to Thursday


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.wait_for_timeout(500)
        await page.screenshot(path=f"{PICTURES}/{name}.png")


async def brought(page: Page, file: Path, name: str, count: int) -> None:
    """Imports the file as its owner would."""
    await page.get_by_role("button", name="Import", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Choose a file or drop it here").set_input_files(file)
    await expect(dialog.get_by_text(f"{count:,} rows")).to_be_visible(timeout=30_000)
    await dialog.get_by_label("Into project").fill(name)
    await dialog.get_by_role("button", name="Check the file").click()
    go = dialog.get_by_role("button", name=f"Import {count:,} tasks")
    await expect(go).to_be_visible(timeout=60_000)
    await picture(page, f"{name}-checked")
    began = time.monotonic()
    await go.click()
    await expect(dialog.get_by_text("The import is done")).to_be_visible(timeout=60_000)
    assert time.monotonic() - began < LONGEST_SECONDS
    await dialog.get_by_role("button", name="Show the tasks").click()


async def worked_on_the_board(page: Page, name: str, title: str, count: int) -> None:
    await expect(page).to_have_url(re.compile(r"/projects/[0-9a-f-]{36}"))
    backlog = page.locator('[data-column="backlog"]')
    await expect(backlog).to_contain_text(f"{count:,}")
    card = backlog.locator("[data-card]").first
    await expect(card).to_contain_text(title)
    assert await page.locator("[data-card]").count() < 200, "what is not on the screen is not drawn"
    await expect(page.get_by_test_id("announcer")).to_contain_text(name)
    await card.focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "Space"):
        await page.keyboard.press(key)
    await expect(page.locator('[data-column="in_progress"] [data-card]')).to_contain_text([title])
    await expect(backlog).to_contain_text(f"{count - 1:,}")
    await picture(page, f"{name}-board")


async def worked_in_the_list(page: Page, mara: Person, path: str, name: str, title: str, key: str) -> str:
    """Finds the task, plans it and takes it over; its id."""
    await page.goto(f"{path}?view=list&columns=key,status,assignee,start,due,points")
    await expect(page.get_by_role("table", name="Tasks")).to_be_visible()
    await picture(page, f"{name}-list")
    await page.get_by_role("searchbox").first.fill(title)
    line = page.locator("[data-row]").filter(has=page.get_by_role("link", name=title, exact=True)).first
    await expect(line).to_contain_text(key)
    for cell, day in (("Start", MIDDLE), ("Due date", MIDDLE + timedelta(days=1))):
        await line.get_by_role("button", name=f"{cell} of").click()
        await page.get_by_label("Date in words").fill(str(day))
        await page.keyboard.press("Enter")
    await line.get_by_role("button", name="Assignee of").last.click()
    await page.get_by_role("option", name="Mara Lindqvist").click()
    await expect(line).to_contain_text("Mara Lindqvist")
    project = path.rpartition("/")[2]
    found = (await mara.api_get("/api/project/tasks", projectId=project, q=title))["items"]
    task = next(one for one in found if one["sourceId"] == key)
    assert task["dueDate"] == f"{MIDDLE + timedelta(days=1)}T00:00:00Z"
    return str(task["id"])


async def worked_in_time(page: Page, mara: Person, path: str, name: str, title: str, task: str) -> None:
    await page.goto(f"{path}?view=timeline")
    await expect(page.locator("[data-plan-row]").first).to_be_visible(timeout=30_000)
    assert await page.locator("[data-plan-row]").count() < 200, "what is not on the screen is not drawn"
    await picture(page, f"{name}-timeline-whole")
    await page.get_by_role("searchbox").first.fill(title)
    await page.locator(f'[data-plan-row="{task}"]').focus()
    await expect(page.locator(f'[data-bar="{task}"]')).to_be_visible()
    await picture(page, f"{name}-timeline")
    async with page.expect_response(lambda answer: answer.request.method in {"PATCH", "POST"} and answer.ok):
        await page.keyboard.press("Alt+ArrowRight")
    await page.goto(f"{path}?view=calendar")
    chip = page.locator("[data-chip]").first
    await expect(chip).to_be_visible()
    await picture(page, f"{name}-calendar")
    await chip.focus()
    async with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        await page.keyboard.press("Shift+ArrowRight")
    now = await mara.api_get(f"/api/project/tasks/{task}")
    assert now["dueDate"] > f"{MIDDLE + timedelta(days=1)}T00:00:00Z"


@pytest.mark.parametrize(
    ("name", "count", "key", "title"),
    [
        ("mesos", 1680, "MESOS-313", "Report executor terminations to framework schedulers."),
        ("moodle", 1166, "MDL-1626", "Forum: Per-discussion subscription"),
        ("springxd", 3526, "XD-1", "HDFS ItemWriter"),
    ],
)
async def test_a_backlog_is_worked_on_in_every_view(town: Town, name: str, count: int, key: str, title: str):
    file = BACKLOGS / f"{name}.csv"
    if not file.is_file():
        pytest.skip(f"{file} is not on this machine")
    mara = await town.organizer()
    page = await mara.window()
    await brought(page, file, name, count)
    await worked_on_the_board(page, name, title, count)
    path = re.sub(r"\?.*", "", page.url)
    task = await worked_in_the_list(page, mara, path, name, title, key)
    await worked_in_time(page, mara, path, name, title, task)
    await page.goto(f"/o/{mara.slug}/my-work")
    await expect(page.get_by_role("link", name=title)).to_be_visible()
    await picture(page, f"{name}-my-work")
