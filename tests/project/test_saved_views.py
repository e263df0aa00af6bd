"""Saved views: one's own, and those shared in a project."""

import pytest

from tests.factories.project import project

VIEWS = "/api/project/saved-views"


@pytest.fixture
async def company(world):
    return await world.company()


async def names(person, **wanted):
    return [one["name"] for one in (await person.get(VIEWS, **wanted))["items"]]


async def test_a_view_is_its_owners_until_it_is_shared(company):
    manager = await company.manager
    mine = (await project(company, managerId=manager.id))["id"]
    config = {"filters": {"status": ["todo"]}, "sort": "-dueDate", "columns": ["title"]}
    body = {"name": "Mine", "kind": "list", "projectId": mine, "config": config}
    await company.world.settle()
    made = await manager.post(VIEWS, body)
    assert (made["config"], made["shared"], made["ownerId"]) == (config, False, manager.id)
    assert await names(manager) == ["Mine"]
    assert await names(company.organizer) == [], "what is kept for oneself is not the Organizer's either"
    await company.organizer.get(f"{VIEWS}/{made['id']}", 404)
    await manager.patch(f"{VIEWS}/{made['id']}", {"shared": True, "kind": "board"})
    seen = await company.organizer.get(f"{VIEWS}/{made['id']}")
    assert (seen["kind"], seen["abilities"]) == ("board", ["update", "delete"])
    await company.organizer.patch(f"{VIEWS}/{made['id']}", {"shared": False}, 403)
    await company.organizer.patch(f"{VIEWS}/{made['id']}", {"name": "Tidied"})
    await company.organizer.delete(f"{VIEWS}/{made['id']}")
    assert await names(manager) == []


async def test_shared_views_are_seen_by_staff_who_see_the_project(company):
    manager, contributor, client = await company.manager, await company.contributor, await company.client
    mine = (await project(company))["id"]
    await company.organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    await company.world.settle()
    shared = await company.organizer.post(VIEWS, {"name": "Team", "kind": "board", "projectId": mine, "shared": True})
    own = await contributor.post(VIEWS, {"name": "Own", "kind": "list", "projectId": mine, "shared": True})
    assert await names(contributor) == ["Own", "Team"]
    assert await names(contributor, ownerId=contributor.id, shared="true", projectId=mine, kind="list") == ["Own"]
    assert (await names(manager), await names(client)) == ([], [])
    assert (await contributor.get(f"{VIEWS}/{shared['id']}"))["abilities"] == []
    await contributor.patch(f"{VIEWS}/{shared['id']}", {"name": "x"}, 403)
    await contributor.delete(f"{VIEWS}/{shared['id']}", 403)
    await manager.get(f"{VIEWS}/{own['id']}", 404)
    await manager.post(VIEWS, {"name": "x", "kind": "list", "projectId": mine}, 404)
    alone = await client.post(VIEWS, {"name": "Mine", "kind": "list"})
    assert await names(client) == ["Mine"]
    await client.patch(f"{VIEWS}/{alone['id']}", {"shared": True}, 403)
    member = (await company.organizer.get("/api/project/project-members", projectId=mine))["items"][0]
    await company.organizer.delete(f"/api/project/project-members/{member['id']}")
    await company.world.settle()
    assert await names(contributor) == []


async def test_bad_input_names_the_field(company):
    mine = (await project(company))["id"]
    made = await company.organizer.post(VIEWS, {"name": "All of mine", "kind": "list"})
    for body, status, field in [
        ({"kind": "pie"}, 400, "kind"),
        ({"shared": True}, 422, "shared"),
        ({"config": []}, 400, "config"),
        ({"config": {"x": "y" * 20_001}, "projectId": mine}, 422, "config"),
        ({"ownerId": company.organizer.id}, 400, "ownerId"),
        ({"name": ""}, 400, "name"),
    ]:
        problem = await company.organizer.post(VIEWS, {"name": "View", "kind": "list", **body}, status)
        assert problem["errors"][0]["field"] == field, body
    problem = await company.organizer.patch(f"{VIEWS}/{made['id']}", {"shared": True}, 422)
    assert problem["errors"][0]["field"] == "shared"
    await company.organizer.patch(f"{VIEWS}/{made['id']}", {"name": "x"}, 412, if_match=9)
    await company.organizer.patch(f"{VIEWS}/{made['id']}", {"config": {}}, if_match=1)
