"""What one change does to many tasks: each gets a new revision and tells of it by itself, all of it or nothing."""

import pytest

from tests.factories.project import project, task
from vistone.project.queries import sweeps

TASKS = "/api/project/tasks"
STATUSES = "/api/project/project-statuses"
FIELDS = "/api/project/custom-fields"
MILESTONES = "/api/project/milestones"


@pytest.fixture
async def company(world):
    return await world.company()


async def last(company, one):
    """The revision of a task, and the newest line of its history: who, what, from what to what."""
    now = await company.organizer.get(f"{TASKS}/{one['id']}")
    line = (await company.organizer.get(f"{TASKS}/{one['id']}/history", limit=1))["items"][0]
    assert (line["type"], line["actorId"]) in {
        ("project.task.updated", company.organizer.id),
        ("project.task.created", company.organizer.id),
    }
    return now["revision"] - one["revision"], line["type"].rsplit(".", 1)[1], line["changes"]


async def status(company, project_id, name, category):
    return await company.organizer.post(STATUSES, {"projectId": project_id, "name": name, "category": category})


async def test_tasks_tell_that_their_field_is_gone(company, monkeypatch):
    monkeypatch.setattr(sweeps, "AT_ONCE", 2)
    mine = (await project(company))["id"]
    gone = (await company.organizer.post(FIELDS, {"projectId": None, "name": "Channel", "kind": "text"}))["id"]
    kept = (await company.organizer.post(FIELDS, {"projectId": None, "name": "Size", "kind": "text"}))["id"]
    some = [await task(company, mine, fields={gone: str(n), kept: "x"}) for n in range(3)]
    some += [await task(company, fields={gone: "3"})]
    other = await task(company, mine, fields={kept: "y"})
    held = await company.organizer.get(f"{FIELDS}/{gone}")
    await company.organizer.delete(f"{FIELDS}/{gone}", 412, if_match=held["revision"] + 1)
    assert (await last(company, some[0]))[:2] == (0, "created")
    await company.organizer.delete(f"{FIELDS}/{gone}")
    for one in some:
        left = {name: value for name, value in one["fields"].items() if name == kept}
        assert await last(company, one) == (1, "updated", {"fields": [one["fields"], left]})
    assert (await last(company, other))[:2] == (0, "created")


async def test_tasks_tell_that_their_milestone_is_gone(company):
    mine = (await project(company))["id"]
    goal = await company.organizer.post(MILESTONES, {"projectId": mine, "title": "Go live"})
    one, other = await task(company, mine, milestoneId=goal["id"]), await task(company, mine)
    await company.organizer.delete(f"{MILESTONES}/{goal['id']}", 412, if_match=7)
    assert (await last(company, one))[:2] == (0, "created")
    await company.organizer.delete(f"{MILESTONES}/{goal['id']}")
    assert await last(company, one) == (1, "updated", {"milestoneId": [goal["id"], None]})
    assert (await last(company, other))[:2] == (0, "created")


async def test_tasks_tell_of_the_statuses_they_come_into_and_lose(company, monkeypatch):
    monkeypatch.setattr(sweeps, "AT_ONCE", 1)
    mine = (await project(company))["id"]
    one, two = await task(company, mine), await task(company, mine, status="in_progress")
    todo = await status(company, mine, "Open", "todo")
    assert await last(company, one) == (1, "updated", {"statusId": [None, todo["id"]]})
    assert (await last(company, two))[:2] == (0, "created")
    done = await status(company, mine, "Live", "done")
    await company.organizer.delete(f"{STATUSES}/{todo['id']}?moveTo={done['id']}")
    revisions, _, changes = await last(company, one)
    assert (revisions, changes["statusId"], changes["status"]) == (2, [todo["id"], done["id"]], ["todo", "done"])
    assert (await company.organizer.get(f"{TASKS}/{one['id']}"))["completedAt"] is not None
    await company.organizer.patch(f"{STATUSES}/{done['id']}", {"category": "in_review"})
    revisions, _, changes = await last(company, one)
    assert (revisions, changes) == (3, {"status": ["done", "in_review"]})
    now = await company.organizer.get(f"{TASKS}/{one['id']}")
    assert (now["completedAt"], now["startedAt"] is None) == (None, False)
    await company.organizer.delete(f"{STATUSES}/{done['id']}")
    assert await last(company, one) == (4, "updated", {"statusId": [done["id"], None]})


async def test_default_statuses_take_in_every_task_and_an_edit_of_before_hears_of_it(company):
    one = await task(company)
    made = (await company.organizer.post(f"/api/project/projects/{one['projectId']}/statuses"))["items"]
    todo = next(status["id"] for status in made if status["category"] == "todo")
    assert await last(company, one) == (1, "updated", {"statusId": [None, todo]})
    await company.organizer.patch(f"{TASKS}/{one['id']}", {"title": "Mine"}, 412, if_match=one["revision"])
