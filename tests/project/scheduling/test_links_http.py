"""Links between tasks over HTTP: lag, circles spelled out (also through parents, projects and races), other projects."""

import asyncio
import itertools

import pytest

from tests.factories.project import project, task

TASKS = "/api/project/tasks"
WAITS = "/api/project/task-dependencies"


def waits(task_id: str, on: str, kind: str = "FS", **fields) -> dict:
    return {"taskId": task_id, "dependsOnId": on, "type": kind, **fields}


@pytest.fixture
async def company(world):
    return await world.company()


async def titled(company, titles: str, project_id: str | None = None) -> list[str]:
    mine = project_id or (await project(company))["id"]
    return [(await task(company, mine, title=title))["id"] for title in titles]


async def test_a_link_has_a_lag_of_working_days(company):
    a, b = await titled(company, "ab")
    link = await company.organizer.post(WAITS, waits(a, b))
    assert link["lagDays"] == 0
    changed = await company.organizer.patch(f"{WAITS}/{link['id']}", {"type": "SS", "lagDays": -3})
    assert (changed["type"], changed["lagDays"]) == ("SS", -3)
    for lag in (1001, -1001, 1.5, "1", None):
        problem = await company.organizer.patch(f"{WAITS}/{link['id']}", {"lagDays": lag}, 400)
        assert problem["errors"][0]["field"] == "lagDays"
        problem = await company.organizer.post(WAITS, waits(b, a, lagDays=lag), 400)
        assert problem["errors"][0]["field"] == "lagDays"


async def test_a_circle_is_refused_and_spelled_out(company):
    a, b, c = await titled(company, "abc")
    await company.organizer.post(WAITS, waits(a, b))
    await company.organizer.post(WAITS, waits(b, c, "SS", lagDays=-5))
    problem = await company.organizer.post(WAITS, waits(c, a, "FF"), 409)
    assert problem["rule"] == "circle"
    assert problem["cycle"] == [{"id": c, "title": "c"}, {"id": a, "title": "a"}, {"id": b, "title": "b"}]
    assert problem["detail"] == "They would wait for each other in a circle: “c” → “a” → “b” → “c”."
    assert problem["errors"] == [{"field": "dependsOnId", "message": problem["detail"]}]
    assert (await company.organizer.get(WAITS, taskId=c))["items"] == []


async def test_the_shortest_of_several_circles_is_told_and_a_long_one_shortened(company):
    ids = await titled(company, "abcdefghijklmnop")
    for first, second in itertools.pairwise(ids):
        await company.organizer.post(WAITS, waits(first, second))
    problem = await company.organizer.post(WAITS, waits(ids[-1], ids[0]), 409)
    assert [one["title"] for one in problem["cycle"]] == list("pabcdefghijklmno")
    assert "“p” → “a” → " in problem["detail"]
    assert "→ 5 more → “p”." in problem["detail"]
    await company.organizer.post(WAITS, waits(ids[0], ids[14]))
    problem = await company.organizer.post(WAITS, waits(ids[-1], ids[0]), 409)
    assert [one["title"] for one in problem["cycle"]] == list("pao")


async def test_what_a_parent_waits_for_its_subtasks_wait_for(company):
    mine = (await project(company))["id"]
    parent, before = await titled(company, "PX", mine)
    child = (await task(company, mine, title="c", parentId=parent))["id"]
    for first, second in ((child, parent), (parent, child)):
        problem = await company.organizer.post(WAITS, waits(first, second), 409)
        assert problem["rule"] == "circle"
        assert {one["title"] for one in problem["cycle"]} == {"P", "c"}
    await company.organizer.post(WAITS, waits(parent, before))
    problem = await company.organizer.post(WAITS, waits(before, child), 409)
    assert [one["title"] for one in problem["cycle"]] == ["X", "c", "P"]


async def test_a_task_is_not_put_where_it_would_wait_for_itself(company):
    mine = (await project(company))["id"]
    parent, x, c = await titled(company, "PXc", mine)
    await company.organizer.post(WAITS, waits(parent, x))
    await company.organizer.post(WAITS, waits(x, c))
    problem = await company.organizer.patch(f"{TASKS}/{c}", {"parentId": parent}, 409)
    assert (problem["rule"], problem["errors"][0]["field"]) == ("circle", "parentId")
    assert [one["title"] for one in problem["cycle"]] == ["c", "P", "X"]
    y, d = await titled(company, "Yd", mine)
    await company.organizer.post(WAITS, waits(d, y))
    problem = await company.organizer.patch(f"{TASKS}/{d}", {"parentId": y}, 409)
    assert {one["title"] for one in problem["cycle"]} == {"Y", "d"}


async def test_of_two_links_that_close_a_circle_at_once_one_is_refused(company):
    for _ in range(5):
        a, b = await titled(company, "ab")
        answers = await asyncio.gather(
            company.organizer.send("POST", WAITS, json=waits(a, b)),
            company.organizer.send("POST", WAITS, json=waits(b, a)),
        )
        assert sorted(one.status_code for one in answers) == [201, 409]
        refused = next(one.json() for one in answers if one.status_code == 409)
        assert sorted(one["title"] for one in refused["cycle"]) == ["a", "b"]


