"""Databases for processes; a test starts the processes itself, or shares the module's site."""

from collections.abc import AsyncIterator

import pytest

from tests.conftest import migrated
from tests.postgres_fixture import TestCluster, TestDatabase, create_database, drop_database
from tests.system.running import Site, running


@pytest.fixture
async def own_database(cluster: TestCluster) -> AsyncIterator[TestDatabase]:
    """A migrated database for one test."""
    database = await create_database(cluster, await migrated(cluster))
    yield database
    await drop_database(cluster, database)


@pytest.fixture(scope="module")
async def site(cluster: TestCluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A web process that the tests of a module share, each with its own company."""
    database = await create_database(cluster, await migrated(cluster))
    async with running(database, tmp_path_factory.mktemp("site")) as site:
        yield site
    await drop_database(cluster, database)
