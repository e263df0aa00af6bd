"""Brings the database to the newest version: schema `platform`, then the services."""

import importlib
from collections.abc import Callable
from pathlib import Path

import asyncpg

import vistone.kernel.http.idempotency
import vistone.kernel.jobs
import vistone.kernel.outbox  # noqa: F401 -- these three declare tables of schema `platform`
from vistone.kernel import events, platform, reactions
from vistone.kernel.migrating import History, upgrade
from vistone.services import SERVICES


def histories() -> list[History]:
    """Every schema with its migrations, in the order in which they are made."""
    kernel = Path(events.__file__).parent / "migrations"
    found = [History("platform", kernel, platform.metadata)]
    for service in SERVICES:
        package = importlib.import_module(f"vistone.{service.name}")
        found.append(History(service.name, Path(str(package.__file__)).parent / "migrations", service.metadata))
    return found


async def migrate(owner_dsn: str, app_role: str, progress: Callable[[str], None] = lambda _: None) -> None:
    """Brings every schema to its newest version. Nothing is done where it is that already."""
    await upgrade(owner_dsn, app_role, histories(), progress)
    connection = await asyncpg.connect(owner_dsn)
    try:
        await reactions.rebase(connection)
    finally:
        await connection.close()
