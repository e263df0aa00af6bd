"""`vistone audit verify`: goes through the chain of every organization's activity log and names the first break."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from vistone.auth import queries
from vistone.auth.activity import activity_log
from vistone.auth.chain import FIRST, Break, End, compared, walk
from vistone.auth.queries import directory
from vistone.kernel import postgres
from vistone.kernel.db import ReadTx
from vistone.kernel.reactions import progress
from vistone.kernel.scope import System, for_the_system
from vistone.kernel.settings import Settings
from vistone.kernel.startup import opened


class UnknownOrganizationError(Exception):
    """A head was noted of an organization that is not there."""


class Finding(Struct, frozen=True):
    """What came of one organization's log. `head` is to be noted outside of the database; `noted` are heads that were,
    each with the place that it has in the log.
    """

    organization: str
    entries: int
    head: str
    broken: Break | None
    noted: dict[str, int] = {}


async def verify(settings: Settings, heads: Mapping[str, Collection[str]]) -> list[Finding]:
    """Looks at every organization's log, of the closed ones too, as the app; compares them with `heads` that were noted.

    Raises PostgresError when there is no database to ask, UnknownOrganizationError for a head of no organization.
    """
    async with (
        postgres.opened(settings.data_dir, settings.database_url, settings.app_database_url, progress=_silent) as found,
        opened(settings, found.app) as (runtime, _),
    ):
        async with runtime.database.read(System("verify activity logs")) as tx:
            organizations = await directory.organizations_by_slug(tx, deleted=True)
        if gone := sorted(set(heads) - set(organizations)):
            raise UnknownOrganizationError(f"there is no organization {gone[0]}, whose head was noted")
        findings = []
        for slug, id in organizations.items():
            async with runtime.database.read(for_the_system(id)) as tx:
                findings.append(await verify_one(tx, slug, heads.get(slug, ())))
        return findings


def _silent(_: str) -> None:
    """The findings are the output."""


async def verify_one(tx: ReadTx, name: str, heads: Collection[str] = ()) -> Finding:
    """Looks at the log of the scope's organization, in batches; entries may be added meanwhile."""
    told = await progress(tx, activity_log)
    end, places = End(), {FIRST.hex(): 0}
    while end.broken is None:
        head = await queries.activity_head(
            tx
        )  # before the entries, so that none of them can be newer than it at the end
        batch = await queries.entries_after(tx, end.sequence)
        if not batch:
            end = compared(end, *head)
            break
        end = walk(batch, end)
        places |= {row["hash"].hex(): row["sequence"] for row in batch if row["sequence"] <= end.sequence}
        places = {hash: place for hash, place in places.items() if hash in heads}
    noted = {hash: places[hash] for hash in heads if hash in places}
    broken = end.broken or _lack(end, told.seen, told.waiting) or _unlike(end, heads, noted)
    return Finding(name, end.sequence, end.hash.hex(), broken, noted)


def _lack(end: End, seen: int, waiting: int) -> Break | None:
    """A log with fewer entries than events that it was written from; an organization has been founded at least."""
    if end.sequence < seen:
        return Break(end.sequence + 1, None, f"the log ends at {end.sequence}, and {seen} events were written into it")
    if end.sequence == 0 and waiting == 0:
        return Break(1, None, "the log is empty, and was not when the organization was founded")
    return None


def _unlike(end: End, heads: Collection[str], noted: Mapping[str, int]) -> Break | None:
    """A log that was written anew or cut since its head was noted."""
    lost = [hash for hash in heads if hash not in noted]
    return Break(end.sequence + 1, None, f"no entry has the hash {lost[0]}, which was noted") if lost else None
