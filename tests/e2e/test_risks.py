"""Risks that people write and that numbers suggest, and what a project's own past says of it."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.e2e.axe import findings
from tests.e2e.people import Person, Town

pytestmark = pytest.mark.browser


def day(offset: int) -> str:
    return f"{datetime.now(UTC).date() + timedelta(days=offset)}T00:00:00Z"


async def late_project(mara: Person):
    """A project whose first task ends too late for the second."""
    project = await mara.project()
    first = await mara.task(project, "Design", startDate=day(-9), dueDate=day(-2))
    second = await mara.task(project, "Build", startDate=day(-1), dueDate=day(5))
    link = {"taskId": second["id"], "dependsOnId": first["id"], "type": "FS"}
    await mara.api_post("/api/project/task-dependencies", link)
    return project


async def test_a_risk_is_written_found_in_the_matrix_changed_and_deleted(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    page = await mara.window(f"/projects/{project['id']}?view=risks")
    await expect(page.get_by_role("heading", name="No risks yet")).to_be_visible()
    for text, probability in (("The supplier is late", "High"), ("The roof leaks", "Very low")):
        await page.get_by_role("button", name="Add risk").click()
        dialog = page.get_by_role("dialog", name="New risk")
        await dialog.get_by_label("What might happen").fill(text)
        for field, level in (("Probability", probability), ("Impact", "Medium")):
            await dialog.get_by_role("button", name=field).click()
            await page.get_by_role("option", name=level, exact=True).click()
        await dialog.get_by_role("button", name="Add risk").click()
        await expect(dialog).to_be_hidden()
    register = page.get_by_role("region", name="Risk register").get_by_role("listitem")
    await expect(register).to_have_count(2)
    await expect(register.first).to_contain_text("The supplier is late")
    await page.get_by_role("button", name="Probability: High; impact: Medium; risks: 1").click()
    await expect(register).to_have_count(1)
    await page.get_by_role("button", name="Show all").click()
    await expect(register).to_have_count(2)
    assert await findings(page) == []
    await page.get_by_role("button", name="The roof leaks").click()
    dialog = page.get_by_role("dialog", name="Risk")
    await dialog.get_by_label("What is done about it").fill("A tarpaulin")
    await dialog.get_by_role("button", name="Owner").click()
    await page.get_by_role("option", name="Mara Lindqvist").click()
    await dialog.get_by_role("button", name="Save").click()
    await expect(register.last).to_contain_text("A tarpaulin")
    await expect(register.last).to_contain_text("Mara Lindqvist")
    await page.get_by_role("button", name="The roof leaks").click()
    await page.get_by_role("button", name="Delete risk").click()
    await expect(register).to_have_count(1)


async def test_a_suggestion_opens_its_evidence_is_accepted_or_put_away_for_good(town: Town):
    mara = await town.organizer()
    project = await late_project(mara)
    await mara.api_post("/api/project/milestones", {"projectId": project["id"], "title": "Go live", "dueDate": day(-3)})
    page = await mara.window(f"/projects/{project['id']}?view=risks")
    await page.get_by_role("button", name="Look for risks").click()
    found = page.get_by_role("region", name="Suggested risks").get_by_role("listitem")
    slipped = found.filter(has_text="cannot start as planned")
    await expect(slipped).to_contain_text("2 days late")
    assert await findings(page) == []
    await slipped.get_by_role("link", name="Design").click()
    await expect(page.get_by_role("complementary", name="Design")).to_be_visible()
    await page.keyboard.press("Escape")
    await slipped.get_by_role("button", name="Accept").click()
    await expect(page.get_by_role("region", name="Risk register")).to_contain_text("cannot start as planned")
    await found.get_by_role("button", name="Dismiss").click()
    await expect(page.get_by_role("region", name="Suggested risks")).to_be_hidden()
    async with page.expect_response(lambda answer: answer.url.endswith("/risks/suggest")) as looked:
        await page.get_by_role("button", name="Look for risks").click()
    assert (await (await looked.value).json())["items"] == []


async def test_the_overview_tells_what_stands_out_and_a_task_takes_suggestions(town: Town):
    mara = await town.organizer()
    project = await late_project(mara)
    for number in range(4):
        await mara.task(project, "Write the login page", status="done", estimateMinutes=150 + number)
    plain = await mara.task(project, "Write the login page for clients")
    page = await mara.window(f"/projects/{project['id']}?view=overview")
    insights = page.get_by_role("region", name="Insights")
    await expect(insights).to_contain_text("at least 8 are needed")
    await insights.get_by_text("1 task should be at work and waits for others").click()
    await expect(insights.get_by_role("link", name="Build")).to_be_visible()
    assert await findings(page) == []
    await page.goto(f"/o/{mara.slug}/projects/{project['id']}/tasks/{plain['id']}")
    panel = page.get_by_role("complementary", name=plain["title"])
    await panel.get_by_role("button", name="Suggest", exact=True).click()
    async with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        await panel.get_by_role("button", name="Estimate").get_by_text("Use").click()
    stored = await mara.api_get(f"/api/project/tasks/{plain['id']}")
    assert stored["estimateMinutes"] in {151, 152}


async def test_on_a_phone_in_the_dark(town: Town):
    mara = await town.organizer()
    project = await late_project(mara)
    await mara.api_post(f"/api/project/projects/{project['id']}/risks/suggest", {})
    page = await mara.window(f"/projects/{project['id']}?view=risks", size="phone", theme="dark")
    await expect(page.get_by_role("button", name="Accept")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert await findings(page) == []


async def test_a_contributor_reads_and_decides_nothing(town: Town):
    mara = await town.organizer()
    project = await late_project(mara)
    jonas = await town.colleague(mara)
    member = {"projectId": project["id"], "userId": await jonas.id()}
    await mara.api_post("/api/project/project-members", member)
    await mara.api_post(f"/api/project/projects/{project['id']}/risks/suggest", {})
    page = await jonas.window(f"/projects/{project['id']}?view=risks")
    await expect(page.get_by_role("region", name="Suggested risks")).to_contain_text("cannot start as planned")
    for name in ("Accept", "Dismiss", "Add risk", "Look for risks"):
        await expect(page.get_by_role("button", name=name)).to_have_count(0)
