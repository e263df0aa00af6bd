"""Every page without a serious axe finding, in both themes; on a phone; in other languages; under the real policy."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.axe import findings
from tests.e2e.people import PASSWORD, Person, Town

pytestmark = pytest.mark.browser


async def furnished(mara: Person) -> tuple[str, str]:
    me = (await mara.api_get("/api/auth/me"))["user"]["id"]
    project = await mara.project("Harbour Museum", managerId=me, endDate="2031-01-01T00:00:00Z")
    for status, priority in (("todo", "urgent"), ("in_progress", "high"), ("done", "low"), ("cancelled", "medium")):
        task = await mara.task(
            project,
            f"A {status} task",
            status=status,
            priority=priority,
            assigneeId=me,
            dueDate="2020-01-01T00:00:00Z",
            labels=["print"],
            description="- **list**\n\n[link](https://example.com)\n\n```\ncode\n```",
        )
    await mara.api_post("/api/project/task-checklists", {"taskId": task["id"], "item": "A step"})
    await mara.api_post("/api/project/milestones", {"projectId": project["id"], "title": "Launch"})
    await mara.api_post("/api/auth/invitations", {"email": "guest@example.com", "roleName": "Client"})
    return f"/projects/{project['id']}", f"/projects/{project['id']}/tasks/{task['id']}"


async def test_no_serious_finding_on_any_page(town: Town):
    mara = await town.organizer()
    board, task = await furnished(mara)
    found: list[str] = []
    for path in ("/sign-in", "/register", "/invite?token=none"):
        page = await town.stranger(path)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        found += await findings(page)
    page = await mara.window("/projects")
    for path in (
        "/projects",
        "/projects?q=nothing",
        board,
        f"{board}?view=list",
        f"{board}?view=milestones",
        f"{board}?view=overview",
        f"{board}?view=people",
        task,
        f"{task}?whole=true",
        "/my-work",
        "/settings/profile",
        "/settings/security",
        "/settings/sessions",
        "/settings/tokens",
        "/settings/verification",
        "/settings/appearance",
        "/settings/organization",
        "/settings/members",
        "/settings/invitations",
        "/settings/roles",
        "/settings/sign-in",
        "/settings/verifications",
        "/settings/activity",
        "/settings/mails",
    ):
        await page.goto(f"/o/{mara.slug}{path}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await page.wait_for_load_state("networkidle")
        found += await findings(page)
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("dialog")).to_be_visible()
    found += await findings(page)
    assert found == []


async def test_works_on_a_phone(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    await mara.task(project, "One", status="backlog")
    page = await mara.window(size="phone")
    await page.get_by_role("link", name="Harbour Museum").tap()
    await page.get_by_role("link", name="One", exact=True).tap()
    panel = page.get_by_role("complementary")
    await expect(panel).to_be_visible()
    box = await panel.bounding_box()
    assert box
    assert box["width"] == 390
    await page.get_by_role("button", name="Close").tap()
    await page.get_by_role("button", name="Menu").tap()
    await page.get_by_role("link", name="My work").tap()
    await expect(page.get_by_role("heading", name="My work")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


VIEWS = ("overview", "list", "timeline", "calendar", "milestones", "money", "risks", "people", "settings")


@pytest.mark.parametrize(("size", "width"), [("phone", 390), ("middle", 1024)])
async def test_no_view_is_wider_than_the_screen(town: Town, size: str, width: int):
    """What is there for screen readers alone widens a page from within a list that scrolls sideways, too."""
    mara = await town.organizer()
    board, task = await furnished(mara)
    project = {"id": board.rsplit("/", 1)[1]}
    statuses = await mara.api_post(f"/api/project/projects/{project['id']}/statuses", {})
    for status in statuses["items"]:  # beyond its limit a column says so, in words that are not seen
        await mara.api_patch(f"/api/project/project-statuses/{status['id']}", {"wipLimit": 1})
        await mara.task(project, "One more", statusId=status["id"])
    page = await mara.window(board, size=size)
    for path in (board, *(f"{board}?view={view}" for view in VIEWS), task, f"{task}?whole=true", "/my-work"):
        await page.goto(f"/o/{mara.slug}{path}")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await page.wait_for_load_state("networkidle")
        assert await page.evaluate("document.documentElement.scrollWidth") == width, path


async def test_a_client_sees_what_is_shared_and_is_told_what_is_not_theirs(town: Town):
    """Theirs is a project of a client with an open portal whose contact they are, and that is shared with it."""
    mara = await town.organizer()
    guest = await town.colleague(mara, "Client", "Gwen")
    client = await mara.api_post("/api/client/clients", {"name": "Harbour & Vale", "portalAccess": True})
    await mara.api_post("/api/client/client-contacts", {"clientId": client["id"], "userId": await guest.id()})
    project = await mara.project("Harbour Museum", clientId=client["id"], clientVisible=True, budget="120000")
    await mara.task(project, "Shown to them", clientVisible=True)
    await mara.task(project, "Not for them")
    await mara.api_post("/api/project/risk-register", {"projectId": project["id"], "description": "The tide"})
    board = f"/projects/{project['id']}"
    page = await guest.window(board)
    await expect(page.get_by_role("link", name="Shown to them")).to_be_visible()
    await expect(page.get_by_role("link", name="Timeline")).to_be_visible()
    await expect(page.get_by_text("Not for them")).to_have_count(0)
    for view in ("Time & money", "Risks", "People", "Settings"):
        await expect(page.get_by_role("main").get_by_role("link", name=view)).to_have_count(0)
    for view in ("money", "risks", "people", "settings"):
        await page.goto(f"/o/{guest.slug}{board}?view={view}")
        await expect(page.get_by_role("heading", name="You cannot see this")).to_be_visible()
        for secret in ("120,000", "The tide", "Mara Lindqvist"):
            await expect(page.get_by_text(secret)).to_have_count(0)
        await page.get_by_role("link", name="To the board").click()
        await expect(page.get_by_role("link", name="Shown to them")).to_be_visible()
    await page.goto(f"/o/{guest.slug}/projects/{(await mara.project('Not shared'))['id']}?view=money")
    await expect(page.get_by_role("link", name="All projects")).to_be_visible()


async def test_speaks_german_and_arabic(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/appearance")
    await page.get_by_text("Deutsch").click()
    await expect(page.get_by_role("link", name="Projekte")).to_be_visible()
    await page.get_by_text("العربية").click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(page.get_by_role("link", name="المشاريع")).to_be_visible()


async def test_the_theme_is_there_before_the_first_paint(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/appearance")
    await page.get_by_text("Dark", exact=True).click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.goto(f"/o/{mara.slug}/projects", wait_until="commit")
    await page.locator("body").wait_for(state="attached")
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"


async def test_nothing_breaks_the_content_security_policy(town: Town):
    mara = await town.organizer()
    board, task = await furnished(mara)
    page = await mara.window()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("/projects", board, f"{board}?view=list", task, "/settings/members"):
        await page.goto(f"/o/{mara.slug}{path}")
        await page.wait_for_load_state("networkidle")
    assert complaints == []


async def test_settings_are_kept(town: Town):
    mara = await town.organizer()
    page = await mara.window("/settings/profile")
    await page.get_by_label("First name").fill("Maren")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Profile saved")).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("Maren Lindqvist"))).to_be_visible()
    await page.get_by_role("link", name="General").click()
    await page.get_by_label("Name", exact=True).fill("Northlight & Sons")
    await page.get_by_role("form", name="Organization").get_by_role("button", name="Save").click()
    await expect(page.get_by_role("button", name="Organization Northlight & Sons")).to_be_visible()
    assert PASSWORD not in await page.content()
