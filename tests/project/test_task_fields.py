"""What a task's fields must hold, who may change them, and the times that the system keeps."""

import base64

import msgspec
import pytest

from tests.factories.project import project, task
from vistone.kernel import clock

TASKS = "/api/project/tasks"
EARLY, LATE = "2027-01-04T00:00:00Z", "2027-01-08T00:00:00Z"


@pytest.fixture
async def company(world):
    return await world.company()


async def milestone(company, project_id: str):
    return await company.organizer.post("/api/project/milestones", {"projectId": project_id, "title": "Go live"})


async def test_all_fields_are_kept_and_emptied(company):
    mine = (await project(company))["id"]
    fields = {
        "milestoneId": (await milestone(company, mine))["id"],
        "startDate": EARLY,
        "dueDate": LATE,
        "durationDays": 5,
        "estimateMinutes": 480,
        "progress": 40,
        "constraintType": "must_start",
        "constraintDate": EARLY,
    }
    made = await task(company, mine, **fields)
    assert {name: made[name] for name in fields} == fields
    assert (made["fields"], made["loggedMinutes"], made["totals"], made["statusId"]) == ({}, 0, None, None)
    empty = {name: 0 if name == "progress" else None for name in fields}
    changed = await company.organizer.patch(f"{TASKS}/{made['id']}", empty)
    assert {name: changed[name] for name in fields} == empty
    again = await company.organizer.patch(f"{TASKS}/{made['id']}", fields)
    assert {name: again[name] for name in fields} == fields


async def test_bad_input_names_the_field(company):
    mine = (await project(company))["id"]
    other = await milestone(company, (await project(company))["id"])
    wrong = [
        ({"startDate": LATE, "dueDate": EARLY}, 422, "dueDate"),
        ({"constraintType": "must_start"}, 422, "constraintDate"),
        ({"constraintDate": EARLY}, 422, "constraintType"),
        ({"constraintType": "sometime", "constraintDate": EARLY}, 400, "constraintType"),
        ({"progress": 101}, 400, "progress"),
        ({"progress": -1}, 400, "progress"),
        ({"progress": 1.5}, 400, "progress"),
        ({"estimateMinutes": -1}, 400, "estimateMinutes"),
        ({"estimateMinutes": 10_000_001}, 400, "estimateMinutes"),
        ({"durationDays": 10_001}, 400, "durationDays"),
        ({"startDate": "0001-01-01T00:00:00Z"}, 422, "startDate"),
        ({"startDate": "2027-01-01"}, 400, "startDate"),
        ({"milestoneId": other["id"]}, 422, "milestoneId"),
        ({"milestoneId": company.id}, 422, "milestoneId"),
        ({"statusId": company.id}, 422, "statusId"),
        ({"loggedMinutes": 5}, 400, "loggedMinutes"),
        ({"completedAt": LATE}, 400, "completedAt"),
        ({"totals": {}}, 400, "totals"),
        ({"fields": {"colour": "red"}}, 400, "fields"),
        ({"fields": {company.id: "red"}}, 422, f"fields.{company.id}"),
    ]
    existing = await task(company, mine)
    for body, status, field in wrong:
        for method, path, sent in (
            ("POST", TASKS, {"projectId": mine, "title": "T", **body}),
            ("PATCH", f"{TASKS}/{existing['id']}", body),
        ):
            answer = await company.organizer.send(method, path, json=sent)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field), (method, body)
    assert await company.organizer.get(f"{TASKS}/{existing['id']}") == existing


async def test_the_end_may_not_come_before_the_start_in_two_steps_either(company):
    mine = await task(company, startDate=EARLY, dueDate=LATE, constraintType="must_finish", constraintDate=LATE)
    path = f"{TASKS}/{mine['id']}"
    for body, field in [
        ({"startDate": "2027-01-09T00:00:00Z"}, "dueDate"),
        ({"dueDate": "2027-01-03T00:00:00Z"}, "dueDate"),
        ({"constraintDate": None}, "constraintDate"),
        ({"constraintType": None}, "constraintType"),
    ]:
        assert (await company.organizer.patch(path, body, 422))["errors"][0]["field"] == field
    await company.organizer.patch(path, {"startDate": LATE})
    await company.organizer.patch(path, {"dueDate": None, "startDate": "2028-01-03T00:00:00Z"})


async def test_the_system_keeps_when_work_began_and_when_it_was_done(company, monkeypatch):
    mine = await task(company)
    path = f"{TASKS}/{mine['id']}"
    assert (mine["startedAt"], mine["completedAt"]) == (None, None)
    begun = await company.organizer.patch(path, {"status": "in_progress"})
    assert begun["startedAt"] is not None
    reviewed = await company.organizer.post(f"{path}/move", {"status": "in_review"}, 200)
    assert reviewed["startedAt"] == begun["startedAt"]
    done = await company.organizer.post(f"{path}/move", {"status": "done"}, 200)
    assert (done["startedAt"], done["completedAt"] is None) == (begun["startedAt"], False)
    same = await company.organizer.patch(path, {"status": "done", "title": "Renamed"})
    assert same["completedAt"] == done["completedAt"]
    opened = await company.organizer.patch(path, {"status": "todo"})
    assert (opened["startedAt"], opened["completedAt"]) == (begun["startedAt"], None)
    at_once = await task(company, status="done")
    assert (at_once["startedAt"], at_once["completedAt"] is None) == (None, False)
    assert (await task(company, status="in_review"))["startedAt"] is not None


