"""A project's own statuses: how tasks are mapped to the six of every project, where they may go, and what is deleted."""

import pytest

from tests.factories.project import project, task
from tests.world import Company

TASKS = "/api/project/tasks"
STATUSES = "/api/project/project-statuses"


@pytest.fixture
async def company(world):
    return await world.company()


async def status(company: Company, project_id: str, name: str, category: str, **fields):
    body = {"projectId": project_id, "name": name, "category": category, **fields}
    return await company.organizer.post(STATUSES, body)


async def columns(person, project_id: str):
    board = await person.get(f"/api/project/projects/{project_id}/board")
    return [(one["name"] or one["status"], one["count"]) for one in board["columns"]]


async def test_a_project_has_the_six_until_it_makes_them_its_own(company):
    mine = (await project(company))["id"]
    doing = await task(company, mine, status="in_progress")
    six = ["backlog", "todo", "in_progress", "in_review", "done", "cancelled"]
    assert await columns(company.organizer, mine) == [(one, int(one == "in_progress")) for one in six]
    made = (await company.organizer.post(f"/api/project/projects/{mine}/statuses"))["items"]
    assert [one["category"] for one in made] == six
    assert [one["name"] for one in made] == ["Backlog", "To do", "In progress", "In review", "Done", "Cancelled"]
    after = await company.organizer.get(f"{TASKS}/{doing['id']}")
    assert (after["statusId"], after["status"]) == (made[2]["id"], "in_progress")
    assert (await columns(company.organizer, mine))[2] == ("In progress", 1)
    problem = await company.organizer.post(f"/api/project/projects/{mine}/statuses", None, 409)
    assert problem["rule"] == "statuses"
    listed = await company.organizer.get(STATUSES, projectId=mine)
    assert [one["id"] for one in listed["items"]] == [one["id"] for one in made]


async def test_the_status_and_what_it_counts_as_stay_in_step(company):
    mine = (await project(company))["id"]
    idea = await status(company, mine, "Idea", "backlog")
    build = await status(company, mine, "Build", "in_progress")
    polish = await status(company, mine, "Polish", "in_progress")
    live = await status(company, mine, "Live", "done")
    made = await task(company, mine)
    assert (made["statusId"], made["status"]) == (idea["id"], "backlog"), "the first one, since none counts as todo"
    path = f"{TASKS}/{made['id']}"
    change = company.organizer.patch
    now = await change(path, {"status": "in_progress"})
    assert (now["statusId"], now["startedAt"] is None) == (build["id"], False)
    now = await change(path, {"statusId": polish["id"]})
    assert (now["status"], now["statusId"]) == ("in_progress", polish["id"])
    now = await change(path, {"status": "in_progress"})
    assert now["statusId"] == polish["id"], "it counts as that already"
    now = await company.organizer.post(f"{path}/move", {"statusId": live["id"]}, 200)
    assert (now["status"], now["completedAt"] is None) == ("done", False)
    assert (await task(company, mine, statusId=polish["id"]))["status"] == "in_progress"
    stranger = await status(company, (await project(company))["id"], "Elsewhere", "done")
    for body, field in [
        ({"statusId": stranger["id"]}, "statusId"),
        ({"statusId": None}, "statusId"),
        ({"status": "in_review"}, "status"),
        ({"statusId": idea["id"], "status": "done"}, "status"),
    ]:
        problem = await change(path, body, 422)
        assert problem["errors"][0]["field"] == field, body
    assert "“Idea”" in (await change(path, {"status": "in_review"}, 422))["detail"]
    found = await company.organizer.get(TASKS, statusId=[live["id"], polish["id"]], projectId=mine)
    assert len(found["items"]) == 2


