"""Migrations: one Alembic history and one version table per schema, run by one function, without `env.py` files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from msgspec import Struct
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

_LOCK = 0x76_69_73_74  # one migration at a time: "vist"


class History(Struct, frozen=True):
    """The migrations of one schema: where they lie, and the tables that they lead to."""

    schema: str
    folder: Path
    metadata: MetaData


def engine_url(dsn: str) -> str:
    """A PostgreSQL address as SQLAlchemy writes it for asyncpg."""
    scheme, rest = dsn.split("://", 1)
    if scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"a database address starts with postgresql://, not {scheme}://")
    return f"postgresql+asyncpg://{rest}"


async def upgrade(dsn: str, app_role: str, histories: list[History], progress: Callable[[str], None]) -> None:
    """Brings every schema to its newest version, as the owner at `dsn`; each schema in a transaction of its own."""
    engine = create_async_engine(engine_url(dsn), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
        await connection.commit()
        try:
            for history in histories:
                await connection.run_sync(_upgrade, history, app_role, progress)
        finally:
            await connection.rollback()
            await connection.execute(text(f"SELECT pg_advisory_unlock({_LOCK})"))
            await connection.commit()
    await engine.dispose()


def _upgrade(connection: Connection, history: History, app_role: str, progress: Callable[[str], None]) -> None:
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {history.schema}"))
    connection.execute(text(f'GRANT USAGE ON SCHEMA {history.schema} TO "{app_role}"'))
    script = scripts(history)

    def steps(revision: Any, _: MigrationContext) -> Any:
        found = script._upgrade_revs("head", revision)  # noqa: SLF001 -- what `alembic upgrade` itself calls; there is no public name
        if found:
            progress(f"{history.schema}: {len(found)} migration{'s' if len(found) > 1 else ''}")
        return found

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection, app_role=app_role, **comparison(history))
        with environment.begin_transaction():
            environment.run_migrations()
    connection.commit()


def comparison(history: History) -> dict[str, Any]:
    """How Alembic compares a schema in the database with the tables in the code."""
    return {
        "target_metadata": history.metadata,
        "version_table_schema": history.schema,
        "include_schemas": True,
        "include_name": lambda name, kind, _: name == history.schema if kind == "schema" else name != "alembic_version",
        "compare_type": True,
        "compare_server_default": True,
    }


def scripts(history: History) -> ScriptDirectory:
    """The migrations of a schema as Alembic sees them."""
    return ScriptDirectory(str(history.folder), version_locations=[str(history.folder)])


async def drift(dsn: str, history: History) -> list[Any]:
    """In what the database differs from the tables in the code; empty when the migrations are complete."""
    engine = create_async_engine(engine_url(dsn), poolclass=NullPool)
    async with engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync, opts=comparison(history)), history.metadata)
        )
    await engine.dispose()
    return list(found)


def app_role() -> str:
    """The role that the app runs under, for the grants of a migration."""
    from alembic import context  # noqa: PLC0415 -- exists only while migrations run

    return str(context.get_context().opts["app_role"])
