"""Rates, expenses, budget against spent, burn-down."""

import asyncio
import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.project import project, task
from vistone.kernel import clock
from vistone.kernel.db import ReadTx
from vistone.project.actions.rollup import rollup
from vistone.project.burndown import MOST_DAYS, Period, Work, burn, told
from vistone.project.contracts import Measure

ENTRIES, RATES, EXPENSES = "/api/project/time-entries", "/api/project/rates", "/api/project/expenses"
PROJECTS, TASKS, MEMBERS = "/api/project/projects", "/api/project/tasks", "/api/project/project-members"
MONDAY = date(2026, 3, 2)


@pytest.fixture
async def company(world):
    return await world.company()


async def logged(company, project_id: str, *, minutes: int = 60, day: str = "2026-03-02", **fields: Any) -> str:
    body = {"projectId": project_id, "startedAt": f"{day}T09:00:00Z", "minutes": minutes, **fields}
    made: str = (await company.organizer.post(ENTRIES, body))["id"]
    return made


async def rate(company, hourly: str, since: str = "2026-01-01", **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = await company.organizer.post(RATES, {"hourly": hourly, "effectiveFrom": since, **fields})
    return made


async def test_the_narrowest_rate_wins_and_a_change_prices_anew(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    entry = await logged(company, mine, minutes=90)

    async def cost() -> str:
        await company.world.follow(rollup)
        found: str = (await organizer.get(f"{ENTRIES}/{entry}"))["cost"]
        assert (await organizer.get(f"{PROJECTS}/{mine}"))["spentBudget"] == found
        return found

    assert await cost() == "0.00"
    await rate(company, "10")
    assert await cost() == "15.00"
    await rate(company, "20", projectId=mine)
    assert await cost() == "30.00"
    await rate(company, "30", role="manager")  # who manages the project is one of its managers
    assert await cost() == "45.00"
    await rate(company, "40", role="manager", projectId=mine)
    assert await cost() == "60.00"
    await rate(company, "50", userId=organizer.id)
    assert await cost() == "75.00"
    narrowest = await rate(company, "60", userId=organizer.id, projectId=mine)
    assert await cost() == "90.00"
    await rate(company, "999", since="2026-03-03", userId=organizer.id, projectId=mine)  # from the next day
    assert await cost() == "90.00"
    await rate(company, "61", since="2026-03-02", userId=organizer.id, projectId=mine)
    assert await cost() == "91.50"
    await organizer.patch(f"{RATES}/{narrowest['id']}", {"effectiveFrom": "2026-03-01", "hourly": "62.50"})
    assert await cost() == "91.50"  # the one that began last still holds
    assert (await organizer.get(f"{ENTRIES}/{entry}"))["revision"] == 1
    for one in (await organizer.get(RATES, userId=organizer.id))["items"]:
        await organizer.delete(f"{RATES}/{one['id']}")
    assert await cost() == "60.00"
    member = await organizer.post(MEMBERS, {"projectId": mine, "userId": organizer.id, "role": "viewer"})
    assert await cost() == "30.00"
    await organizer.patch(f"{MEMBERS}/{member['id']}", {"role": "manager"})
    assert await cost() == "60.00"


async def test_a_rate_that_covers_many_entries_prices_them_all(company, monkeypatch):
    monkeypatch.setattr("vistone.project.queries.money.PRICED_AT_ONCE", 2)
    mine = (await project(company))["id"]
    for day in range(1, 6):
        await logged(company, mine, day=f"2026-03-0{day}")
    await rate(company, "10", since="2026-03-02")
    await company.world.follow(rollup)
    costs = [one["cost"] for one in (await company.organizer.get(ENTRIES, sort="startedAt"))["items"]]
    assert costs == ["0.00", "10.00", "10.00", "10.00", "10.00"]
    assert (await company.organizer.get(f"{PROJECTS}/{mine}"))["spentBudget"] == "40.00"


async def test_cost_is_rounded_to_the_cent_alike_everywhere(company):
    mine = (await project(company))["id"]
    await rate(company, "0.33", projectId=mine)
    entries = [await logged(company, mine, minutes=minutes) for minutes in (1, 10, 50, 100)]
    found = [(await company.organizer.get(f"{ENTRIES}/{one}"))["cost"] for one in entries]
    assert found == ["0.01", "0.06", "0.28", "0.55"]  # 0.055, 0.275 and 0.55: half cents up
    await company.world.follow(rollup)
    assert found == [(await company.organizer.get(f"{ENTRIES}/{one}"))["cost"] for one in entries]


async def test_bad_rates_are_refused_by_field(company):
    async def refused(status: int, field: str, **fields: Any) -> None:
        body = {"hourly": "50", "effectiveFrom": "2026-01-01", **fields}
        problem = await company.organizer.post(RATES, body, status)
        assert problem["errors"][0]["field"] == field, problem

    await refused(400, "hourly", hourly="-1")
    await refused(422, "hourly", hourly="999999999")
    await refused(400, "effectiveFrom", effectiveFrom="2026-02-30")
    await refused(422, "effectiveFrom", effectiveFrom="0001-01-01")
    await refused(422, "role", role="member", userId=company.organizer.id)
    await refused(422, "userId", userId=str(uuid4()))
    await refused(400, "role", role="boss")
    await rate(company, "50")
    await refused(409, "effectiveFrom")


async def test_rates_and_expenses_are_for_who_manages_the_project(company):
    manager, contributor, client = await company.manager, await company.contributor, await company.client
    mine, foreign = (await project(company, managerId=manager.id))["id"], (await project(company))["id"]
    for person in (contributor,):
        await company.organizer.post(MEMBERS, {"projectId": mine, "userId": person.id})
    await company.world.settle()
    general, of_project = await rate(company, "80"), await rate(company, "90", projectId=mine)
    body = {"hourly": "70", "effectiveFrom": "2026-02-01"}
    assert [one["id"] for one in (await manager.get(RATES))["items"]] == [of_project["id"]]
    await manager.get(f"{RATES}/{general['id']}", 404)
    await manager.post(RATES, body, 403)
    await manager.post(RATES, {**body, "projectId": foreign}, 404)
    await manager.post(RATES, {**body, "projectId": mine})
    await manager.patch(f"{RATES}/{of_project['id']}", {"hourly": "95"})
    spent = {"projectId": mine, "description": "Train", "amount": "49.90", "spentOn": "2026-03-02"}
    expense = await manager.post(EXPENSES, spent)
    assert (expense["amount"], expense["spentBy"], expense["billable"]) == ("49.90", manager.id, False)
    await manager.patch(f"{EXPENSES}/{expense['id']}", {"category": "Travel", "billable": True})
    for person in (contributor, client):
        assert (await person.get(RATES))["items"] == (await person.get(EXPENSES))["items"] == []
        await person.post(RATES, body, 403)
        await person.post(RATES, {**body, "projectId": mine}, 403 if person is contributor else 404)
        await person.post(EXPENSES, spent, 403 if person is contributor else 404)
        await person.get(f"{EXPENSES}/{expense['id']}", 404)
        await person.get(f"{PROJECTS}/{mine}/money", 403 if person is contributor else 404)
    await manager.get(f"{PROJECTS}/{mine}/money")
    await manager.get(f"{PROJECTS}/{foreign}/money", 404)
    await manager.delete(f"{EXPENSES}/{expense['id']}")


async def test_bad_expenses_are_refused_by_field(company):
    mine = (await project(company))["id"]

    async def refused(status: int, field: str, **fields: Any) -> None:
        body = {"projectId": mine, "description": "Train", "amount": "1", "spentOn": "2026-03-02", **fields}
        problem = await company.organizer.post(EXPENSES, body, status)
        assert problem["errors"][0]["field"] == field, problem

    await refused(422, "amount", amount="0.00")
    await refused(400, "amount", amount="-5")
    await refused(400, "amount", amount="1.001")
    await refused(422, "spentOn", spentOn=(clock.now().date() + timedelta(days=3)).isoformat())
    await refused(400, "spentOn", spentOn="yesterday")
    await refused(422, "taskId", taskId=(await task(company))["id"])
    await refused(422, "taskId", taskId=str(uuid4()))


async def test_budget_against_spent(company):
    organizer, contributor = company.organizer, await company.contributor
    mine = (await project(company, budget="1000.00"))["id"]
    await company.organizer.post(MEMBERS, {"projectId": mine, "userId": contributor.id})
    await rate(company, "100")
    await rate(company, "50", userId=contributor.id)
    await task(company, mine, estimateMinutes=600)
    await task(company, mine, estimateMinutes=60, status="cancelled")
    await logged(company, mine, minutes=240)
    await logged(company, mine, minutes=120, userId=contributor.id, billable=False)
    expense = {"projectId": mine, "description": "Fonts", "amount": "700.25", "spentOn": "2026-03-02"}
    await organizer.post(EXPENSES, expense)
    money = await organizer.get(f"{PROJECTS}/{mine}/money")
    assert money == {
        "budget": "1000.00",
        "spent": "1200.25",
        "timeCost": "500.00",
        "expenses": "700.25",
        "remaining": "-200.25",
        "loggedMinutes": 360,
        "billableMinutes": 240,
        "estimateMinutes": 600,
        "people": [
            {"userId": organizer.id, "minutes": 240, "cost": "400.00"},
            {"userId": contributor.id, "minutes": 120, "cost": "100.00"},
        ],
    }
    await company.world.follow(rollup)
    assert (await organizer.get(f"{PROJECTS}/{mine}"))["spentBudget"] == "1200.25"
    empty = (await project(company))["id"]
    money = await organizer.get(f"{PROJECTS}/{empty}/money")
    assert (money["budget"], money["spent"], money["remaining"], money["people"]) == (None, "0.00", None, [])


async def test_spent_stays_right_when_rates_and_time_change_at_once(company):
    organizer = company.organizer
    mine = [(await project(company))["id"] for _ in range(2)]
    first = await rate(company, "10")
    await asyncio.gather(
        *(logged(company, id, minutes=minutes) for id in mine for minutes in (15, 30, 45)),
        company.world.follow(rollup),
        *(organizer.patch(f"{RATES}/{first['id']}", {"hourly": str(hourly)}) for hourly in (20, 30)),
        rate(company, "40", projectId=mine[0]),
    )
    await organizer.patch(f"{RATES}/{first['id']}", {"hourly": "60"})
    await company.world.follow(rollup)
    found = [(await organizer.get(f"{PROJECTS}/{id}"))["spentBudget"] for id in mine]
    assert found == ["60.00", "90.00"]
    sums = [(await organizer.get(f"{PROJECTS}/{id}/money"))["spent"] for id in mine]
    assert sums == found


async def test_a_sum_beyond_what_can_be_kept_stops_nobody(company):
    mine = (await project(company))["id"]
    body = {"projectId": mine, "description": "Typo", "amount": "999999999999.99", "spentOn": "2026-03-02"}
    for _ in range(2):
        await company.organizer.post(EXPENSES, body)
    await company.world.follow(rollup)
    assert (await company.organizer.get(f"{PROJECTS}/{mine}"))["spentBudget"] == "999999999999.99"


def work(weight: float, made: int, completed: int | None = None, gone: int | None = None) -> Work:
    days = [None if day is None else MONDAY + timedelta(days=day) for day in (made, completed, gone)]
    assert days[0] is not None
    return Work(uuid4(), weight, days[0], days[1], days[2])


def test_a_burn_down_tells_scope_done_and_remaining_of_each_day():
    pieces = [work(1, 0, 2), work(2, 0), work(4, 1, 3), work(8, 1, None, 2)]
    days = told(pieces, None, Period(MONDAY, MONDAY + timedelta(days=3), MONDAY + timedelta(days=6)))
    assert [day.scope for day in days] == [3, 15, 7, 7, None, None, None]
    assert [day.done for day in days] == [0, 0, 1, 5, None, None, None]
    assert [day.remaining for day in days] == [3, 15, 6, 2, None, None, None]
    assert [day.ideal for day in days] == [7, 5.83, 4.67, 3.5, 2.33, 1.17, 0]


def test_in_hours_done_is_what_was_logged_and_a_task_leaves_the_rest_of_its_estimate():
    one, two = work(10, 0, 2), work(4, 0)
    logs = {one.id: {MONDAY: 3.0, MONDAY + timedelta(days=1): 2.5}, two.id: {MONDAY: 6.0}, None: {MONDAY: 1.0}}
    days = told([one, two], logs, Period(MONDAY, MONDAY + timedelta(days=2), None))
    assert [day.done for day in days] == [10, 12.5, 12.5]
    assert [day.remaining for day in days] == [7, 4.5, 0]
    assert {day.ideal for day in days} == {None}


@given(
    st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(0, 30), st.none() | st.integers(0, 30)), max_size=12)
)
def test_scope_is_always_done_and_remaining(pieces):
    found = [work(1, made, completed, gone) for made, completed, gone in pieces]
    for day in told(found, None, Period(MONDAY, MONDAY + timedelta(days=31), None)):
        assert (day.scope, min(day.scope or 0, day.done or 0, day.remaining or 0)) == (
            (day.done or 0) + (day.remaining or 0),
            pytest.approx(min(day.scope or 0, day.done or 0, day.remaining or 0)),
        )
        assert (day.remaining or 0) >= 0


