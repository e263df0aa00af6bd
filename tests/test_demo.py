"""The demo organization: it loads at once or not at all, once, and each role finds in it what is theirs."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import migrated
from tests.postgres_fixture import TestCluster, TestDatabase, create_database, drop_database
from tests.spec.models import MODELS, Model
from tests.world import Person, World
from vistone import demo
from vistone.auth.service import service as auth
from vistone.demo import people
from vistone.demo.projects import ALL
from vistone.kernel.scope import RoleName, System
from vistone.kernel.settings import Settings, read_settings
from vistone.project.service import service as project
from vistone.up import _welcome

pytestmark = pytest.mark.xdist_group("demo")  # one process loads the demo, not each
LOAD_SECONDS = 20.0
"""A bound for a busy machine; alone it takes 1 to 2 seconds."""


@asynccontextmanager
async def empty(cluster: TestCluster, folder: Any) -> AsyncIterator[World]:
    """The application on a migrated database without anybody in it."""
    database: TestDatabase = await create_database(cluster, await migrated(cluster))
    async with World.running(database.app, folder) as world:
        yield world
    await drop_database(cluster, database)


@pytest.fixture(scope="module")
async def studio(cluster: TestCluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The application with the demo, loaded within the bound, and what follows the log caught up with it."""
    async with empty(cluster, tmp_path_factory.mktemp("demo")) as world:
        began = time.monotonic()
        assert await demo.load_into(world.runtime)
        assert time.monotonic() - began < LOAD_SECONDS
        await world.follow(*auth.followers, *project.followers)
        yield world


async def sign_in(world: World, key: str) -> Person:
    body = {"email": people.BY_KEY[key].email, "password": demo.PASSWORD}
    answer = await world.http.post("/api/auth/login", json=body)
    assert answer.status_code == 200, answer.text
    return Person(world.http, answer.json())


async def everything(person: Person, path: str, **query: Any) -> list[Any]:
    """All records of a list."""
    items: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = await person.get(path, limit=200, **query, **cursor)
        items += page["items"]
        if page["nextCursor"] is None:
            return items
        cursor = {"cursor": page["nextCursor"]}


# What is personal, and who has some of it.
PERSONAL = {
    "ai_engine.ConversationHistory": "ingrid",
    "monitoring.Dashboard": "marcus",
    "monitoring.DashboardWidget": "marcus",
}


@pytest.mark.parametrize("model", MODELS, ids=str)
async def test_every_collection_holds_something(studio: World, model: Model) -> None:
    person = await sign_in(studio, PERSONAL.get(str(model), "olivia"))
    page = await person.get(model.path, limit=1)
    assert page["items"], f"the demo has no {model}"


async def test_a_second_load_changes_nothing(studio: World) -> None:
    organizer = await sign_in(studio, "olivia")
    paths = [model.path for model in MODELS if model.name not in {"ActivityLog", "User"}]
    before = {path: await everything(organizer, path) for path in paths}
    assert not await demo.load_into(studio.runtime)
    assert {path: await everything(organizer, path) for path in paths} == before


