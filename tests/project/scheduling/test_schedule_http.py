"""The schedule over HTTP: what it says, what shifts, who may, and what is refused."""

import asyncio
import itertools
from uuid import UUID

import pytest

from tests.factories.project import project, task
from vistone.kernel.scope import System

TASKS = "/api/project/tasks"
WAITS = "/api/project/task-dependencies"


def day(text: str) -> str:
    return f"{text}T00:00:00Z"


@pytest.fixture
async def company(world):
    return await world.company()


@pytest.fixture
async def plan(company):
    """Monday 2 March 2026: build (5 days), then test (3), then ship (milestone)."""
    mine = (await project(company, startDate=day("2026-03-02")))["id"]
    put = company.organizer.post
    build = await put(
        TASKS, {"projectId": mine, "title": "build", "startDate": day("2026-03-02"), "dueDate": day("2026-03-06")}
    )
    test = await put(
        TASKS, {"projectId": mine, "title": "test", "startDate": day("2026-03-09"), "dueDate": day("2026-03-11")}
    )
    ship = await put(TASKS, {"projectId": mine, "title": "ship", "dueDate": day("2026-03-12"), "durationDays": 0})
    await put(WAITS, {"taskId": test["id"], "dependsOnId": build["id"], "type": "FS"})
    await put(WAITS, {"taskId": ship["id"], "dependsOnId": test["id"], "type": "FS"})
    return {"id": mine, "path": f"/api/project/projects/{mine}", "build": build, "test": test, "ship": ship}


async def test_a_schedule_tells_dates_slack_and_the_critical_path(company, plan):
    side = await task(company, plan["id"], title="side", durationDays=2)
    found = await company.organizer.get(f"{plan['path']}/schedule")
    by_id = {one["id"]: one for one in found["tasks"]}
    assert by_id[plan["test"]["id"]] == {
        "id": plan["test"]["id"],
        "earliestStart": "2026-03-09",
        "earliestFinish": "2026-03-11",
        "latestStart": "2026-03-09",
        "latestFinish": "2026-03-11",
        "slackDays": 0,
        "freeSlackDays": 0,
        "critical": True,
        "conflict": None,
    }
    assert by_id[side["id"]]["slackDays"] == by_id[side["id"]]["freeSlackDays"] == 6
    assert found["criticalPath"] == [plan["build"]["id"], plan["test"]["id"], plan["ship"]["id"]]
    assert found["finish"] == by_id[plan["ship"]["id"]]["earliestFinish"] == "2026-03-11"


async def test_a_parent_of_another_project_and_what_lies_below_it_may_both_be_waited_for(company, plan):
    put, other = company.organizer.post, (await project(company))["id"]
    dates = {"projectId": other, "startDate": day("2026-03-02"), "dueDate": day("2026-03-13")}
    parent = await put(TASKS, {**dates, "title": "stand"})
    child = await put(TASKS, {**dates, "title": "frame", "parentId": parent["id"], "dueDate": day("2026-03-03")})
    for task_id, before in ((plan["test"]["id"], parent["id"]), (plan["build"]["id"], child["id"])):
        await put(WAITS, {"taskId": task_id, "dependsOnId": before, "type": "FS"})
    found = {one["id"]: one for one in (await company.organizer.get(f"{plan['path']}/schedule"))["tasks"]}
    assert found[plan["build"]["id"]]["earliestStart"] == "2026-03-04", "after the child"
    assert found[plan["test"]["id"]]["earliestStart"] == "2026-03-16", "after the parent as it stands"
    await company.organizer.delete(f"/api/project/projects/{other}")
    found = {one["id"]: one for one in (await company.organizer.get(f"{plan['path']}/schedule"))["tasks"]}
    assert found[plan["test"]["id"]]["earliestStart"] == "2026-03-09", "what was put away holds nobody up"


