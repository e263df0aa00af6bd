"""Projects and tasks: order on the board, subtasks, checklists, dependencies, and who may do what with them."""

import asyncio

import pytest

from tests.factories.project import project, task

TASKS = "/api/project/tasks"
LINES = "/api/project/task-checklists"
WAITS = "/api/project/task-dependencies"


async def order(person, project_id: str, status: str | None = None) -> list[str]:
    """The titles of the project's tasks as the board has them."""
    wanted = {"status": status} if status else {}
    page = await person.get(TASKS, projectId=project_id, sort="position", limit=200, **wanted)
    return [one["title"] for one in page["items"]]


@pytest.fixture
async def company(world):
    return await world.company()


async def test_new_tasks_go_to_the_end_and_moves_keep_the_order(company):
    mine = (await project(company))["id"]
    a, b, c = [await task(company, mine, title=title) for title in "abc"]
    move = company.organizer.post
    assert await order(company.organizer, mine) == ["a", "b", "c"]
    await move(f"{TASKS}/{c['id']}/move", {"beforeId": a["id"]}, 200)
    assert await order(company.organizer, mine) == ["c", "a", "b"]
    await move(f"{TASKS}/{c['id']}/move", {"afterId": a["id"]}, 200)
    assert await order(company.organizer, mine) == ["a", "c", "b"]
    moved = await move(f"{TASKS}/{a['id']}/move", {"status": "in_progress"}, 200)
    assert (moved["status"], await order(company.organizer, mine)) == ("in_progress", ["c", "b", "a"])
    await task(company, mine, title="d")
    assert await order(company.organizer, mine) == ["c", "b", "a", "d"]
    board = await company.organizer.get(f"/api/project/projects/{mine}/board")
    assert {one["status"]: one["count"] for one in board["columns"]}["in_progress"] == 1
    await move(f"{TASKS}/{b['id']}/move", {"afterId": b["id"]}, 422)
    stranger = await task(company)
    problem = await move(f"{TASKS}/{b['id']}/move", {"afterId": stranger["id"]}, 422)
    assert problem["errors"][0]["field"] == "afterId"
    await company.organizer.send("POST", f"{TASKS}/{b['id']}/move", json={}, headers={"If-Match": '"99"'})


async def test_many_moves_at_once_end_in_one_order_for_all(company):
    mine = (await project(company))["id"]
    cards = [await task(company, mine, title=str(number)) for number in range(6)]
    manager = await company.hire("Organizer")
    await asyncio.gather(
        *(
            person.send("POST", f"{TASKS}/{card['id']}/move", json={"afterId": cards[0]["id"]})
            for person in (company.organizer, manager)
            for card in cards[1:]
        )
    )
    seen = await order(company.organizer, mine)
    assert seen == await order(manager, mine)
    assert sorted(seen) == sorted(card["title"] for card in cards)
    positions = {one["position"] for one in (await manager.get(TASKS, projectId=mine))["items"]}
    assert len(positions) == len(cards)


async def test_a_task_stays_out_of_its_own_subtree_and_in_its_project(company):
    mine = (await project(company))["id"]
    parent = await task(company, mine)
    child = await task(company, mine, parentId=parent["id"])
    grandchild = await task(company, mine, parentId=child["id"])
    for wrong in (parent["id"], grandchild["id"], (await task(company))["id"], company.id):
        problem = await company.organizer.patch(f"{TASKS}/{parent['id']}", {"parentId": wrong}, 422)
        assert problem["errors"][0]["field"] == "parentId"
    await company.organizer.patch(f"{TASKS}/{grandchild['id']}", {"parentId": parent["id"]})
    top = await company.organizer.get(TASKS, projectId=mine, parentId="null")
    assert [one["id"] for one in top["items"]] == [parent["id"]]


async def test_deleting_takes_the_subtasks_along_and_restoring_brings_those_back(company):
    mine = (await project(company))["id"]
    parent = await task(company, mine, title="parent")
    first = await task(company, mine, title="gone before", parentId=parent["id"])
    await task(company, mine, title="gone with it", parentId=parent["id"])
    await company.organizer.delete(f"{TASKS}/{first['id']}")
    await company.organizer.delete(f"{TASKS}/{parent['id']}", 412, if_match=99)
    await company.organizer.delete(f"{TASKS}/{parent['id']}", if_match=parent["revision"])
    assert await order(company.organizer, mine) == []
    await company.organizer.get(f"{TASKS}/{parent['id']}", 404)
    assert len((await company.organizer.get(TASKS, projectId=mine, deleted="true"))["items"]) == 3
    await company.organizer.post(f"{TASKS}/{parent['id']}/restore", None, 200)
    assert sorted(await order(company.organizer, mine)) == ["gone with it", "parent"]


async def test_a_deleted_project_hides_what_is_in_it_until_it_is_restored(company):
    mine = (await project(company))["id"]
    inside = await task(company, mine)
    await company.organizer.delete(f"/api/project/projects/{mine}")
    await company.organizer.get(f"{TASKS}/{inside['id']}", 404)
    await company.organizer.post(TASKS, {"projectId": mine, "title": "x"}, 404)
    await company.organizer.post(f"/api/project/projects/{mine}/restore", None, 200)
    await company.organizer.get(f"{TASKS}/{inside['id']}")


