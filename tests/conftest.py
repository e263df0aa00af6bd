"""What every test builds on: a real PostgreSQL, the real application, and people who are signed in.

A test gets its own organizations in a database that all tests of a worker share: row level security keeps them apart,
as it does in life. `world.company()` founds one; `company.manager` and the like are people with a client each.
"""

import os
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from tests.postgres_fixture import TestCluster, TestDatabase, create_database, drop_database, shared_cluster, template
from tests.statements import Recorder
from tests.world import World
from vistone.kernel import db
from vistone.migrate import migrate

APP_ROLE = "vistone_app"

# Every company of a test registers from this machine.
os.environ.setdefault("VISTONE_REGISTRATIONS_PER_HOUR", "1000000")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for most of its time comes first: the others use the processor meanwhile."""
    items.sort(key=lambda item: "tests/system/" not in item.nodeid)


@pytest.fixture(scope="session")
def cluster() -> TestCluster:
    """The PostgreSQL of this run."""
    return shared_cluster()


async def migrated(cluster: TestCluster) -> str:
    """The name of a template database with every migration."""

    async def build(database: TestDatabase) -> None:
        await migrate(database.owner, APP_ROLE)

    await template(cluster, "migrated", build)
    return "migrated"


@pytest.fixture(scope="session")
async def database(cluster: TestCluster) -> AsyncIterator[TestDatabase]:
    """A migrated database for the tests of this worker."""
    database = await create_database(cluster, await migrated(cluster))
    yield database
    await drop_database(cluster, database)


@pytest.fixture(scope="session")
def recorder() -> Iterator[Recorder]:
    """Hears every statement of the application's connections; the session fails for one that breaks a rule."""
    recorder, prepare = Recorder(), db._prepare

    async def listened(connection: asyncpg.Connection) -> None:
        await prepare(connection)
        connection.add_query_logger(recorder.listener())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "_prepare", listened)
        yield recorder
    assert not recorder.wrong, "statements that break the rules of tests/statements.py:\n" + "\n".join(recorder.wrong)


@pytest.fixture(scope="session")
async def world(
    database: TestDatabase, recorder: Recorder, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """The application, running in this process on the worker's database."""
    async with World.running(database.app, tmp_path_factory.mktemp("data")) as world:
        yield world