async def test_moving_a_task_previews_what_shifts_and_then_applies_it(company, plan):
    milestone = await company.organizer.post(
        "/api/project/milestones", {"projectId": plan["id"], "title": "Go live", "dueDate": day("2026-03-13")}
    )
    await company.organizer.patch(f"{TASKS}/{plan['ship']['id']}", {"milestoneId": milestone["id"]})
    changes = [{"taskId": plan["build"]["id"], "startDate": day("2026-03-05")}]
    seen = await company.organizer.post(f"{plan['path']}/schedule/preview", {"changes": changes}, 200)
    assert seen == {
        "shifts": [
            {
                "taskId": plan["build"]["id"],
                "revision": plan["build"]["revision"],
                "title": "build",
                "oldStartDate": day("2026-03-02"),
                "oldDueDate": day("2026-03-06"),
                "startDate": day("2026-03-05"),
                "dueDate": day("2026-03-11"),
            },
            {
                "taskId": plan["test"]["id"],
                "revision": plan["test"]["revision"],
                "title": "test",
                "oldStartDate": day("2026-03-09"),
                "oldDueDate": day("2026-03-11"),
                "startDate": day("2026-03-12"),
                "dueDate": day("2026-03-16"),
            },
            {
                "taskId": plan["ship"]["id"],
                "revision": plan["ship"]["revision"] + 1,  # its milestone
                "title": "ship",
                "oldStartDate": None,
                "oldDueDate": day("2026-03-12"),
                "startDate": None,
                "dueDate": day("2026-03-16"),
            },
        ],
        "oldFinish": "2026-03-12",
        "finish": "2026-03-16",
        "milestones": [
            {"id": milestone["id"], "title": "Go live", "dueDate": day("2026-03-13"), "finish": "2026-03-16"}
        ],
    }
    assert (await company.organizer.get(f"{TASKS}/{plan['test']['id']}"))["dueDate"] == day("2026-03-11")

    stale = {plan["test"]["id"]: plan["test"]["revision"] + 5}
    await company.organizer.post(f"{plan['path']}/schedule/apply", {"changes": changes, "revisions": stale}, 412)
    assert (await company.organizer.get(f"{TASKS}/{plan['build']['id']}"))["startDate"] == day("2026-03-02")

    known = {plan["test"]["id"]: plan["test"]["revision"]}
    made = await company.organizer.post(f"{plan['path']}/schedule/apply", {"changes": changes, "revisions": known}, 200)
    assert [(one["title"], one["startDate"], one["dueDate"]) for one in made["items"]] == [
        (one["title"], one["startDate"], one["dueDate"]) for one in seen["shifts"]
    ]
    assert made["items"][1]["revision"] == plan["test"]["revision"] + 1
    assert [(one["taskId"], one["startDate"], one["dueDate"]) for one in made["before"]] == [
        (one["taskId"], one["oldStartDate"], one["oldDueDate"]) for one in seen["shifts"]
    ]
    again = await company.organizer.post(f"{plan['path']}/schedule/preview", {"changes": changes}, 200)
    assert again["shifts"] == []
    await company.organizer.send("PUT", f"{plan['path']}/schedule/dates", json={"tasks": made["before"]})
    assert (await company.organizer.post(f"{plan['path']}/schedule/preview", {"changes": changes}, 200)) == seen | {
        "shifts": [one | {"revision": one["revision"] + 2} for one in seen["shifts"]]
    }


async def test_a_gap_is_used_up_before_anything_follows(company, plan):
    await company.organizer.patch(
        f"{TASKS}/{plan['test']['id']}", {"startDate": day("2026-03-16"), "dueDate": day("2026-03-18")}
    )
    await company.organizer.patch(f"{TASKS}/{plan['ship']['id']}", {"dueDate": day("2026-03-30")})
    apply = f"{plan['path']}/schedule/apply"
    made = await company.organizer.post(
        apply, {"changes": [{"taskId": plan["build"]["id"], "dueDate": day("2026-03-13")}]}, 200
    )
    assert [one["title"] for one in made["items"]] == ["build"]
    made = await company.organizer.post(apply, {"changes": [{"taskId": plan["build"]["id"], "durationDays": 11}]}, 200)
    assert [(one["title"], one["dueDate"], one["durationDays"]) for one in made["items"]] == [
        ("build", day("2026-03-16"), 11),
        ("test", day("2026-03-19"), None),
    ]


