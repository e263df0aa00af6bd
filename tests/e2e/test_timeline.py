"""The timeline: moved, resized and linked by mouse and by keyboard, in two windows; what a move shifts is shown first."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.e2e.axe import findings
from tests.e2e.people import Json, Person, Town

pytestmark = pytest.mark.browser

TODAY = datetime.now().astimezone().date()  # as the browser, in the machine's zone
MONDAY = TODAY - timedelta(days=TODAY.weekday())
WEEK_DAY_WIDTH = 16  # DAY_WIDTH.week of web/src/features/planning/time.ts


def day(number: int) -> str:
    """So many days after this week's Monday, as the API has it."""
    return f"{MONDAY + timedelta(days=number)}T00:00:00Z"


def bar(page: Page, task: Json) -> Locator:
    return page.locator(f'[data-bar="{task["id"]}"]')


def row(page: Page, task: Json) -> Locator:
    return page.locator(f'[data-plan-row="{task["id"]}"]')


async def dates(mara: Person, task: Json) -> tuple[str, str]:
    now = await mara.api_get(f"/api/project/tasks/{task['id']}")
    return now["startDate"][:10], now["dueDate"][:10]


async def stored(page: Page, mara: Person, task: Json, start: int, end: int) -> None:
    """Waits until the server has these days."""
    wanted = (day(start)[:10], day(end)[:10])
    for _ in range(50):
        if await dates(mara, task) == wanted:
            return
        await page.wait_for_timeout(100)
    assert await dates(mara, task) == wanted


async def drag(page: Page, source: Locator, days: float, *, x: float = 0.5) -> None:
    """Drags from a share of the element's width along the time axis, in weeks' scale."""
    box = await source.bounding_box()
    assert box
    at = (box["x"] + box["width"] * x, box["y"] + box["height"] / 2)
    await page.mouse.move(*at)
    await page.mouse.down()
    await page.mouse.move(at[0] + days * WEEK_DAY_WIDTH / 2, at[1], steps=4)
    await page.mouse.move(at[0] + days * WEEK_DAY_WIDTH, at[1], steps=4)
    await page.mouse.up()


async def shown(page: Page, task: Json) -> None:
    await expect(bar(page, task)).to_be_visible()
    await expect(page.get_by_test_id("announcer")).to_contain_text(re.compile("."))


async def test_a_bar_is_dragged_and_the_other_window_sees_it(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "Print the catalogue", startDate=day(0), dueDate=day(4))
    path = f"/projects/{project['id']}?view=timeline"
    page, other = await mara.window(path), await mara.window(path)
    await shown(page, task)
    await shown(other, task)
    before = await bar(other, task).bounding_box()
    assert before
    await drag(page, bar(page, task), 7)
    await expect(page.get_by_text("“Print the catalogue” moved")).to_be_visible()
    await stored(page, mara, task, 7, 11)

    async def place() -> int:
        box = await bar(other, task).bounding_box()
        assert box
        return round(box["x"] - before["x"])

    for _ in range(50):
        if await place() == 7 * WEEK_DAY_WIDTH:
            break
        await other.wait_for_timeout(100)
    assert await place() == 7 * WEEK_DAY_WIDTH
    await page.get_by_role("button", name="Undo").click()
    await stored(page, mara, task, 0, 4)


async def test_an_end_is_dragged_and_a_click_opens_the_task(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "Print the catalogue", startDate=day(0), dueDate=day(2))
    page = await mara.window(f"/projects/{project['id']}?view=timeline")
    await shown(page, task)
    await drag(page, bar(page, task).locator('[data-grip="end"]'), 2)
    await stored(page, mara, task, 0, 4)
    await drag(page, bar(page, task).locator('[data-grip="start"]'), 1)
    await stored(page, mara, task, 1, 4)
    await bar(page, task).click()
    await expect(page.get_by_role("complementary").get_by_role("textbox", name="Title")).to_have_value(
        "Print the catalogue"
    )
    await expect(page).to_have_url(re.compile(r"/tasks/.*view=timeline"))


