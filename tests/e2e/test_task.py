"""A task's panel: every field, its parts, and two people at once."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.people import Json, Person, Town

pytestmark = pytest.mark.browser


async def opened(mara: Person, **fields: str) -> tuple[Json, Page, Locator]:
    project = await mara.project()
    task = await mara.task(project, "Draft the hero", **fields)
    page = await mara.window(f"/projects/{project['id']}/tasks/{task['id']}")
    panel = page.get_by_role("complementary")
    await expect(panel.get_by_role("textbox", name="Title")).to_have_value("Draft the hero")
    return task, page, panel


async def stored(mara: Person, task: Json) -> Json:
    found: Json = await mara.api_get(f"/api/project/tasks/{task['id']}")
    return found


async def test_edits_every_field_in_place(town: Town):
    mara = await town.organizer()
    task, page, panel = await opened(mara)
    await page.keyboard.press("e")
    await page.keyboard.type("Draft the hero picture")
    await page.keyboard.press("Enter")
    await panel.get_by_role("button", name="Status").click()
    await page.get_by_role("option", name="In review").click()
    await panel.get_by_role("button", name="Priority").click()
    await page.get_by_role("option", name="High").click()
    await panel.get_by_role("button", name="Assignee").click()
    await page.get_by_role("option", name="Mara Lindqvist").click()
    await panel.get_by_role("button", name="Due date").click()
    await page.get_by_label("Date in words").fill("2031-05-09")
    await page.keyboard.press("Enter")
    await panel.get_by_label("Add a label").fill("launch")
    await page.keyboard.press("Enter")
    await panel.get_by_role("button", name="Edit description").press("Enter")
    await panel.get_by_label("Description, in Markdown").fill(
        "**Big** and <b>raw</b> ![spy](https://spy.example/x.png)"
    )
    await panel.get_by_role("button", name="Save").click()
    await expect(panel.locator("strong", has_text="Big")).to_be_visible()
    await expect(panel.get_by_text("<b>raw</b>")).to_be_visible()
    await expect(panel.locator("img")).to_have_count(0)
    await page.reload()
    await expect(panel.get_by_role("textbox", name="Title")).to_have_value("Draft the hero picture")
    for shown in ("In review", "High", "Mara Lindqvist", "9 May 2031", "launch"):
        await expect(panel).to_contain_text(shown)
    now = await stored(mara, task)
    assert (now["status"], now["priority"], now["dueDate"][:10], now["labels"]) == (
        "in_review",
        "high",
        "2031-05-09",
        ["launch"],
    )


async def test_subtasks_and_checklist(town: Town):
    mara = await town.organizer()
    _, page, panel = await opened(mara)
    await panel.get_by_label("Add a subtask").fill("Choose photographs")
    await page.keyboard.press("Enter")
    await expect(panel.get_by_role("link", name="Choose photographs")).to_be_visible()
    for step in ("Contrast", "Alt texts", "Sign-off"):
        await panel.get_by_label("Add a step").fill(step)
        await page.keyboard.press("Enter")
        await expect(panel.get_by_role("checkbox", name=step)).to_be_visible()
    await panel.get_by_role("checkbox", name="Alt texts").click()
    await expect(panel.get_by_role("region", name="Checklist")).to_contain_text("1/3")
    await panel.get_by_role("button", name="Move “Sign-off” up").click()
    await panel.get_by_role("button", name="Delete “Contrast”").click()
    boxes = panel.get_by_role("region", name="Checklist").get_by_role("checkbox")
    await expect(boxes).to_have_count(2)
    await page.reload()
    await expect(boxes).to_have_count(2)
    assert [await box.evaluate("box => box.labels[0].innerText") for box in await boxes.all()] == [
        "Sign-off",
        "Alt texts",
    ]
    await panel.get_by_role("link", name="Choose photographs").click()
    await expect(panel.get_by_role("textbox", name="Title")).to_have_value("Choose photographs")
    await expect(panel.get_by_role("link", name="Draft the hero")).to_be_visible()


async def test_escape_closes_and_the_list_keeps_its_place(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.task(project, "One")
    page = await mara.window(f"/projects/{project['id']}?view=list")
    await expect(page.get_by_role("link", name="One", exact=True)).to_be_visible()
    await page.keyboard.press("j")
    await expect(page.get_by_role("link", name="One", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("complementary")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("complementary")).to_have_count(0)
    await expect(page).to_have_url(re.compile(r"view=list"))
    await expect(page.get_by_role("link", name="One", exact=True)).to_be_focused()


async def test_another_window_follows_while_the_panel_is_open(town: Town):
    mara = await town.organizer()
    task, page, panel = await opened(mara)
    other = await mara.window(f"/projects/{task['projectId']}")
    await expect(other.get_by_text("Draft the hero")).to_be_visible()
    await panel.get_by_role("textbox", name="Title").fill("Renamed")
    await page.keyboard.press("Enter")
    await expect(other.get_by_text("Renamed")).to_be_visible()
    await other.get_by_text("Renamed").click()
    theirs = other.get_by_role("complementary")
    await theirs.get_by_label("Add a step").fill("From the other side")
    await other.keyboard.press("Enter")
    await expect(panel.get_by_role("checkbox", name="From the other side")).to_be_visible()


async def test_two_people_write_the_same_text_and_nothing_is_lost(town: Town):
    mara = await town.organizer()
    task, page, panel = await opened(mara, description="Old")
    await panel.get_by_role("button", name="Edit description").press("Enter")
    await panel.get_by_label("Description, in Markdown").fill("Mine")
    headers = await mara._headers()
    answer = await mara.api.patch(f"/api/project/tasks/{task['id']}", data={"description": "Theirs"}, headers=headers)
    assert answer.ok
    await page.wait_for_timeout(500)
    await expect(panel.get_by_label("Description, in Markdown")).to_have_value("Mine")
    await panel.get_by_role("button", name="Save").click()
    notice = panel.get_by_role("status").filter(has_text="Someone changed this field")
    await expect(notice).to_be_visible()
    assert (await stored(mara, task))["description"] == "Theirs"
    await notice.get_by_role("button", name="Save mine").click()
    await expect(notice).to_have_count(0)
    await expect(panel.get_by_text("Mine")).to_be_visible()
    assert (await stored(mara, task))["description"] == "Mine"


async def test_a_description_being_written_survives_a_reload(town: Town):
    mara = await town.organizer()
    _, page, panel = await opened(mara)
    await panel.get_by_role("button", name="Edit description").press("Enter")
    await panel.get_by_label("Description, in Markdown").fill("Half a thought")
    await page.reload()
    await expect(panel.get_by_label("Description, in Markdown")).to_have_value("Half a thought")


async def test_deletes_and_takes_back(town: Town):
    mara = await town.organizer()
    task, page, panel = await opened(mara)
    await panel.get_by_role("button", name="Task actions").click()
    await page.get_by_role("menuitem", name="Delete task").click()
    await expect(page.locator("[data-card]")).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("[data-card]")).to_have_text(re.compile(task["title"]))


async def test_my_work_gathers_what_is_mine(town: Town):
    mara = await town.organizer()
    me = (await mara.api_get("/api/auth/me"))["user"]["id"]
    first, second = await mara.project("First"), await mara.project("Second")
    await mara.task(first, "Late", assigneeId=me, dueDate="2020-01-01T00:00:00Z")
    await mara.task(second, "Whenever", assigneeId=me)
    await mara.task(second, "Not mine")
    page = await mara.window("/my-work")
    await expect(page.get_by_role("region", name="Overdue").get_by_role("link")).to_contain_text(["Late"])
    await expect(page.get_by_role("region", name="No due date").get_by_role("link")).to_contain_text(["Whenever"])
    await expect(page.get_by_text("Not mine")).to_have_count(0)


async def test_points_parent_and_sharing(town: Town):
    mara = await town.organizer()
    task, page, panel = await opened(mara)
    project = {"id": task["projectId"]}
    launch = await mara.task(project, "Launch the site")
    child = await mara.task(project, "Crop the hero", parentId=task["id"])
    await panel.get_by_role("textbox", name="Story points").fill("2.5")
    await page.keyboard.press("Enter")
    async with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        await panel.get_by_role("switch", name="Shared with client").click()
    await expect(panel.get_by_role("switch", name="Shared with client")).to_be_checked()
    await panel.get_by_role("button", name="Parent").click()
    await page.get_by_role("textbox", name="Parent").fill("launch")
    await page.get_by_role("option", name="Launch the site").click()
    await expect(panel.get_by_role("link", name="Launch the site")).to_be_visible()
    await panel.get_by_role("button", name="Parent").click()
    await page.get_by_role("textbox", name="Parent").fill("crop")
    await page.get_by_role("option", name="Crop the hero").click()
    await expect(panel.get_by_role("alert")).to_have_text("A task cannot lie below itself.")
    await expect(panel.get_by_role("button", name="Parent")).to_contain_text("Launch the site")
    await expect(panel.get_by_role("link", name=child["title"])).to_be_visible()
    await page.reload()
    await expect(panel.get_by_role("textbox", name="Story points")).to_have_value("2.5")
    now = await stored(mara, task)
    assert (now["storyPoints"], now["parentId"], now["clientVisible"]) == (2.5, launch["id"], True)
    await panel.get_by_role("button", name="Parent").click()
    await page.get_by_role("option", name="No parent").click()
    await expect(panel.get_by_role("button", name="Parent")).to_contain_text("No parent")


async def test_a_contributor_works_on_what_is_theirs_and_reads_the_rest(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project = await mara.project()
    me = await jonas.id()
    await mara.api_post("/api/project/project-members", {"projectId": project["id"], "userId": me})
    mine = await mara.task(project, "Mine", assigneeId=me, storyPoints=3, labels=["print"], description="Read me")
    other = await mara.task(project, "Not mine")
    page = await jonas.window(f"/projects/{project['id']}/tasks/{mine['id']}")
    panel = page.get_by_role("complementary")
    await panel.get_by_role("button", name="Status").click()
    await page.get_by_role("option", name="In progress").click()
    await panel.get_by_label("Add a step").fill("Proof-read")
    await page.keyboard.press("Enter")
    await panel.get_by_role("checkbox", name="Proof-read").click()
    for field in ("Priority", "Assignee", "Due date", "Parent", "Edit description"):
        await expect(panel.get_by_role("button", name=field)).to_have_count(0)
    for shown in ("Jonas Weber", "3", "print", "Read me"):
        await expect(panel).to_contain_text(shown)
    await expect(panel.get_by_role("textbox", name="Title")).not_to_be_editable()
    await expect(panel.get_by_role("switch")).to_have_count(0)
    assert (await stored(mara, mine))["status"] == "in_progress"
    await page.goto(f"/o/{jonas.slug}/projects/{project['id']}/tasks/{other['id']}")
    await expect(panel.get_by_role("textbox", name="Title")).to_have_value("Not mine")
    await expect(panel.get_by_role("button", name="Status")).to_have_count(0)
    await expect(panel.get_by_label("Add a step")).to_have_count(0)