async def test_a_load_that_is_broken_off_leaves_nothing_and_the_next_one_is_whole(
    cluster: TestCluster, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One transaction: a process that is killed leaves what a cancelled one leaves."""
    async with empty(cluster, tmp_path_factory.mktemp("broken-off")) as world:
        loading = asyncio.create_task(demo.load_into(world.runtime))
        while True:
            if await writes(world):
                break
            await asyncio.sleep(0.01)
        assert not loading.done(), "it was to be broken off in the middle"
        loading.cancel()
        await asyncio.gather(loading, return_exceptions=True)
        body = {"email": people.ORGANIZER.email, "password": demo.PASSWORD}
        assert (await world.http.post("/api/auth/login", json=body)).status_code == 401
        assert await demo.load_into(world.runtime)
        organizer = await sign_in(world, "olivia")
        assert len(await everything(organizer, "/api/auth/users")) == len(people.PEOPLE)


async def writes(world: World) -> bool:
    """Whether a transaction has written something that is not committed yet."""
    async with world.runtime.database.read(System("test")) as tx:
        found = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL)"
        return bool(await tx.connection.fetchval(found))


async def test_it_is_as_large_as_a_company(studio: World) -> None:
    organizer = await sign_in(studio, "olivia")
    counts = {
        path: len(await everything(organizer, path))
        for path in (
            "/api/auth/users",
            "/api/workforce/teams",
            "/api/client/clients",
            "/api/project/projects",
            "/api/knowledge/wiki-pages",
        )
    }
    assert list(counts.values()) == [14, 4, 5, 8, 16]
    projects = await everything(organizer, "/api/project/projects")
    assert {project["status"] for project in projects} == {"planning", "active", "on_hold", "completed", "cancelled"}
    spent = {project["name"]: project["spentBudget"] for project in projects}
    assert {one.name for one in ALL if one.spent} <= {name for name, money in spent.items() if money is not None}
    assert sum(0 < project["progress"] < 100 for project in projects) >= 4, "added up from the tasks"
    tasks = await everything(organizer, "/api/project/tasks")
    assert 160 <= len(tasks) <= 200
    assert {task["status"] for task in tasks} == {"backlog", "todo", "in_progress", "in_review", "done", "cancelled"}
    titles = [task["title"] for task in tasks]
    assert len(set(titles)) >= len(titles) - 2, "titles repeat"


@pytest.mark.parametrize(
    ("key", "role", "hidden"),
    [
        ("olivia", "Organizer", set()),
        ("hannah", "Manager", {"Accessibility audit", "Outage map prototype"}),
        ("luca", "Contributor", {"Accessibility audit", "Outage map prototype"}),
        ("tomas", "Contributor", {"Brand refresh"}),
    ],
)
async def test_staff_sign_in_and_see_their_projects(studio: World, key: str, role: str, hidden: set[str]) -> None:
    person = await sign_in(studio, key)
    me = await person.get("/api/auth/me")
    assert (me["role"], me["organization"]["name"]) == (role, people.ORGANIZATION)
    names = {project["name"] for project in await everything(person, "/api/project/projects")}
    assert names == {project.name for project in ALL} - hidden
    assert await everything(person, "/api/project/tasks", status="in_progress")
    assert await everything(person, "/api/communication/chat-messages")


@pytest.mark.parametrize(
    ("key", "client", "projects"),
    [
        ("samuel", "Harbour & Vale Credit Union", {"Mobile banking redesign", "Accessibility audit"}),
        ("claire", "Atelier Verre", {"Online shop relaunch"}),
    ],
)
async def test_a_client_sees_what_is_shared_with_their_own_client(
    studio: World, key: str, client: str, projects: set[str]
) -> None:
    person = await sign_in(studio, key)
    assert [one["name"] for one in await everything(person, "/api/client/clients")] == [client]
    found = await everything(person, "/api/project/projects")
    assert {project["name"] for project in found} == projects
    tasks = await everything(person, "/api/project/tasks")
    assert tasks
    assert all(task["clientVisible"] for task in tasks)
    assert {task["projectId"] for task in tasks} == {project["id"] for project in found}
    assert all(one["status"] != "draft" for one in await everything(person, "/api/client/proposals"))
    channels = await everything(person, "/api/communication/chat-channels")
    assert [channel["type"] for channel in channels] == ["client"]
    assert await everything(person, "/api/communication/chat-messages")
    assert await everything(person, "/api/knowledge/documents")
    assert await everything(person, "/api/knowledge/wiki-pages") == []
    assert [user["id"] for user in await everything(person, "/api/auth/users")] == [person.id]


async def test_tasks_are_moved_by_their_own_people(studio: World) -> None:
    """The log tells of a company at work, not of one loader."""
    organizer = await sign_in(studio, "olivia")
    moves = await everything(organizer, "/api/auth/activity-logs", action="project.task.updated")
    names = {user["id"]: user["email"] for user in await everything(organizer, "/api/auth/users")}
    movers = {names[move["userId"]] for move in moves if move["userId"] in names}
    assert {one.email for one in people.PEOPLE if one.role is RoleName.CONTRIBUTOR} <= movers


@pytest.mark.asvs("6.3.2")
def test_the_demo_s_known_passwords_open_nothing_that_others_can_reach() -> None:
    assert read_settings({}).loads_demo
    assert not read_settings({"VISTONE_DEMO": "false"}).loads_demo
    for reachable in ({"VISTONE_PUBLIC_URL": "https://work.example"}, {"VISTONE_HOST": "0.0.0.0"}):
        assert not read_settings(reachable).loads_demo
        assert read_settings({**reachable, "VISTONE_DEMO": "true"}).loads_demo


def test_who_starts_empty_is_led_to_register() -> None:
    with_demo = _welcome(Settings(), Path("data"), demo.sign_ins(), 1.0)
    without = _welcome(Settings(), Path("data"), "", 1.0)
    assert people.ORGANIZER.email in with_demo
    assert "/register" not in with_demo
    assert "http://127.0.0.1:8080/register" in without
    assert "Sign in" not in without


def test_the_sign_ins_name_one_person_of_each_role() -> None:
    lines = demo.sign_ins().splitlines()
    assert [line.rsplit("(")[1].rstrip(")") for line in lines] == [role.value for role in RoleName]
    assert all(demo.PASSWORD in line for line in lines)
    assert lines[0].startswith(people.ORGANIZER.email)