async def test_moves_resizes_and_plans_by_keyboard(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    task = await mara.task(project, "Write", startDate=day(0), dueDate=day(1))
    loose = await mara.task(project, "Loose")
    page = await mara.window(f"/projects/{project['id']}?view=timeline")
    await shown(page, task)
    await row(page, task).focus()
    await page.keyboard.press("Shift+ArrowRight")
    await page.keyboard.press("Shift+ArrowDown")
    await stored(page, mara, task, 8, 9)
    await expect(row(page, task)).to_be_focused()
    await page.keyboard.press("Alt+ArrowRight")
    await page.keyboard.press("Alt+ArrowRight")
    await stored(page, mara, task, 8, 11)
    await page.keyboard.press("Shift+ArrowLeft")
    await page.keyboard.press("Escape")
    await page.wait_for_timeout(900)
    await stored(page, mara, task, 8, 11)
    await page.keyboard.press("ArrowDown")
    await expect(row(page, loose)).to_be_focused()
    await page.keyboard.press("Shift+ArrowRight")
    await expect(bar(page, loose)).to_be_visible()
    today = (TODAY - MONDAY).days
    for _ in range(50):
        now = await mara.api_get(f"/api/project/tasks/{loose['id']}")
        if now["dueDate"]:
            break
        await page.wait_for_timeout(100)
    assert now["dueDate"] == day(today)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("complementary").get_by_role("textbox", name="Title")).to_have_value("Loose")


