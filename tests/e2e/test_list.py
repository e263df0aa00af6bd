"""The list: edited in place, grouped, chosen columns, many at once, by mouse and keyboard, two windows."""

import re
from datetime import datetime

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.e2e.axe import findings
from tests.e2e.people import Json, Person, Town

pytestmark = pytest.mark.browser


def row(page: Page, title: str) -> Locator:
    return page.locator("[data-row]").filter(has=page.get_by_role("link", name=title, exact=True))


async def listed(mara: Person, project: Json, query: str = "", size: str = "wide") -> Page:
    page = await mara.window(f"/projects/{project['id']}?view=list{query}", size=size)
    await expect(page.get_by_role("table", name="Tasks")).to_be_visible()
    return page


async def stored(person: Person, task: Json) -> Json:
    found: Json = await person.api_get(f"/api/project/tasks/{task['id']}")
    return found


async def test_edits_every_cell_where_it_stands(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    milestone = await mara.api_post("/api/project/milestones", {"projectId": project["id"], "title": "Opening"})
    size = {"projectId": project["id"], "name": "Format", "kind": "choice", "choices": ["A4", "A3"]}
    paper = await mara.api_post("/api/project/custom-fields", size)
    code = await mara.api_post(
        "/api/project/custom-fields", {"projectId": project["id"], "name": "Code", "kind": "text", "choices": []}
    )
    task = await mara.task(project, "Print the poster")
    columns = f"status,priority,assignee,start,due,milestone,estimate,progress,field.{paper['id']},field.{code['id']}"
    page = await listed(mara, project, f"&columns={columns}")
    line = row(page, "Print the poster")

    async def choose(cell: str, option: str) -> None:
        await line.get_by_role("button", name=f"{cell} of Print the poster").last.click()
        await page.get_by_role("option", name=option).click()
        await expect(line).to_contain_text(option)

    async def write(cell: str, text: str) -> None:
        await line.get_by_role("button", name=f"{cell} of Print the poster").click()
        await line.get_by_role("textbox", name=f"{cell} of Print the poster").fill(text)
        await page.keyboard.press("Enter")

    await choose("Status", "In review")
    await choose("Priority", "High")
    await choose("Assignee", "Mara Lindqvist")
    await choose("Milestone", "Opening")
    await choose("Format", "A3")
    for cell, day in (("Start", "2031-05-02"), ("Due date", "2031-05-09")):
        await line.get_by_role("button", name=f"{cell} of Print the poster").click()
        await page.get_by_label("Date in words").fill(day)
        await page.keyboard.press("Enter")
    await write("Estimate", "2h 30m")
    await write("Progress", "40")
    await write("Code", "P-17")
    await expect(line).to_contain_text("2h 30m")
    await expect(line).to_contain_text("40%")
    await expect(line).to_contain_text("P-17")
    await page.reload()
    for shown in ("In review", "High", "Mara Lindqvist", "Opening", "A3", "2 May 2031", "9 May 2031", "P-17"):
        await expect(line).to_contain_text(shown)
    now = await stored(mara, task)
    assert (now["status"], now["priority"], now["milestoneId"], now["estimateMinutes"], now["progress"]) == (
        "in_review",
        "high",
        milestone["id"],
        150,
        40,
    )
    assert now["fields"] == {paper["id"]: "A3", code["id"]: "P-17"}


async def test_a_wrong_number_stays_to_be_corrected_and_escape_takes_it_back(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "One", progress=10)
    page = await listed(mara, project, "&columns=progress")
    await row(page, "One").get_by_role("button", name="Progress of One").click()
    box = page.get_by_role("textbox", name="Progress of One")
    await box.fill("101")
    await page.keyboard.press("Enter")
    await expect(box).to_have_attribute("aria-invalid", "true")
    await page.keyboard.press("Escape")
    await expect(box).to_have_count(0)
    await expect(row(page, "One")).to_contain_text("10%")
    assert (await stored(mara, task))["progress"] == 10


async def test_walks_selects_and_edits_by_keyboard(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    for title in ("One", "Two", "Three"):
        await mara.task(project, title)
    page = await listed(mara, project, "&sort=createdAt")
    await expect(row(page, "Three")).to_be_visible()
    await page.keyboard.press("j")
    await expect(page.get_by_role("link", name="One", exact=True)).to_be_focused()
    await page.keyboard.press("e")
    await page.keyboard.type("First")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="First", exact=True)).to_be_focused()
    await page.keyboard.press("x")
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("Shift+X")
    bar = page.get_by_role("toolbar", name="Selected tasks")
    await expect(bar).to_contain_text("3 selected")
    await page.keyboard.press("/")
    await expect(page.get_by_role("searchbox", name="Filter tasks by text")).to_be_focused()
    await page.keyboard.type("Two")
    await expect(row(page, "First")).to_have_count(0)
    await expect(row(page, "Two")).to_be_visible()
    await expect(page).to_have_url(re.compile(r"q=Two"))