async def test_bad_changes_are_refused_by_name(company, plan):
    build, elsewhere = plan["build"]["id"], await task(company)
    one = {"taskId": build, "startDate": day("2026-03-05")}
    for changes, status, field in [
        ([{"taskId": elsewhere["id"], "startDate": day("2026-03-05")}], 422, "changes[0].taskId"),
        ([one, one], 422, "changes[1].taskId"),
        ([{"taskId": build}], 422, "changes[0]"),
        ([{**one, "dueDate": day("2026-03-04")}], 422, "changes[0].dueDate"),
        ([{**one, "dueDate": day("2026-03-06"), "durationDays": 9}], 422, "changes[0].durationDays"),
        ([{"taskId": build, "startDate": "0500-01-01T00:00:00Z"}], 422, "changes[0].startDate"),
        ([{"taskId": build, "durationDays": -1}], 400, "changes[0].durationDays"),
        ([{"taskId": build, "startDate": "tomorrow"}], 400, "changes[0].startDate"),
        ([{"taskId": build, "days": 1}], 400, "changes[0].days"),
        ([one] * 501, 400, "changes"),
    ]:
        for what in ("preview", "apply"):
            problem = await company.organizer.post(f"{plan['path']}/schedule/{what}", {"changes": changes}, status)
            assert problem["errors"][0]["field"] == field
    assert (await company.organizer.get(f"{TASKS}/{build}"))["revision"] == plan["build"]["revision"]


async def test_a_plan_beyond_the_calendar_is_told(company):
    mine = (await project(company, startDate="8990-01-01T00:00:00Z"))["id"]
    path = f"/api/project/projects/{mine}/schedule"
    tasks = [await task(company, mine, durationDays=10_000) for _ in range(30)]
    for first, second in itertools.pairwise(tasks):
        await company.organizer.post(WAITS, {"taskId": second["id"], "dependsOnId": first["id"], "type": "FS"})
    assert (await company.organizer.get(path, 409))["rule"] == "beyond"
    far = [{"taskId": tasks[0]["id"], "startDate": "8990-01-01T00:00:00Z", "durationDays": 10_000}]
    for what in ("preview", "apply"):
        assert (await company.organizer.post(f"{path}/{what}", {"changes": far}, 409))["rule"] == "beyond"
    done = await task(company, (await project(company))["id"], estimateMinutes=10_000_000, status="done")
    mine = f"/api/project/projects/{done['projectId']}"
    await company.organizer.send("PUT", f"{mine}/calendar", json={"workingDays": [1], "hoursPerDay": 0.25})
    assert (await company.organizer.get(f"{mine}/schedule", 409))["rule"] == "beyond"


async def test_a_calendar_is_set_as_a_whole_and_holds_for_the_schedule(company, plan):
    path = f"{plan['path']}/calendar"
    standard = await company.organizer.get(path)
    assert (standard["workingDays"], standard["holidays"], standard["hoursPerDay"]) == ([1, 2, 3, 4, 5], [], 8.0)
    assert (standard["revision"], standard["projectId"]) == (0, plan["id"])
    body = {"workingDays": [4, 1, 2, 3, 1], "holidays": ["2026-03-10", "2026-03-10"], "hoursPerDay": 7.5}
    answer = await company.organizer.send("PUT", path, json=body, headers={"If-Match": '"0"'})
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert (made["workingDays"], made["holidays"], made["hoursPerDay"]) == ([1, 2, 3, 4], ["2026-03-10"], 7.5)
    assert await company.organizer.get(path) == made
    stale = await company.organizer.send("PUT", path, json=body, headers={"If-Match": '"0"'})
    assert stale.status_code == 412
    again = await company.organizer.send("PUT", path, json={"workingDays": [1, 2, 3, 4]}, headers={"If-Match": '"1"'})
    assert (again.json()["id"], again.json()["revision"], again.json()["holidays"]) == (made["id"], 2, [])
    await company.organizer.send("PUT", path, json=body)
    found = await company.organizer.get(f"{plan['path']}/schedule")
    # build: 2 to 5 March (Friday the 6th is free); test: Monday 9, Wednesday 11, with the 10th free.
    assert [one["earliestFinish"] for one in found["tasks"]] == ["2026-03-05", "2026-03-11", "2026-03-11"]
    for wrong, field in [
        ({"workingDays": []}, "workingDays"),
        ({"workingDays": [0]}, "workingDays[0]"),
        ({"workingDays": [8]}, "workingDays[0]"),
        ({"workingDays": [1], "holidays": ["yesterday"]}, "holidays[0]"),
        ({"workingDays": [1], "hoursPerDay": 0}, "hoursPerDay"),
        ({"workingDays": [1], "hoursPerDay": 24.5}, "hoursPerDay"),
        ({}, "workingDays"),
    ]:
        answer = await company.organizer.send("PUT", path, json=wrong)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field), answer.text