async def test_two_tasks_are_linked_by_mouse_and_the_other_window_sees_it(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    first = await mara.task(project, "First", startDate=day(0), dueDate=day(1))
    second = await mara.task(project, "Second", startDate=day(2), dueDate=day(4))
    path = f"/projects/{project['id']}?view=timeline"
    page, other = await mara.window(path), await mara.window(path)
    await shown(page, first)
    await shown(other, first)
    await bar(page, first).hover()
    knob = await bar(page, first).locator('[data-grip="link-end"]').bounding_box()
    onto = await bar(page, second).bounding_box()
    assert knob
    assert onto
    await page.mouse.move(knob["x"] + 5, knob["y"] + 5)
    await page.mouse.down()
    await page.mouse.move(onto["x"] + 4, onto["y"] - 8, steps=5)
    await page.mouse.move(onto["x"] + 6, onto["y"] + 8, steps=5)
    await page.mouse.up()
    card = page.get_by_role("dialog", name="Link")
    await expect(card).to_contain_text("First → Second")
    await expect(page.locator("[data-link]")).to_have_count(1)
    await expect(other.locator("[data-link]")).to_have_count(1)
    await card.get_by_role("button", name="Kind of link").click()
    await page.get_by_role("option", name="Start to start").click()
    await expect(card.get_by_role("button", name="Kind of link: Start to start")).to_be_visible()
    await card.get_by_label("Working days between").fill("2")
    await page.keyboard.press("Enter")
    for _ in range(50):
        links = (await mara.api_get("/api/project/task-dependencies", projectId=project["id"]))["items"]
        if links[0]["lagDays"] == 2:
            break
        await page.wait_for_timeout(100)
    assert [(link["dependsOnId"], link["taskId"], link["type"], link["lagDays"]) for link in links] == [
        (first["id"], second["id"], "SS", 2)
    ]
    await page.keyboard.press("Escape")
    await expect(card).to_have_count(0)


async def test_two_tasks_are_linked_by_keyboard_and_a_circle_is_told(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    first = await mara.task(project, "First", startDate=day(0), dueDate=day(1))
    await mara.task(project, "Second", startDate=day(2), dueDate=day(4))
    page = await mara.window(f"/projects/{project['id']}?view=timeline")
    await shown(page, first)
    await row(page, first).focus()
    await page.keyboard.press("l")
    dialog = page.get_by_role("dialog", name="Links of “First”")
    await dialog.get_by_role("button", name="Comes before…").press("Enter")
    await page.keyboard.type("Second")
    await page.get_by_role("option", name="Second").click()
    await expect(dialog.get_by_role("listitem")).to_contain_text("Second")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.locator("[data-link]")).to_have_count(1)
    await expect(row(page, first)).to_be_focused()
    await expect(row(page, first).get_by_role("gridcell").last).to_have_accessible_name(
        re.compile("1 task waits for it")
    )


async def chain(mara: Person) -> tuple[Json, list[Json]]:
    project = await mara.project()
    made = [
        await mara.task(project, "Design", startDate=day(0), dueDate=day(4)),
        await mara.task(project, "Build", startDate=day(7), dueDate=day(11)),
        await mara.task(project, "Open", startDate=day(14), dueDate=day(14)),
    ]
    for before, after in pairwise(made):
        await mara.api_post(
            "/api/project/task-dependencies", {"taskId": after["id"], "dependsOnId": before["id"], "type": "FS"}
        )
    return project, made


async def test_what_a_move_shifts_is_shown_then_applied_and_undone(town: Town):
    mara = await town.organizer()
    project, (design, build, opening) = await chain(mara)
    page = await mara.window(f"/projects/{project['id']}?view=timeline")
    await shown(page, design)
    await expect(page.locator("[data-link]")).to_have_count(2)
    await drag(page, bar(page, design), 7)
    question = page.get_by_role("region", name="What would shift")
    await expect(question).to_contain_text("2 other tasks shift")
    await expect(question).to_contain_text("Finish moves from")
    await question.get_by_role("button", name="Cancel").click()
    await expect(question).to_have_count(0)
    await stored(page, mara, design, 0, 4)
    await row(page, design).focus()
    await page.keyboard.press("Shift+ArrowDown")
    await expect(question.get_by_role("button", name="Apply")).to_be_focused()
    await page.keyboard.press("Enter")
    await stored(page, mara, design, 7, 11)
    await stored(page, mara, build, 14, 18)
    await stored(page, mara, opening, 21, 21)
    await page.get_by_role("button", name="Undo").click()
    for task, start, end in ((design, 0, 4), (build, 7, 11), (opening, 14, 14)):
        await stored(page, mara, task, start, end)
    await drag(page, bar(page, design), 7)
    await question.get_by_role("button", name="Only this task").click()
    await stored(page, mara, design, 7, 11)
    await stored(page, mara, build, 7, 11)


async def test_what_a_filter_hides_is_shifted_and_taken_back_too(town: Town):
    mara = await town.organizer()
    project, (design, build, opening) = await chain(mara)
    page = await mara.window(f"/projects/{project['id']}?view=timeline&q={design['title']}")
    await shown(page, design)
    await expect(page.locator("[data-plan-row]")).to_have_count(1)
    await drag(page, bar(page, design), 7)
    await page.get_by_role("region", name="What would shift").get_by_role("button", name="Apply").click()
    await stored(page, mara, opening, 21, 21)
    await page.get_by_role("button", name="Undo").click()
    for task, start, end in ((design, 0, 4), (build, 7, 11), (opening, 14, 14)):
        await stored(page, mara, task, start, end)


async def moved(mara: Person) -> tuple[Page, list[Json]]:
    """Three tasks in a chain, moved a week by the first of them; the message that offers to undo it is there."""
    project, tasks = await chain(mara)
    page = await mara.window(f"/projects/{project['id']}?view=timeline")
    await shown(page, tasks[0])
    await expect(page.locator("[data-link]")).to_have_count(2)
    await drag(page, bar(page, tasks[0]), 7)
    await page.get_by_role("region", name="What would shift").get_by_role("button", name="Apply").click()
    await stored(page, mara, tasks[2], 21, 21)
    return page, tasks


async def test_a_move_is_taken_back_in_one_request(town: Town):
    mara = await town.organizer()
    page, tasks = await moved(mara)
    writes: list[str] = []
    page.on("request", lambda one: writes.append(one.method) if one.method in {"PATCH", "PUT", "POST"} else None)
    await mara.api_patch(f"/api/project/tasks/{tasks[1]['id']}", {"title": "Build it well"})  # no date: no conflict
    await expect(page.get_by_text("Build it well").first).to_be_visible()
    await page.get_by_role("button", name="Undo").click()
    for task, start, end in zip(tasks, (0, 7, 14), (4, 11, 14), strict=True):
        await stored(page, mara, task, start, end)
    assert writes == ["PUT"]


async def test_a_move_is_not_taken_back_over_what_somebody_planned_since(town: Town):
    mara = await town.organizer()
    page, tasks = await moved(mara)
    await mara.api_patch(f"/api/project/tasks/{tasks[2]['id']}", {"dueDate": day(30)})
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text(f"“{tasks[2]['title']}” has been changed since")).to_be_visible()
    await stored(page, mara, tasks[0], 7, 11)
    await stored(page, mara, tasks[1], 14, 18)


