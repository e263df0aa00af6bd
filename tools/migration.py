"""Writes the migration that brings a schema to what the tables in the code say, with row level security for new ones.

    python -m tools.migration SCHEMA "what changes"

Compares with a throwaway database that has all migrations so far. Read what it wrote before you commit it.
"""

import asyncio
import subprocess
import sys

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateTableOp, UpgradeOps
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.postgres_fixture import create_database, drop_database, shared_cluster
from vistone.kernel.migrating import History, comparison, engine_url
from vistone.kernel.policies import protect
from vistone.migrate import histories, migrate


async def main(schema: str, message: str) -> None:
    """Writes one migration file."""
    history = next(one for one in histories() if one.schema == schema)
    for one in histories():
        one.folder.mkdir(exist_ok=True)
    cluster = shared_cluster()
    database = await create_database(cluster)
    try:
        await migrate(database.owner, "vistone_app")
        engine = create_async_engine(engine_url(database.owner), poolclass=NullPool)
        async with engine.connect() as connection:
            operations = await connection.run_sync(_compare, history)
        await engine.dispose()
    finally:
        await drop_database(cluster, database)
    if operations.is_empty():
        sys.exit(f"{schema} is what the code says; there is nothing to migrate.")
    _write(history, message, operations)


def _compare(connection: Connection, history: History) -> UpgradeOps:
    context = MigrationContext.configure(connection, opts=comparison(history))
    operations = produce_migrations(context, history.metadata).upgrade_ops
    assert operations is not None  # noqa: S101 -- produce_migrations always makes one
    return operations


def _write(history: History, message: str, operations: UpgradeOps) -> None:
    count = len(list(history.folder.glob("[0-9]*.py")))
    number, before = f"{count + 1:04d}", f'"{count:04d}"' if count else "None"
    for one in operations.ops:
        if isinstance(one, CreateTableOp):
            one.info.clear()  # what the code needs of a table, not the database
    # Alembic writes the inner type of JSONB without its module.
    body = render_python_code(operations).replace("JSONB(astext_type=Text())", "JSONB()")
    body = "\n".join(line for line in body.splitlines() if not line.strip().startswith("# ###"))
    security = [line for name in _new_tables(operations) for line in protect(history.metadata.tables[name])]
    imports = ["import sqlalchemy as sa", "from alembic import op"]
    imports += ["from sqlalchemy.dialects import postgresql"] if "postgresql." in body else []
    imports += ["import vistone.ai_engine.tables"] if "vistone.ai_engine" in body else []
    imports += ["from vistone.kernel.migrating import app_role"] if security else []
    lines = [f'"""{message}"""', "", *imports, "", f'revision = "{number}"', f"down_revision = {before}", ""]
    if security:
        lines += ["SECURITY = (", *(f"    {line!r}," for line in security), ")", ""]
    lines += ["", "def upgrade() -> None:", f'    """{message}"""', body]
    if security:
        lines += ["    for statement in SECURITY:", "        op.execute(statement.format(app=app_role()))"]
    name = "_".join("".join(c if c.isalnum() else " " for c in message.lower()).split())[:50]
    path = history.folder / f"{number}_{name}.py"
    path.write_text("\n".join(lines) + "\n")
    for step in (("check", "-q", "--fix", "--select", "I"), ("format", "-q")):
        subprocess.run([sys.executable, "-m", "ruff", *step, str(path)], check=True)
    print(path)


def _new_tables(operations: UpgradeOps) -> list[str]:
    return [f"{one.schema}.{one.table_name}" for one in operations.ops if isinstance(one, CreateTableOp)]


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