async def test_two_who_set_a_calendar_first_at_once_both_succeed(company, plan):
    path = f"{plan['path']}/calendar"
    answers = await asyncio.gather(
        *(company.organizer.send("PUT", path, json={"workingDays": [number]}) for number in (1, 2, 3))
    )
    assert [one.status_code for one in answers] == [200] * 3
    assert sorted(one.json()["revision"] for one in answers) == [1, 2, 3]


async def test_estimates_count_by_the_hours_of_a_day(company):
    mine = (await project(company, startDate=day("2026-03-02")))["id"]
    await task(company, mine, estimateMinutes=16 * 60 + 1)
    path = f"/api/project/projects/{mine}"
    assert (await company.organizer.get(f"{path}/schedule"))["finish"] == "2026-03-04"
    await company.organizer.send("PUT", f"{path}/calendar", json={"workingDays": [1, 2, 3, 4, 5], "hoursPerDay": 4})
    assert (await company.organizer.get(f"{path}/schedule"))["finish"] == "2026-03-06"


async def test_a_baseline_keeps_the_plan_of_its_day(company, plan):
    path = "/api/project/baselines"
    made = await company.organizer.post(path, {"projectId": plan["id"], "name": "As agreed"})
    assert made["tasks"] == {
        plan["build"]["id"]: ["2026-03-02", "2026-03-06"],
        plan["test"]["id"]: ["2026-03-09", "2026-03-11"],
        plan["ship"]["id"]: ["2026-03-12", "2026-03-12"],
    }
    changes = [{"taskId": plan["build"]["id"], "startDate": day("2026-03-05")}]
    await company.organizer.post(f"{plan['path']}/schedule/apply", {"changes": changes}, 200)
    assert (await company.organizer.get(f"{path}/{made['id']}")) == made
    listed = (await company.organizer.get(path, projectId=plan["id"]))["items"]
    assert [(one["name"], one["tasks"], one["takenBy"]) for one in listed] == [("As agreed", {}, company.organizer.id)]
    for number in range(19):
        await company.organizer.post(path, {"projectId": plan["id"], "name": str(number)})
    assert (await company.organizer.post(path, {"projectId": plan["id"], "name": "x"}, 409))["rule"] == "too_many"
    await company.organizer.delete(f"{path}/{made['id']}", 412, if_match=9)
    await company.organizer.delete(f"{path}/{made['id']}", if_match=1)
    await company.organizer.get(f"{path}/{made['id']}", 404)


async def test_a_baseline_of_what_is_finished_is_what_was_planned(company, plan):
    undated = await task(company, plan["id"], title="undated")
    begun = await task(company, plan["id"], title="begun", startDate=day("2026-03-03"))
    for one in (plan["build"], plan["ship"], undated, begun):
        await company.organizer.patch(f"{TASKS}/{one['id']}", {"status": "done"})
    made = await company.organizer.post("/api/project/baselines", {"projectId": plan["id"], "name": "Late"})
    assert made["tasks"] == {
        plan["build"]["id"]: ["2026-03-02", "2026-03-06"],
        plan["test"]["id"]: ["2026-03-09", "2026-03-11"],
        plan["ship"]["id"]: ["2026-03-12", "2026-03-12"],
        begun["id"]: ["2026-03-03", "2026-03-03"],
    }


