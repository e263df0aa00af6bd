"""Roll-up: progress, effort and dates from subtasks to parents, milestones and projects."""

import asyncio
import random
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.project import project, task
from vistone.kernel.scope import System
from vistone.project.actions.rollup import rollup
from vistone.project.contracts import TaskTotals
from vistone.project.rollup import Node, Sums, mean, roll_up, sums_of

TASKS, ENTRIES, MILESTONES = "/api/project/tasks", "/api/project/time-entries", "/api/project/milestones"
PROJECTS = "/api/project/projects"
DAYS = [f"2026-03-{day:02}T00:00:00Z" for day in range(1, 29)]


@pytest.fixture
async def company(world):
    return await world.company()


def test_a_mean_weighs_by_estimate_and_falls_back_to_equal_weight():
    assert mean(Sums()) == 0
    assert mean(sums_of([(0, 0), (100, 0), (50, 0)])) == 50
    assert mean(sums_of([(100, 60), (0, 180)])) == 25
    assert mean(sums_of([(100, 60), (0, 180), (100, 0)])) == 50  # without an estimate: as the others on average, 120
    assert mean(sums_of([(100, 1), (99, 0)])) == 99  # 100 only when everything is done
    assert mean(sums_of([(100, 10_000), (0, 1)])) == 99
    assert mean(sums_of([(0, 10_000), (1, 1)])) == 1  # and 0 only when nothing has begun
    assert mean(sums_of([(100, 5), (100, 0)])) == 100


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 10_000_000)), max_size=30))
def test_a_mean_lies_between_the_least_and_the_greatest(parts):
    found = mean(sums_of(parts))
    assert min((p for p, _ in parts), default=0) <= found <= max((p for p, _ in parts), default=0)
    assert found == mean(sums_of(list(reversed(parts))))


def node(id: int, parent: int | None = None, **fields: Any) -> Node:
    plain = {
        "status": "todo",
        "progress": 0,
        "estimate_minutes": None,
        "logged_minutes": 0,
        "start_date": None,
        "due_date": None,
    }
    return Node(id=id, parent_id=parent, **{**plain, **fields})  # type: ignore[arg-type]  # numbers are ids enough


def test_a_circle_of_parents_is_left_alone():
    nodes = {1: node(1, 2), 2: node(2, 1), 3: node(3)}
    changed = [nodes[1], nodes[2], node(4, 3, progress=40)]
    assert roll_up(nodes, changed) == {3: TaskTotals(progress=40, tasks=1)}  # type: ignore[arg-type]  # numbers are ids enough


