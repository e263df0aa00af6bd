"""The board: by mouse, by keyboard, in two windows, with a thousand cards."""

import asyncio

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import findings
from tests.e2e.people import Json, Person, Town

pytestmark = pytest.mark.browser


async def prepared(mara: Person, *titles: str, **fields: str) -> Json:
    project = await mara.project()
    for title in titles:
        await mara.task(project, title, **fields)
    return project


def column(page: Page, status: str) -> Locator:
    return page.locator(f'[data-column="{status}"]')


def card(page: Page, title: str) -> Locator:
    return page.locator("[data-card]").filter(has_text=title)


async def titles(page: Page, status: str) -> list[str]:
    found: list[str] = await column(page, status).locator("[data-card] > span:first-child").all_inner_texts()
    return found


async def settled(page: Page, status: str, *wanted: str) -> None:
    await expect(column(page, status).locator("[data-card] > span:first-child")).to_have_text(list(wanted))


async def drag(page: Page, source: Locator, onto: Locator) -> None:
    """Drags by mouse onto the upper half of a card."""
    box = await onto.bounding_box()
    assert box
    await source.hover()
    await page.mouse.down()
    await page.mouse.move(box["x"] + 40, box["y"] + box["height"] + 20, steps=6)
    await page.mouse.move(box["x"] + 40, box["y"] + 8, steps=8)
    await page.wait_for_timeout(120)
    await page.mouse.up()


async def test_drags_a_card_to_a_place_in_another_column_and_others_see_it(town: Town):
    mara = await town.organizer()
    project = await prepared(mara, "One", "Two", "Three")
    await mara.task(project, "Doing", status="in_progress")
    path = f"/projects/{project['id']}"
    page, other = await mara.window(path), await mara.window(path)
    await settled(page, "todo", "One", "Two", "Three")
    await settled(other, "todo", "One", "Two", "Three")
    await drag(page, card(page, "Two"), card(page, "Doing"))
    await settled(page, "in_progress", "Two", "Doing")
    await settled(page, "todo", "One", "Three")
    await settled(other, "in_progress", "Two", "Doing")
    await settled(other, "todo", "One", "Three")
    await page.reload()
    await settled(page, "in_progress", "Two", "Doing")


async def test_reorders_within_a_column(town: Town):
    mara = await town.organizer()
    project = await prepared(mara, "One", "Two", "Three")
    page = await mara.window(f"/projects/{project['id']}")
    await settled(page, "todo", "One", "Two", "Three")
    await drag(page, card(page, "Three"), card(page, "One"))
    await settled(page, "todo", "Three", "One", "Two")
    await page.reload()
    await settled(page, "todo", "Three", "One", "Two")


