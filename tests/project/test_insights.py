"""Insights without a language model: the arithmetic by itself, and what of it reaches a project and a task."""

import math
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.project import project, task
from tests.rows import put
from vistone.kernel import clock
from vistone.kernel.scope import System
from vistone.project.actions.daily import compute_again
from vistone.project.contracts import Project, ProjectStatus
from vistone.project.insight import forecast, similar, standstill
from vistone.project.insight import project as of_project
from vistone.project.insight.work import Link, Piece, Snapshot
from vistone.project.queries import TASK

PROJECTS, TASKS = "/api/project/projects", "/api/project/tasks"
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
HERE = UUID(int=1)


def piece(number: int, **fields) -> Piece:
    """A task of the pure tests; times in days before NOW."""
    ages = {name: fields.pop(name, None) for name in ("created", "started", "completed", "touched", "start", "due")}
    at = {name: None if days is None else NOW - timedelta(days=days) for name, days in ages.items()}
    plain = {
        "project_id": HERE, "parent_id": None, "assignee_id": None, "title": f"Task {number}", "status": "todo",
        "labels": [], "estimate_minutes": None, "logged_minutes": 0, "progress": 0,
    }  # fmt: skip
    return Piece(
        id=uuid5(HERE, str(number)),
        **{**plain, **fields},
        start_date=at["start"],
        due_date=at["due"],
        created_at=at["created"] or NOW - timedelta(days=100),
        updated_at=at["touched"] or NOW,
        started_at=at["started"],
        completed_at=at["completed"],
    )


def snapshot(tasks, **fields) -> Snapshot:
    plain = Project(
        id=HERE, organization_id=HERE, name="P", description=None, status=ProjectStatus.ACTIVE, start_date=None,
        end_date=None, budget=None, spent_budget=None, progress=0, client_id=None, manager_id=None, team_ids=[],
        metadata=None, client_visible=False, progress_by_hand=False, revision=1, created_at=NOW, updated_at=NOW,
        deleted_at=None,
    )  # fmt: skip
    return Snapshot(now=NOW, project=plain, tasks=tasks, **fields)


# the arithmetic


