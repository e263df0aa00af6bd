"""One change to many tasks: each by itself, what is refused is told, and nothing is half done."""

import pytest

from tests.factories.project import project, task
from vistone.kernel.errors import Conflict
from vistone.project.actions import tasks as actions

TASKS = "/api/project/tasks"
BULK = f"{TASKS}/bulk"


@pytest.fixture
async def company(world):
    return await world.company()


async def test_each_task_changes_or_is_told_to_have_stayed(company):
    mine = (await project(company))["id"]
    other = (await project(company))["id"]
    goal = await company.organizer.post("/api/project/milestones", {"projectId": mine, "title": "Go live"})
    a, b = [await task(company, mine) for _ in range(2)]
    elsewhere = await task(company, other)
    ids = [b["id"], elsewhere["id"], a["id"], company.id, b["id"]]
    answer = await company.organizer.post(
        BULK, {"ids": ids, "changes": {"milestoneId": goal["id"], "status": "done"}}, 200
    )
    assert [one["id"] for one in answer["items"]] == [b["id"], a["id"]]
    assert {(one["status"], one["milestoneId"], one["completedAt"] is None) for one in answer["items"]} == {
        ("done", goal["id"], False)
    }
    told = {one["id"]: one["field"] for one in answer["errors"]}
    assert told == {elsewhere["id"]: "milestoneId", company.id: None}
    assert all(one["message"] for one in answer["errors"])
    assert await company.organizer.get(f"{TASKS}/{elsewhere['id']}") == elsewhere
    assert (await company.organizer.get(f"{TASKS}/{a['id']}"))["revision"] == a["revision"] + 1


async def test_a_contributor_changes_only_their_own_and_only_what_they_may(company):
    contributor = await company.contributor
    mine = (await project(company))["id"]
    await company.organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    own = await task(company, mine, assigneeId=contributor.id)
    other = await task(company, mine)
    hidden = await task(company)
    await company.world.settle()
    ids = [own["id"], other["id"], hidden["id"]]
    answer = await contributor.post(BULK, {"ids": ids, "changes": {"status": "in_progress", "progress": 50}}, 200)
    assert [one["id"] for one in answer["items"]] == [own["id"]]
    assert {one["id"] for one in answer["errors"]} == {other["id"], hidden["id"]}
    answer = await contributor.post(BULK, {"ids": ids, "changes": {"priority": "high"}}, 200)
    assert (answer["items"], len(answer["errors"])) == ([], 3)
    person = await company.client
    await person.post(BULK, {"ids": ids, "changes": {"status": "done"}}, 403)


async def test_two_tasks_may_depend_on_what_the_change_does_to_them(company):
    mine = (await project(company))["id"]
    parent = await task(company, mine)
    child = await task(company, mine, parentId=parent["id"])
    late = "2027-03-01T00:00:00Z"
    dated = await task(company, mine, dueDate="2027-02-01T00:00:00Z")
    answer = await company.organizer.post(
        BULK, {"ids": [parent["id"], child["id"]], "changes": {"parentId": child["id"]}}, 200
    )
    assert {one["field"] for one in answer["errors"]} == {"parentId"}
    answer = await company.organizer.post(
        BULK, {"ids": [parent["id"], dated["id"]], "changes": {"startDate": late}}, 200
    )
    assert [one["id"] for one in answer["items"]] == [parent["id"]]
    assert [(one["id"], one["field"]) for one in answer["errors"]] == [(dated["id"], "dueDate")]


async def test_bad_input_is_refused_as_a_whole(company):
    mine = await task(company)
    for body, status, field in [
        ({"ids": [], "changes": {"status": "done"}}, 400, "ids"),
        ({"ids": [mine["id"]] * 201, "changes": {"status": "done"}}, 400, "ids"),
        ({"ids": [mine["id"]], "changes": {}}, 422, "changes"),
        ({"ids": [mine["id"]], "changes": {"status": "lost"}}, 400, "changes.status"),
        ({"ids": [mine["id"]], "changes": {"progress": 101}}, 400, "changes.progress"),
        ({"ids": [mine["id"]]}, 400, "changes"),
    ]:
        problem = await company.organizer.post(BULK, body, status)
        assert problem["errors"][0]["field"] == field, body
    assert await company.organizer.get(f"{TASKS}/{mine['id']}") == mine


