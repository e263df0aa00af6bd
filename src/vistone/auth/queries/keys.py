"""The keys that access tokens are signed with."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Delete, Select, Update, bindparam, delete, insert, or_, select, update
from sqlalchemy.sql.dml import Insert

from vistone.auth.tables import signing_keys
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx, statement

_k = signing_keys.c


@statement
def _keys() -> Select[Any]:
    return (
        select(_k.id, _k.private_key, _k.created_at, _k.retired_at)
        .where(or_(_k.retired_at.is_(None), _k.retired_at > bindparam("after", type_=_k.retired_at.type)))
        .order_by(_k.created_at, _k.id)
    )


async def signing_keys_since(tx: ReadTx, after: datetime) -> list[asyncpg.Record]:
    """The keys that were not retired by then: `id`, `private_key` (sealed), `created_at`, `retired_at`, oldest first.
    Needs a system transaction.
    """
    return await tx.all(_keys(), after=after)


@statement
def _add_key() -> Insert:
    names = ("id", "private_key", "created_at")
    return insert(signing_keys).values({n: bindparam(n, type_=signing_keys.c[n].type) for n in names})


async def add_signing_key(tx: WriteTx, id: UUID, sealed: bytes) -> None:
    """Keeps a new key. Needs a system transaction."""
    await tx.value(_add_key(), id=id, private_key=sealed, created_at=clock.now())


@statement
def _retire() -> Update:
    return (
        update(signing_keys)
        .where(_k.retired_at.is_(None))
        .values(retired_at=bindparam("now", type_=_k.retired_at.type))
    )


async def retire_signing_keys(tx: WriteTx, now: datetime) -> None:
    """Retires the keys there are: they sign nothing new. Needs a system transaction."""
    await tx.value(_retire(), now=now)


@statement
def _forget() -> Delete:
    return delete(signing_keys).where(_k.retired_at <= bindparam("before", type_=_k.retired_at.type))


async def forget_signing_keys(tx: WriteTx, before: datetime) -> None:
    """Throws away the keys that were retired by then. Needs a system transaction."""
    await tx.value(_forget(), before=before)