async def test_a_task_goes_where_its_status_leads_and_nowhere_else(company):
    mine = (await project(company))["id"]
    todo, doing, review, done = [
        await status(company, mine, name, category)
        for name, category in [("To do", "todo"), ("Doing", "in_progress"), ("Check", "in_review"), ("Done", "done")]
    ]
    await company.organizer.patch(f"{STATUSES}/{doing['id']}", {"nextIds": [review["id"], todo["id"]]})
    mine_task = await task(company, mine, statusId=doing["id"])
    path = f"{TASKS}/{mine_task['id']}"
    for method, at, body in [
        ("PATCH", path, {"statusId": done["id"]}),
        ("PATCH", path, {"status": "done"}),
        ("POST", f"{path}/move", {"statusId": done["id"]}),
        ("POST", f"{path}/move", {"status": "done"}),
    ]:
        answer = await company.organizer.send(method, at, json=body)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["field"] == "statusId"
        assert "“To do”, “Check”" in answer.json()["detail"]
    assert await company.organizer.get(path) == mine_task
    await company.organizer.patch(path, {"statusId": doing["id"], "title": "Stays"})
    await company.organizer.patch(path, {"statusId": review["id"]})
    await company.organizer.patch(path, {"statusId": done["id"]})
    stuck = await company.organizer.patch(f"{STATUSES}/{done['id']}", {"nextIds": []})
    assert stuck["nextIds"] == []
    assert "no other" in (await company.organizer.patch(path, {"statusId": todo["id"]}, 422))["detail"]


async def test_deleting_a_status_asks_where_its_tasks_go(company):
    mine = (await project(company))["id"]
    todo, doing, done = [
        await status(company, mine, name, category)
        for name, category in [("To do", "todo"), ("Doing", "in_progress"), ("Done", "done")]
    ]
    await company.organizer.patch(f"{STATUSES}/{todo['id']}", {"nextIds": [doing["id"]]})
    inside = [await task(company, mine, statusId=doing["id"]) for _ in range(2)]
    path = f"{STATUSES}/{doing['id']}"
    problem = await company.organizer.delete(path, 409)
    assert (problem["rule"], problem["errors"][0]["field"]) == ("status-in-use", "moveTo")
    assert problem["detail"].startswith("2 tasks are in “Doing”")
    for wrong in (doing["id"], company.id):
        assert (await company.organizer.delete(f"{path}?moveTo={wrong}", 422))["errors"][0]["field"] == "moveTo"
    await company.organizer.delete(f"{path}?moveTo=nonsense", 400)
    await company.organizer.delete(f"{path}?moveTo={done['id']}", 412, if_match=99)
    await company.organizer.delete(f"{path}?moveTo={done['id']}")
    moved = await company.organizer.get(f"{TASKS}/{inside[0]['id']}")
    assert (moved["status"], moved["statusId"], moved["completedAt"] is None) == ("done", done["id"], False)
    assert moved["revision"] == inside[0]["revision"] + 1
    history = await company.organizer.get(STATUSES, projectId=mine)
    assert {one["name"]: one["nextIds"] for one in history["items"]} == {"To do": [done["id"]], "Done": None}
    await company.organizer.delete(f"{STATUSES}/{todo['id']}")
    await company.organizer.delete(f"{STATUSES}/{done['id']}")
    left = await company.organizer.get(f"{TASKS}/{inside[1]['id']}")
    assert (left["status"], left["statusId"]) == ("done", None), "with the last status they go back to the six"


async def test_what_led_only_to_a_deleted_status_leads_anywhere(company):
    mine = (await project(company))["id"]
    gone = await status(company, mine, "Gone", "done")
    stays = await status(company, mine, "Stays", "todo", nextIds=[gone["id"]])
    await company.organizer.delete(f"{STATUSES}/{gone['id']}")
    assert (await company.organizer.get(f"{STATUSES}/{stays['id']}"))["nextIds"] is None


async def test_another_category_changes_the_tasks_in_it(company):
    mine = (await project(company))["id"]
    one = await status(company, mine, "Shipping", "in_progress", wipLimit=1)
    inside = [await task(company, mine, statusId=one["id"]) for _ in range(2)]
    changed = await company.organizer.patch(f"{STATUSES}/{one['id']}", {"category": "done", "wipLimit": None})
    assert (changed["category"], changed["wipLimit"]) == ("done", None)
    after = await company.organizer.get(f"{TASKS}/{inside[0]['id']}")
    assert (after["status"], after["startedAt"], after["completedAt"] is None) == (
        "done",
        inside[0]["startedAt"],
        False,
    )
    await company.organizer.patch(f"{STATUSES}/{one['id']}", {"category": "in_review"})
    assert (await company.organizer.get(f"{TASKS}/{inside[0]['id']}"))["completedAt"] is None


