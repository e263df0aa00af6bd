"""The risk register: the matrix, and the risks that a project's own numbers suggest."""

import asyncio
from datetime import timedelta

import pytest

from tests.factories.project import project, task
from vistone.kernel import clock
from vistone.project.actions.rollup import rollup

RISKS = "/api/project/risk-register"
MILESTONES = "/api/project/milestones"
PROJECTS = "/api/project/projects"


def day(offset: int) -> str:
    """A day as the wire has it, counted from today."""
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=offset)).isoformat().replace("+00:00", "Z")


@pytest.fixture
async def company(world):
    return await world.company()


async def suggested(person, project_id: str) -> dict:
    """What is suggested now, by kind (the last of each)."""
    found = await person.post(f"{PROJECTS}/{project_id}/risks/suggest", None, 200)
    return {one["evidence"]["kind"]: one for one in found["items"]}


async def test_amounts_of_money_are_not_told_by_a_risk(company):
    organizer, contributor = company.organizer, await company.contributor
    mine = (await project(company, budget="1000.00"))["id"]
    await organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    spent = {"projectId": mine, "description": "Frames", "amount": "640", "spentOn": day(0)[:10]}
    await organizer.post("/api/project/expenses", spent)
    await company.world.follow(rollup)
    risk = (await suggested(organizer, mine))["budget"]
    assert (risk["evidence"]["numbers"]["spent"], risk["evidence"]["numbers"]["budget"]) == ("640.00", "1000.00")
    await company.world.settle()
    seen = (await contributor.get(RISKS, projectId=mine))["items"][0]
    assert seen["evidence"]["numbers"] == {"spentPercent": 64, "progress": 0}
    assert "640" not in str(seen)


async def test_a_risk_has_an_owner_and_a_day_of_review(company):
    mine = (await project(company))["id"]
    manager = await company.manager
    body = {"projectId": mine, "description": "The supplier is late", "ownerId": manager.id, "reviewDate": day(7)}
    risk = await company.organizer.post(RISKS, body)
    assert (risk["ownerId"], risk["suggested"], risk["evidence"]) == (manager.id, False, None)
    stranger = (await company.world.company("Other")).organizer
    refused = await company.organizer.patch(f"{RISKS}/{risk['id']}", {"ownerId": stranger.id}, 422)
    assert refused["errors"][0]["field"] == "ownerId"
    refused = await company.organizer.post(RISKS, {**body, "ownerId": stranger.id}, 422)
    assert refused["errors"][0]["field"] == "ownerId"
    await company.organizer.patch(f"{RISKS}/{risk['id']}", {"ownerId": None, "reviewDate": None})
    owned = await company.organizer.get(RISKS, projectId=mine, ownerId="null")
    assert [one["id"] for one in owned["items"]] == [risk["id"]]
    await company.organizer.post(f"{RISKS}/{risk['id']}/accept", None, 409)


async def test_the_matrix_counts_open_risks_and_is_for_staff(company):
    mine = await project(company, clientVisible=True)
    for probability, impact, status in (
        ("high", "low", "open"), ("high", "low", "mitigating"), ("high", "low", "closed"), (None, "low", "open"),
    ):  # fmt: skip
        body = {"projectId": mine["id"], "description": "A", "probability": probability, "impact": impact}
        await company.organizer.post(RISKS, {**body, "status": status})
    cells = (await company.organizer.get(f"{PROJECTS}/{mine['id']}/risk-matrix"))["cells"]
    assert len(cells) == 26
    assert {(one["probability"], one["impact"]): one["count"] for one in cells if one["count"]} == {
        ("high", "low"): 2,
        (None, "low"): 1,
    }
    await (await company.client).get(f"{PROJECTS}/{mine['id']}/risk-matrix", 404)