async def test_a_parent_tells_of_all_that_lies_below_it(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    parent = await task(company, mine, estimateMinutes=30, dueDate=DAYS[3])
    child = await task(company, mine, parentId=parent["id"], estimateMinutes=60, startDate=DAYS[1], dueDate=DAYS[9])
    other = await task(company, mine, parentId=parent["id"], estimateMinutes=180)
    grandchild = await task(company, mine, parentId=other["id"], status="done")
    await task(company, mine, parentId=other["id"], progress=50)
    await task(company, mine, parentId=parent["id"], status="cancelled", estimateMinutes=999, dueDate=DAYS[20])
    gone = await task(company, mine, parentId=parent["id"], dueDate=DAYS[25])
    await organizer.delete(f"{TASKS}/{gone['id']}")
    start = {"taskId": grandchild["id"], "startedAt": DAYS[2], "minutes": 45}
    await organizer.post(ENTRIES, start)
    await company.world.follow(rollup)

    above = await organizer.get(f"{TASKS}/{parent['id']}")
    assert above["totals"] == {
        "progress": 56,  # 0 of 60 minutes, 75 % of 180
        "estimateMinutes": 270,
        "loggedMinutes": 45,
        "startDate": DAYS[1],
        "dueDate": DAYS[9],
        "tasks": 4,
        "tasksDone": 1,
    }
    assert above["revision"] == parent["revision"], "nobody's If-Match fails for what the system adds up"
    assert (await organizer.get(f"{TASKS}/{child['id']}"))["totals"] is None
    assert (await organizer.get(f"{TASKS}/{grandchild['id']}"))["loggedMinutes"] == 45
    assert (await organizer.get(f"{PROJECTS}/{mine}"))["progress"] == 56
    await organizer.patch(f"{TASKS}/{parent['id']}", {"status": "done"}, if_match=parent["revision"])
    await company.world.follow(rollup)
    assert (await organizer.get(f"{TASKS}/{parent['id']}"))["totals"]["progress"] == 100
    assert (await organizer.get(f"{PROJECTS}/{mine}"))["progress"] == 100


async def test_moving_deleting_and_restoring_move_the_totals_along(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    first, second = await task(company, mine), await task(company, mine)
    child = await task(company, mine, parentId=first["id"], status="done")

    async def totals(one: dict[str, Any]) -> Any:
        await company.world.follow(rollup)
        found = (await organizer.get(f"{TASKS}/{one['id']}"))["totals"]
        return found and (found["tasks"], found["tasksDone"], found["progress"])

    assert await totals(first) == (1, 1, 100)
    await organizer.patch(f"{TASKS}/{child['id']}", {"parentId": second["id"]})
    assert (await totals(first), await totals(second)) == (None, (1, 1, 100))
    await organizer.delete(f"{TASKS}/{child['id']}")
    assert await totals(second) is None
    await organizer.post(f"{TASKS}/{child['id']}/restore", None, 200)
    assert await totals(second) == (1, 1, 100)
    await organizer.patch(f"{TASKS}/{child['id']}", {"parentId": None})
    assert await totals(second) is None


async def test_a_milestone_counts_its_tasks_and_is_as_far_as_they_are(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    first, second = [await organizer.post(MILESTONES, {"projectId": mine, "title": title}) for title in "ab"]
    parent = await task(company, mine, milestoneId=first["id"])
    await task(company, mine, parentId=parent["id"], status="done")
    await task(company, mine, parentId=parent["id"], milestoneId=first["id"])
    moving = await task(company, mine, milestoneId=first["id"], status="done")

    async def state(one: dict[str, Any]) -> tuple[int, int, int]:
        await company.world.follow(rollup)
        found = await organizer.get(f"{MILESTONES}/{one['id']}")
        assert found["revision"] == one["revision"]
        return found["progress"], found["tasks"], found["tasksDone"]

    assert (await state(first), await state(second)) == ((75, 3, 1), (0, 0, 0))
    await organizer.patch(f"{TASKS}/{moving['id']}", {"milestoneId": second["id"]})
    assert (await state(first), await state(second)) == ((50, 2, 0), (100, 1, 1))


async def test_a_project_is_as_far_as_its_tasks_unless_a_person_says_so(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    await task(company, mine, status="done")
    await task(company, mine)
    await company.world.follow(rollup)
    assert (await organizer.get(f"{PROJECTS}/{mine}"))["progress"] == 50
    by_hand = await organizer.patch(f"{PROJECTS}/{mine}", {"progress": 80})
    assert by_hand["progressByHand"] is True
    await task(company, mine)
    await company.world.follow(rollup)
    assert (await organizer.get(f"{PROJECTS}/{mine}"))["progress"] == 80
    problem = await organizer.patch(f"{PROJECTS}/{mine}", {"progress": 10, "progressByHand": False}, 422)
    assert problem["errors"][0]["field"] == "progress"
    await organizer.patch(f"{PROJECTS}/{mine}", {"progress": 101}, 400)
    await organizer.patch(f"{PROJECTS}/{mine}", {"progressByHand": False})
    await company.world.follow(rollup)
    assert (await organizer.get(f"{PROJECTS}/{mine}"))["progress"] == 33


async def test_windows_hear_of_what_is_new_and_the_follower_not_of_itself(company):
    mine = (await project(company))["id"]
    parent = await task(company, mine)
    await task(company, mine, parentId=parent["id"], status="done")
    await company.world.follow(rollup)
    await company.world.follow(rollup)
    async with company.world.runtime.database.read(System("test")) as tx:
        rows = await tx.connection.fetch(
            "SELECT type, entity_id, revision, topics FROM platform.events "
            "WHERE organization_id = $1 AND type LIKE '%.totalled' ORDER BY id",
            company.id,
        )
    told = [(row["type"], str(row["entity_id"])) for row in rows]
    assert sorted(told) == [("project.project.totalled", mine), ("project.task.totalled", parent["id"])]
    assert rows[0]["revision"] == 1
    assert rows[0]["topics"] == [f"project:{mine}", f"task:{parent['id']}"]


# The slow and obvious way: everything from scratch, from what the API says of the tasks.


class Slow:
    def __init__(self, tasks: list[dict[str, Any]], entries: list[dict[str, Any]]) -> None:
        self.tasks = tasks
        self.logged: dict[str, int] = {}
        for entry in entries:
            if entry["taskId"]:
                self.logged[entry["taskId"]] = self.logged.get(entry["taskId"], 0) + entry["minutes"]

    def minutes(self, one: dict[str, Any]) -> int:
        return self.logged.get(one["id"], 0)

    def totals(self, one: dict[str, Any]) -> dict[str, Any] | None:
        parts = [part for part in self.tasks if part["parentId"] == one["id"] and part["status"] != "cancelled"]
        if not parts:
            return None
        full = [(part, self.totals(part)) for part in parts]
        starts = [one["startDate"], *(t["startDate"] if t else p["startDate"] for p, t in full)]
        ends = [one["dueDate"], *(t["dueDate"] if t else p["dueDate"] for p, t in full)]
        return {
            "progress": 100 if one["status"] == "done" else self.average(parts),
            "estimateMinutes": (one["estimateMinutes"] or 0) + sum(self.weight(part) for part in parts),
            "loggedMinutes": self.minutes(one) + sum(t["loggedMinutes"] if t else self.minutes(p) for p, t in full),
            "startDate": min(filter(None, starts), default=None),
            "dueDate": max(filter(None, ends), default=None),
            "tasks": sum(1 + (t["tasks"] if t else 0) for _, t in full),
            "tasksDone": sum((p["status"] == "done") + (t["tasksDone"] if t else 0) for p, t in full),
        }

    def weight(self, one: dict[str, Any]) -> int:
        found = self.totals(one)
        return found["estimateMinutes"] if found else one["estimateMinutes"] or 0

    def far(self, one: dict[str, Any]) -> int:
        found = self.totals(one)
        return 100 if one["status"] == "done" else found["progress"] if found else one["progress"]

    def average(self, parts: list[dict[str, Any]]) -> int:
        percents, weights = [self.far(one) for one in parts], [self.weight(one) for one in parts]
        if set(percents) <= {0} or set(percents) == {100}:
            return percents[0] if percents else 0
        some = [one for one in weights if one]
        usual = Fraction(sum(some), len(some)) if some else Fraction(1)
        full = [one or usual for one in weights]
        exact = sum(percent * one for percent, one in zip(percents, full, strict=True)) / sum(full, Fraction(0))
        return min(max(floor(exact + Fraction(1, 2)), 1), 99)

    def tops(self, within: list[dict[str, Any]]) -> list[dict[str, Any]]:
        ids = {one["id"] for one in within}
        return [one for one in within if one["parentId"] not in ids and one["status"] != "cancelled"]

    def milestone(self, id: str) -> tuple[int, int, int]:
        inside = [one for one in self.tasks if one["milestoneId"] == id]
        counted = [one for one in inside if one["status"] != "cancelled"]
        return self.average(self.tops(inside)), len(counted), sum(one["status"] == "done" for one in counted)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_incremental_equals_recomputed_after_any_writes_also_at_once(company, seed):
    dice = random.Random(seed)
    organizer, mine = company.organizer, (await project(company))["id"]
    stones = [(await organizer.post(MILESTONES, {"projectId": mine, "title": title}))["id"] for title in "ab"]
    ids = [(await task(company, mine))["id"] for _ in range(4)]

    def fields() -> dict[str, Any]:
        start, due = sorted(dice.sample(DAYS, 2))
        choices = {
            "status": dice.choice(["todo", "in_progress", "done", "cancelled"]),
            "progress": dice.randrange(101),
            "estimateMinutes": dice.choice([None, 0, 30, 60, 480]),
            "milestoneId": dice.choice([None, *stones]),
            "parentId": dice.choice([None, *ids]),
        }
        chosen = {name: choices[name] for name in dice.sample(sorted(choices), dice.randint(1, 3))}
        return chosen | ({"startDate": start, "dueDate": due} if dice.random() < 0.3 else {})

    async def one() -> None:
        id, kind = dice.choice(ids), dice.random()
        if kind < 0.35:
            made = await organizer.send("POST", TASKS, json={"projectId": mine, "title": "t", **fields()})
            if made.status_code == 201:
                ids.append(made.json()["id"])
        elif kind < 0.75:
            await organizer.send("PATCH", f"{TASKS}/{id}", json=fields())
        elif kind < 0.82:
            await organizer.send("DELETE", f"{TASKS}/{id}")
        elif kind < 0.88:
            await organizer.send("POST", f"{TASKS}/{id}/restore", json={})
        else:
            body = {"taskId": id, "startedAt": dice.choice(DAYS), "minutes": dice.randint(1, 300)}
            await organizer.send("POST", ENTRIES, json=body)

    for _ in range(6):
        await asyncio.gather(company.world.follow(rollup), *(one() for _ in range(6)))
    await company.world.follow(rollup)

    tasks = (await organizer.get(TASKS, projectId=mine, limit=200))["items"]
    entries = (await organizer.get(ENTRIES, projectId=mine, limit=200))["items"]
    slow = Slow(tasks, entries)
    kept = {one["id"]: (one["loggedMinutes"], one["totals"]) for one in tasks}
    assert kept == {one["id"]: (slow.minutes(one), slow.totals(one)) for one in tasks}
    found = (await organizer.get(MILESTONES, projectId=mine))["items"]
    counted = {one["id"]: (one["progress"], one["tasks"], one["tasksDone"]) for one in found}
    assert counted == {stone: slow.milestone(stone) for stone in stones}
    assert (await organizer.get(f"{PROJECTS}/{mine}"))["progress"] == slow.average(slow.tops(tasks))


async def test_clients_hear_how_far_it_is_and_not_of_hours_nor_of_what_is_hidden(company):
    person, organizer = await company.client, company.organizer
    client = await organizer.post("/api/client/clients", {"name": "Brightwater", "portalAccess": True})
    await organizer.post("/api/client/client-contacts", {"clientId": client["id"], "userId": person.id})
    mine = (await project(company, clientId=client["id"], clientVisible=True))["id"]
    parent = await task(company, mine, clientVisible=True, estimateMinutes=60)
    await task(company, mine, parentId=parent["id"], status="done", dueDate=DAYS[5])
    await organizer.post(ENTRIES, {"taskId": parent["id"], "startedAt": DAYS[2], "minutes": 45})
    await company.world.follow(rollup)
    await company.world.settle()
    seen = await person.get(f"{TASKS}/{parent['id']}")
    assert (seen["totals"]["progress"], seen["estimateMinutes"], seen["loggedMinutes"]) == (100, None, 0)
    assert {name: value for name, value in seen["totals"].items() if value} == {"progress": 100}
