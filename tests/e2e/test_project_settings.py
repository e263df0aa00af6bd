"""A project's own way: statuses, allowed moves, custom fields, the calendar; and the board that follows."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import findings
from tests.e2e.people import Json, Person, Town

pytestmark = pytest.mark.browser


async def settings(person: Person, project: Json) -> Page:
    page = await person.window(f"/projects/{project['id']}?view=settings")
    await expect(page.get_by_role("region", name="Statuses")).to_be_visible()
    return page


def names(page: Page) -> Locator:
    return page.get_by_role("list", name="Statuses").get_by_role("textbox", name="Name of")


async def statuses(person: Person, project: Json) -> list[Json]:
    found = await person.api_get("/api/project/project-statuses", projectId=project["id"])
    items: list[Json] = found["items"]
    return items


async def test_makes_statuses_its_own_and_the_board_follows(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.task(project, "One")
    board = await mara.window(f"/projects/{project['id']}")
    await expect(board.locator("[data-card]")).to_have_count(1)
    page = await settings(mara, project)
    await page.get_by_role("button", name="Make them this project").click()
    await expect(names(page)).to_have_count(6)
    await page.get_by_role("textbox", name="Name of the new status").fill("Proof")
    await page.get_by_role("button", name="What the new status counts as").click()
    await page.get_by_role("option", name="In review").click()
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(names(page)).to_have_count(7)
    await page.get_by_role("textbox", name="Name of To do").fill("Ready")
    await page.keyboard.press("Enter")
    await page.get_by_role("textbox", name="Most cards in Ready").fill("1")
    await page.keyboard.press("Enter")
    handle = page.get_by_role("button", name="Move Proof")
    await handle.focus()
    await page.keyboard.press("ArrowUp")
    await expect(handle).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(names(page).nth(4)).to_have_value("Proof")
    await expect(board.get_by_role("region", name="Ready")).to_contain_text("1/1")
    await mara.task(project, "Two", statusId=(await statuses(mara, project))[1]["id"])
    await expect(board.get_by_role("region", name="Ready")).to_contain_text("more than it should hold")
    await page.reload()
    await expect(names(page)).to_have_count(7)
    shown = [await box.input_value() for box in await names(page).all()]
    assert shown == ["Backlog", "Ready", "In progress", "In review", "Proof", "Done", "Cancelled"]


async def test_a_new_task_may_begin_in_any_status_of_the_projects_own(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.api_post(f"/api/project/projects/{project['id']}/statuses", {})
    proof = {"projectId": project["id"], "name": "Proof", "category": "in_review"}
    made = await mara.api_post("/api/project/project-statuses", proof)
    await mara.task(project, "One", status="in_review")
    page = await mara.window(f"/projects/{project['id']}")
    await page.get_by_role("button", name="New task").click()
    dialog = page.get_by_role("dialog", name="New task")
    await expect(dialog.get_by_label("Status")).to_contain_text("To do")
    await dialog.get_by_label("Title").fill("Two")
    await dialog.get_by_label("Status").click()
    await page.get_by_role("option", name="Proof").click()
    await dialog.get_by_role("button", name="Add task").click()
    await expect(page.get_by_role("region", name="Proof").locator("[data-card]")).to_have_count(1)
    task = (await mara.api_get("/api/project/tasks", q="Two"))["items"][0]
    assert (task["statusId"], task["status"]) == (made["id"], "in_review")
    overview = await mara.window(f"/projects/{project['id']}?view=overview")
    await expect(overview.get_by_role("link", name="In review 2")).to_be_visible()  # both of that kind, added up


async def test_orders_statuses_by_dragging(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.api_post(f"/api/project/projects/{project['id']}/statuses", {})
    page = await settings(mara, project)
    await expect(names(page)).to_have_count(6)
    rows = page.get_by_role("list", name="Statuses").locator("[data-sortable]")
    target = await rows.nth(0).bounding_box()
    assert target
    await page.get_by_role("button", name="Move In review").hover()
    await page.mouse.down()
    await page.mouse.move(target["x"] + 60, target["y"] + target["height"] + 10, steps=5)
    await page.mouse.move(target["x"] + 60, target["y"] + 4, steps=5)
    await page.wait_for_timeout(120)
    await page.mouse.up()
    await expect(names(page).nth(0)).to_have_value("In review")
    await page.reload()
    await expect(names(page).nth(0)).to_have_value("In review")


async def test_a_card_goes_only_where_it_may(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.api_post(f"/api/project/projects/{project['id']}/statuses", {})
    task = await mara.task(project, "One", status="todo")
    page = await settings(mara, project)
    await page.get_by_role("switch", name="From To do to anywhere").click()
    for name in ("Backlog", "In review", "Done", "Cancelled"):
        box = page.get_by_role("checkbox", name=f"From To do to {name}")
        await expect(box).to_be_enabled()
        await box.click()
        await expect(box).not_to_be_checked()
    own = {status["name"]: status for status in await statuses(mara, project)}
    await expect(page.get_by_role("checkbox", name="From To do to In progress")).to_be_checked()
    board = await mara.window(f"/projects/{project['id']}")
    card = board.locator("[data-card]")
    place = await board.get_by_role("region", name="In review").bounding_box()
    assert place
    await expect(card).to_have_count(1)
    await card.hover()
    await board.mouse.down()
    await board.mouse.move(place["x"] + 60, place["y"] + 160, steps=8)
    await board.wait_for_timeout(120)
    await board.mouse.up()
    await expect(board.get_by_role("alert").filter(has_text="“One” stays in To do.")).to_contain_text("In progress")
    await card.focus()
    await board.keyboard.press("Space")
    await board.keyboard.press("ArrowRight")
    await board.keyboard.press("Space")
    await expect(board.get_by_role("region", name="In progress").locator("[data-card]")).to_have_count(1)
    await expect(board.get_by_test_id("announcer")).to_contain_text("Dropped “One”. In progress")
    now = await mara.api_get(f"/api/project/tasks/{task['id']}")
    assert (now["statusId"], now["status"]) == (own["In progress"]["id"], "in_progress")


async def test_a_deleted_status_hands_its_tasks_on(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.api_post(f"/api/project/projects/{project['id']}/statuses", {})
    task = await mara.task(project, "One", status="in_review")
    page = await settings(mara, project)
    await page.get_by_role("button", name="Delete In review").click()
    dialog = page.get_by_role("dialog", name="Delete the status “In review”")
    await dialog.get_by_role("button", name="Its tasks go to").click()
    await page.get_by_role("option", name="Done").click()
    await dialog.get_by_role("button", name="Delete status").click()
    await expect(names(page)).to_have_count(5)
    assert (await mara.api_get(f"/api/project/tasks/{task['id']}"))["status"] == "done"


async def test_custom_fields_are_made_ordered_changed_and_deleted(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    page = await settings(mara, project)
    for name, kind in (("Code", "Text"), ("Format", "Choice")):
        await page.get_by_role("button", name="Add a field").click()
        dialog = page.get_by_role("dialog", name="Add a field")
        await dialog.get_by_role("textbox", name="Name").fill(name)
        await dialog.get_by_role("button", name="Kind").click()
        await page.get_by_role("option", name=kind).click()
        if kind == "Choice":
            await dialog.get_by_role("button", name="Add field").click()
            await expect(dialog.get_by_text("Write at least one choice.")).to_be_visible()
            await dialog.get_by_role("textbox", name="Choices").fill("A4\nA3\nA4\n")
        await dialog.get_by_role("button", name="Add field").click()
        await expect(dialog).to_have_count(0)
    fields = page.get_by_role("list", name="Custom fields").get_by_role("textbox")
    await expect(fields).to_have_count(2)
    await page.get_by_role("button", name="Move Format").press("ArrowUp")
    await expect(fields.first).to_have_value("Format")
    await page.get_by_role("button", name="Choices of Format").click()
    await page.get_by_role("textbox", name="Choices").fill("A5\nA4")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_role("button", name="Choices of Format")).to_have_text("A5, A4")
    await page.get_by_role("button", name="Delete Code").click()
    await page.get_by_role("textbox", name="Type “Code” to confirm").fill("Code")
    await page.get_by_role("button", name="Delete field").click()
    await expect(fields).to_have_count(1)
    await page.reload()
    await expect(fields).to_have_count(1)
    found = (await mara.api_get("/api/project/custom-fields", projectId=project["id"]))["items"]
    assert [(field["name"], field["choices"]) for field in found] == [("Format", ["A5", "A4"])]


async def test_a_field_of_all_projects(town: Town):
    mara = await town.organizer()
    project, other = await mara.project(), await mara.project("Another")
    page = await settings(mara, project)
    await page.get_by_role("button", name="Add a field").click()
    dialog = page.get_by_role("dialog", name="Add a field")
    await dialog.get_by_role("textbox", name="Name").fill("Cost centre")
    await dialog.get_by_role("button", name="In", exact=True).click()
    await page.get_by_role("option", name="All projects").click()
    await dialog.get_by_role("button", name="Add field").click()
    shared = page.get_by_role("list", name="Custom fields of all projects").get_by_role("textbox")
    await expect(shared).to_have_value("Cost centre")
    await shared.fill("Cost center")
    await page.keyboard.press("Enter")
    page = await settings(mara, other)
    await expect(page.get_by_role("list", name="Custom fields of all projects").get_by_role("textbox")).to_have_value(
        "Cost center"
    )


async def test_the_calendar_is_kept(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    page = await settings(mara, project)
    part = page.get_by_role("region", name="Calendar")
    await part.get_by_role("checkbox", name="Friday").click()
    await part.get_by_role("textbox", name="Hours a day").fill("30")
    await part.get_by_role("button", name="Save calendar").click()
    await expect(part.get_by_text("Give a number of hours from 0.25 to 24.")).to_be_visible()
    await part.get_by_role("textbox", name="Hours a day").fill("7.5")
    await part.get_by_role("button", name="Add a holiday").click()
    await page.get_by_label("Date in words").fill("2031-05-01")
    await page.keyboard.press("Enter")
    await expect(part.get_by_role("list", name="Holidays")).to_contain_text("1 May 2031")
    await part.get_by_role("button", name="Save calendar").click()
    await expect(page.get_by_text("Calendar saved")).to_be_visible()
    now = await mara.api_get(f"/api/project/projects/{project['id']}/calendar")
    assert (now["workingDays"], now["holidays"], now["hoursPerDay"]) == ([1, 2, 3, 4], ["2031-05-01"], 7.5)


async def test_a_contributor_reads_the_settings_and_changes_nothing(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project = await mara.project()
    await mara.api_post(f"/api/project/projects/{project['id']}/statuses", {})
    await mara.api_post("/api/project/project-members", {"projectId": project["id"], "userId": await jonas.id()})
    page = await settings(jonas, project)
    await expect(names(page)).to_have_count(6)
    await expect(names(page).first).not_to_be_editable()
    for name in ("Add", "Add a field", "Save calendar", "Delete Done", "Move Done"):
        await expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    await expect(page.get_by_role("switch").first).to_be_disabled()


async def test_no_serious_finding(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.api_post(f"/api/project/projects/{project['id']}/statuses", {})
    field = {"projectId": project["id"], "name": "Format", "kind": "choice", "choices": ["A4"]}
    made = await mara.api_post("/api/project/custom-fields", field)
    await mara.task(project, "One", assigneeId=await mara.id(), dueDate="2020-01-01T00:00:00Z", labels=["print"])
    page = await mara.window()
    columns = f"status,priority,assignee,start,due,milestone,labels,estimate,progress,points,field.{made['id']}"
    found: list[str] = []
    for path in (
        "?view=settings",
        f"?view=list&group=status&columns={columns}",
        "?view=list&tree=true",
        "?lanes=priority",
        "?due=week",
    ):
        await page.goto(f"/o/{mara.slug}/projects/{project['id']}{path}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await page.wait_for_load_state("networkidle")
        if "list" in path:
            await page.keyboard.press("j")
            await page.keyboard.press("x")
        found += await findings(page)
    assert found == []