async def test_moves_a_card_by_keyboard_and_says_where_it_is(town: Town):
    mara = await town.organizer()
    project = await prepared(mara, "One", "Two")
    await mara.task(project, "Doing", status="in_progress")
    page = await mara.window(f"/projects/{project['id']}")
    await settled(page, "todo", "One", "Two")
    said = page.get_by_test_id("announcer")
    await expect(said).to_contain_text("Harbour Museum")  # the page has said its name and taken the focus
    await card(page, "One").focus()
    await page.keyboard.press("Space")
    await expect(said).to_contain_text("Lifted “One”. To do, position 1 of 2.")
    await page.keyboard.press("ArrowRight")
    await expect(said).to_contain_text("In progress, position 1 of 2")
    await expect(card(page, "One")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(said).to_contain_text("position 2 of 2")
    await page.keyboard.press("Space")
    await expect(said).to_contain_text("Dropped “One”. In progress, position 2 of 2.")
    await settled(page, "in_progress", "Doing", "One")
    await expect(card(page, "One")).to_be_focused()
    await page.reload()
    await settled(page, "in_progress", "Doing", "One")


async def test_escape_puts_a_lifted_card_back(town: Town):
    mara = await town.organizer()
    project = await prepared(mara, "One", "Two")
    page = await mara.window(f"/projects/{project['id']}")
    await settled(page, "todo", "One", "Two")
    await expect(page.get_by_test_id("announcer")).to_contain_text("Harbour Museum")
    await card(page, "One").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowDown")
    await settled(page, "todo", "Two", "One")
    await page.keyboard.press("Escape")
    await settled(page, "todo", "One", "Two")
    await expect(page.get_by_test_id("announcer")).to_contain_text("Put back “One”")


async def test_a_refused_move_goes_back_and_says_why(town: Town):
    mara = await town.organizer()
    project = await prepared(mara, "One")
    page = await mara.window(f"/projects/{project['id']}")
    await settled(page, "todo", "One")
    await page.context.set_offline(True)
    await card(page, "One").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Space")
    await expect(page.get_by_text("“One” went back to where it was.")).to_be_visible()
    await settled(page, "todo", "One")
    await expect(page.get_by_text("You are offline.")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("You are offline.")).to_have_count(0)


async def test_adds_cards_at_the_foot_of_a_column(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    page = await mara.window(f"/projects/{project['id']}")
    await column(page, "backlog").get_by_role("button", name="Add task").click()
    await page.keyboard.type("First")
    await page.keyboard.press("Enter")
    await page.keyboard.type("Second")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await settled(page, "backlog", "First", "Second")


async def test_several_cards_are_selected_and_changed_at_once(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    for title in ("One", "Two", "Three"):
        await mara.task(project, title, status="todo")
    page = await mara.window(f"/projects/{project['id']}")
    await page.get_by_role("link", name="One", exact=True).click(modifiers=["Shift"])
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await expect(page.locator("[data-card]:focus")).to_have_count(1)
    await page.keyboard.press("x")
    bar = page.get_by_role("toolbar", name="Selected tasks")
    await expect(bar).to_contain_text("2 selected")
    assert await findings(page) == []
    await bar.get_by_role("button", name="Set status").click()
    await page.get_by_role("option", name="In review").click()
    await expect(column(page, "in_review").locator("[data-card]")).to_have_count(2)
    await expect(column(page, "todo").locator("[data-card]")).to_have_count(1)
    await expect(bar).to_contain_text("2 selected")
    await bar.get_by_role("button", name="Clear selection").click()
    await expect(bar).to_have_count(0)
    done = await mara.api_get("/api/project/tasks", projectId=project["id"], status="in_review")
    assert len(done["items"]) == 2


async def test_a_long_column_draws_few_cards_and_loads_the_rest_by_scrolling(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    for start in range(0, 240, 20):
        await asyncio.gather(*(mara.task(project, f"Card {start + n:03}") for n in range(20)))
    page = await mara.window(f"/projects/{project['id']}")
    await expect(column(page, "todo").locator("header")).to_contain_text("240")
    cards = column(page, "todo").locator("[data-card]")
    await expect(cards.first).to_be_visible()
    assert await cards.count() < 60
    seen: set[str] = set()
    for _ in range(120):
        seen.update(await titles(page, "todo"))
        if len(seen) == 240:
            break
        await cards.last.scroll_into_view_if_needed()
        await page.wait_for_timeout(40)
    assert len(seen) == 240


async def test_lanes_cut_the_board_and_a_card_takes_on_its_new_lane(town: Town):
    mara = await town.organizer()
    project = await prepared(mara, "Calm", priority="low")
    urgent = await mara.task(project, "Hot", priority="urgent")
    page = await mara.window(f"/projects/{project['id']}")
    await settled(page, "todo", "Calm", "Hot")
    await page.get_by_role("button", name="Lanes", exact=True).click()
    await page.get_by_role("option", name="Priority").click()
    low, high = page.get_by_role("region", name="Low"), page.get_by_role("region", name="Urgent")
    await expect(high.locator("[data-card]")).to_have_text("Hot")
    await expect(low.locator("[data-card]")).to_contain_text("Calm")
    # Shown at once: what is kept is only known when the server has answered the last of the two writes.
    async with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        await drag(page, card(page, "Hot"), card(page, "Calm"))
    await expect(low.locator("[data-card]")).to_have_count(2)
    await expect(high.locator("[data-card]")).to_have_count(0)
    assert (await mara.api_get(f"/api/project/tasks/{urgent['id']}"))["priority"] == "low"
    await card(page, "Calm").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Space")
    await expect(low.get_by_role("group", name="In progress, Low").locator("[data-card]")).to_contain_text("Calm")


async def test_folds_empty_columns(town: Town):
    mara = await town.organizer()
    project = await prepared(mara, "One")
    page = await mara.window(f"/projects/{project['id']}")
    await settled(page, "todo", "One")
    await page.get_by_role("button", name="Fold empty").click()
    await expect(column(page, "in_review")).to_have_count(0)
    await page.get_by_role("button", name="Show column In review").click()
    await expect(column(page, "in_review")).to_have_count(1)
    await expect(column(page, "todo")).to_have_count(1)