async def test_a_contributor_works_on_the_tasks_assigned_to_them_and_reads_the_others(company):
    contributor = await company.contributor
    mine = (await project(company))["id"]
    own = await task(company, mine, assigneeId=contributor.id)
    other = await task(company, mine)
    await contributor.get(f"{TASKS}/{own['id']}", 404)
    member = {"projectId": mine, "userId": contributor.id}
    await company.organizer.post("/api/project/project-members", member)
    await company.world.settle()

    assert (await contributor.get(f"{TASKS}/{own['id']}"))["abilities"] == ["work"]
    assert (await contributor.get(f"{TASKS}/{other['id']}"))["abilities"] == []
    assert (await contributor.patch(f"{TASKS}/{own['id']}", {"status": "done"}))["status"] == "done"
    await contributor.patch(f"{TASKS}/{own['id']}", {"title": "Mine now"}, 403)
    await contributor.patch(f"{TASKS}/{other['id']}", {"status": "done"}, 403)
    await contributor.post(f"{TASKS}/{other['id']}/move", {"status": "done"}, 403)
    await contributor.delete(f"{TASKS}/{own['id']}", 403)
    line = await contributor.post(LINES, {"taskId": own["id"], "item": "First"})
    await contributor.patch(f"{LINES}/{line['id']}", {"isCompleted": True})
    await contributor.post(LINES, {"taskId": other["id"], "item": "Not mine"}, 403)


async def test_a_manager_runs_the_projects_they_manage_belong_to_or_whose_teams_they_are_in(company):
    manager = await company.manager
    team = await company.organizer.post("/api/workforce/teams", {"name": "Studio", "managerId": manager.id})
    managed = await project(company, managerId=manager.id)
    of_team = await project(company, teamIds=[team["id"]])
    joined = await project(company)
    await company.organizer.post("/api/project/project-members", {"projectId": joined["id"], "userId": manager.id})
    foreign = await project(company)
    await company.world.settle()
    seen = {one["id"] for one in (await manager.get("/api/project/projects"))["items"]}
    assert seen == {managed["id"], of_team["id"], joined["id"]}
    for one in (managed, of_team, joined):
        await manager.post(TASKS, {"projectId": one["id"], "title": "x"})
        await manager.patch(f"/api/project/projects/{one['id']}", {"name": "Renamed"})
    await manager.patch(f"/api/project/projects/{foreign['id']}", {"name": "x"}, 404)


async def test_a_client_sees_what_is_shared_of_their_projects_and_no_money(company):
    person = await company.client
    client = await company.organizer.post("/api/client/clients", {"name": "Brightwater", "portalAccess": True})
    other = await company.organizer.post("/api/client/clients", {"name": "Other", "portalAccess": True})
    await company.organizer.post("/api/client/client-contacts", {"clientId": client["id"], "userId": person.id})
    fields = {"budget": "1000.00", "metadata": {"note": "low margin"}}
    shared = await project(company, clientId=client["id"], clientVisible=True, **fields)
    await project(company, clientId=client["id"])
    await project(company, clientId=other["id"], clientVisible=True)
    visible = await task(company, shared["id"], title="visible", clientVisible=True)
    hidden = await task(company, shared["id"], title="hidden")
    await company.world.settle()
    seen = (await person.get("/api/project/projects"))["items"]
    assert [one["id"] for one in seen] == [shared["id"]]
    assert (seen[0]["budget"], seen[0]["metadata"], seen[0]["abilities"]) == (None, None, [])
    assert (await company.organizer.get(f"/api/project/projects/{shared['id']}"))["budget"] == "1000.00"
    assert await order(person, shared["id"]) == ["visible"]
    await person.get(f"{TASKS}/{hidden['id']}", 404)
    await person.patch(f"{TASKS}/{visible['id']}", {"status": "done"}, 403)
    await person.get(LINES, taskId=hidden["id"])
    counts = (await person.get(f"/api/project/projects/{shared['id']}/board"))["columns"]
    assert sum(one["count"] for one in counts) == 1


async def test_checklist_lines_keep_their_order(company):
    mine = await task(company)
    first, second, third = [
        await company.organizer.post(LINES, {"taskId": mine["id"], "item": item}) for item in ("1", "2", "3")
    ]
    await company.organizer.post(f"{LINES}/{third['id']}/move", {"afterId": first["id"]}, 200)
    await company.organizer.post(f"{LINES}/{second['id']}/move", {}, 200)
    await company.organizer.post(LINES, {"taskId": mine["id"], "item": "4"})
    page = await company.organizer.get(LINES, taskId=mine["id"])
    assert [one["item"] for one in page["items"]] == ["2", "1", "3", "4"]
    await company.organizer.post(f"{LINES}/{second['id']}/move", {"afterId": mine["id"]}, 422)


