"""`vistone audit verify`: goes through the chain of every organization's activity log and names the first break."""

from uuid import UUID

from msgspec import Struct

from vistone.auth import queries
from vistone.auth.chain import FIRST, entry_hash
from vistone.auth.queries import directory
from vistone.kernel import postgres
from vistone.kernel.db import ReadTx
from vistone.kernel.scope import System, for_the_system
from vistone.kernel.settings import Settings
from vistone.kernel.startup import opened


class Break(Struct, frozen=True):
    """Where a log is not what was written: the place from which on, the entry there, and what is wrong with it."""

    sequence: int
    entry_id: UUID | None
    what: str


class Finding(Struct, frozen=True):
    """What came of one organization's log. `head` is to be noted outside of the database."""

    organization: str
    entries: int
    head: str
    broken: Break | None


async def verify(settings: Settings) -> list[Finding]:
    """Looks at every organization's log, as the app. Raises PostgresError when there is no database to ask."""
    async with (
        postgres.opened(settings.data_dir, settings.database_url, settings.app_database_url, progress=_silent) as found,
        opened(settings, found.app) as (runtime, _),
    ):
        async with runtime.database.read(System("verify activity logs")) as tx:
            organizations = await directory.organizations_by_slug(tx)
        findings = []
        for slug, id in organizations.items():
            async with runtime.database.read(for_the_system(id)) as tx:
                findings.append(await verify_one(tx, slug))
        return findings


def _silent(_: str) -> None:
    """The findings are the output."""


async def verify_one(tx: ReadTx, name: str) -> Finding:
    """Looks at the log of the scope's organization, in batches."""
    place, before = 0, FIRST
    while batch := await queries.entries_after(tx, place):
        for row in batch:
            place += 1
            if row["sequence"] != place:
                what = f"entry {place} is missing; the next one there is {row['sequence']}"
                return Finding(name, place - 1, before.hex(), Break(place, row["id"], what))
            if entry_hash(before, place, row) != row["hash"]:
                what = "it was changed, or an entry before it was"
                return Finding(name, place - 1, before.hex(), Break(place, row["id"], what))
            before = row["hash"]
    sequence, hash = await queries.activity_head(tx)
    broken = None
    if (sequence, hash) != (place, before):
        broken = Break(place + 1, None, f"the log ends at {place}, and once had {sequence} entries")
    return Finding(name, place, before.hex(), broken)