@given(st.lists(st.integers(0, 20), min_size=1, max_size=150), st.integers(0, 400), st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_a_forecast_by_pace_is_ordered_repeats_itself_and_is_no_faster_than_the_best_day(history, remaining, seed):
    found = forecast.by_throughput(remaining, history, seed=seed, runs=50)
    if sum(history) < forecast.ENOUGH_HISTORY:
        assert found is None
        return
    assert found == forecast.by_throughput(remaining, history, seed=seed, runs=50)
    assert 0 <= found.p50 <= found.p80 <= found.p95
    assert found.p50 >= min(math.ceil(remaining / max(history)), forecast.LONGEST_DAYS)
    assert 0 < found.confidence <= 1


def test_a_steady_pace_is_forecast_exactly():
    found = forecast.by_throughput(30, [3] * 20, seed=7)
    assert (found.p50, found.p80, found.p95, found.method) == (10, 10, 10, "throughput")
    assert found.confidence == forecast.confidence(60) == 0.75


def test_beyond_ten_years_it_says_after_and_is_trusted_less():
    near, far = (forecast.by_throughput(count, [1] + [0] * 9 + [1] * 11, seed=7) for count in (20, 40_000))
    assert far.p50 == far.p95 >= forecast.LONGEST_DAYS > near.p95
    assert far.confidence < near.confidence
    assert far.confidence == forecast.confidence(12, steadiness=0)
    finished = [piece(n, status="done", created=60 - n, completed=40 - n) for n in range(12)]
    crowd = [piece(100 + n) for n in range(6_000)]
    said = {one.kind: one for one in of_project.found(snapshot([*finished, *crowd]), finished)}["finish"]
    assert said.content.startswith("Likely done after 203")
    few = {one.kind: one for one in of_project.found(snapshot([*finished, *crowd[:5]]), finished)}["finish"]
    assert few.content.startswith("Likely done by 202")
    assert said.confidence < few.confidence


def test_a_pace_of_one_in_two_days_takes_twice_as_long_give_or_take():
    found = forecast.by_throughput(100, [0, 1] * 30, seed=7)
    assert 190 <= found.p50 <= 210  # binomial: mean 200, deviation 14
    assert 205 <= found.p80 <= 220


@given(st.lists(st.floats(0.05, 60), min_size=8, max_size=80), st.integers(1, 300), st.integers(1, 9))
@settings(max_examples=30, deadline=None)
def test_a_forecast_by_durations_lies_between_its_bounds(took, remaining, people):
    found = forecast.by_durations(remaining, took, people, seed=1)
    assert found.p50 <= found.p80 <= found.p95 <= remaining * max(took) + 0.1
    assert found.p50 >= remaining * min(took) / people - 0.1
    assert found.runs >= forecast.FEWEST_RUNS


def test_a_task_at_work_is_compared_with_those_that_took_longer():
    took = [1.0] * 50 + [10.0] * 50
    fresh = forecast.of_one(took, [], elapsed=None, seed=3)
    late = forecast.of_one(took, [], elapsed=5.0, seed=3)
    assert fresh.p50 in {1.0, 10.0}
    assert (late.p50, late.history) == (5.0, 50)
    assert forecast.of_one(took[:5], [], elapsed=None, seed=3) is None


def test_ten_thousand_past_tasks_take_less_than_a_second():
    names = ("login page", "invoice export", "database index", "press photo", "map tiles", "audit report")
    past = [
        piece(n, title=f"{names[n % 6]} {n % 97}", status="done", created=100 - n % 90, completed=(100 - n % 90) / 2,
              logged_minutes=60 + n % 300, assignee_id=UUID(int=n % 12 + 1))
        for n in range(10_000)
    ]  # fmt: skip
    begun = time.perf_counter()
    matches = similar.like(piece(-1, title="Login page again"), past)
    assert similar.estimate(matches) is not None
    asked = time.perf_counter() - begun
    open_tasks = [piece(20_000 + n, due=-5, started=2, status="in_progress") for n in range(300)]
    of_project.found(snapshot(open_tasks), past)
    whole = time.perf_counter() - begun - asked
    assert asked < 1, f"{asked:.2f} s"
    assert whole < 1.5, f"{whole:.2f} s"


def test_likeness_is_of_words_and_rare_ones_weigh_more():
    past = [
        piece(1, title="Write the login page"),
        piece(2, title="Write the invoice"),
        piece(3, title="Mend the roof"),
    ]
    past += [piece(10 + n, title=f"Write the chapter {n}") for n in range(20)]
    matches = similar.like(piece(0, title="login page for clients"), past)
    assert [one.piece.id for one in matches] == [past[0].id]
    assert similar.like(past[0], past, least=0)[0].piece.id != past[0].id, "a task is not like itself"
    assert similar.like(piece(0, title="…"), past) == []


@given(st.lists(st.text(max_size=30), max_size=15), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_likeness_lies_between_its_bounds(titles, title):
    past = [piece(n, title=one) for n, one in enumerate(titles)]
    assert all(0 < one.likeness <= 1 for one in similar.like(piece(-1, title=title), past, least=0))


def test_an_estimate_is_the_median_of_tasks_like_it():
    past = [piece(n, title="Login page", estimate_minutes=m) for n, m in enumerate((60, 120, 180, 240, 6000), 1)]
    found = similar.estimate(similar.like(piece(0, title="Login page"), past))
    assert (found.minutes, found.low, found.high) == (180, 120, 240)
    assert len(found.tasks) == 5
    assert 0 < found.confidence < 1
    assert similar.estimate(similar.like(piece(0, title="Login page"), past[:2])) is None, "too little to say"


def test_who_did_it_before_is_suggested_unless_they_are_full():
    ann, bob, eve = (UUID(int=n) for n in (11, 12, 13))
    past = [piece(n, title="Login page", assignee_id=ann) for n in range(1, 5)]
    past += [piece(n, title="Login page", assignee_id=bob) for n in range(5, 8)]
    past += [piece(9, title="Login page", assignee_id=eve)]
    matches = similar.like(piece(0, title="Login page"), past)
    assert [one.user_id for one in similar.candidates(matches, {ann, bob}, [])] == [ann, bob]
    busy = [piece(50 + n, assignee_id=ann, estimate_minutes=2400) for n in range(3)]
    found = similar.candidates(matches, {ann, bob}, busy)
    assert [(one.user_id, one.open_tasks, one.open_minutes) for one in found] == [(bob, 0, 0), (ann, 3, 7200)]


def test_subtasks_that_tasks_like_it_had():
    parents = [piece(n, title="Website relaunch") for n in range(1, 4)]
    children = [piece(10 * n + k, title=name, parent_id=parents[n - 1].id)
                for n in range(1, 4) for k, name in enumerate(("Copy", "Design", ("Alpha", "Beta", "Gamma")[n - 1]))]  # fmt: skip
    matches = similar.like(piece(0, title="Website relaunch"), parents)
    assert [(one.title, one.confidence) for one in similar.parts(matches, children)] == [("Copy", 1.0), ("Design", 1.0)]


def test_what_stands_still_and_what_waits():
    tasks = [
        piece(1, status="in_progress", touched=15),
        piece(2, status="in_progress", touched=13),
        piece(3, touched=99),
        piece(4, status="in_review", touched=40),
    ]
    assert [one.days for one in standstill.stale(snapshot(tasks))] == [40, 15]
    held = piece(5, start=3)
    links = [
        Link(UUID(int=1), "FS", 0, held, tasks[1]),
        Link(UUID(int=2), "FF", 0, tasks[2], tasks[1]),
        Link(UUID(int=3), "FS", 0, piece(6, start=-3), tasks[1]),
        Link(UUID(int=4), "FS", 0, piece(7, start=9), piece(8, status="done")),
    ]
    assert [(one.piece.id, one.days) for one in standstill.blocked(snapshot(tasks, links=links))] == [(held.id, 3)]


def test_a_task_made_as_done_tells_no_duration():
    assert piece(1, status="done", created=5, completed=5).took_days is None
    assert piece(1, status="done", created=5, completed=1).took_days == 4
    assert piece(1, status="done", created=5, started=3, completed=1).took_days == 2


# over HTTP


async def past(person, project_id: str, count: int, **fields) -> list[str]:
    """Finished tasks, one for each of the last days, each three days at work."""
    made = []
    for number in range(count):
        done = clock.now() - timedelta(days=number, hours=1)
        values = {
            "project_id": UUID(project_id), "title": "Write the login page", "status": "done", "position": f"a{number:04}",
            "created_at": done - timedelta(days=4), "started_at": done - timedelta(days=3), "completed_at": done,
            **fields,
        }  # fmt: skip
        made.append(str((await put(person, TASK, **values)).id))
    return made


@pytest.fixture
async def company(world):
    return await world.company()


async def refreshed(person, project_id: str) -> dict:
    found = await person.post(f"{PROJECTS}/{project_id}/insights/refresh", None, 200)
    return {one["kind"]: one for one in found["items"]}


async def test_too_little_history_says_so(company):
    mine = (await project(company))["id"]
    await task(company, mine)
    found = await refreshed(company.organizer, mine)
    assert set(found) == {"finish"}
    assert found["finish"]["confidence"] <= 0.1
    assert "too few" in found["finish"]["content"]
    assert found["finish"]["evidence"]["numbers"] == {"remaining": 1, "history": 0, "needed": 8}


async def test_a_project_is_forecast_from_its_own_pace(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    await past(organizer, mine, 20)
    for number in range(5):
        await task(company, mine, title=f"Left {number}")
    numbers = (first := (await refreshed(organizer, mine))["finish"])["evidence"]["numbers"]
    assert (numbers["method"], numbers["history"], numbers["remaining"], numbers["runs"]) == ("throughput", 20, 5, 2000)
    assert numbers["days"] == {"p50": 5.0, "p80": 5.0, "p95": 5.0}
    assert 0.4 < first["confidence"] < 0.6
    again = (await refreshed(organizer, mine))["finish"]
    assert (again["id"], again["revision"]) == (first["id"], first["revision"]), "the same facts, the same record"
    assert len((await organizer.get("/api/project/ai-insights", projectId=mine, kind="finish"))["items"]) == 1


async def test_a_new_project_is_forecast_from_everybodys_durations(company):
    organizer = company.organizer
    await past(organizer, (await project(company))["id"], 20)
    mine = (await project(company))["id"]
    left = [await task(company, mine, title=f"Left {n}", dueDate="2024-01-01T00:00:00Z") for n in range(4)]
    found = await refreshed(organizer, mine)
    numbers = found["finish"]["evidence"]["numbers"]
    assert (numbers["method"], numbers["days"]["p50"]) == ("durations", 12.0)
    assert found["delay"]["evidence"]["numbers"]["tasks"] == 4
    assert {one["id"] for one in found["delay"]["evidence"]["records"]} == {one["id"] for one in left}
    for one in left:
        await organizer.patch(f"{TASKS}/{one['id']}", {"status": "done"})
    assert await refreshed(organizer, mine) == {}, "nothing is left to say, and the old says nothing any more"


async def test_what_people_wrote_is_left_alone(company):
    mine = (await project(company))["id"]
    written = await company.organizer.post("/api/project/ai-insights", {"projectId": mine, "content": "Mind the gap"})
    await task(company, mine)
    await refreshed(company.organizer, mine)
    assert await company.organizer.get(f"/api/project/ai-insights/{written['id']}") == written


async def test_a_task_is_given_suggestions(company):
    organizer, contributor = company.organizer, await company.contributor
    mine = (await project(company))["id"]
    await organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    done = await past(organizer, mine, 10, assignee_id=UUID(contributor.id), estimate_minutes=180)
    mine_task = await task(company, mine, title="Write the login page for clients", dueDate="2024-01-01T00:00:00Z")
    found = await organizer.post(f"{TASKS}/{mine_task['id']}/suggest", None, 200)
    told = found["aiSuggestions"]
    assert found["revision"] > mine_task["revision"]
    assert told["estimate"]["minutes"] == 180
    assert set(told["estimate"]["from"]) == set(done)
    assert told["assignee"]["userId"] == contributor.id
    assert {one["kind"]: one["count"] for one in told["assignee"]["reasons"]} == {"similar": 10, "load": 0}
    assert told["delay"]["days50"] > 600
    assert told["delay"]["samples"] == 10
    assert all(0 <= told[name]["confidence"] <= 1 for name in ("estimate", "assignee", "delay"))
    bare = await organizer.post(f"{TASKS}/{(await task(company, mine, title='Xyzzy'))['id']}/suggest", None, 200)
    assert (bare["aiSuggestions"]["estimate"], bare["aiSuggestions"]["assignee"]) == (None, None)
    await company.world.settle()
    await contributor.post(f"{TASKS}/{mine_task['id']}/suggest", None, 403)
    await contributor.post(f"{PROJECTS}/{mine}/insights/refresh", None, 403)


async def test_suggestions_name_only_tasks_that_the_asker_may_see(company):
    organizer, manager = company.organizer, await company.manager
    secret = await past(organizer, (await project(company))["id"], 10, estimate_minutes=600)
    own = await manager.post(PROJECTS, {"name": "Mine"})
    made = await manager.post(TASKS, {"projectId": own["id"], "title": "Write the login page"})
    told = (await manager.post(f"{TASKS}/{made['id']}/suggest", None, 200))["aiSuggestions"]
    assert (told["estimate"], told["looked"]) == (None, 0)
    assert not [id for id in secret if id in str(told)]


async def test_insights_are_computed_again_each_night_while_the_project_is_worked_on(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    await refreshed(organizer, mine)
    assert await nights(company, mine) == [(1, True)]
    await refreshed(organizer, mine)
    assert await nights(company, mine) == [(1, True)], "asked for twice, done once"
    late = {"projectId": mine, "title": "Go live", "dueDate": "2024-01-08T00:00:00Z"}
    await organizer.post("/api/project/milestones", late)
    await task(company, mine)
    await hurry(company)
    await company.world.run_jobs()
    found = (await organizer.get("/api/project/ai-insights", projectId=mine))["items"]
    assert [one["kind"] for one in found] == ["finish"]
    assert len((await organizer.get("/api/project/risk-register", projectId=mine, suggested="true"))["items"]) == 1
    assert await nights(company, mine) == [(1, True)], "the next night is planned"
    await organizer.patch(f"{PROJECTS}/{mine}", {"status": "completed"})
    await hurry(company)
    await company.world.run_jobs()
    assert await nights(company, mine) == []


@pytest.mark.parametrize("status", ["on_hold", "completed", None])
async def test_a_project_set_to_work_or_restored_is_looked_at_each_night_again(company, status):
    organizer, mine = company.organizer, (await project(company, status="active"))["id"]
    await refreshed(organizer, mine)
    if status:
        await organizer.patch(f"{PROJECTS}/{mine}", {"status": status})
    else:
        await organizer.delete(f"{PROJECTS}/{mine}")
    await hurry(company)
    await company.world.run_jobs()
    assert await nights(company, mine) == [], "a night passed without it"
    for _ in range(2):
        if status:
            await organizer.patch(f"{PROJECTS}/{mine}", {"name": "Still resting", "status": status})
            assert await nights(company, mine) == []
            await organizer.patch(f"{PROJECTS}/{mine}", {"status": "active"})
        else:
            await organizer.post(f"{PROJECTS}/{mine}/restore", None, 200)
        assert await nights(company, mine) == [(1, True)]
        if status is None:
            await organizer.delete(f"{PROJECTS}/{mine}")
        else:
            await organizer.patch(f"{PROJECTS}/{mine}", {"status": status})
        await hurry(company)
        await company.world.run_jobs()
        assert await nights(company, mine) == []


async def nights(company, project_id: str) -> list[tuple[int, bool]]:
    """How many runs are planned for the project, and whether for the coming night."""
    async with company.world.runtime.database.read(System("test")) as tx:
        rows = await tx.connection.fetch(
            "SELECT count(*), bool_and(run_at > now() AND run_at < now() + interval '29 hours') FROM platform.jobs "
            "WHERE name = $1 AND dedupe_key = $2 GROUP BY dedupe_key",
            compute_again.name,
            project_id,
        )
    return [tuple(row) for row in rows]


async def hurry(company) -> None:
    """Lets the night come."""
    async with company.world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute("UPDATE platform.jobs SET run_at = now() WHERE name = $1", compute_again.name)