async def test_tasks_never_wait_in_a_circle(company):
    mine = (await project(company))["id"]
    a, b, c = [(await task(company, mine))["id"] for _ in range(3)]

    def waits(first: str, second: str) -> dict[str, str]:
        return {"taskId": first, "dependsOnId": second, "type": "FS"}

    problem = await company.organizer.post(WAITS, waits(a, a), 422)
    assert problem["errors"][0]["field"] == "dependsOnId"
    await company.organizer.post(WAITS, waits(a, b))
    await company.organizer.post(WAITS, waits(a, b), 409)
    await company.organizer.post(WAITS, waits(b, c))
    assert (await company.organizer.post(WAITS, waits(c, a), 409))["rule"] == "circle"

    x, y = [(await task(company, mine))["id"] for _ in range(2)]
    answers = await asyncio.gather(
        company.organizer.send("POST", WAITS, json=waits(x, y)), company.organizer.send("POST", WAITS, json=waits(y, x))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_dates_budgets_and_people_are_checked(company):
    create = company.organizer.post
    later, earlier = "2027-02-01T00:00:00Z", "2027-01-01T00:00:00Z"
    for body, status, field in [
        ({"name": "P", "startDate": later, "endDate": earlier}, 422, "endDate"),
        ({"name": "P", "budget": "-1"}, 400, "budget"),
        ({"name": "P", "budget": 1000}, 400, "budget"),
        ({"name": "P", "budget": "1.999"}, 400, "budget"),
        ({"name": "P", "managerId": company.id}, 422, "managerId"),
        ({"name": "P", "status": "lost"}, 400, "status"),
    ]:
        problem = await create("/api/project/projects", body, status)
        assert problem["errors"][0]["field"] == field, body
    mine = await project(company, startDate=later)
    problem = await company.organizer.patch(f"/api/project/projects/{mine['id']}", {"endDate": earlier}, 422)
    assert problem["errors"][0]["field"] == "endDate"
    await company.organizer.patch(f"/api/project/projects/{mine['id']}", {"progress": 101}, 400)
    problem = await create(TASKS, {"projectId": mine["id"], "title": "T", "assigneeId": company.id}, 422)
    assert problem["errors"][0]["field"] == "assigneeId"
    stranger = (await company.world.company("Theirs")).organizer
    for field, path, body in (
        ("clientId", "/api/client/clients", {"name": "Harbour & Vale"}),
        ("teamIds", "/api/workforce/teams", {"name": "Design"}),
    ):
        ours, theirs = (await create(path, body))["id"], (await stranger.post(path, body))["id"]
        given, wrong = ([ours], [ours, theirs]) if field == "teamIds" else (ours, theirs)
        made = await create("/api/project/projects", {"name": "P", field: given})
        for problem in (
            await create("/api/project/projects", {"name": "P", field: wrong}, 422),
            await company.organizer.patch(f"/api/project/projects/{made['id']}", {field: wrong}, 422),
        ):
            assert problem["errors"][0]["field"] == field
        assert (await company.organizer.patch(f"/api/project/projects/{made['id']}", {field: given}))[field] == given
        await company.organizer.delete(f"{path}/{ours}")
        same = {field: given, "name": "A team or client that is gone stays named"}
        assert (await company.organizer.patch(f"/api/project/projects/{made['id']}", same))[field] == given


async def test_who_may_change_tasks_and_not_assign_them_does_not(company):
    organizer, manager = company.organizer, await company.manager
    mine = (await manager.post("/api/project/projects", {"name": "Mine"}))["id"]
    made = await manager.post(TASKS, {"projectId": mine, "title": "T", "assigneeId": manager.id})
    role = (await organizer.get("/api/auth/roles", name="Manager"))["items"][0]
    less = {**role["permissions"], "tasks": ["create", "read", "update", "delete"]}
    await organizer.patch(f"/api/auth/roles/{role['id']}", {"permissions": less})
    await company.world.settle()
    await manager.post(TASKS, {"projectId": mine, "title": "T", "assigneeId": manager.id}, 403)
    await manager.patch(f"{TASKS}/{made['id']}", {"assigneeId": organizer.id}, 403)
    await manager.patch(f"{TASKS}/{made['id']}", {"title": "Still mine", "assigneeId": manager.id})
    await manager.post(TASKS, {"projectId": mine, "title": "Nobody's"})


async def test_a_list_of_tasks_is_one_statement_however_many_there_are(company):
    mine = (await project(company))["id"]
    runtime = company.world.runtime
    seen: list[str] = []

    def hear(query) -> None:
        seen.append(query.query)

    async def count() -> int:
        pool = runtime.database._pool
        listening = [holder._con for holder in pool._holders if holder._con is not None]
        seen.clear()
        for connection in listening:
            connection.add_query_logger(hear)
        await company.organizer.get(TASKS, projectId=mine)
        found = [sql for sql in seen if "project.tasks" in sql]
        for connection in listening:
            connection.remove_query_logger(hear)
        return len(found)

    await task(company, mine)
    few = await count()
    for _ in range(20):
        await task(company, mine)
    assert (few, await count()) == (1, 1)