async def test_who_works_on_a_task_changes_status_and_progress_and_nothing_else(company):
    contributor = await company.contributor
    mine = (await project(company))["id"]
    await company.organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    own = await task(company, mine, assigneeId=contributor.id)
    other = await task(company, mine)
    await company.world.settle()
    path = f"{TASKS}/{own['id']}"
    changed = await contributor.patch(path, {"status": "in_progress", "progress": 60})
    assert (changed["status"], changed["progress"]) == ("in_progress", 60)
    await contributor.patch(path, {"progress": 101}, 400)
    for beyond in ({"estimateMinutes": 5}, {"startDate": EARLY}, {"fields": {}}, {"milestoneId": None}):
        await contributor.patch(path, {"progress": 10, **beyond}, 403)
    assert (await contributor.get(path))["progress"] == 60
    await contributor.patch(f"{TASKS}/{other['id']}", {"progress": 10}, 403)


async def test_a_client_sees_no_estimates_logged_time_or_custom_fields(company):
    person = await company.client
    client = await company.organizer.post("/api/client/clients", {"name": "Brightwater", "portalAccess": True})
    await company.organizer.post("/api/client/client-contacts", {"clientId": client["id"], "userId": person.id})
    shared = await project(company, clientId=client["id"], clientVisible=True)
    body = {"projectId": shared["id"], "name": "Margin", "kind": "number"}
    field = (await company.organizer.post("/api/project/custom-fields", body))["id"]
    told = {"clientVisible": True, "estimateMinutes": 60, "progress": 20, "fields": {field: 5}}
    mine = await task(company, shared["id"], **told)
    await company.world.settle()
    seen = await person.get(f"{TASKS}/{mine['id']}")
    assert (seen["fields"], seen["estimateMinutes"], seen["progress"]) == ({}, None, 20)
    assert (await person.get(TASKS, **{f"field.{field}": "5"}))["items"] == []
    assert len((await person.get(TASKS, **{f"field.{field}": "null", "sort": f"field.{field}"}))["items"]) == 1
    assert (await person.get("/api/project/custom-fields"))["items"] == []
    await person.get(f"/api/project/custom-fields/{field}", 404)
    # Neither order nor cursor tells what is not shown: the cursor is read by whoever likes.
    more = await task(company, shared["id"], clientVisible=True, estimateMinutes=31_337)
    first = await person.get(TASKS, sort="-estimateMinutes", limit=1)
    assert [one["id"] for one in first["items"]] == [more["id"]], "by the id, as all are alike"
    told = msgspec.msgpack.decode(base64.urlsafe_b64decode(first["nextCursor"] + "=="))
    assert told[1] is None
    rest = await person.get(TASKS, sort="-estimateMinutes", limit=1, cursor=first["nextCursor"])
    assert [one["id"] for one in rest["items"]] == [mine["id"]]
    assert (await person.get(TASKS, sort="estimateMinutes", limit=1))["items"][0]["id"] == mine["id"]
    await person.patch(f"{TASKS}/{mine['id']}", {"progress": 30}, 403)


async def test_lists_filter_and_sort_by_the_new_fields(company):
    mine = (await project(company))["id"]
    goal = (await milestone(company, mine))["id"]
    a = await task(company, mine, title="a", startDate=LATE, estimateMinutes=10, progress=5, milestoneId=goal)
    await task(company, mine, title="b", startDate=EARLY, estimateMinutes=20, progress=3, status="done")
    await task(company, mine, title="c")

    async def titles(**wanted):
        page = await company.organizer.get(TASKS, projectId=mine, **({"sort": "title"} | wanted))
        return "".join(one["title"] for one in page["items"])

    assert await titles(milestoneId=goal) == "a"
    assert await titles(milestoneId="null") == "bc"
    assert await titles(startDateBefore=LATE) == "b"
    assert await titles(startDateAfter=LATE) == "a"
    assert await titles(completedAtBefore="2999-01-01T00:00:00Z") == "b"
    assert await titles(completedAtAfter=clock.now().isoformat().replace("+00:00", "Z")) == ""
    assert await titles(sort="startDate") == "bac"
    assert await titles(sort="-estimateMinutes") == "bac"
    assert await titles(sort="-progress") == "abc"
    assert (await titles(sort="completedAt"))[0] == "b"
    await company.organizer.post("/api/project/task-watchers", {"taskId": a["id"]})
    assert (await titles(watching="true"), await titles(watching="false")) == ("a", "bc")
    await company.organizer.get(TASKS, 400, watching="maybe")


async def test_what_hangs_on_a_task_or_a_project_is_told_to_who_may_delete_it(company):
    contributor = await company.contributor
    mine = (await project(company))["id"]
    await company.organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    parent = await task(company, mine, assigneeId=contributor.id)
    child = await task(company, mine, parentId=parent["id"])
    await task(company, mine, parentId=child["id"])
    gone = await task(company, mine, parentId=child["id"])
    await company.organizer.delete(f"{TASKS}/{gone['id']}")
    await company.organizer.post("/api/project/task-checklists", {"taskId": child["id"], "item": "First"})
    other = await task(company, mine)
    waits = {"taskId": other["id"], "dependsOnId": child["id"], "type": "FS"}
    await company.organizer.post("/api/project/task-dependencies", waits)
    await milestone(company, mine)
    await company.world.settle()
    found = await company.organizer.get(f"{TASKS}/{parent['id']}/dependents")
    assert found == {
        "subtasks": 2,
        "checklistLines": 1,
        "comments": 0,
        "attachments": 0,
        "timeEntries": 0,
        "dependencies": 1,
    }
    of_project = await company.organizer.get(f"/api/project/projects/{mine}/dependents")
    assert (of_project["tasks"], of_project["milestones"], of_project["members"], of_project["risks"]) == (4, 1, 1, 0)
    await contributor.get(f"{TASKS}/{parent['id']}/dependents", 403)
    await contributor.get(f"/api/project/projects/{mine}/dependents", 403)
    await (await company.manager).get(f"{TASKS}/{parent['id']}/dependents", 404)
