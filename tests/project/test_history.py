"""The history of a task: from the event log, for who sees the task, and of that what they may hear."""

import pytest

from tests.factories.project import project, task
from tests.project.test_comments import shared

TASKS = "/api/project/tasks"
COMMENTS = "/api/project/task-comments"


@pytest.fixture
async def company(world):
    return await world.company()


async def history(person, of, **params):
    return (await person.get(f"{TASKS}/{of['id']}/history", **params))["items"]


async def test_it_tells_what_happened_the_newest_first_with_before_and_after(company):
    person = company.organizer
    mine = (await project(company))["id"]
    one, other = await task(company, mine, title="Draft"), await task(company, mine)
    await person.patch(f"{TASKS}/{one['id']}", {"title": "Final", "status": "done"})
    await person.post(f"{TASKS}/{one['id']}/move", {"afterId": other["id"]}, 200)  # a place is no news
    line = await person.post("/api/project/task-checklists", {"taskId": one["id"], "item": "Proof"})
    await person.patch(f"/api/project/task-checklists/{line['id']}", {"isCompleted": True})
    wait = {"taskId": one["id"], "dependsOnId": other["id"], "type": "FS"}
    await person.delete(
        f"/api/project/task-dependencies/{(await person.post('/api/project/task-dependencies', wait))['id']}"
    )
    await person.patch(f"{TASKS}/{other['id']}", {"title": "Elsewhere"})
    told = [(one["type"], one["changes"]) for one in await history(person, one)]
    depends = {"dependsOnId": other["id"], "type": "FS", "lagDays": 0}
    assert told == [
        ("project.task_dependency.deleted", {name: [value, None] for name, value in depends.items()}),
        ("project.task_dependency.created", {name: [None, value] for name, value in depends.items()}),
        ("project.task_checklist.updated", {"isCompleted": [False, True]}),
        ("project.task_checklist.created", {"item": [None, "Proof"], "isCompleted": [None, False]}),
        ("project.task.updated", {"title": ["Draft", "Final"], "status": ["todo", "done"]}),
        ("project.task.created", {}),
    ]
    first = (await history(person, one))[-1]
    assert (first["actorId"], first["entityId"]) == (person.id, one["id"])


async def test_pages_join_without_a_gap(company):
    one = await task(company)
    for number in range(7):
        await company.organizer.patch(f"{TASKS}/{one['id']}", {"title": f"Title {number}"})
        await company.organizer.post(f"{TASKS}/{one['id']}/move", {}, 200)
    whole = await history(company.organizer, one)
    assert len(whole) == 8
    found, cursor = [], {}
    for _ in range(20):
        page = await company.organizer.get(f"{TASKS}/{one['id']}/history", limit=3, **cursor)
        found += page["items"]
        if page["nextCursor"] is None:
            break
        cursor = {"cursor": page["nextCursor"]}
    assert found == whole


async def test_comments_keep_what_they_were_until_they_are_taken_back(company):
    one = await task(company)
    comment = await company.organizer.post(COMMENTS, {"taskId": one["id"], "body": "Furst"})
    await company.organizer.patch(f"{COMMENTS}/{comment['id']}", {"body": "First " + "x" * 2000})
    told = {item["type"]: item["changes"] for item in await history(company.organizer, one)}
    before, after = told["project.task_comment.updated"]["body"]
    assert (before, after[:7], len(after)) == ("Furst", "First x", 1001)
    await company.organizer.delete(f"{COMMENTS}/{comment['id']}")
    told = [item for item in await history(company.organizer, one) if "comment" in item["type"]]
    assert [item["changes"] for item in told] == [{}, {}, {}]


async def test_clients_hear_what_they_may_see(company):
    open_task, closed_task = await shared(company)
    client, person = await company.client, company.organizer
    await person.patch(f"{TASKS}/{open_task['id']}", {"storyPoints": 8})
    await person.patch(f"{TASKS}/{open_task['id']}", {"storyPoints": 5, "title": "Together"})
    wait = {"taskId": open_task["id"], "dependsOnId": closed_task["id"], "type": "FS"}
    await person.post("/api/project/task-dependencies", wait)
    await client.post(COMMENTS, {"taskId": open_task["id"], "body": "Thanks"})
    told = await history(client, open_task)
    assert [(one["type"], sorted(one["changes"])) for one in told] == [
        ("project.task_comment.created", ["body"]),
        ("project.task.updated", ["title"]),
        ("project.task.created", []),
    ]
    assert len(await history(person, open_task)) == 6
    await client.get(f"{TASKS}/{closed_task['id']}/history", 404)


async def test_of_logged_time_contributors_hear_their_own(company):
    contributor = await company.contributor
    one = await task(company, assigneeId=contributor.id)
    body = {"projectId": one["projectId"], "userId": contributor.id}
    await company.organizer.post("/api/project/project-members", body)
    await company.world.settle()
    for person, minutes in ((company.organizer, 30), (contributor, 45)):
        body = {"taskId": one["id"], "startedAt": "2026-11-20T09:00:00Z", "minutes": minutes}
        await person.post("/api/project/time-entries", body)

    async def heard(person):
        found = [item for item in await history(person, one) if "time_entry" in item["type"]]
        return [item["changes"]["minutes"] for item in found]

    assert await heard(company.organizer) == [[None, 45], [None, 30]]
    assert await heard(contributor) == [[None, 45]]


async def test_bad_parameters_are_named(company):
    one = await task(company)
    for name, value in {"limit": "0", "cursor": "no!"}.items():
        problem = await company.organizer.get(f"{TASKS}/{one['id']}/history", 400, **{name: value})
        assert problem["errors"][0]["field"] == name
    await (await company.manager).get(f"{TASKS}/{one['id']}/history", 404)