async def test_links_in_projects_that_share_none_do_not_close_a_circle_together(company):
    """a -> b in one project and c -> d in another, at once; b -> c and d -> a were there."""
    for _ in range(5):
        a, b = await titled(company, "ab")
        c, d = await titled(company, "cd")
        await company.organizer.post(WAITS, waits(b, c))
        await company.organizer.post(WAITS, waits(d, a))
        answers = await asyncio.gather(
            company.organizer.send("POST", WAITS, json=waits(a, b)),
            company.organizer.send("POST", WAITS, json=waits(c, d)),
        )
        assert sorted(one.status_code for one in answers) == [201, 409]


async def test_a_link_and_a_new_parent_at_once_do_not_close_a_circle_together(company):
    for _ in range(5):
        mine = (await project(company))["id"]
        parent, x, c = await titled(company, "PXc", mine)
        await company.organizer.post(WAITS, waits(parent, x))
        answers = await asyncio.gather(
            company.organizer.send("POST", WAITS, json=waits(x, c)),
            company.organizer.send("PATCH", f"{TASKS}/{c}", json={"parentId": parent}),
        )
        assert sorted(one.status_code for one in answers)[1] == 409
        await company.organizer.get(f"/api/project/projects/{mine}/schedule")


async def test_a_task_of_another_project_is_waited_for_only_by_those_who_see_it(company):
    manager = await company.manager
    mine, other = (await project(company, managerId=manager.id))["id"], (await project(company))["id"]
    [own] = await titled(company, "a", mine)
    [hidden] = await titled(company, "h", other)
    await company.world.settle()
    for body in (waits(own, hidden), waits(hidden, own)):
        await manager.post(WAITS, body, 404)
    assert (await company.organizer.get(WAITS, taskId=own))["items"] == []
    link = await company.organizer.post(WAITS, waits(own, hidden))
    await manager.get(f"{WAITS}/{link['id']}", 404)
    await manager.patch(f"{WAITS}/{link['id']}", {"lagDays": 1}, 404)
    await manager.delete(f"{WAITS}/{link['id']}", 404)
    await company.organizer.patch(f"/api/project/projects/{other}", {"managerId": manager.id})
    await company.world.settle()
    assert (await manager.patch(f"{WAITS}/{link['id']}", {"lagDays": 1}))["lagDays"] == 1


async def test_a_circle_through_tasks_that_one_cannot_see_does_not_name_them(company):
    manager = await company.manager
    mine, other = (await project(company, managerId=manager.id))["id"], (await project(company))["id"]
    a, b = await titled(company, "ab", mine)
    hidden = (await task(company, other, title="secret"))["id"]
    await company.organizer.post(WAITS, waits(a, hidden))
    await company.organizer.post(WAITS, waits(hidden, b))
    await company.world.settle()
    problem = await manager.post(WAITS, waits(b, a), 409)
    unseen = {"id": None, "title": "a task that you cannot see"}
    assert problem["cycle"] == [{"id": b, "title": "b"}, {"id": a, "title": "a"}, unseen]
    assert "secret" not in str(problem)


async def test_tasks_of_other_projects_lie_fast_and_hold_on_both_sides(company):
    start = "2026-03-02T00:00:00Z"
    mine, other = (await project(company, startDate=start))["id"], (await project(company, startDate=start))["id"]
    feed = await task(company, other, startDate=start, dueDate="2026-03-04T00:00:00Z")
    needs = await task(company, other, startDate="2026-03-09T00:00:00Z", dueDate="2026-03-10T00:00:00Z")
    own = await task(company, mine, durationDays=2)
    await company.organizer.post(WAITS, waits(own["id"], feed["id"]))
    await company.organizer.post(WAITS, waits(needs["id"], own["id"]))
    path = f"/api/project/projects/{mine}/schedule"
    found = await company.organizer.get(path)
    assert [one["id"] for one in found["tasks"]] == [own["id"]]
    assert (found["tasks"][0]["earliestStart"], found["tasks"][0]["latestFinish"]) == ("2026-03-05", "2026-03-06")
    await company.organizer.patch(f"{TASKS}/{needs['id']}", {"startDate": "2026-03-06T00:00:00Z"})
    one = (await company.organizer.get(path))["tasks"][0]
    assert (one["slackDays"], one["conflict"]) == (
        -1,
        "What waits for it in another project is planned too early for it.",
    )
    body = {"changes": [{"taskId": own["id"], "startDate": start, "dueDate": "2026-03-03T00:00:00Z"}]}
    seen = await company.organizer.post(f"{path}/preview", body, 200)
    assert [one["startDate"] for one in seen["shifts"]] == ["2026-03-05T00:00:00Z"], "held by the other project"