async def test_who_may_plan_and_who_may_look(company, plan):
    manager, contributor, client = await company.manager, await company.contributor, await company.client
    brightwater = await company.organizer.post("/api/client/clients", {"name": "Brightwater", "portalAccess": True})
    await company.organizer.post("/api/client/client-contacts", {"clientId": brightwater["id"], "userId": client.id})
    baseline = await company.organizer.post("/api/project/baselines", {"projectId": plan["id"], "name": "As agreed"})
    people = (manager, contributor, client)
    for person in people:
        await person.get(f"{plan['path']}/schedule", 404)
        await person.get(f"{plan['path']}/calendar", 404)
    for person in (manager, contributor):
        member = {"projectId": plan["id"], "userId": person.id}
        await company.organizer.post("/api/project/project-members", member)
    shared = {"clientId": brightwater["id"], "clientVisible": True}
    await company.organizer.patch(plan["path"], shared)
    await company.organizer.patch(
        f"{TASKS}/{plan['test']['id']}", {"clientVisible": True, "assigneeId": contributor.id}
    )
    await company.world.settle()

    seen = [len((await person.get(f"{plan['path']}/schedule"))["tasks"]) for person in people]
    assert seen == [3, 3, 1]
    assert (await client.get(f"{plan['path']}/schedule"))["criticalPath"] == [plan["test"]["id"]]
    body = {"changes": [{"taskId": plan["test"]["id"], "startDate": day("2026-03-10")}]}
    await contributor.post(f"{plan['path']}/schedule/preview", body, 200)
    await client.post(f"{plan['path']}/schedule/preview", body, 403)
    await contributor.post(f"{plan['path']}/schedule/apply", body, 403)
    await client.post(f"{plan['path']}/schedule/apply", body, 403)
    await manager.post(f"{plan['path']}/schedule/apply", body, 200)
    put = {"workingDays": [1]}
    statuses = [(await person.send("PUT", f"{plan['path']}/calendar", json=put)).status_code for person in people]
    assert statuses == [200, 403, 403]
    assert [len((await person.get("/api/project/baselines"))["items"]) for person in people] == [1, 1, 0]
    await client.get(f"/api/project/baselines/{baseline['id']}", 404)
    await contributor.post("/api/project/baselines", {"projectId": plan["id"], "name": "x"}, 403)
    await contributor.delete(f"/api/project/baselines/{baseline['id']}", 403)
    await manager.delete(f"/api/project/baselines/{baseline['id']}")


async def test_applies_at_once_go_one_after_the_other(company, plan):
    path = f"{plan['path']}/schedule/apply"
    answers = await asyncio.gather(
        *(
            company.organizer.send(
                "POST",
                path,
                json={"changes": [{"taskId": plan["build"]["id"], "startDate": day(f"2026-03-{number:02}")}]},
            )
            for number in (3, 10, 17, 24)
        )
    )
    assert {one.status_code for one in answers} <= {200, 412}
    build = await company.organizer.get(f"{TASKS}/{plan['build']['id']}")
    test = await company.organizer.get(f"{TASKS}/{plan['test']['id']}")
    assert test["startDate"] > build["dueDate"], "whatever came last, the link holds"


async def test_a_move_is_told_to_those_who_follow_the_project(company, plan):
    body = {"changes": [{"taskId": plan["build"]["id"], "startDate": day("2026-03-05")}]}
    await company.organizer.post(f"{plan['path']}/schedule/apply", body, 200)
    runtime = company.world.runtime
    async with runtime.database.read(System("test")) as tx:
        rows = await tx.connection.fetch(
            "SELECT entity_id, topics, payload->'before' AS before FROM platform.events "
            "WHERE organization_id = $1 AND type = 'project.task.updated' ORDER BY id",
            UUID(company.id),
        )
    assert [str(row["entity_id"]) for row in rows] == [plan[one]["id"] for one in ("build", "test", "ship")]
    assert all(f"project:{plan['id']}" in row["topics"] for row in rows)
    assert rows[0]["before"] == {"startDate": day("2026-03-02"), "dueDate": day("2026-03-06")}
