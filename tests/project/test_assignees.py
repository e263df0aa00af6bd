"""Whose a project's tasks are, those who have left the organization among them."""

from tests.factories.project import project, task
from tests.world import World

PROJECTS = "/api/project/projects"


async def test_those_who_left_are_counted_and_a_client_hears_of_shared_tasks(world: World) -> None:
    company = await world.company()
    organizer, gone, client = company.organizer, await company.person("Contributor"), await company.client
    mine = (await project(company, clientVisible=True))["id"]
    for _ in range(2):
        await task(company, mine, assigneeId=gone.id)
    shared = await task(company, mine, assigneeId=organizer.id, clientVisible=True)
    deleted = await task(company, mine, assigneeId=client.id)
    await task(company, mine)
    await organizer.delete(f"/api/project/tasks/{deleted['id']}")
    members = (await organizer.get("/api/auth/organization-members"))["items"]
    await organizer.delete(f"/api/auth/organization-members/{next(m['id'] for m in members if m['userId'] == gone.id)}")
    found = await organizer.get(f"{PROJECTS}/{mine}/assignees")
    assert found == {"assignees": [{"userId": gone.id, "count": 2}, {"userId": organizer.id, "count": 1}]}
    both = await organizer.get("/api/project/tasks", projectId=mine, assigneeId=[gone.id, client.id])
    assert len(both["items"]) == 2
    await client.get(f"{PROJECTS}/{mine}/assignees", 404)
    brightwater = await organizer.post("/api/client/clients", {"name": "Brightwater", "portalAccess": True})
    await organizer.post("/api/client/client-contacts", {"clientId": brightwater["id"], "userId": client.id})
    await organizer.patch(f"{PROJECTS}/{mine}", {"clientId": brightwater["id"]})
    await world.settle()
    seen = await client.get(f"{PROJECTS}/{mine}/assignees")
    assert seen == {"assignees": [{"userId": shared["assigneeId"], "count": 1}]}
