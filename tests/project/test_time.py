"""Timers and logged time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.project import project, task
from vistone.kernel import clock
from vistone.project.timekeeping import LONGEST, Rounding, minutes_of, rounding_of

ENTRIES, TASKS = "/api/project/time-entries", "/api/project/tasks"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
async def company(world):
    return await world.company()


def at(**ahead: float) -> str:
    return (NOON + timedelta(**ahead)).isoformat()


async def joined(company, person, **fields: Any) -> str:
    """A project of which the person is a member."""
    mine: str = (await project(company, **fields))["id"]
    await company.organizer.post("/api/project/project-members", {"projectId": mine, "userId": person.id})
    await company.world.settle()
    return mine


@pytest.mark.parametrize(
    ("seconds", "rule", "minutes"),
    [
        (1, Rounding(), 1),
        (89, Rounding(), 1),
        (90, Rounding(), 2),
        (61, Rounding(0, up=True), 2),
        (60, Rounding(15, up=True), 15),
        (15 * 60 + 1, Rounding(15, up=True), 30),
        (7 * 60, Rounding(15), 15),  # never to nothing
        (22 * 60, Rounding(15), 15),
        (22 * 60 + 30, Rounding(15), 30),
        (86_400, Rounding(30, up=True), 1440),
    ],
)
def test_time_is_rounded_by_the_organizations_rule(seconds, rule, minutes):
    assert minutes_of(timedelta(seconds=seconds), rule) == minutes


@given(st.integers(1, 86_400), st.sampled_from([0, 1, 5, 6, 10, 15, 30]), st.booleans())
def test_rounding_gives_full_steps_next_to_what_was_worked(seconds, step, up):
    found, one = minutes_of(timedelta(seconds=seconds), Rounding(step, up=up)), max(step, 1)
    assert found % one == 0
    assert one <= found <= 1440
    assert abs(found * 60 - seconds) < one * 60
    if up:
        assert found * 60 >= seconds


def test_what_is_no_rule_in_the_settings_counts_as_none():
    assert rounding_of({"timeRoundingMinutes": 15, "timeRoundingMode": "up"}) == Rounding(15, up=True)
    for wrong in (None, 7, "15", True, [15], {}):
        assert rounding_of({"timeRoundingMinutes": wrong, "timeRoundingMode": wrong}) == Rounding()


async def test_one_timer_runs_per_person_and_a_start_ends_the_other(company):
    organizer, first = company.organizer, await task(company)
    one = await organizer.post(f"{ENTRIES}/start", {"taskId": first["id"], "note": "Draft"})
    assert (one["endedAt"], one["minutes"], one["projectId"]) == (None, 0, first["projectId"])
    two = await organizer.post(f"{ENTRIES}/start", {"projectId": first["projectId"]})
    running = (await organizer.get(ENTRIES, running="true", userId=organizer.id))["items"]
    assert [entry["id"] for entry in running] == [two["id"]]
    ended = await organizer.get(f"{ENTRIES}/{one['id']}")
    assert (ended["minutes"], ended["revision"], ended["capped"]) == (1, 2, False)
    assert [entry["id"] for entry in (await organizer.get(ENTRIES, running="false"))["items"]] == [one["id"]]
    stopped = await organizer.post(f"{ENTRIES}/{two['id']}/stop", None, 200)
    assert stopped["endedAt"] >= stopped["startedAt"]
    assert (await organizer.post(f"{ENTRIES}/{two['id']}/stop", None, 409))["rule"] == "not-running"
    manager = await company.hire("Organizer")
    await manager.post(f"{ENTRIES}/start", {"taskId": first["id"]})
    await organizer.post(f"{ENTRIES}/start", {"taskId": first["id"]})  # each has one of their own


async def test_a_forgotten_timer_ends_after_24_hours_and_says_so(company, monkeypatch):
    mine = await task(company)
    timer = await company.organizer.post(f"{ENTRIES}/start", {"taskId": mine["id"]})
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr("vistone.project.actions.time.clock.now", lambda: later)
    stopped = await company.organizer.post(f"{ENTRIES}/{timer['id']}/stop", None, 200)
    began, ended = (datetime.fromisoformat(stopped[name]) for name in ("startedAt", "endedAt"))
    assert (ended - began, stopped["minutes"], stopped["capped"]) == (LONGEST, 1440, True)


async def test_time_is_logged_by_end_or_by_minutes_and_corrected(company):
    organizer, mine = company.organizer, await task(company)
    entry = await organizer.post(ENTRIES, {"taskId": mine["id"], "startedAt": at(), "endedAt": at(minutes=50)})
    assert (entry["minutes"], entry["userId"], entry["billable"]) == (50, organizer.id, True)
    other = await organizer.post(ENTRIES, {"projectId": mine["projectId"], "startedAt": at(hours=2), "minutes": 30})
    assert (other["endedAt"], other["taskId"]) == ("2026-03-02T14:30:00Z", None)
    longer = await organizer.patch(f"{ENTRIES}/{entry['id']}", {"minutes": 90}, if_match=1)
    assert (longer["endedAt"], longer["revision"]) == ("2026-03-02T13:30:00Z", 2)
    earlier = await organizer.patch(f"{ENTRIES}/{entry['id']}", {"startedAt": at(hours=-1)})
    assert (earlier["minutes"], earlier["endedAt"]) == (150, "2026-03-02T13:30:00Z")
    noted = await organizer.patch(f"{ENTRIES}/{entry['id']}", {"note": "Call", "billable": False})
    assert (noted["note"], noted["billable"], noted["minutes"]) == ("Call", False, 150)
    moved = await organizer.patch(f"{ENTRIES}/{entry['id']}", {"taskId": None})
    assert (moved["taskId"], moved["projectId"]) == (None, mine["projectId"])
    await organizer.patch(f"{ENTRIES}/{entry['id']}", {"note": "x"}, 412, if_match=1)
    found = await organizer.get(ENTRIES, startedAtAfter=at(hours=1), sort="minutes", q="nothing")
    assert found["items"] == []
    await organizer.delete(f"{ENTRIES}/{entry['id']}")
    await organizer.get(f"{ENTRIES}/{entry['id']}", 404)


async def test_overlapping_time_is_allowed_and_told(company):
    organizer, mine = company.organizer, await task(company)
    first = await organizer.post(ENTRIES, {"taskId": mine["id"], "startedAt": at(), "minutes": 60})
    next_to = await organizer.post(ENTRIES, {"taskId": mine["id"], "startedAt": at(hours=1), "minutes": 60})
    assert (first["overlaps"], next_to["overlaps"]) == (False, False)
    across = await organizer.post(ENTRIES, {"taskId": mine["id"], "startedAt": at(minutes=30), "minutes": 15})
    assert across["overlaps"] is True
    found = {one["id"]: one["overlaps"] for one in (await organizer.get(ENTRIES))["items"]}
    assert found == {first["id"]: True, next_to["id"]: False, across["id"]: True}


async def test_bad_times_are_refused_by_field(company):
    organizer, mine = company.organizer, await task(company)

    async def refused(status: int, field: str, **fields: Any) -> None:
        body = {"taskId": mine["id"], "startedAt": at(), **fields}
        problem = await organizer.post(ENTRIES, body, status)
        assert problem["errors"][0]["field"] == field, problem

    await refused(400, "minutes", minutes=-5)
    await refused(400, "minutes", minutes=0)
    await refused(400, "minutes", minutes=25 * 60)
    await refused(422, "endedAt", endedAt=at(hours=25))
    await refused(422, "endedAt", endedAt=at(hours=-1))
    await refused(422, "endedAt", endedAt=at())
    await refused(422, "endedAt")
    await refused(422, "minutes", endedAt=at(hours=1), minutes=60)
    ahead = clock.now() + timedelta(days=1, minutes=5)
    await refused(422, "startedAt", startedAt=ahead.isoformat(), minutes=5)
    await refused(422, "endedAt", startedAt=(ahead - timedelta(hours=1)).isoformat(), minutes=90)
    await refused(422, "startedAt", startedAt="0900-01-01T00:00:00Z", minutes=5)
    await refused(422, "projectId", projectId=(await project(company))["id"], minutes=5)
    await refused(422, "userId", userId=company.id, minutes=5)
    await refused(400, "startedAt", startedAt="2026-03-02T12:00:00", minutes=5)
    assert (await organizer.post(ENTRIES, {"startedAt": at(), "minutes": 5}, 422))["errors"][0]["field"] == "taskId"
    timer = await organizer.post(f"{ENTRIES}/start", {"taskId": mine["id"]})
    for field, value in (("minutes", 5), ("endedAt", at(hours=1))):
        problem = await organizer.patch(f"{ENTRIES}/{timer['id']}", {field: value}, 422)
        assert problem["errors"][0]["field"] == field
    problem = await organizer.patch(f"{ENTRIES}/{timer['id']}", {"startedAt": ahead.isoformat()}, 422)
    assert problem["errors"][0]["field"] == "startedAt"


async def test_the_rounding_of_the_organization_holds_for_all_time(company):
    settings = {"timeRoundingMinutes": 15, "timeRoundingMode": "up"}
    await company.organizer.patch(f"/api/auth/organizations/{company.id}", {"settings": settings})
    mine = await task(company)
    entry = await company.organizer.post(ENTRIES, {"taskId": mine["id"], "startedAt": at(), "minutes": 20})
    assert (entry["minutes"], entry["endedAt"]) == (30, "2026-03-02T12:20:00Z")
    timer = await company.organizer.post(f"{ENTRIES}/start", {"taskId": mine["id"]})
    assert (await company.organizer.post(f"{ENTRIES}/{timer['id']}/stop", None, 200))["minutes"] == 15


async def test_contributors_log_and_see_their_own_time_without_what_it_costs(company):
    contributor, organizer = await company.contributor, company.organizer
    mine = await joined(company, contributor)
    await organizer.post("/api/project/rates", {"hourly": "80", "effectiveFrom": "2026-01-01"})
    own = await task(company, mine, assigneeId=contributor.id)
    other = await task(company, mine)
    entry = await contributor.post(ENTRIES, {"taskId": own["id"], "startedAt": at(), "minutes": 30})
    assert (entry["hourlyRate"], entry["cost"], entry["abilities"]) == (None, None, ["update", "delete"])
    await contributor.post(ENTRIES, {"taskId": other["id"], "startedAt": at(), "minutes": 30}, 403)
    await contributor.post(f"{ENTRIES}/start", {"taskId": other["id"]}, 403)
    await contributor.post(ENTRIES, {"projectId": mine, "startedAt": at(), "minutes": 30})
    body = {"projectId": mine, "startedAt": at(), "minutes": 30}
    await contributor.post(ENTRIES, {**body, "userId": organizer.id}, 403)
    theirs = await organizer.post(ENTRIES, body)
    await contributor.get(f"{ENTRIES}/{theirs['id']}", 404)
    assert len((await contributor.get(ENTRIES))["items"]) == 2
    seen = await organizer.get(f"{ENTRIES}/{entry['id']}")
    assert (seen["hourlyRate"], seen["cost"]) == ("80.00", "40.00")
    for_them = await organizer.post(ENTRIES, {**body, "userId": contributor.id})
    assert for_them["userId"] == contributor.id
    await contributor.patch(f"{ENTRIES}/{for_them['id']}", {"note": "Mine"})


async def test_a_timer_that_runs_can_be_stopped_by_who_left_the_project(company):
    contributor = await company.contributor
    mine = await joined(company, contributor)
    timer = await contributor.post(f"{ENTRIES}/start", {"projectId": mine})
    member = (await company.organizer.get("/api/project/project-members", userId=contributor.id))["items"][0]
    await company.organizer.delete(f"/api/project/project-members/{member['id']}")
    await company.world.settle()
    await contributor.post(f"{ENTRIES}/start", {"projectId": mine}, 404)
    await contributor.post(f"{ENTRIES}/{timer['id']}/stop", None, 200)


async def test_managers_see_the_time_of_their_projects_and_clients_none(company):
    manager, client = await company.manager, await company.client
    mine, foreign = await joined(company, manager), (await project(company))["id"]
    body = {"startedAt": at(), "minutes": 30}
    entry = await company.organizer.post(ENTRIES, {**body, "projectId": mine})
    hidden = await company.organizer.post(ENTRIES, {**body, "projectId": foreign})
    assert [one["id"] for one in (await manager.get(ENTRIES))["items"]] == [entry["id"]]
    await manager.patch(f"{ENTRIES}/{entry['id']}", {"note": "Checked"})
    await manager.get(f"{ENTRIES}/{hidden['id']}", 404)
    await manager.post(ENTRIES, {**body, "projectId": foreign}, 404)
    await manager.post(ENTRIES, {**body, "projectId": mine, "userId": company.organizer.id})
    assert (await client.get(ENTRIES))["items"] == []
    await client.post(ENTRIES, {**body, "projectId": mine}, 403)
    await client.post(f"{ENTRIES}/start", {"projectId": mine}, 403)
    stranger = await (await company.world.company()).person("Organizer")
    await stranger.get(f"{ENTRIES}/{entry['id']}", 404)
