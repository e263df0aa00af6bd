"""Imports: whole backlogs, again without change, broken rows, rights, and what happens when a worker dies."""

import asyncio
import csv
import io
import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.world import Company, Person, World

BACKLOGS = Path("/work/shared/data/jira")
PATH = "/api/project/imports"
THREE = b"issuekey,title,description,storypoint\nA-1,First,*bold*,3\nA-2,Second,,\nA-3,Third,plain,5\n"


async def send(
    who: Person, content: bytes, status: int = 202, *, name: str = "backlog.csv", headers: Any = None, **fields: str
) -> Any:
    """Uploads a file; the import as answered, or the problem."""
    data = {"source": "jira-csv", **fields}
    answer = await who.send("POST", PATH, data=data, files={"file": (name, content)}, headers=headers or {})
    assert answer.status_code == status, answer.text
    return answer.json()


async def imported(world: World, who: Person, content: bytes, **fields: Any) -> Any:
    """Uploads a file and does the import; the import as it ended."""
    record = await send(who, content, **fields)
    await world.run_jobs()
    return await who.get(f"{PATH}/{record['id']}")


def counts(record: Any) -> tuple[str, int, int, int, int]:
    return (record["status"], record["total"], record["created"], record["updated"], record["skipped"])


async def tasks_of(who: Person, project_id: str, **filters: Any) -> list[dict[str, Any]]:
    """All tasks of a project in the order of its board."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = await who.get("/api/project/tasks", projectId=project_id, sort="position", limit=200, **filters, **cursor)
        found += page["items"]
        if page["nextCursor"] is None:
            return found
        cursor = {"cursor": page["nextCursor"]}


@pytest.mark.parametrize(("name", "count"), [("mesos", 1680), ("moodle", 1166), ("springxd", 3526)])
async def test_a_real_backlog_comes_in_whole_and_a_second_time_changes_nothing(
    world: World, name: str, count: int
) -> None:
    path = BACKLOGS / f"{name}.csv"
    if not path.is_file():
        pytest.skip(f"{path} is not on this machine")
    content = path.read_bytes()
    organizer = (await world.company()).organizer
    began = time.perf_counter()
    first = await imported(world, organizer, content, projectName=name)
    print(f"{name}: {count} rows, {time.perf_counter() - began:.1f} s")
    assert counts(first) == ("succeeded", count, count, 0, 0)
    assert first["errors"] == []
    tasks = await tasks_of(organizer, first["projectId"])
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [task["sourceId"] for task in tasks] == [row["issuekey"] for row in rows]
    assert {task["status"] for task in tasks} == {"backlog"}
    assert [task["storyPoints"] for task in tasks] == [float(row["storypoint"]) for row in rows]
    second = await imported(world, organizer, content, projectId=first["projectId"])
    assert counts(second) == ("succeeded", count, 0, 0, count)
    assert await tasks_of(organizer, first["projectId"]) == tasks
