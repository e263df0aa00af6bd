"""A project's own page: what it is, and who is on it."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import findings
from tests.e2e.people import Json, Person, Town

pytestmark = pytest.mark.browser


async def overview(person: Person, project: Json, size: str = "wide") -> Page:
    page = await person.window(f"/projects/{project['id']}?view=overview", size=size)
    await expect(page.get_by_role("textbox", name="Name")).to_have_value(project["name"])
    return page


async def stored(person: Person, project: Json) -> Json:
    found: Json = await person.api_get(f"/api/project/projects/{project['id']}")
    return found


async def test_edits_every_field_of_a_project_in_place(town: Town):
    mara = await town.organizer()
    client = await mara.api_post("/api/client/clients", {"name": "Harbour & Vale"})
    team = await mara.api_post("/api/workforce/teams", {"name": "Exhibitions"})
    project = await mara.project(managerId=None)
    page = await overview(mara, project)
    side = page.get_by_role("complementary", name="Properties")
    await page.get_by_role("textbox", name="Name").fill("Harbour Museum, east wing")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Harbour Museum, east wing")).to_be_visible()
    await page.get_by_role("button", name="Edit description").press("Enter")
    await page.get_by_label("Description, in Markdown").fill("Opens in **May**")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("strong", has_text="May")).to_be_visible()
    for field, option in (("Status", "On hold"), ("Manager", "Mara Lindqvist"), ("Client", "Harbour & Vale")):
        await side.get_by_role("button", name=field, exact=False).first.click()
        await page.get_by_role("option", name=option).click()
        await expect(side).to_contain_text(option)
    await side.get_by_role("button", name="Teams").click()
    await page.get_by_role("option", name="Exhibitions").click()
    await page.keyboard.press("Escape")
    for field, day in (("Start", "2031-05-09"), ("End", "2031-06-01")):
        await side.get_by_role("button", name=field).click()
        await page.get_by_label("Date in words").fill(day)
        await page.keyboard.press("Enter")
    await side.get_by_role("textbox", name="Budget").fill("184000.5")
    await page.keyboard.press("Enter")
    await expect(side.get_by_role("textbox", name="Budget")).to_have_value("184,000.50")
    by_hand = side.get_by_role("textbox", name="Progress by hand")
    for typed, percent in (("40", 40), ("", 0)):  # and left to the system again
        await by_hand.fill(typed)
        await page.keyboard.press("Enter")
        await expect(side.get_by_role("progressbar")).to_have_attribute("aria-valuenow", str(percent))
    async with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        await side.get_by_role("switch", name="Shared with client").click()
    await page.reload()
    await expect(side.get_by_role("switch", name="Shared with client")).to_be_checked()
    for shown in ("On hold", "Mara Lindqvist", "Harbour & Vale", "Exhibitions", "9 May 2031", "1 Jun 2031"):
        await expect(side).to_contain_text(shown)
    now = await stored(mara, project)
    assert (now["name"], now["description"], now["status"], now["budget"]) == (
        "Harbour Museum, east wing",
        "Opens in **May**",
        "on_hold",
        "184000.50",
    )
    assert (now["clientId"], now["teamIds"], now["clientVisible"]) == (client["id"], [team["id"]], True)


async def test_a_refusal_stands_at_the_field_and_the_old_value_comes_back(town: Town):
    mara = await town.organizer()
    project = await mara.project(startDate="2031-05-09T00:00:00Z", budget="100.00")
    page = await overview(mara, project)
    side = page.get_by_role("complementary", name="Properties")
    await side.get_by_role("button", name="End").click()
    await page.get_by_label("Date in words").fill("2031-05-01")
    await page.keyboard.press("Enter")
    await expect(side.get_by_role("alert")).to_have_text("The end may not lie before the start.")
    await expect(side.get_by_role("button", name="End")).to_contain_text("No date")
    await side.get_by_role("textbox", name="Budget").fill("a lot")
    await page.keyboard.press("Tab")
    await expect(side.get_by_text("This is not a number.")).to_be_visible()
    assert (await stored(mara, project))["budget"] == "100.00"


async def test_two_people_write_the_same_description_and_the_second_decides(town: Town):
    mara = await town.organizer()
    project = await mara.project(description="Old")
    page = await overview(mara, project)
    await page.get_by_role("button", name="Edit description").press("Enter")
    await page.get_by_label("Description, in Markdown").fill("Mine")
    await mara.api_patch(f"/api/project/projects/{project['id']}", {"description": "Theirs", "budget": "5.00"})
    await page.get_by_role("button", name="Save").click()
    notice = page.get_by_role("status").filter(has_text="Someone changed this field")
    await expect(notice).to_contain_text("Description")
    assert (await stored(mara, project))["description"] == "Theirs"
    await notice.get_by_role("button", name="Save mine").click()
    await expect(notice).to_have_count(0)
    await expect(page.get_by_text("Mine")).to_be_visible()
    now = await stored(mara, project)
    assert (now["description"], now["budget"]) == ("Mine", "5.00")


async def test_a_contributor_reads_the_project_and_changes_nothing(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project = await mara.project(budget="1000.00")
    await mara.task(project, "One", status="todo")
    await mara.api_post("/api/project/project-members", {"projectId": project["id"], "userId": await jonas.id()})
    page = await overview(jonas, project)
    side = page.get_by_role("complementary", name="Properties")
    await expect(side).to_contain_text("Mara Lindqvist")
    await expect(side).not_to_contain_text("Budget")  # money is for who manages the project
    await expect(side.get_by_role("button")).to_have_count(0)
    await expect(side.get_by_role("textbox")).to_have_count(0)
    await expect(page.get_by_role("button", name="Edit description")).to_have_count(0)
    await page.get_by_role("region", name="Tasks").get_by_role("link", name=re.compile("To do")).click()
    await expect(page).to_have_url(re.compile("view=list&status=todo"))
    await expect(page.get_by_role("link", name="One", exact=True)).to_be_visible()


async def test_adds_a_person_with_a_role_changes_it_and_takes_the_removal_back(town: Town):
    mara = await town.organizer()
    jonas = await town.colleague(mara)
    project = await mara.project()
    page = await mara.window(f"/projects/{project['id']}?view=people")
    await page.get_by_role("button", name="Add a person").click()
    dialog = page.get_by_role("dialog", name="Add a person")
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(dialog.get_by_text("Choose a person.")).to_be_visible()
    await dialog.get_by_role("button", name="Person").click()
    await page.get_by_role("option", name="Jonas Weber").click()
    await dialog.get_by_role("button", name="Role").click()
    await page.get_by_role("option", name="Viewer").click()
    await dialog.get_by_role("button", name="Add", exact=True).click()
    row = page.get_by_role("listitem").filter(has_text=jonas.email)
    await expect(row).to_contain_text("Viewer")
    await row.get_by_role("button", name="Role of Jonas Weber").click()
    await page.get_by_role("option", name="Manager").click()
    await expect(row).to_contain_text("Manager")
    await row.get_by_role("button", name="Remove Jonas Weber").click()
    await expect(row).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(row).to_contain_text("Manager")
    members = await mara.api_get("/api/project/project-members", projectId=project["id"])
    assert [member["role"] for member in members["items"]] == ["manager"]


async def test_a_milestone_is_described_followed_and_taken_home(town: Town):
    mara = await town.organizer()
    project = await mara.project()
    page = await mara.window(f"/projects/{project['id']}?view=milestones")
    await page.get_by_role("button", name="Add milestone").click()
    dialog = page.get_by_role("dialog", name="New milestone")
    await dialog.get_by_label("Title").fill("First cut")
    await dialog.get_by_label("Description").fill("All scenes, without sound")
    await dialog.get_by_role("button", name="Add milestone").click()
    row = page.get_by_role("listitem").filter(has_text="All scenes, without sound")
    await expect(row).to_be_visible()
    milestone = (await mara.api_get("/api/project/milestones", projectId=project["id"]))["items"][0]
    await mara.task(project, "Cut", milestoneId=milestone["id"], status="done")
    await mara.task(project, "Grade", milestoneId=milestone["id"])
    await page.reload()
    await expect(row).to_contain_text("1 of 2 tasks done", timeout=20_000)  # added up a moment later
    assert await findings(page) == []
    await row.get_by_role("button", name="Change “First cut”").click()
    dialog = page.get_by_role("dialog", name="Change milestone")
    await dialog.get_by_label("Description").fill("Without sound and titles")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_text("Without sound and titles")).to_be_visible()
    await page.get_by_role("button", name="Export").click()
    async with page.expect_download() as exported:
        await page.get_by_role("menuitem", name="CSV").click()
    assert "Without sound and titles" in (await (await exported.value).path()).read_text(encoding="utf-8-sig")