def test_a_long_project_is_told_in_even_steps():
    days = told([work(1, 0)], None, Period(MONDAY, MONDAY + timedelta(days=4000), None))
    assert len(days) <= MOST_DAYS + 1
    assert (days[0].day, days[-1].day) == (MONDAY, MONDAY + timedelta(days=4000))


async def test_the_charts_are_vega_lite_with_their_data_and_named_axes(company):
    organizer = company.organizer
    mine = (await project(company, endDate=(clock.now() + timedelta(days=5)).isoformat()))["id"]
    await task(company, mine, status="done", storyPoints=3)
    await task(company, mine, storyPoints=5, estimateMinutes=90)
    for measure, scope, done in (("tasks", 2, 1), ("points", 8, 3), ("hours", 1.5, 0)):
        answer = await organizer.get(f"{PROJECTS}/{mine}/burn", measure=measure)
        today = answer["days"][0]
        assert (today["scope"], today["done"], today["remaining"]) == (scope, done, scope - done)
        assert answer["days"][-1]["ideal"] == 0
        for spec in (answer["burndown"], answer["burnup"]):
            assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json"
            values = spec["data"]["values"]
            assert values
            assert all(set(one) == {"day", "series", "value"} for one in values)
            assert spec["encoding"]["x"]["title"] == "Day"
            assert spec["encoding"]["y"]["title"] == measure.capitalize()
            assert json.loads(json.dumps(spec)) == spec
    await organizer.get(f"{PROJECTS}/{mine}/burn", 400, measure="money")
    await (await company.contributor).get(f"{PROJECTS}/{mine}/burn", 404)


async def test_a_burn_down_takes_as_many_statements_for_many_tasks_as_for_one(company, monkeypatch):
    mine = (await project(company))["id"]
    asked, plain = [], ReadTx.all

    async def told_of(tx: ReadTx, query: Any, **given: Any) -> Any:
        asked.append(query.sql)
        return await plain(tx, query, **given)

    counts = []
    for _ in range(2):
        for _ in range(5):
            one = await task(company, mine, estimateMinutes=60)
            await logged(company, mine, taskId=one["id"])
        asked.clear()
        with monkeypatch.context() as patch:
            patch.setattr(ReadTx, "all", told_of)
            await company.organizer.get(f"{PROJECTS}/{mine}/burn", measure="hours")
        counts.append(len([sql for sql in asked if "project." in sql]))
    assert counts == [2, 2]


def test_an_empty_project_has_an_empty_chart():
    found = burn([], None, Period(MONDAY, MONDAY, None), Measure.TASKS)
    assert [(day.scope, day.done, day.remaining) for day in found.days] == [(0, 0, 0)]