async def test_what_the_database_refuses_in_the_middle_undoes_that_task_alone(company, monkeypatch):
    mine = (await project(company))["id"]
    a, b, c = [await task(company, mine) for _ in range(3)]
    publish = actions.publish

    async def refusing(tx, event):
        if str(event.record.id) == b["id"]:
            raise Conflict("test", "Not this one.")
        await publish(tx, event)

    monkeypatch.setattr(actions, "publish", refusing)
    ids = [one["id"] for one in (a, b, c)]
    answer = await company.organizer.post(BULK, {"ids": ids, "changes": {"title": "New"}}, 200)
    assert [one["id"] for one in answer["items"]] == [a["id"], c["id"]]
    assert [one["message"] for one in answer["errors"]] == ["Not this one."]
    titles = {one["id"]: one["title"] for one in (await company.organizer.get(TASKS, projectId=mine))["items"]}
    assert titles == {a["id"]: "New", b["id"]: b["title"], c["id"]: "New"}


async def test_many_are_deleted_with_their_subtasks_and_come_back_in_one_request(company):
    mine = (await project(company))["id"]
    parent = await task(company, mine)
    child = await task(company, mine, parentId=parent["id"])
    below = await task(company, mine, parentId=child["id"])
    lone, stale, other = [await task(company, mine) for _ in range(3)]
    ids = [child["id"], lone["id"], parent["id"], stale["id"], company.id]
    revisions = {lone["id"]: lone["revision"], stale["id"]: stale["revision"] + 1}
    answer = await company.organizer.post(f"{BULK}-delete", {"ids": ids, "revisions": revisions}, 200)
    assert [one["id"] for one in answer["items"]] == ids[:3]
    assert len({one["deletedAt"] for one in answer["items"]} - {None}) == 1
    assert {one["id"] for one in answer["errors"]} == {stale["id"], company.id}
    left = {one["id"] for one in (await company.organizer.get(TASKS, projectId=mine))["items"]}
    assert left == {stale["id"], other["id"]}
    told = await company.organizer.get(f"{TASKS}/{below['id']}", 404)
    assert told["status"] == 404
    answer = await company.organizer.post(f"{BULK}-restore", {"ids": [*ids[:3], other["id"]]}, 200)
    assert [one["id"] for one in answer["items"]] == ids[:3]
    assert [one["id"] for one in answer["errors"]] == [other["id"]]
    back = {one["id"]: one for one in (await company.organizer.get(TASKS, projectId=mine))["items"]}
    assert len(back) == 6
    assert back[below["id"]]["parentId"] == child["id"]
    lines = (await company.organizer.get(f"{TASKS}/{below['id']}/history"))["items"]
    assert [one["type"].rsplit(".", 1)[1] for one in lines] == ["updated", "deleted", "created"]


async def test_who_may_not_delete_takes_nothing_away(company):
    contributor = await company.contributor
    manager = await company.person("Manager")
    mine = (await project(company))["id"]
    await company.organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    own = await task(company, mine, assigneeId=contributor.id)
    await company.world.settle()
    for what in ("delete", "restore"):
        await contributor.post(f"{BULK}-{what}", {"ids": [own["id"]]}, 403)
        await (await company.client).post(f"{BULK}-{what}", {"ids": [own["id"]]}, 403)
        answer = await manager.post(f"{BULK}-{what}", {"ids": [own["id"]]}, 200)
        assert (answer["items"], len(answer["errors"])) == ([], 1), "a project that they do not see"
        for body in ({"ids": []}, {"ids": [own["id"]] * 201}):
            problem = await company.organizer.post(f"{BULK}-{what}", body, 400)
            assert problem["errors"][0]["field"] == "ids"
    assert await company.organizer.get(f"{TASKS}/{own['id']}") == own
