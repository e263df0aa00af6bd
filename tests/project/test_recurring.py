"""Tasks that come again: rules, and the job that makes the next one."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.project import project, task
from vistone.kernel import clock
from vistone.kernel.ids import new_id
from vistone.kernel.jobs import Worker, enqueue
from vistone.kernel.scope import for_the_system
from vistone.project.actions.recurring import MakeNext, make_next
from vistone.project.recurrence import BadRule, Recurrence

TASKS = "/api/project/tasks"
RULES = "/api/project/task-recurrences"
BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 20, 8, tzinfo=UTC)  # a Friday, nine o'clock in Berlin


@pytest.fixture
async def company(world):
    return await world.company()


def days(rule: str, count: int = 3, start: datetime = START) -> list[str]:
    times = Recurrence(rule, start, BERLIN).first(count)
    return [f"{time.astimezone(BERLIN):%Y-%m-%d %H:%M}" for time in times]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        # The clocks go forward on 29 March: nine stays nine.
        ("FREQ=WEEKLY", ["2026-03-20 09:00", "2026-03-27 09:00", "2026-04-03 09:00"]),
        ("FREQ=DAILY;COUNT=2", ["2026-03-20 09:00", "2026-03-21 09:00"]),
        ("freq=monthly;byday=-1fr", ["2026-03-27 09:00", "2026-04-24 09:00", "2026-05-29 09:00"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-03-31 09:00", "2026-05-31 09:00", "2026-07-31 09:00"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29 09:00", "2032-02-29 09:00", "2036-02-29 09:00"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", ["2026-03-20 09:00", "2026-03-30 09:00", "2026-04-03 09:00"]),
        ("FREQ=WEEKLY;UNTIL=20260327", ["2026-03-20 09:00", "2026-03-27 09:00"]),
        ("FREQ=WEEKLY;UNTIL=20260327T075959Z", ["2026-03-20 09:00"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-03-31 09:00", "2026-04-30 09:00", "2026-05-29 09:00"]),
        # Half past two is leapt over on 29 March: as if the clocks had not leapt yet, which they then show as half past three.
        ("FREQ=DAILY;BYHOUR=2;BYMINUTE=30;BYMONTHDAY=29", ["2026-03-29 03:30", "2026-04-29 02:30", "2026-05-29 02:30"]),
    ],
)
def test_rules_are_read_as_rfc_5545_says(rule, wanted):
    assert days(rule) == wanted


@pytest.mark.parametrize(
    "rule",
    [
        "", ";", "FREQ", "FREQ=", "FREQ=WEEKLY;", "INTERVAL=2", "FREQ=FORTNIGHTLY", "FREQ=WEEKLY;FREQ=DAILY", "FREQ=DAILY;X=1",
        "FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=9,15", "FREQ=DAILY;BYMINUTE=0,30",
        "FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=1.5", "FREQ=DAILY;COUNT=2;UNTIL=20270101", "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=20270229", "FREQ=DAILY;UNTIL=20250101", "FREQ=DAILY;UNTIL=99991231", "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=-1", "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYWEEKNO=3",
        "FREQ=MONTHLY;BYYEARDAY=3", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=YEARLY;BYEASTER=0", "FREQ=WEEKLY;WKST=X",
        "FREQ=WEEKLY;BYDAY=MO\nEXDATE:20260101",
        # They never come.
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_with_a_reason(rule):
    with pytest.raises(BadRule) as refused:
        Recurrence(rule, START, BERLIN)
    assert str(refused.value).endswith(".")


@settings(max_examples=60, deadline=None)
@given(
    start=st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- Hypothesis takes naive bounds
    rule=st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY", "FREQ=DAILY;COUNT=9"]),
    later=st.timedeltas(timedelta(0), timedelta(days=900)),
)  # fmt: skip
def test_the_time_after_is_the_first_of_those_that_come_later(start, rule, later):
    """Against the plain reading: all times in order, looked through from the beginning."""
    recurrence = Recurrence(rule, start, BERLIN)
    times, moment = recurrence.first(1000), start + later
    assert times == sorted(set(times))
    assert recurrence.after(moment) == next((time for time in times if time > moment), None)
    assert recurrence.latest(moment) == next((time for time in reversed(times) if time <= moment), None)
    local = [time.astimezone(BERLIN) for time in times]
    assert len({time.date() for time in local}) == len(times)


async def repeating(company, rule="FREQ=DAILY", **fields):
    """A task of today that comes again, and its recurrence; the first copy is due tomorrow."""
    one = await task(company, **fields)
    start = clock.now().replace(microsecond=0) - timedelta(hours=1)
    body = {"taskId": one["id"], "rule": rule, "timeZone": "UTC", "startsAt": start.isoformat()}
    return one, await company.organizer.post(RULES, body)


async def due(company, monkeypatch, days: float) -> None:
    """So many days go by; then the worker does what has become due."""
    later = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: later)
    async with company.world.runtime.database.write(for_the_system(company.organizer.organization_id)) as tx:
        await tx.connection.execute(
            "UPDATE platform.jobs SET run_at = now() WHERE name = $1 AND run_at <= $2 AND organization_id = $3",
            make_next.name, later, company.organizer.organization_id,
        )  # fmt: skip
    await company.world.run_jobs()
    monkeypatch.undo()


async def copies(company, one):
    page = await company.organizer.get(TASKS, projectId=one["projectId"], sort="createdAt", limit=50)
    return [item for item in page["items"] if item["id"] != one["id"]]


async def test_a_task_comes_again_whole_with_its_days_moved_on(company, monkeypatch):
    contributor = await company.contributor
    parent = await task(company)
    fields = {
        "description": "As **ever**", "assigneeId": contributor.id, "labels": ["weekly"], "priority": "high", "storyPoints": 3,
        "parentId": parent["id"], "dueDate": "2026-12-04T00:00:00Z", "clientVisible": True,
    }  # fmt: skip
    one = await task(company, parent["projectId"], title="Report", **fields)
    for item in ("Figures", "Words"):
        await company.organizer.post(
            "/api/project/task-checklists", {"taskId": one["id"], "item": item, "isCompleted": True}
        )
    await company.organizer.patch(f"{TASKS}/{one['id']}", {"status": "done"})
    start = clock.now().replace(microsecond=0) - timedelta(days=1)
    body = {"taskId": one["id"], "rule": "FREQ=DAILY;INTERVAL=3;COUNT=3", "timeZone": "Europe/Berlin"}
    rule = await company.organizer.post(RULES, {**body, "startsAt": start.isoformat()})
    assert abs(datetime.fromisoformat(rule["nextAt"]) - start - timedelta(days=3)) < timedelta(hours=2)
    await due(company, monkeypatch, 2.2)
    made = [item for item in await copies(company, one) if item["id"] != parent["id"]]
    assert len(made) == 1
    assert {name: made[0][name] for name in fields} == {**fields, "dueDate": "2026-12-07T00:00:00Z"}
    assert (made[0]["title"], made[0]["status"], made[0]["completedAt"]) == ("Report", "todo", None)
    lines = await company.organizer.get("/api/project/task-checklists", taskId=made[0]["id"])
    assert [(line["item"], line["isCompleted"]) for line in lines["items"]] == [("Figures", False), ("Words", False)]
    rule = await company.organizer.get(f"{RULES}/{rule['id']}")
    assert (rule["lastTaskId"], rule["active"]) == (made[0]["id"], True)
    assert rule["nextAt"] is not None
    await due(company, monkeypatch, 5.2)
    rule = await company.organizer.get(f"{RULES}/{rule['id']}")
    assert (rule["nextAt"], len(await copies(company, one))) == (None, 3)
    told = await company.organizer.get(f"{TASKS}/{made[0]['id']}/history")
    assert told["items"][-1]["actorId"] is None  # the system's doing


async def test_subtasks_and_watchers_come_along(company, monkeypatch):
    organizer, mine = company.organizer, (await project(company))["id"]
    contributor, gone = await company.contributor, await company.hire("Contributor")
    for one in (contributor, gone):
        joined = {"projectId": mine, "userId": one.id}
        await organizer.post("/api/project/project-members", joined)
    await company.world.settle()
    field = {"projectId": mine, "name": "Room", "kind": "text"}
    field_id = (await organizer.post("/api/project/custom-fields", field))["id"]
    root, rule = await repeating(company, project_id=mine, title="Close the month", dueDate="2026-12-10T00:00:00Z")
    told = {"labels": ["books"], "fields": {field_id: "12"}, "estimateMinutes": 30, "status": "done", "progress": 100}
    above = {"parentId": root["id"], "startDate": "2026-12-01T00:00:00Z"}
    second = await task(company, mine, title="Second", **above, **told)
    first = await task(company, mine, title="First", **above)
    await organizer.post(f"{TASKS}/{first['id']}/move", {"beforeId": second["id"]}, 200)
    deep = await task(company, mine, title="Deep", parentId=second["id"], dueDate="2026-12-03T00:00:00Z")
    dropped = await task(company, mine, title="Dropped", parentId=second["id"])
    await organizer.delete(f"{TASKS}/{dropped['id']}")
    await organizer.post("/api/project/task-checklists", {"taskId": deep["id"], "item": "Stamp", "isCompleted": True})
    for watched in (root, deep):
        for one in (contributor, gone):
            await organizer.post("/api/project/task-watchers", {"taskId": watched["id"], "userId": one.id})
    part = await organizer.get("/api/project/project-members", userId=gone.id)
    await organizer.delete(f"/api/project/project-members/{part['items'][0]['id']}")
    await company.world.settle()
    known = {one["id"] for one in (root, second, first, deep)}
    await due(company, monkeypatch, 1)
    page = await organizer.get(TASKS, projectId=mine, sort="position")
    made = {one["title"]: one for one in page["items"] if one["id"] not in known}
    assert set(made) == {"Close the month", "First", "Second", "Deep"}
    top = made["Close the month"]
    assert (await organizer.get(f"{RULES}/{rule['id']}"))["lastTaskId"] == top["id"]
    assert [made[name]["parentId"] for name in ("First", "Second", "Deep")] == [
        top["id"], top["id"], made["Second"]["id"],
    ]  # fmt: skip
    assert list(made).index("First") < list(made).index("Second")
    assert {name: made["Second"][name] for name in told} == {**told, "status": "todo", "progress": 0}
    assert made["Second"]["completedAt"] is None
    assert (made["Second"]["startDate"], made["Deep"]["dueDate"]) == ("2026-12-02T00:00:00Z", "2026-12-04T00:00:00Z")
    lines = (await organizer.get("/api/project/task-checklists", taskId=made["Deep"]["id"]))["items"]
    assert [(line["item"], line["isCompleted"]) for line in lines] == [("Stamp", False)]
    for one in (top, made["Deep"]):
        watchers = (await organizer.get("/api/project/task-watchers", taskId=one["id"]))["items"]
        assert [watcher["userId"] for watcher in watchers] == [contributor.id], (
            "who left the project is not asked along"
        )
    await due(company, monkeypatch, 2)
    page = await organizer.get(TASKS, projectId=mine, limit=200)
    assert len(page["items"]) == 3 * len(known), "the rule's own task is copied, not its copies"


async def test_what_was_missed_is_made_up_for_by_one_task(company, monkeypatch):
    one, rule = await repeating(company, dueDate="2026-12-01T00:00:00Z")
    await due(company, monkeypatch, 5)
    made = await copies(company, one)
    assert [item["dueDate"] for item in made] == ["2026-12-06T00:00:00Z"]
    rule = await company.organizer.get(f"{RULES}/{rule['id']}")
    assert datetime.fromisoformat(rule["nextAt"]) > clock.now() + timedelta(days=5)


async def test_several_workers_and_jobs_make_it_once(company, monkeypatch):
    one, rule = await repeating(company)
    moment = datetime.fromisoformat(rule["nextAt"])
    world = company.world
    monkeypatch.setattr(clock, "now", lambda: moment)
    async with world.runtime.database.write(for_the_system(company.organizer.organization_id)) as tx:
        for _ in range(4):
            await enqueue(
                tx.connection,
                make_next,
                MakeNext(rule["id"], moment),
                organization_id=company.organizer.organization_id,
            )
    workers = [Worker(world.dsn, [make_next], context=world.runtime, poll_seconds=0.02) for _ in range(2)]
    working = [asyncio.create_task(worker.run()) for worker in workers]
    await world.run_jobs()
    for worker in workers:
        worker.stop()
    await asyncio.gather(*working)
    assert len(await copies(company, one)) == 1


async def test_a_rule_that_is_changed_stopped_or_gone_makes_nothing(company, monkeypatch):
    first, rule = await repeating(company)
    moved = await company.organizer.patch(f"{RULES}/{rule['id']}", {"rule": "FREQ=MONTHLY"}, if_match=1)
    assert moved["nextAt"] > rule["nextAt"]
    second, rule = await repeating(company)
    assert (await company.organizer.patch(f"{RULES}/{rule['id']}", {"active": False}))["nextAt"] is None
    third, rule = await repeating(company)
    await company.organizer.delete(f"{RULES}/{rule['id']}")
    fourth, rule = await repeating(company)
    await company.organizer.delete(f"{TASKS}/{fourth['id']}")
    over = await project(company)
    fifth, _ = await repeating(company, project_id=over["id"])
    await company.organizer.patch(f"/api/project/projects/{over['id']}", {"status": "completed"})
    await due(company, monkeypatch, 1.5)
    assert [await copies(company, one) for one in (first, second, third, fourth, fifth)] == [[]] * 5
    await company.organizer.post(f"{TASKS}/{fourth['id']}/restore", None, 200)
    waiting = await company.organizer.get(f"{RULES}/{rule['id']}")
    assert datetime.fromisoformat(waiting["nextAt"]) > clock.now() + timedelta(days=1)


async def test_bad_rules_zones_and_beginnings_are_named(company):
    one = await task(company)
    good = {"rule": "FREQ=WEEKLY", "timeZone": "Europe/Berlin", "startsAt": "2026-12-01T09:00:00Z"}
    wrong = {
        "rule": ["FREQ=HOURLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=20200101"],
        "timeZone": ["Mars/Olympus", "../../etc/passwd", "europe/berlin"],
        "startsAt": ["1400-01-01T00:00:00Z", "8000-01-01T00:00:00Z"],
    }
    for field, values in wrong.items():
        for value in values:
            for path, body in ((RULES, {"taskId": one["id"]}), (f"{RULES}/preview", {})):
                problem = await company.organizer.post(path, {**good, **body, field: value}, 422)
                assert problem["errors"][0]["field"] == field, (field, value)
    problem = await company.organizer.post(RULES, {**good, "taskId": one["id"], "rule": "FREQ=DAILY;COUNT=1"}, 422)
    assert problem["errors"][0]["field"] == "rule"
    await company.organizer.post(RULES, {**good, "taskId": one["id"]})
    await company.organizer.post(RULES, {**good, "taskId": one["id"]}, 409)
    await company.organizer.post(RULES, {**good, "taskId": str(new_id())}, 404)


async def test_a_preview_shows_the_first_ten(company):
    body = {"rule": "FREQ=WEEKLY;BYDAY=MO", "timeZone": "Europe/Berlin", "startsAt": "2026-10-19T07:00:00Z"}
    seen = await company.organizer.post(f"{RULES}/preview", body, 200)
    assert (len(seen["times"]), seen["endless"]) == (10, True)
    assert seen["times"][:2] == ["2026-10-19T07:00:00Z", "2026-10-26T08:00:00Z"]
    body["rule"] = "FREQ=DAILY;COUNT=2"
    seen = await company.organizer.post(f"{RULES}/preview", body, 200)
    assert (len(seen["times"]), seen["endless"]) == (2, False)


async def test_who_may_change_the_task_says_how_it_comes_again(company):
    contributor = await company.contributor
    mine = await project(company)
    one, rule = await repeating(company, project_id=mine["id"], assigneeId=contributor.id)
    await contributor.get(f"{RULES}/{rule['id']}", 404)
    await company.organizer.post("/api/project/project-members", {"projectId": mine["id"], "userId": contributor.id})
    await company.world.settle()
    assert (await contributor.get(f"{RULES}/{rule['id']}"))["abilities"] == []
    await contributor.patch(f"{RULES}/{rule['id']}", {"active": False}, 403)
    await contributor.delete(f"{RULES}/{rule['id']}", 403)
    body = {"taskId": one["id"], "rule": "FREQ=DAILY", "timeZone": "UTC", "startsAt": "2026-12-01T09:00:00Z"}
    await contributor.post(RULES, body, 403)
    assert (await (await company.client).get(RULES))["items"] == []
