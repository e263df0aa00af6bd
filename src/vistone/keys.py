"""`vistone auth`: another key that signs tokens, sealing anew what former secrets have sealed, and a lost second factor."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from msgspec import Struct
from sqlalchemy import Boolean, Column, Select, Table, Text, Update, bindparam, select, update

from vistone.auth import keys as signing
from vistone.auth import queries as people
from vistone.auth.actions import mfa
from vistone.auth.queries import directory
from vistone.kernel import postgres
from vistone.kernel.db import ReadTx, Statement, compiled, organization
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import Scope, System, for_the_system
from vistone.kernel.seal import WrongKeyError
from vistone.kernel.settings import Settings
from vistone.kernel.startup import opened
from vistone.kernel.tables import known_tables
from vistone.services import SERVICES

BATCH = 200


class Place(Struct):
    """A column that holds sealed values: how many there are, and how many were sealed anew."""

    name: str
    seen: int = 0
    renewed: int = 0


@asynccontextmanager
async def _running(settings: Settings) -> AsyncIterator[Runtime]:
    async with (
        postgres.opened(settings.data_dir, settings.database_url, settings.app_database_url, progress=_silent) as found,
        opened(settings, found.app) as (runtime, _),
    ):
        yield runtime


def _silent(_: str) -> None:
    """What is told stands at the end."""


async def check(runtime: Runtime) -> None:
    """WrongKeyError, saying what to do, when the secret is not the one of the database."""
    async with runtime.database.read(System("signing keys")) as tx:
        await signing.keys(tx, runtime.seal, runtime.settings.access_token_seconds)


async def rotate(settings: Settings, *, drop: bool) -> str:
    """Another key signs from now on; its id. WrongKeyError when the present secret is not the database's."""
    async with _running(settings) as runtime, runtime.database.write(System("signing keys")) as tx:
        await signing.keys(tx, runtime.seal, settings.access_token_seconds)  # not beside keys that cannot be opened
        return await signing.rotate(tx, runtime.seal, drop=drop)


class NoSuchPersonError(Exception):
    """The address is nobody's who belongs to an organization; the message says so."""


async def reset_factor(settings: Settings, email: str) -> None:
    """Takes the second factors of a person away, as `reset_factor_of`."""
    async with _running(settings) as runtime:
        await reset_factor_of(runtime, email)


async def reset_factor_of(runtime: Runtime, email: str) -> None:
    """Takes the second factors of a person away who lost them and whom nobody else can help: an only Organizer, or
    somebody of several organizations. It is in the log of their first organization, as done by the system.

    NoSuchPersonError for an address of nobody; Conflict `not-on` when there is nothing to take away.
    """
    system = System("a lost second factor")
    async with runtime.database.read(system) as tx:
        found = await people.account(tx, email.strip().casefold())
        homes = await people.organizations_joined(tx, found["id"]) if found else []
    if found is None or not homes:
        raise NoSuchPersonError(f"{email} is the address of nobody who belongs to an organization here.")
    async with runtime.database.write(for_the_system(homes[0])) as tx:
        await mfa.take_away(tx, found["id"])


async def reseal(settings: Settings) -> list[Place]:
    """Seals everything that is sealed with the present secret. WrongKeyError for what no secret at hand opens."""
    async with _running(settings) as runtime:
        return await reseal_all(runtime)


def sealed_columns() -> list[Column[Any]]:
    """Every column of every service that holds sealed values, by its mark (`kernel.tables.sealed`)."""
    assert SERVICES  # noqa: S101 -- their tables are known once they are loaded
    return [column for table in known_tables() for column in table.c if "sealed" in column.info]


async def reseal_all(runtime: Runtime) -> list[Place]:
    """As `reseal`, in a running process: in batches, each a transaction of its own, so that it can be done again."""
    async with runtime.database.read(System("sealed anew")) as tx:
        tenants = (await directory.organizations_by_slug(tx, deleted=True)).values()
    places = []
    for column in sealed_columns():
        table = column.table
        assert isinstance(table, Table)  # noqa: S101 -- so it is declared
        place = Place(f"{table.fullname}.{column.name}")
        here = table.info["tenancy"] == "organization"
        scopes: list[Scope | System] = [for_the_system(id) for id in tenants] if here else [System("sealed anew")]
        for scope in scopes:
            await _reseal(runtime, column, scope, place)
        places.append(place)
    return places


async def _reseal(runtime: Runtime, column: Column[Any], scope: Scope | System, place: Place) -> None:
    page, change = _page(column), _change(column)
    last = None
    while True:
        async with runtime.database.write(scope) as tx:
            rows = await _next(tx, page, last)
            for row in rows:
                renewed = _renewed(runtime, column, row)
                place.seen += 1
                if renewed is not None:
                    await tx.value(change, id=row["id"], old=row["sealed"], new=renewed)
                    place.renewed += 1
        if len(rows) < BATCH:
            return
        last = rows[-1]["id"]


async def _next(tx: ReadTx, page: Statement, last: Any) -> list[Any]:
    return await tx.all(page, start=last is None, last=last)


def _renewed(runtime: Runtime, column: Column[Any], row: Any) -> bytes | str | None:
    text = isinstance(column.type, Text)
    kept = base64.b64decode(row["sealed"]) if text else row["sealed"]
    try:
        renewed = runtime.seal.renewed(column.info["sealed"], kept)
    except WrongKeyError:
        raise WrongKeyError(
            f"{column.table} {row['id']}: neither VISTONE_SECRET_KEY nor one of VISTONE_SECRET_KEYS_OLD opens it. What was "
            "sealed anew before stays so."
        ) from None
    return base64.b64encode(renewed).decode() if text and renewed is not None else renewed


def _conditions(column: Column[Any]) -> list[Any]:
    table = column.table
    mine = [table.c.organization_id == organization()] if table.info["tenancy"] == "organization" else []
    return [column.is_not(None), *mine]


def _page(column: Column[Any]) -> Statement:
    id = column.table.c.id
    beyond = bindparam("start", type_=Boolean) | (id > bindparam("last", type_=id.type))
    query: Select[Any] = select(id, column.label("sealed")).where(*_conditions(column), beyond)
    return compiled(query.order_by(id).limit(BATCH))


def _change(column: Column[Any]) -> Statement:
    """Unless somebody has changed it meanwhile, who then has sealed it with the present secret."""
    table = column.table
    assert isinstance(table, Table)  # noqa: S101 -- so it is declared
    query: Update = (
        update(table)
        .where(
            *_conditions(column),
            table.c.id == bindparam("id", type_=table.c.id.type),
            column == bindparam("old", type_=column.type),
        )
        .values({column.name: bindparam("new", type_=column.type)})
    )
    return compiled(query)