async def test_changes_many_at_once_and_takes_it_back(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    made = [await mara.task(project, title, labels=["old"]) for title in ("One", "Two", "Three", "Four")]
    page = await listed(mara, project, "&sort=createdAt&columns=status,priority,labels")
    await row(page, "One").hover()
    await row(page, "One").get_by_role("checkbox").click()
    await row(page, "Three").hover()
    await row(page, "Three").get_by_role("checkbox").click(modifiers=["Shift"])
    bar = page.get_by_role("toolbar", name="Selected tasks")
    await expect(bar).to_contain_text("3 selected")
    await bar.get_by_role("button", name="Set priority").click()
    await page.get_by_role("option", name="Urgent").click()
    await expect(page.get_by_text("3 tasks changed")).to_be_visible()
    await expect(row(page, "Two")).to_contain_text("Urgent")
    await expect(row(page, "Four")).not_to_contain_text("Urgent")
    await bar.get_by_role("button", name="Labels").click()
    await page.get_by_role("textbox", name="Labels").fill("print")
    await page.get_by_role("option", name="Add “print”").click()
    await expect(row(page, "Two")).to_contain_text("old, print")
    await page.get_by_role("button", name="Undo").last.click()
    await expect(row(page, "Two")).not_to_contain_text("print")
    writes: list[str] = []
    page.on("request", lambda one: writes.append(one.url.rsplit("/", 1)[1]) if one.method != "GET" else None)
    await bar.get_by_role("button", name="Delete").click()
    await expect(page.locator("[data-row]")).to_have_count(1)
    await page.get_by_role("button", name="Undo").last.click()
    await expect(page.locator("[data-row]")).to_have_count(4)
    assert writes == ["bulk-delete", "bulk-restore"]
    assert (await stored(mara, made[1]))["labels"] == ["old"]


async def test_deletes_many_with_their_subtasks_and_tells_which_somebody_changed(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    parent = await mara.task(project, "Stand")
    await mara.task(project, "Frame", parentId=parent["id"])
    theirs = await mara.task(project, "Theirs")
    page = await listed(mara, project, "&sort=createdAt")
    await expect(page.locator("[data-row]")).to_have_count(3)
    for title in ("Stand", "Frame", "Theirs"):
        await row(page, title).hover()
        await row(page, title).get_by_role("checkbox").click()

    async def late(route: Route) -> None:
        """Somebody else is a moment ahead."""
        await mara.api_patch(f"/api/project/tasks/{theirs['id']}", {"priority": "urgent"})
        await route.continue_()

    await page.route("**/bulk-delete", late)
    await page.get_by_role("toolbar", name="Selected tasks").get_by_role("button", name="Delete").click()
    await expect(page.get_by_role("alert")).to_contain_text("Theirs")
    await expect(page.get_by_text("2 tasks deleted")).to_be_visible()
    await expect(page.locator("[data-row]")).to_have_count(1)
    await page.get_by_role("button", name="Undo").last.click()
    await expect(page.locator("[data-row]")).to_have_count(3)


async def test_tasks_of_those_who_left_have_a_group(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project, gone = await mara.project(), await jonas.id()
    await mara.task(project, "Orphaned", assigneeId=gone)
    await mara.task(project, "Mine", assigneeId=await mara.id())
    members = (await mara.api_get("/api/auth/organization-members"))["items"]
    member = next(one for one in members if one["userId"] == gone)
    address = f"/api/auth/organization-members/{member['id']}"
    answer = await mara.api.delete(address, headers=await mara._headers())
    assert answer.ok
    page = await listed(mara, project, "&group=assignee")
    await expect(page.get_by_role("button", name="Former member 1")).to_be_visible()
    await expect(row(page, "Orphaned")).to_be_visible()
    await expect(row(page, "Mine")).to_be_visible()


async def test_tells_what_was_refused_of_many(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project = await mara.project()
    me = await jonas.id()
    await mara.api_post("/api/project/project-members", {"projectId": project["id"], "userId": me})
    gone = await mara.task(project, "Gone", assigneeId=me)
    await mara.task(project, "Mine", assigneeId=me)
    page = await listed(jonas, project, "&sort=createdAt")
    await expect(row(page, "Mine")).to_be_visible()
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    # Taken from him at the very moment: his window still thinks that it is his to change.
    await page.route("**/api/project/tasks/" + gone["id"], lambda route: route.abort())
    await mara.api_patch(f"/api/project/tasks/{gone['id']}", {"assigneeId": None})
    bar = page.get_by_role("toolbar", name="Selected tasks")
    await bar.get_by_role("button", name="Set status").click()
    await page.get_by_role("option", name="In review").click()
    refused = page.get_by_role("alert").filter(has_text="1 task was not changed")
    await expect(refused).to_contain_text("Gone")
    await expect(page.get_by_text("1 task changed")).to_be_visible()
    assert (await stored(mara, gone))["status"] == "todo"


async def test_groups_fold_and_a_task_goes_to_its_new_group(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    for title, priority in (("One", "high"), ("Two", "low"), ("Three", "low")):
        await mara.task(project, title, priority=priority)
    page = await listed(mara, project, "&columns=priority")
    await page.get_by_role("button", name="Group", exact=True).click()
    await page.get_by_role("option", name="Priority").click()
    await expect(page).to_have_url(re.compile("group=priority"))
    table = page.get_by_role("table", name="Tasks")
    await expect(table.get_by_role("button", name="Low 2")).to_be_visible()
    await row(page, "Two").get_by_role("button", name="Priority of Two").click()
    await page.get_by_role("option", name="High").click()
    await expect(table.get_by_role("button", name="High 2")).to_be_visible()
    await expect(table.get_by_role("button", name="Low 1")).to_be_visible()
    await table.get_by_role("button", name="High 2").click()
    await expect(row(page, "One")).to_have_count(0)
    await expect(row(page, "Three")).to_be_visible()


async def test_nests_subtasks_below_their_task(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    parent = await mara.task(project, "Parent")
    await mara.task(project, "Child", parentId=parent["id"])
    page = await listed(mara, project)
    await expect(row(page, "Child")).to_be_visible()
    await page.get_by_role("button", name="Nest").click()
    await expect(row(page, "Child")).to_have_count(0)
    opener = page.get_by_role("button", name="Subtasks of Parent")
    for _ in range(10):  # what lies below is gathered a moment after the write
        if await opener.count():
            break
        await page.wait_for_timeout(500)
        await page.reload()
        await expect(row(page, "Parent")).to_be_visible()
    await opener.click()
    await expect(row(page, "Child")).to_be_visible()


async def test_someone_else_changed_the_same_field_and_is_not_overwritten(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "One")
    page = await listed(mara, project, "&columns=priority")
    await row(page, "One").get_by_role("button", name="Priority of One").click()
    await expect(page.get_by_role("option", name="Urgent")).to_be_visible()

    async def late(route: Route) -> None:  # the change arrives between the press and the write
        await mara.api_patch(f"/api/project/tasks/{task['id']}", {"priority": "low"})
        await route.continue_()

    await page.route(f"**/api/project/tasks/{task['id']}", late, times=1)
    await page.get_by_role("option", name="Urgent").click()
    told = page.get_by_role("alert").filter(has_text="Someone changed “One” while you did (Priority). Theirs is kept.")
    await expect(told).to_be_visible()
    assert (await stored(mara, task))["priority"] == "low"
    async with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        await told.get_by_role("button", name="Save mine").click()
    await expect(row(page, "One")).to_contain_text("Urgent")
    assert (await stored(mara, task))["priority"] == "urgent"


async def test_two_windows_show_the_same_list(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.task(project, "One")
    page, other = await listed(mara, project), await listed(mara, project)
    await row(page, "One").get_by_role("button", name=re.compile("Assignee of One")).click()
    await page.get_by_role("option", name="Mara Lindqvist").click()
    await expect(row(other, "One")).to_contain_text("Mara Lindqvist")
    await mara.task(project, "Two")
    await expect(row(page, "Two")).to_be_visible()
    await expect(row(other, "Two")).to_be_visible()


async def test_many_are_changed_at_once_in_the_timeline_the_calendar_and_my_work(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    today = datetime.now().astimezone().date()
    planned = {"startDate": f"{today}T00:00:00Z", "dueDate": f"{today}T00:00:00Z", "assigneeId": await mara.id()}
    tasks = [await mara.task(project, title, **planned) for title in ("One", "Two", "Three")]
    page = await mara.window(f"/projects/{project['id']}?view=timeline")
    bar = page.get_by_role("toolbar", name="Selected tasks")

    async def given(field: str, value: str | None, *titles: str) -> None:
        """Waits until these tasks have the value, and no other."""
        found: set[str] = set()
        for _ in range(50):
            now = [await mara.api_get(f"/api/project/tasks/{task['id']}") for task in tasks]
            found = {task["title"] for task in now if task[field] == value}
            if found == set(titles):
                return
            await page.wait_for_timeout(100)
        assert found == set(titles)

    await page.locator(f'[data-plan-row="{tasks[0]["id"]}"]').focus()
    await page.keyboard.press("x")
    await page.get_by_role("link", name="Two", exact=True).first.click(modifiers=["Shift"])
    await expect(bar).to_contain_text("2 selected")
    assert await findings(page) == []
    await bar.get_by_role("button", name="Set priority").click()
    await page.get_by_role("option", name="High").click()
    await given("priority", "high", "One", "Two")
    await page.goto(f"/o/{mara.slug}/projects/{project['id']}?view=calendar")
    await page.locator("[data-chip]").filter(has_text="Two").click(modifiers=["Shift"])
    await page.locator("[data-chip]").filter(has_text="Three").focus()
    await page.keyboard.press("x")
    await expect(bar).to_contain_text("2 selected")
    await bar.get_by_role("button", name="Set status").click()
    await page.get_by_role("option", name="In review").click()
    await given("status", "in_review", "Two", "Three")
    await page.goto(f"/o/{mara.slug}/my-work")
    await page.get_by_role("link", name="One", exact=True).click(modifiers=["Shift"])
    await page.get_by_role("link", name="Three", exact=True).focus()
    await page.keyboard.press("x")
    await expect(bar).to_contain_text("2 selected")
    assert await findings(page) == []
    await bar.get_by_role("button", name="Set priority").click()
    await page.get_by_role("option", name="Urgent").click()
    await given("priority", "urgent", "One", "Three")
    await bar.get_by_role("button", name="Clear selection").click()
    await expect(bar).to_have_count(0)
