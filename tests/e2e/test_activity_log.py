"""Who did what: filters, what was changed, and the log as a file."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.e2e.people import Town

pytestmark = pytest.mark.browser


async def test_finds_what_somebody_changed_and_takes_it_home(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project = await mara.project()
    task = await mara.task(project, "Order the glass")
    await mara.api_patch(f"/api/project/tasks/{task['id']}", {"title": "Order the oak"})
    page = await mara.window("/settings/activity")
    line = page.get_by_role("button", name=re.compile("Task changed"))
    await expect(line).to_be_visible()
    await line.click()
    changes = page.get_by_role("row", name=re.compile("Order the glass"))
    await expect(changes).to_contain_text("Order the oak")
    await expect(page.get_by_text("project.task.updated")).to_be_visible()
    await expect(page.get_by_role("link", name="Open the record")).to_have_attribute("href", re.compile(task["id"]))
    await page.get_by_role("button", name="All that happened to it").click()
    await expect(page).to_have_url(re.compile(f"record={task['id']}"))
    await expect(page.get_by_role("button", name=re.compile("Task made"))).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("Signed in"))).to_have_count(0)
    await page.get_by_role("button", name="Clear").click()

    await page.get_by_role("button", name="Person").click()
    await page.get_by_role("option", name=re.compile("Jonas Weber")).click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name=re.compile("Mara Lindqvist Task"))).to_have_count(0)
    await expect(page.get_by_role("button", name=re.compile("Jonas Weber .*Joined the organization"))).to_be_visible()
    await page.get_by_role("button", name="Export").click()
    async with page.expect_download() as download:
        await page.get_by_role("menuitem", name="Export as JSON lines").click()
    kept = (await (await download.value).path()).read_text()
    theirs = await jonas.id()
    assert {json.loads(line)["userId"] for line in kept.splitlines()} == {theirs}
    await page.reload()  # the filters are part of the address
    await expect(page.get_by_role("button", name=re.compile("Mara Lindqvist Task"))).to_have_count(0)


async def test_others_see_what_they_did_themselves(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    page = await jonas.window("/settings/activity")
    await expect(page.get_by_text("What you did, when and from where.", exact=False)).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("Jonas Weber")).first).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("Mara"))).to_have_count(0)


async def test_says_that_a_program_acted_and_what_a_new_record_was(town: Town):
    mara = await town.organizer()
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    rights = {"projects": ["create", "read"]}
    asked = {"name": "Nightly import", "permissions": rights, "expiresAt": until}
    made = await mara.api_post("/api/auth/tokens", asked)
    answer = await mara.api.post(
        "/api/project/projects",
        data={"name": "Tram depot"},
        headers={"Authorization": f"Bearer {made['token']}"},
    )
    assert answer.ok, await answer.text()
    page = await mara.window("/settings/activity")
    line = page.get_by_role("button", name=re.compile("Project made.*by an API token.*Tram depot"))
    await line.click()
    await expect(page.get_by_role("row", name=re.compile("Name Tram depot"))).to_be_visible()
    await expect(page.get_by_role("columnheader", name="Before")).to_have_count(0)
    await expect(page.get_by_role("definition").filter(has_text="Nightly import")).to_be_visible()
