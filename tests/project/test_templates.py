"""Projects saved as templates, and made again from them."""

import pytest

from tests.factories.project import project, task
from tests.world import Company

TEMPLATES, PROJECTS, TASKS = "/api/project/project-templates", "/api/project/projects", "/api/project/tasks"


@pytest.fixture
async def company(world):
    return await world.company()


async def model(company: Company) -> dict:
    """A project with a bit of everything, some of it done."""
    organizer, contributor = company.organizer, await company.contributor
    mine = await project(company, budget="5000", startDate="2026-03-02T00:00:00Z", metadata={"secret": "margin"})
    milestone = {"projectId": mine["id"], "title": "Go live", "dueDate": "2026-03-30T00:00:00Z", "status": "completed"}
    milestone = await organizer.post("/api/project/milestones", milestone)
    first = await task(
        company, mine["id"], title="Design", assigneeId=contributor.id, status="done", labels=["web"],
        dueDate="2026-03-10T00:00:00Z", estimateMinutes=600, milestoneId=milestone["id"],
    )  # fmt: skip
    second = await task(
        company, mine["id"], title="Build", startDate="2026-03-11T00:00:00Z", dueDate="2026-03-20T00:00:00Z"
    )
    await task(company, mine["id"], title="Wireframes", parentId=first["id"], status="in_progress", progress=50)
    dropped = await task(company, mine["id"], title="Fax campaign", status="cancelled")
    await task(company, mine["id"], title="Below the fax", parentId=dropped["id"])
    await organizer.post(
        "/api/project/task-checklists", {"taskId": second["id"], "item": "Review", "isCompleted": True}
    )
    link = {"taskId": second["id"], "dependsOnId": first["id"], "type": "FS", "lagDays": 1}
    await organizer.post("/api/project/task-dependencies", link)
    await organizer.post("/api/project/risk-register", {"projectId": mine["id"], "description": "Late copy"})
    return mine


async def test_a_project_made_again_begins_on_its_new_day_with_nothing_done(company):
    organizer = company.organizer
    mine = await model(company)
    template = await organizer.post(TEMPLATES, {"name": "Relaunch", "projectId": mine["id"], "description": "As ever"})
    assert (template["tasks"], template["milestones"], template["createdBy"]) == (3, 1, organizer.id)
    assert "content" not in template
    body = {"name": "Relaunch for Acme", "startDate": "2027-01-04T00:00:00Z"}
    made = await organizer.post(f"{TEMPLATES}/{template['id']}/use", body)
    assert (made["name"], made["status"], made["budget"], made["metadata"]) == (
        "Relaunch for Acme", "planning", None, None,
    )  # fmt: skip
    assert (made["startDate"], made["managerId"], made["progress"]) == ("2027-01-04T00:00:00Z", organizer.id, 0)
    page = await organizer.get(TASKS, projectId=made["id"], sort="position")
    tasks = {one["title"]: one for one in page["items"]}
    assert list(tasks) == ["Design", "Build", "Wireframes"]
    design, build = tasks["Design"], tasks["Build"]
    assert (design["dueDate"], build["startDate"], build["dueDate"]) == (
        "2027-01-12T00:00:00Z", "2027-01-13T00:00:00Z", "2027-01-22T00:00:00Z",
    )  # fmt: skip
    assert {one["status"] for one in tasks.values()} == {"todo"}
    assert {one["progress"] for one in tasks.values()} == {0}
    assert (design["completedAt"], design["estimateMinutes"], design["labels"]) == (None, 600, ["web"])
    assert design["assigneeId"] == (await company.contributor).id
    assert tasks["Wireframes"]["parentId"] == design["id"]
    [line] = (await organizer.get("/api/project/task-checklists", taskId=build["id"]))["items"]
    assert (line["item"], line["isCompleted"]) == ("Review", False)
    [link] = (await organizer.get("/api/project/task-dependencies", taskId=build["id"]))["items"]
    assert (link["dependsOnId"], link["lagDays"]) == (design["id"], 1)
    [milestone] = (await organizer.get("/api/project/milestones", projectId=made["id"]))["items"]
    assert (milestone["dueDate"], milestone["status"]) == ("2027-02-01T00:00:00Z", "planned")
    assert design["milestoneId"] == milestone["id"]
    assert len((await organizer.get("/api/project/risk-register", projectId=made["id"]))["items"]) == 1


async def test_who_has_left_keeps_no_tasks(company):
    organizer, leaver = company.organizer, await company.hire("Contributor")
    mine = (await project(company))["id"]
    await task(company, mine, assigneeId=leaver.id)
    template = await organizer.post(TEMPLATES, {"name": "T", "projectId": mine})
    [member] = (await organizer.get("/api/auth/organization-members", userId=leaver.id))["items"]
    await organizer.delete(f"/api/auth/organization-members/{member['id']}")
    made = await organizer.post(f"{TEMPLATES}/{template['id']}/use", {"name": "Again"})
    [copy] = (await organizer.get(TASKS, projectId=made["id"]))["items"]
    assert copy["assigneeId"] is None


async def test_templates_are_renamed_and_removed_and_projects_stay(company):
    organizer = company.organizer
    mine = (await project(company))["id"]
    template = await organizer.post(TEMPLATES, {"name": "One", "projectId": mine})
    await organizer.post(TEMPLATES, {"name": "One", "projectId": mine}, 409)
    path = f"{TEMPLATES}/{template['id']}"
    renamed = await organizer.patch(path, {"name": "Two", "description": None}, if_match=template["revision"])
    assert renamed["name"] == "Two"
    await organizer.patch(path, {"name": "Three"}, 412, if_match=template["revision"])
    made = await organizer.post(f"{path}/use", {"name": "Made"})
    await organizer.delete(path)
    await organizer.get(path, 404)
    await organizer.get(f"{PROJECTS}/{made['id']}")
    await organizer.delete(f"{PROJECTS}/{mine}")


async def test_bad_input_names_its_field_and_leaves_nothing(company):
    organizer = company.organizer
    mine = (await project(company))["id"]
    template = await organizer.post(TEMPLATES, {"name": "T", "projectId": mine})
    before = len((await organizer.get(PROJECTS))["items"])
    path = f"{TEMPLATES}/{template['id']}/use"
    for body, status, field in (
        ({"name": " "}, 400, "name"),
        ({"name": "X", "startDate": "soon"}, 400, "startDate"),
        ({"name": "X", "startDate": "9999-12-31T00:00:00Z"}, 422, "startDate"),
        ({"name": "X", "clientId": mine}, 422, "clientId"),
    ):
        refused = await organizer.post(path, body, status)
        assert refused["errors"][0]["field"] == field
    assert len((await organizer.get(PROJECTS))["items"]) == before
    await organizer.post(TEMPLATES, {"name": "X", "projectId": template["id"]}, 404)


async def test_managers_use_what_others_saved_and_contributors_see_none(company):
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    mine = (await project(company))["id"]
    template = await organizer.post(TEMPLATES, {"name": "T", "projectId": mine})
    path = f"{TEMPLATES}/{template['id']}"
    made = await manager.post(f"{path}/use", {"name": "Mine"})
    assert made["managerId"] == manager.id
    await manager.patch(path, {"name": "Mine now"}, 403)
    await manager.post(TEMPLATES, {"name": "X", "projectId": mine}, 404)
    assert (await contributor.get(TEMPLATES))["items"] == []
    await contributor.post(f"{path}/use", {"name": "X"}, 404)
    await organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    await company.world.settle()
    await contributor.post(TEMPLATES, {"name": "X", "projectId": mine}, 403)
