"""Whether the database is as new as the code, asked without what migrating itself needs.

Importing SQLAlchemy, Alembic and nine services takes longer than all the rest of a second start, to find nothing to do.
"""

from collections.abc import Mapping
from pathlib import Path

import asyncpg

# A log that was restored from a dump lies in the future of this cluster's transactions (see `reactions.rebase`).
_AHEAD = """
SELECT coalesce(max(transaction) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint, false) FROM (
    SELECT max(transaction) AS transaction FROM platform.events UNION ALL SELECT max(transaction) FROM platform.cursors
) AS places
"""


def newest(package: Path) -> Mapping[str, str]:
    """The newest revision of each schema, read off the names of the migrations in `<package>/*/migrations`."""
    folders = sorted(package.glob("*/migrations"))
    last = {folder.parent.name: max(folder.glob("[0-9]*.py")).name.partition("_")[0] for folder in folders}
    return {"platform" if name == "kernel" else name: revision for name, revision in last.items()}


async def is_current(owner_dsn: str, package: Path) -> bool:
    """Whether every schema is at its newest revision, and the event log belongs to this cluster."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        for schema, revision in newest(package).items():
            if await connection.fetchval(f"SELECT version_num FROM {schema}.alembic_version") != revision:
                return False
        return not await connection.fetchval(_AHEAD)
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError):
        return False
    finally:
        await connection.close()