async def test_slipped_dependencies_are_found_once_and_linked(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    first = await task(company, mine, title="Design", startDate=day(-10), dueDate=day(-2))
    second = await task(company, mine, title="Build", startDate=day(-1), dueDate=day(5))
    link = {"taskId": second["id"], "dependsOnId": first["id"], "type": "FS"}
    await organizer.post("/api/project/task-dependencies", link)
    found = (await suggested(organizer, mine))["slipped"]
    assert found["suggested"]
    assert found["probability"] == "high"
    assert found["evidence"]["numbers"]["daysLate"] == 2
    assert found["evidence"]["text"] == found["description"], "whose words they are can be told"
    assert [one["id"] for one in found["evidence"]["records"]] == [second["id"], first["id"]]
    again = (await suggested(organizer, mine))["slipped"]
    assert again == found, "nothing has changed, so neither has the record"
    await organizer.patch(f"/api/project/tasks/{first['id']}", {"status": "done"})
    assert await suggested(organizer, mine) == {}
    assert (await organizer.get(RISKS, projectId=mine))["items"] == []


async def test_people_with_more_work_than_hours(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    contributor = await company.contributor
    for number in range(3):
        await task(
            company, mine, title=f"Part {number}", assigneeId=contributor.id, dueDate=day(3), estimateMinutes=40 * 60
        )
    await task(company, assigneeId=contributor.id, dueDate=day(3), estimateMinutes=60, title="Secret elsewhere")
    found = (await suggested(organizer, mine))["overbooked"]
    numbers = found["evidence"]["numbers"]
    assert (numbers["minutes"], numbers["tasksHere"], numbers["tasksElsewhere"]) == (121 * 60, 3, 1)
    assert numbers["capacityMinutes"] == 10 * 8 * 60
    assert "Secret" not in str(found), "what lies in another project is counted, not named"
    assert found["evidence"]["records"][0] == {"entity": "auth.User", "id": contributor.id}


async def test_milestones_behind_and_what_is_put_away_stays_away(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    await organizer.post(MILESTONES, {"projectId": mine, "title": "Go live", "dueDate": day(-3)})
    found = (await suggested(organizer, mine))["milestone"]
    assert found["evidence"]["numbers"]["daysOverdue"] == 3
    await organizer.delete(f"{RISKS}/{found['id']}", 412, if_match=99)
    await organizer.delete(f"{RISKS}/{found['id']}", if_match=found["revision"])
    await organizer.get(f"{RISKS}/{found['id']}", 404)
    assert await suggested(organizer, mine) == {}
    assert (await organizer.get(RISKS, projectId=mine))["items"] == []
    await organizer.post(f"{RISKS}/{found['id']}/accept", None, 404)


async def test_what_was_accepted_is_a_persons_own(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    milestone = await organizer.post(MILESTONES, {"projectId": mine, "title": "Go live", "dueDate": day(-3)})
    found = (await suggested(organizer, mine))["milestone"]
    accepted = await organizer.post(f"{RISKS}/{found['id']}/accept", None, 200)
    assert not accepted["suggested"]
    await organizer.patch(f"{RISKS}/{found['id']}", {"description": "We launch late", "probability": "low"})
    assert await suggested(organizer, mine) == {}
    await organizer.patch(f"{MILESTONES}/{milestone['id']}", {"status": "completed"})
    assert await suggested(organizer, mine) == {}
    [kept] = (await organizer.get(RISKS, projectId=mine, suggested="false"))["items"]
    assert (kept["description"], kept["probability"]) == ("We launch late", "low")


async def test_who_may_look_and_who_may_decide(company):
    mine = (await project(company, clientVisible=True))["id"]
    contributor, client = await company.contributor, await company.client
    await company.organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    await company.organizer.post(MILESTONES, {"projectId": mine, "title": "Go live", "dueDate": day(-3)})
    await company.world.settle()
    found = (await suggested(company.organizer, mine))["milestone"]
    assert (await contributor.get(f"{RISKS}/{found['id']}"))["abilities"] == []
    await contributor.post(f"{RISKS}/{found['id']}/accept", None, 403)
    await contributor.post(f"{PROJECTS}/{mine}/risks/suggest", None, 403)
    assert (await client.get(RISKS, projectId=mine))["items"] == []


async def test_two_who_look_at_once_find_one(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    await organizer.post(MILESTONES, {"projectId": mine, "title": "Go live", "dueDate": day(-3)})
    await asyncio.gather(*(suggested(organizer, mine) for _ in range(4)))
    assert len((await organizer.get(RISKS, projectId=mine))["items"]) == 1
