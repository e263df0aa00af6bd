"""A real identity provider, the application in a network of its own with it, and a name server, once for all modules."""

import itertools
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.auth.oidc_setup import Provider, provider_running
from tests.dns_server import NameServer, name_server
from tests.postgres_fixture import TestDatabase
from tests.statements import Recorder
from tests.world import World

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
async def names() -> AsyncIterator[NameServer]:
    async with name_server() as server:
        yield server


@pytest.fixture(scope="session")
async def inside(
    database: TestDatabase, recorder: Recorder, names: NameServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """The application in a network of its own, where providers may be on loopback."""
    more: Any = {"private_network": True, "dns_servers": f"127.0.0.1:{names.port}"}
    async with World.running(database.app, tmp_path_factory.mktemp("inside"), **more) as world:
        yield world


@pytest.fixture(scope="session")
async def idp() -> AsyncIterator[Provider]:
    async with provider_running() as provider:
        yield provider


@pytest.fixture
def domain() -> str:
    return f"company{next(_numbers)}.example"