async def test_a_new_status_takes_in_the_tasks_of_its_category_and_the_board_shows_the_rest(company):
    mine = (await project(company))["id"]
    for kind in ("todo", "todo", "done"):
        await task(company, mine, status=kind)
    first = await status(company, mine, "To do", "todo", wipLimit=1)
    assert await columns(company.organizer, mine) == [("To do", 2), ("done", 1)]
    board = await company.organizer.get(f"/api/project/projects/{mine}/board")
    assert board["columns"][0] == {
        "status": "todo",
        "count": 2,
        "statusId": first["id"],
        "name": "To do",
        "wipLimit": 1,
    }
    rest = await company.organizer.get(TASKS, projectId=mine, statusId="null", status="done")
    assert len(rest["items"]) == 1
    await status(company, mine, "Done", "done")
    assert await columns(company.organizer, mine) == [("To do", 2), ("Done", 1)]


async def test_statuses_keep_the_order_that_they_are_given(company):
    mine = (await project(company))["id"]
    a, b, c = [await status(company, mine, name, "todo") for name in "abc"]

    async def order():
        return "".join(one["name"] for one in (await company.organizer.get(STATUSES, projectId=mine))["items"])

    assert await order() == "abc"
    await company.organizer.post(f"{STATUSES}/{c['id']}/move", {"afterId": a["id"]}, 200)
    assert await order() == "acb"
    await company.organizer.post(f"{STATUSES}/{b['id']}/move", {}, 200)
    assert await order() == "bac"
    elsewhere = await status(company, (await project(company))["id"], "x", "todo")
    for wrong in (elsewhere["id"], b["id"]):
        problem = await company.organizer.post(f"{STATUSES}/{b['id']}/move", {"afterId": wrong}, 422)
        assert problem["errors"][0]["field"] == "afterId"


async def test_bad_input_names_the_field(company):
    mine = (await project(company))["id"]
    first = await status(company, mine, "First", "todo")
    foreign = await status(company, (await project(company))["id"], "Foreign", "todo")
    for body, code, field in [
        ({"category": "sometime"}, 400, "category"),
        ({"wipLimit": 0}, 400, "wipLimit"),
        ({"nextIds": [foreign["id"]]}, 422, "nextIds"),
        ({"nextIds": [first["id"], first["id"]]}, 422, "nextIds"),
        ({"name": " "}, 400, "name"),
        ({"name": "First"}, 409, "name"),
    ]:
        full = {"projectId": mine, "name": "Second", "category": "done", **body}
        problem = await company.organizer.post(STATUSES, full, code)
        assert problem["errors"][0]["field"] == field, body
    await company.organizer.patch(f"{STATUSES}/{first['id']}", {"name": "x"}, 412, if_match=99)


async def test_managers_of_the_project_change_them_and_others_only_read(company):
    manager, contributor = await company.manager, await company.contributor
    mine = (await project(company, managerId=manager.id))["id"]
    await company.organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    await company.world.settle()
    body = {"projectId": mine, "name": "Mine", "category": "todo"}
    made = await manager.post(STATUSES, body)
    await manager.patch(f"{STATUSES}/{made['id']}", {"wipLimit": 3})
    assert (await contributor.get(f"{STATUSES}/{made['id']}"))["abilities"] == []
    await contributor.patch(f"{STATUSES}/{made['id']}", {"wipLimit": 4}, 403)
    await contributor.delete(f"{STATUSES}/{made['id']}", 403)
    await contributor.post(f"{STATUSES}/{made['id']}/move", {}, 403)
    await contributor.post(STATUSES, {**body, "name": "Other"}, 403)
    await contributor.post(f"/api/project/projects/{mine}/statuses", None, 403)
    own = await task(company, mine, assigneeId=contributor.id)
    second = await status(company, mine, "Done", "done")
    changed = await contributor.patch(f"{TASKS}/{own['id']}", {"statusId": second["id"]})
    assert changed["status"] == "done"
    await contributor.post(f"{TASKS}/{own['id']}/move", {"statusId": made["id"]}, 200)
    foreign = await status(company, (await project(company))["id"], "Hidden", "todo")
    await manager.get(f"{STATUSES}/{foreign['id']}", 404)
