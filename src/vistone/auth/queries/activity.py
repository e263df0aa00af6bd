"""The activity log: adding to its chain, and reading it whole."""

from typing import Any

import asyncpg
from sqlalchemy import Select, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.dml import Insert

from vistone.auth.chain import COVERED, FIRST, entry_hash
from vistone.auth.contracts import ActivityFacets
from vistone.auth.tables import activity_heads, activity_logs
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, Statement, WriteTx, compiled, me, organization, statement
from vistone.kernel.ids import new_id
from vistone.kernel.scope import RoleName


@statement
def _head(*, locked: bool) -> Select[Any]:
    query = select(activity_heads.c.sequence, activity_heads.c.hash).where(
        activity_heads.c.organization_id == organization()
    )
    return query.with_for_update() if locked else query


@statement
def _add() -> Insert:
    names = (*(name for name in COVERED if name != "organization_id"), "sequence", "hash")
    values = {n: bindparam(n, type_=activity_logs.c[n].type) for n in names}
    return insert(activity_logs).values({**values, "organization_id": organization()})


@statement
def _set_head() -> Insert:
    names = ("id", "sequence", "hash", "created_at", "updated_at")
    values = {n: bindparam(n, type_=activity_heads.c[n].type) for n in names}
    query = upsert(activity_heads).values({**values, "organization_id": organization()})
    new = {n: query.excluded[n] for n in ("sequence", "hash", "updated_at")}
    return query.on_conflict_do_update(index_elements=["organization_id"], set_=new)


async def add_activity(tx: WriteTx, entries: list[dict[str, Any]]) -> None:
    """Adds entries to the end of the organization's chain. The log's follower alone calls it: one at a time."""
    last, before = await activity_head(tx, locked=True)
    rows = []
    for place, entry in enumerate(entries, last + 1):
        before = entry_hash(before, place, {**entry, "organization_id": tx.scope.organization_id})
        rows.append({**entry, "sequence": place, "hash": before})
    await tx.many(_add(), rows)
    now, length = clock.now(), last + len(entries)
    await tx.value(_set_head(), id=new_id(), sequence=length, hash=before, created_at=now, updated_at=now)


async def activity_head(tx: ReadTx, *, locked: bool = False) -> tuple[int, bytes]:
    """How many entries the organization's log has, and the hash of the last one."""
    row = await tx.one(_head(locked=locked))
    return (row["sequence"], row["hash"]) if row else (0, FIRST)


@statement
def _entries() -> Select[Any]:
    columns = [activity_logs.c[name] for name in (*COVERED, "sequence", "hash")]
    return (
        select(*columns)
        .where(
            activity_logs.c.organization_id == organization(),
            activity_logs.c.sequence > bindparam("after", type_=activity_logs.c.sequence.type),
        )
        .order_by(activity_logs.c.sequence)
        .limit(2000)
    )


async def entries_after(tx: ReadTx, sequence: int) -> list[asyncpg.Record]:
    """The next entries of the log, in order, some thousands at most."""
    return await tx.all(_entries(), after=sequence)


def _distinct(name: str, *, own: bool) -> Statement:
    """The values of a column, each found by one step in its index: a long log costs no more than a short one."""
    column = activity_logs.c[name]
    here = [activity_logs.c.organization_id == organization()]
    if own:
        here.append(activity_logs.c.user_id == me())
    first = select(func.min(column).label("value")).where(*here).cte("found", recursive=True)
    further = select(func.min(column)).where(*here, column > first.c.value).scalar_subquery()
    found = first.union_all(select(further).where(first.c.value.is_not(None)))
    return compiled(select(found.c.value).where(found.c.value.is_not(None)).order_by(found.c.value))


_FACETS = {(name, own): _distinct(name, own=own) for name in ("action", "entity_type") for own in (True, False)}


async def activity_facets(tx: ReadTx) -> ActivityFacets:
    """Which actions and kinds of records there are in what the scope sees of the log."""
    tx.scope.require("users", "read")
    own = tx.scope.role is not RoleName.ORGANIZER
    actions, kinds = [[row["value"] for row in await tx.all(_FACETS[name, own])] for name in ("action", "entity_type")]
    return ActivityFacets(actions, kinds)