async def test_says_that_it_shows_ten_thousand_tasks_and_how_to_see_the_rest(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    one = await mara.task(project, "Survey", startDate=day(0), dueDate=day(2))
    asked = 0

    async def page_of(route: Route) -> None:
        nonlocal asked
        asked += 1
        items = [
            {**one, "id": f"{one['id'][:24]}{asked:06d}{n:06d}", "title": f"Survey {asked}-{n}"} for n in range(200)
        ]
        await route.fulfill(json={"items": items, "nextCursor": f"c{asked}"})

    page = await mara.window()
    await page.route(re.compile(r"/api/project/tasks\?.*sort=position"), page_of)
    await page.route(
        "**/board", lambda route: route.fulfill(json={"columns": [{"status": "todo", "count": 41_210, "id": None}]})
    )
    await page.goto(f"/o/{mara.slug}/projects/{project['id']}?view=timeline")
    told = page.get_by_text("10,000 of 41,210 tasks are shown")
    await expect(told).to_be_visible(timeout=60_000)
    await expect(told).to_contain_text("Filter to see the rest.")
    assert asked == 50


async def test_a_summary_takes_its_subtasks_along(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    parent = await mara.task(project, "Stand")
    inside = [
        await mara.task(project, "Frame", parentId=parent["id"], startDate=day(0), dueDate=day(1)),
        await mara.task(project, "Panels", parentId=parent["id"], startDate=day(2), dueDate=day(4)),
    ]
    page = await mara.window(f"/projects/{project['id']}?view=timeline")
    await shown(page, parent)
    await drag(page, bar(page, parent), 7)
    await stored(page, mara, inside[0], 7, 8)
    await stored(page, mara, inside[1], 9, 11)
    await row(page, parent).focus()
    await page.keyboard.press("ArrowLeft")
    await expect(row(page, inside[0])).to_have_count(0)
    await expect(row(page, parent)).to_have_attribute("aria-expanded", "false")


async def test_a_baseline_is_taken_and_compared_with(town: Town):
    mara = await town.organizer()
    project, (design, _, _) = await chain(mara)
    page = await mara.window(f"/projects/{project['id']}?view=timeline")
    await shown(page, design)
    await page.get_by_role("button", name="Baseline").click()
    await page.get_by_role("menuitem", name="Take a baseline").click()
    await page.get_by_role("dialog").get_by_label("Name").fill("As promised")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="As promised")).to_be_visible()
    await expect(row(page, design).locator("[data-baseline]")).to_be_visible()


async def test_whoever_may_not_plan_sees_bars_that_stay(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project, (design, _, _) = await chain(mara)
    await mara.api_post(
        "/api/project/project-members", {"projectId": project["id"], "userId": await jonas.id(), "role": "member"}
    )
    page = await jonas.window(f"/projects/{project['id']}?view=timeline")
    await shown(page, design)
    await expect(bar(page, design).locator("[data-grip]")).to_have_count(0)
    await drag(page, bar(page, design), 7)
    await page.wait_for_timeout(500)
    await stored(page, mara, design, 0, 4)


async def test_no_serious_finding(town: Town):
    mara = await town.organizer()
    project, (design, _, _) = await chain(mara)
    parent = await mara.task(project, "Stand")
    await mara.task(project, "Frame", parentId=parent["id"], startDate=day(0), dueDate=day(1))
    await mara.task(project, "Loose")
    await mara.api_post("/api/project/milestones", {"projectId": project["id"], "title": "Launch", "dueDate": day(20)})
    page = await mara.window(f"/projects/{project['id']}?view=timeline")
    await shown(page, design)
    found = await findings(page)
    await row(page, design).focus()
    await page.keyboard.press("l")
    await expect(page.get_by_role("dialog")).to_be_visible()
    found += await findings(page)
    assert not found, "\n".join(found)


async def test_is_read_on_a_phone(town: Town):
    mara = await town.organizer()
    project, (design, _, _) = await chain(mara)
    page = await mara.window(f"/projects/{project['id']}?view=timeline", size="phone")
    await shown(page, design)
    await row(page, design).get_by_role("link").tap()
    await expect(page.get_by_role("complementary").get_by_role("textbox", name="Title")).to_have_value("Design")
