"""Tries at a credential, counted: how many there were, and until when the next one has to wait."""

from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import Delete, Update, bindparam, case, func, literal, null, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import Insert

from vistone.auth.tables import attempts
from vistone.kernel.db import WriteTx, statement


@statement
def _count() -> Insert:
    names = ("id", "key", "created_at", "updated_at")
    new = {name: bindparam(name, type_=attempts.c[name].type) for name in names}
    forgotten = attempts.c.updated_at < bindparam("forget_before", type_=attempts.c.updated_at.type)
    # What is blocked is not counted: nobody makes somebody's wait longer by trying on.
    blocked = attempts.c.blocked_until > bindparam("updated_at", type_=attempts.c.updated_at.type)
    tries = case((blocked, attempts.c.tries), (forgotten, 1), else_=attempts.c.tries + 1)
    return (
        insert(attempts)
        .values({**new, "tries": 1})
        .on_conflict_do_update(
            index_elements=["key"],
            set_={"tries": tries, "updated_at": case((blocked, attempts.c.updated_at), else_=new["updated_at"])},
        )
        .returning(attempts.c.tries, attempts.c.blocked_until)
    )


async def count(tx: WriteTx, **values: Any) -> asyncpg.Record:
    """Counts one more try of a key; `tries` so far and `blocked_until`. The row stays locked until the commit."""
    row = await tx.one(_count(), **values)
    assert row is not None  # noqa: S101 -- an upsert answers its row
    return row


@statement
def _block() -> Update:
    until = bindparam("until", type_=attempts.c.blocked_until.type)
    return (
        update(attempts)
        .where(attempts.c.key == bindparam("key", type_=attempts.c.key.type))
        .values(blocked_until=until)
    )


async def block(tx: WriteTx, key: bytes, until: datetime) -> None:
    """The next try of the key has to wait until then."""
    await tx.value(_block(), key=key, until=until)


@statement
def _take_back() -> Update:
    return (
        update(attempts)
        .where(attempts.c.key == bindparam("key", type_=attempts.c.key.type))
        .values(
            tries=func.greatest(attempts.c.tries - bindparam("by", type_=attempts.c.tries.type), literal(0)),
            blocked_until=null(),
        )
    )


async def take_back(tx: WriteTx, key: bytes, by: int) -> None:
    """Takes tries back, because they were right."""
    await tx.value(_take_back(), key=key, by=by)


@statement
def _forget() -> Delete:
    return attempts.delete().where(attempts.c.updated_at < bindparam("before", type_=attempts.c.updated_at.type))


async def forget_attempts(tx: WriteTx, before: datetime) -> None:
    """Forgets keys that were not tried since then."""
    await tx.value(_forget(), before=before)
