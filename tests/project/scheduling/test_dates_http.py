"""Dates of many tasks as they are to be: how a move with all that followed is taken back, all of it or nothing."""

import itertools

import pytest

from tests.factories.project import project, task

TASKS = "/api/project/tasks"
WAITS = "/api/project/task-dependencies"


def day(text: str) -> str:
    return f"{text}T00:00:00Z"


def dates(one, **other):
    return {
        "taskId": one["id"],
        **{name: one[name] for name in ("revision", "startDate", "dueDate", "durationDays")},
        **other,
    }


@pytest.fixture
async def company(world):
    return await world.company()


@pytest.fixture
async def chain(company):
    """Three tasks of a week each, one after the other, of which the last has no start."""
    mine = (await project(company))["id"]
    made = [
        await task(company, mine, title=title, **when)
        for title, when in [
            ("build", {"startDate": day("2026-03-02"), "dueDate": day("2026-03-06")}),
            ("test", {"startDate": day("2026-03-09"), "dueDate": day("2026-03-13"), "durationDays": 5}),
            ("ship", {"dueDate": day("2026-03-16")}),
        ]
    ]
    for one, other in itertools.pairwise(made):
        await company.organizer.post(WAITS, {"taskId": other["id"], "dependsOnId": one["id"], "type": "FS"})
    return made


async def moved(company, chain):
    path = f"/api/project/projects/{chain[0]['projectId']}/schedule"
    changes = [{"taskId": chain[0]["id"], "startDate": day("2026-03-09"), "dueDate": day("2026-03-13")}]
    made = (await company.organizer.post(f"{path}/apply", {"changes": changes}, 200))["items"]
    assert {one["title"] for one in made} == {"build", "test", "ship"}
    return f"{path}/dates", {one["id"]: one for one in made}


async def put(person, path, body, status=200):
    answer = await person.send("PUT", path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_move_is_taken_back_as_a_whole(company, chain):
    path, now = await moved(company, chain)
    body = {"tasks": [dates(one, revision=now[one["id"]]["revision"]) for one in chain]}
    back = (await put(company.organizer, path, body))["items"]
    kept = ("id", "startDate", "dueDate", "durationDays")
    assert [[one[name] for name in kept] for one in back] == [[one[name] for name in kept] for one in chain]
    history = (await company.organizer.get(f"{TASKS}/{chain[2]['id']}/history"))["items"]
    assert history[0]["changes"] == {"dueDate": [now[chain[2]["id"]]["dueDate"], chain[2]["dueDate"]]}
    again = {"tasks": [dates(one) for one in back]}
    assert (await put(company.organizer, path, again))["items"] == [], "they have these dates already"


async def test_what_somebody_changed_since_is_named_and_nothing_moves(company, chain):
    path, now = await moved(company, chain)
    await company.organizer.patch(f"{TASKS}/{chain[1]['id']}", {"dueDate": day("2026-03-31")})
    body = {"tasks": [dates(one, revision=now[one["id"]]["revision"]) for one in chain]}
    problem = await put(company.organizer, path, body, 409)
    assert (problem["rule"], problem["taskIds"]) == ("changed", [chain[1]["id"]])
    assert "“test” has been changed since" in problem["detail"]
    left = await company.organizer.get(f"{TASKS}/{chain[0]['id']}")
    assert left == now[chain[0]["id"]]


async def test_bad_dates_are_named_and_rights_are_asked(company, chain):
    path, now = await moved(company, chain)
    good = dates(now[chain[0]["id"]])
    elsewhere = dates(await task(company))
    gone = await task(company, chain[0]["projectId"])
    await company.organizer.delete(f"{TASKS}/{gone['id']}")
    for tasks, status, field in [
        ([], 400, "tasks"),
        ([good, good], 422, "tasks"),
        ([good, elsewhere], 422, "tasks[1].taskId"),
        ([dates(gone)], 422, "tasks[0].taskId"),
        ([{**good, "startDate": day("2026-05-01"), "dueDate": day("2026-04-01")}], 422, "tasks[0].dueDate"),
        ([{**good, "dueDate": day("9500-04-01")}], 422, "tasks[0].dueDate"),
        ([{**good, "durationDays": -1}], 400, "tasks[0].durationDays"),
        ([{name: good[name] for name in good if name != "revision"}], 400, "tasks[0].revision"),
    ]:
        problem = await put(company.organizer, path, {"tasks": tasks}, status)
        assert problem["errors"][0]["field"] == field, tasks
    contributor = await company.contributor
    await put(contributor, path, {"tasks": [good]}, 404)
    joined = {"projectId": chain[0]["projectId"], "userId": contributor.id}
    await company.organizer.post("/api/project/project-members", joined)
    await company.world.settle()
    await put(contributor, path, {"tasks": [good]}, 403)
    await put(await company.client, path, {"tasks": [good]}, 404)
    assert await company.organizer.get(f"{TASKS}/{chain[0]['id']}") == now[chain[0]["id"]]
