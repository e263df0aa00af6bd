"""A task's talk and what hangs on it: comments with mentions, files, history, dependencies, repeating; two people at once."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import findings
from tests.e2e.people import Json, Person, Town

pytestmark = pytest.mark.browser

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cf"
    "c0f01f00050001ff89993d1d0000000049454e44ae426082"
)


async def opened(person: Person, task: Json, size: str = "wide") -> tuple[Page, Locator]:
    page = await person.window(f"/projects/{task['projectId']}/tasks/{task['id']}", size=size)
    panel = page.get_by_role("complementary")
    await expect(panel.get_by_role("textbox", name="Title")).to_have_value(task["title"])
    return page, panel


async def test_a_comment_mentions_somebody_is_changed_and_taken_back(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project = await mara.project()
    await mara.api_post("/api/project/project-members", {"projectId": project["id"], "userId": await jonas.id()})
    task = await mara.task(project, "Draft the hero")
    page, panel = await opened(mara, task)
    _, their_panel = await opened(jonas, task)
    box = panel.get_by_role("combobox", name="Write a comment")
    await box.press_sequentially("Please look, @jon")
    await expect(panel.get_by_role("option", name="Jonas Weber")).to_be_visible()
    await page.keyboard.press("Enter")
    await box.press_sequentially("**today**")
    await expect(box).to_have_value("Please look, @Jonas Weber **today**")
    await page.keyboard.press("Control+Enter")
    mine = panel.get_by_role("listitem", name="Comment by Mara Lindqvist")
    await expect(mine.locator("strong", has_text="today")).to_be_visible()
    await expect(mine.get_by_text("@Jonas Weber")).to_be_visible()
    await expect(box).to_have_value("")
    # The other window has it without a reload, and its person watches from now on.
    await expect(their_panel.get_by_role("listitem", name="Comment by Mara Lindqvist")).to_be_visible()
    await expect(their_panel.get_by_role("button", name="Stop watching")).to_be_visible()
    kept = (await mara.api_get("/api/project/task-comments", taskId=task["id"]))["items"][0]
    assert kept["mentions"] == [await jonas.id()]
    await their_panel.get_by_role("button", name="Comment by Mara Lindqvist: actions").wait_for(state="detached")
    await mine.get_by_role("button", name="Your comment").click()
    await page.get_by_role("menuitem", name="Edit").click()
    change = panel.get_by_role("combobox", name="Change your comment")
    await expect(change).to_have_value("Please look, @Jonas Weber **today**")
    await change.fill("Please look, @Jonas Weber, tomorrow")
    await mine.get_by_role("button", name="Save").click()
    await expect(mine.get_by_text("tomorrow")).to_be_visible()
    await mine.get_by_role("button", name="edited").click()
    await expect(mine.locator("blockquote")).to_contain_text("today")
    await mine.get_by_role("button", name="Your comment").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(mine).to_have_count(0)
    await expect(panel.get_by_text("took a comment back")).to_be_visible()
    await expect(their_panel.get_by_role("listitem", name="Comment by Mara Lindqvist")).to_have_count(0)


async def test_a_comment_being_written_survives_a_reload(town: Town):
    mara = await town.organizer()
    task = await mara.task(await mara.project(), "Draft the hero")
    page, panel = await opened(mara, task)
    await panel.get_by_role("combobox", name="Write a comment").fill("Half a thought")
    await page.reload()
    await expect(panel.get_by_role("combobox", name="Write a comment")).to_have_value("Half a thought")


async def test_a_file_comes_and_goes_and_history_tells(town: Town):
    mara = await town.organizer()
    task = await mara.task(await mara.project(), "Draft the hero")
    page, panel = await opened(mara, task)
    files = panel.get_by_role("region", name="Attachments")
    await files.get_by_label("Files to attach").set_input_files(
        {"name": "hero.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    await expect(files.get_by_role("button", name="hero.png", exact=True)).to_be_visible()
    await expect(files.locator("img")).to_be_visible()
    activity = panel.get_by_role("region", name="Activity")
    await expect(activity.get_by_text("attached “hero.png”")).to_be_visible()
    async with page.context.expect_page() as other:
        await files.get_by_role("button", name="hero.png", exact=True).click()
    shown = await other.value
    await expect(shown).to_have_url(re.compile(r"/files/.*signature="))
    await shown.close()
    await files.get_by_role("button", name="Delete “hero.png”").click()
    await expect(files.get_by_role("button", name="hero.png", exact=True)).to_have_count(0)
    await expect(activity.get_by_text("removed the file “hero.png”")).to_be_visible()
    await panel.get_by_role("button", name="Status").click()
    await page.get_by_role("option", name="In review").click()
    await expect(activity.get_by_text("changed Status from To do to In review")).to_be_visible()
    await activity.get_by_text("Comments", exact=True).click()
    await expect(activity.get_by_text("changed Status")).to_have_count(0)


async def test_dependencies_both_ways_and_a_circle_is_told(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task, before = await mara.task(project, "Draft the hero"), await mara.task(project, "Choose photographs")
    page, panel = await opened(mara, task)
    part = panel.get_by_role("region", name="Dependencies")
    await part.get_by_role("button", name="Add what it waits for").click()
    await page.get_by_role("textbox", name="Add what it waits for").fill("photo")
    await page.get_by_role("option", name="Choose photographs").click()
    waits = part.get_by_role("list", name="Waits for")
    await expect(waits.get_by_role("link", name="Choose photographs")).to_be_visible()
    await waits.get_by_role("button", name="Kind of dependency on Choose photographs").click()
    await page.get_by_role("option", name="Start to start").click()
    await expect(waits.get_by_role("button", name="Kind of dependency on Choose photographs")).to_have_text("SS")
    await waits.get_by_label("Working days between it").fill("-2")
    await page.keyboard.press("Enter")
    await expect(waits.get_by_label("Working days between it")).to_have_value("-2")
    elsewhere = await mara.task(await mara.project("Brand refresh"), "Approve the photographs")
    await part.get_by_role("button", name="Add what it waits for").click()
    await page.get_by_role("textbox", name="Add what it waits for").fill("photo")
    await page.get_by_role("option", name="Approve the photographs Brand refresh").click()
    await expect(waits.get_by_role("link", name=elsewhere["title"])).to_be_visible()
    page, panel = await opened(mara, before)
    part = panel.get_by_role("region", name="Dependencies")
    await expect(part.get_by_role("list", name="Holds up").get_by_role("link", name="Draft the hero")).to_be_visible()
    # Seen from a third task that would close the circle.
    third = await mara.task(project, "Crop")
    await mara.api_post(
        "/api/project/task-dependencies", {"taskId": third["id"], "dependsOnId": task["id"], "type": "FS"}
    )
    await part.get_by_role("button", name="Add what it waits for").click()
    await page.get_by_role("option", name="Crop").click()
    for title in ("Crop", "Draft the hero", "Choose photographs"):
        await expect(part.get_by_role("alert")).to_contain_text(title)
    await part.get_by_role("button", name="Remove the dependency on “Draft the hero”").click()
    await expect(part.get_by_role("list", name="Holds up")).to_have_count(0)


async def test_a_task_repeats_and_its_plan_is_typed_in_place(town: Town):
    mara = await town.organizer()
    task = await mara.task(await mara.project(), "Send the report")
    page, panel = await opened(mara, task)
    await panel.get_by_role("textbox", name="Estimate").fill("1h 30m")
    await page.keyboard.press("Enter")
    await panel.get_by_role("textbox", name="Progress").fill("40")
    await page.keyboard.press("Enter")
    await expect(panel.get_by_role("textbox", name="Progress")).to_have_value("40%")
    await panel.get_by_role("textbox", name="Estimate").fill("soon")
    await page.keyboard.press("Enter")
    await expect(panel.get_by_role("alert").filter(has_text="Write a time like 1h 30m.")).to_be_visible()
    await panel.get_by_role("button", name="Repeats").click()
    dialog = page.get_by_role("dialog", name="Repeat this task")
    await dialog.get_by_role("button", name="Monday").click()
    await dialog.get_by_role("spinbutton", name="Every how many").fill("2")
    await expect(dialog).to_contain_text("Every 2 weeks on Mon")
    await expect(dialog).to_contain_text(re.compile(r"Copies are made on .*\d"))
    await dialog.get_by_role("button", name="Repeat", exact=True).click()
    await expect(panel.get_by_role("button", name="Repeats")).to_contain_text("Every 2 weeks on Mon")
    held = (await mara.api_get("/api/project/task-recurrences", taskId=task["id"]))["items"][0]
    assert (held["rule"], held["active"]) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", True)
    now = await mara.api_get(f"/api/project/tasks/{task['id']}")
    assert (now["estimateMinutes"], now["progress"]) == (90, 40)
    await panel.get_by_role("button", name="Repeats").click()
    await dialog.get_by_role("button", name="Stop repeating").click()
    await expect(panel.get_by_role("button", name="Repeats")).to_contain_text("Does not repeat")


async def test_deleting_shows_what_hangs_on_the_task_first(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "Draft the hero")
    await mara.task(project, "Crop", parentId=task["id"])
    await mara.api_post("/api/project/task-comments", {"taskId": task["id"], "body": "Hm"})
    page, panel = await opened(mara, task)
    await panel.get_by_role("button", name="Task actions").click()
    await page.get_by_role("menuitem", name="Delete task").click()
    dialog = page.get_by_role("dialog", name="Delete “Draft the hero”?")
    await expect(dialog.get_by_role("listitem")).to_have_text(["1 subtask", "1 comment"])
    await dialog.get_by_role("button", name="Delete").click()
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()
    await expect(page.locator("[data-card]")).to_have_count(0)


@pytest.mark.parametrize("size", ["wide", "phone"])
async def test_the_panel_has_no_serious_axe_finding(town: Town, size: str):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "W" * 120 + " long", dueDate="2031-01-01T00:00:00Z")
    await mara.api_post("/api/project/task-comments", {"taskId": task["id"], "body": "Hm " + "x" * 200})
    page, panel = await opened(mara, task, size)
    await expect(panel.get_by_role("region", name="Activity").get_by_text("created this task")).to_be_visible()
    assert await findings(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
