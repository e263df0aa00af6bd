"""A whole project as one document: exported, imported again equal, and built anew from it."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from tests.factories.project import project, task
from tests.project.test_imports import counts, events_of, imported, tasks_of
from tests.world import Company, World
from vistone.kernel.errors import Invalid
from vistone.kernel.scope import for_the_system
from vistone.project.actions.project_documents import build_project
from vistone.project.exporting import project_document

TASKS = "/api/project/tasks"


async def rich_project(company: Company) -> dict[str, Any]:
    """A project in which something is of everything that a document holds."""
    who = company.organizer
    made = await project(
        company,
        name="Website relaunch",
        description="All *new*",
        status="active",
        startDate="2026-03-02T00:00:00Z",
        endDate="2026-06-30T00:00:00Z",
        budget="12500.50",
        metadata={"colour": "teal", "tags": [1, "b"]},
    )
    id = made["id"]
    await who.post("/api/project/milestones", {"projectId": id, "title": "Go live", "dueDate": "2026-06-01T00:00:00Z"})
    milestone = await who.post("/api/project/milestones", {"projectId": id, "title": "Go live"})
    risk = {"projectId": id, "description": "The supplier is late", "probability": "high", "mitigationPlan": "Two"}
    await who.post("/api/project/risk-register", risk)
    first = await task(company, id, title="=cmd()", description="# A\n\n<b>raw</b>", labels=["a", "b"], storyPoints=2.5)
    second = await task(company, id, title="Second", parentId=first["id"], priority="high", assigneeId=who.id)
    third = await task(company, id, title="Third", dueDate="2026-04-01T00:00:00Z")
    for item in ("One", "Two", "Three"):
        await who.post("/api/project/task-checklists", {"taskId": third["id"], "item": item})
    link = {"taskId": third["id"], "dependsOnId": first["id"], "type": "SS"}
    await who.post("/api/project/task-dependencies", link)
    await who.post(f"{TASKS}/{third['id']}/move", {"beforeId": first["id"]}, 200)
    await who.post("/api/project/task-comments", {"taskId": first["id"], "body": "Well **done**"})
    plan = {"milestoneId": milestone["id"], "startDate": "2026-03-05T00:00:00Z", "estimateMinutes": 480, "progress": 40}
    constraint = {"constraintType": "start_no_earlier", "constraintDate": "2026-03-04T00:00:00Z"}
    await who.patch(f"{TASKS}/{second['id']}", {**plan, **constraint, "durationDays": 3})
    calendar = {"workingDays": [1, 2, 3, 4], "holidays": ["2026-04-06"], "hoursPerDay": 7.5}
    answer = await who.send("PUT", f"/api/project/projects/{id}/calendar", json=calendar)
    assert answer.status_code == 200, answer.text
    for name, kind in (("Cost centre", "text"), ("Reviewer", "person"), ("Hours", "number")):
        await who.post("/api/project/custom-fields", {"projectId": id, "name": name, "kind": kind})
    fields = {one["name"]: one["id"] for one in (await who.get("/api/project/custom-fields", projectId=id))["items"]}
    values = {fields["Cost centre"]: "K-7", fields["Reviewer"]: who.id, fields["Hours"]: 2.5}
    await who.patch(f"{TASKS}/{third['id']}", {"fields": values})
    await who.post(f"/api/project/projects/{id}/statuses")
    done = next(
        one
        for one in (await who.get("/api/project/project-statuses", projectId=id))["items"]
        if one["category"] == "done"
    )
    await who.patch(f"/api/project/project-statuses/{done['id']}", {"name": "Shipped", "nextIds": []})
    await who.patch(f"{TASKS}/{first['id']}", {"statusId": done["id"]})
    weekly = {"rule": "FREQ=WEEKLY;BYDAY=MO", "timeZone": "Europe/Berlin", "startsAt": "2026-03-02T08:00:00Z"}
    await who.post("/api/project/task-recurrences", {"taskId": third["id"], **weekly})
    manager = await company.manager
    await who.post("/api/project/project-members", {"projectId": id, "userId": manager.id, "role": "viewer"})
    return made


async def document_of(company: Company, project_id: str) -> dict[str, Any]:
    """The document as the API hands it out."""
    answer = await company.organizer.send("GET", f"/api/project/projects/{project_id}/document")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    found: dict[str, Any] = answer.json()
    return found


async def test_a_project_comes_in_again_equal_and_a_second_time_changes_nothing(world: World) -> None:
    company = await world.company()
    made = await rich_project(company)
    document = await document_of(company, made["id"])
    assert [one["title"] for one in document["tasks"]] == ["Third", "=cmd()", "Second"]
    assert document["tasks"][0]["recurrence"]["rule"] == "FREQ=WEEKLY;BYDAY=MO"
    manager = await company.manager
    assert {one["person"]: one["role"] for one in document["members"]}[manager.email] == "viewer"
    assert document["tasks"][0]["dependsOn"] == [{"id": document["tasks"][1]["id"], "type": "SS", "lagDays": 0}]
    content = json.dumps(document).encode()
    first = await imported(world, company.organizer, content, source="vistone-json", projectName="Copy")
    assert counts(first) == ("succeeded", 3, 3, 0, 0)
    assert first["errors"] == []
    copy = await document_of(company, first["projectId"])
    copy["project"]["name"] = document["project"]["name"]
    assert copy == document
    events = (
        "project.task.created",
        "project.project_member.created",
        "project.task.updated",
        "project.milestone.created",
        "project.project.updated",
    )
    before = await events_of(world, company, *events)
    again = await imported(world, company.organizer, content, source="vistone-json", projectId=first["projectId"])
    assert counts(again) == ("succeeded", 3, 0, 0, 3)
    # Also into the very project that it came from.
    again = await imported(world, company.organizer, content, source="vistone-json", projectId=made["id"])
    assert counts(again) == ("succeeded", 3, 0, 0, 3)
    assert await events_of(world, company, *events) == before


async def test_a_task_that_came_from_elsewhere_keeps_its_origin(world: World) -> None:
    company = await world.company()
    organizer = company.organizer
    jira = b"issuekey,title\nA-1,First\nA-2,Second\n"
    made = await imported(world, organizer, jira, projectName="From Jira")
    document = await document_of(company, made["projectId"])
    assert [(one["source"], one["sourceId"]) for one in document["tasks"]] == [("jira-csv", "A-1"), ("jira-csv", "A-2")]
    content = json.dumps(document).encode()
    copy = await imported(world, organizer, content, source="vistone-json", projectName="Copy")
    assert [one["sourceId"] for one in await tasks_of(organizer, copy["projectId"])] == ["A-1", "A-2"]
    again = await imported(world, organizer, content, source="vistone-json", projectId=copy["projectId"])
    assert counts(again) == ("succeeded", 2, 0, 0, 2)
    again = await imported(world, organizer, jira.replace(b"First", b"Erste"), projectId=copy["projectId"])
    assert counts(again) == ("succeeded", 2, 0, 1, 1)


async def test_a_broken_task_stays_alone_and_a_broken_document_is_refused(world: World) -> None:
    company = await world.company()
    tasks: list[dict[str, Any]] = [
        {"id": "1", "title": "Good"},
        {"id": "2", "title": ""},
        {"id": "3", "title": "Late", "progress": 101},
        {"id": "1", "title": "Twice"},
        {"id": "5", "title": "In a circle", "dependsOn": [{"id": "6"}, {"id": "5"}, {"id": "9"}]},
        {"id": "6", "title": "Closing it", "dependsOn": [{"id": "5"}]},
    ]
    document = {"format": "vistone-project", "version": 1, "project": {"name": "P"}, "tasks": tasks}
    content = json.dumps(document).encode()
    dry = await imported(world, company.organizer, content, source="vistone-json", projectName="Q", dryRun="true")
    record = await imported(world, company.organizer, content, source="vistone-json", projectName="Q")
    assert counts(dry) == counts(record) == ("succeeded", 6, 3, 0, 3)
    assert dry["errors"] == record["errors"]
    told = [(one["row"], one["field"]) for one in record["errors"]]
    assert told == [(2, "task"), (3, "task"), (4, "id"), (5, "dependsOn"), (5, "dependsOn"), (6, "dependsOn")]
    assert "“Closing it” → “In a circle” → “Closing it”" in record["errors"][-1]["message"]
    for wrong in ({**document, "version": 2}, {**document, "project": {}}, [document]):
        fields = {"source": "vistone-json", "projectName": "R"}
        files = {"file": ("p.json", json.dumps(wrong).encode())}
        answer = await company.organizer.send("POST", "/api/project/imports", data=fields, files=files)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["field"] == "file"


async def test_staff_who_see_the_project_get_it_and_nobody_else(world: World) -> None:
    company = await world.company()
    made = await project(company)
    path = f"/api/project/projects/{made['id']}/document"
    manager, client = await company.manager, await company.client
    await manager.get(path, 404)
    body = {"projectId": made["id"], "userId": manager.id}
    await company.organizer.post("/api/project/project-members", body)
    assert (await manager.get(path))["project"]["name"] == made["name"]
    await client.get(path, 404)
    other = await world.company("Other company")
    await other.organizer.get(path, 404)


async def test_a_project_is_built_from_a_document_and_its_plan_moved(world: World) -> None:
    company = await world.company()
    made = await rich_project(company)
    scope = for_the_system(UUID(company.id), on_behalf_of=UUID(company.organizer.id))
    async with world.runtime.database.read(scope) as tx:
        document = await project_document(tx, UUID(made["id"]))
    async with world.runtime.database.write(scope) as tx:
        built = await build_project(tx, document, name="Next one", start=datetime(2027, 3, 2, 9, tzinfo=UTC))
    assert built.start_date == datetime(2027, 3, 2, tzinfo=UTC)
    copy = await document_of(company, str(built.id))
    assert [one["title"] for one in copy["tasks"]] == ["Third", "=cmd()", "Second"]
    assert [one["dueDate"] for one in copy["tasks"]] == ["2027-04-01T00:00:00Z", None, None]
    assert [line["item"] for line in copy["tasks"][0]["checklist"]] == ["One", "Two", "Three"]
    assert copy["tasks"][0]["dependsOn"][0]["id"] == copy["tasks"][1]["id"]
    assert copy["tasks"][2]["milestone"] == "m2"
    assert copy["milestones"][0]["dueDate"] == "2027-06-01T00:00:00Z"
    assert copy["tasks"][0]["recurrence"]["startsAt"] == "2027-03-02T08:00:00Z"
    assert (await company.manager).email not in {one["person"] for one in copy["members"]}, "who works on it is asked"
    async with world.runtime.database.write(scope) as tx:
        with pytest.raises(Invalid):
            await build_project(tx, {"format": "other"}, name="No", start=None)


async def test_a_managers_import_lets_nobody_in(world: World) -> None:
    company = await world.company()
    manager, contributor = await company.manager, await company.contributor
    document = {
        "format": "vistone-project",
        "version": 1,
        "project": {"name": "Handed over"},
        "members": [{"person": contributor.email, "role": "member"}, {"person": "gone@example.com"}],
        "tasks": [{"id": "1", "title": "Once", "recurrence": {**OVER, "startsAt": "2020-01-01T00:00:00Z"}}],
    }
    content = json.dumps(document).encode()
    first = await imported(world, manager, content, source="vistone-json", projectName="By the manager")
    assert [(error["row"], error["field"]) for error in first["errors"]] == [(0, "members"), (1, "recurrence")]
    await contributor.get(f"/api/project/projects/{first['projectId']}", 404)
    second = await imported(world, company.organizer, content, source="vistone-json", projectName="By the Organizer")
    assert [error["field"] for error in second["errors"]] == ["recurrence"]
    await contributor.get(f"/api/project/projects/{second['projectId']}")


OVER = {"rule": "FREQ=DAILY;COUNT=2", "timeZone": "UTC"}
