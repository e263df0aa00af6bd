"""Passkeys: the keys that people's devices sign with."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Select, Update, Uuid, bindparam, delete, func, select, update
from sqlalchemy.sql.base import Executable

from vistone.auth.contracts import Passkey
from vistone.auth.queries.collections import PASSKEY
from vistone.auth.tables import organization_members, organizations, passkeys, users
from vistone.kernel.db import ReadTx, WriteTx, statement

MOST = 20


@statement
def _ids() -> Select[Any]:
    return select(passkeys.c.credential_id).where(passkeys.c.user_id == bindparam("user_id", type_=Uuid))


async def credential_ids(tx: ReadTx, user_id: UUID) -> list[bytes]:
    """By which a person's devices know that they hold a passkey already."""
    return [row["credential_id"] for row in await tx.all(_ids(), user_id=user_id)]


@statement
def _owner() -> Select[Any]:
    return (
        select(passkeys.c.id, passkeys.c.user_id)
        .join(users, users.c.id == passkeys.c.user_id)
        .where(
            passkeys.c.credential_id == bindparam("credential_id", type_=passkeys.c.credential_id.type),
            users.c.deleted_at.is_(None),
        )
    )


async def passkey_owner(tx: ReadTx, credential_id: bytes) -> asyncpg.Record | None:
    """Whose passkey it is: `id`, `user_id`; None for one that nobody has. Needs a system transaction."""
    return await tx.one(_owner(), credential_id=credential_id)


@statement
def _hold() -> Select[Any]:
    key = passkeys
    return (
        select(*PASSKEY.columns, key.c.public_key, key.c.sign_count)
        .where(key.c.id == bindparam("id", type_=Uuid))
        .with_for_update()
    )


async def hold_passkey(tx: WriteTx, id: UUID) -> tuple[Passkey, bytes, int] | None:
    """The passkey, locked, with its public key and how often it was used by its own count."""
    row = await tx.one(_hold(), id=id)
    return (PASSKEY.of(tx.scope, row), row["public_key"], row["sign_count"]) if row else None


@statement
def _used() -> Update:
    key = passkeys
    values = {name: bindparam("new_" + name, type_=key.c[name].type) for name in ("sign_count", "backed_up")}
    now = bindparam("now", type_=key.c.last_used_at.type)
    return update(key).where(key.c.id == bindparam("id", type_=Uuid)).values(**values, last_used_at=now)


async def passkey_used(tx: WriteTx, id: UUID, *, sign_count: int, backed_up: bool, now: datetime) -> None:
    """Keeps what a use of the passkey told of it."""
    await tx.value(_used(), id=id, new_sign_count=sign_count, new_backed_up=backed_up, now=now)


@statement
def _drop() -> Executable:
    return delete(passkeys).where(passkeys.c.user_id == bindparam("user_id", type_=Uuid)).returning(*PASSKEY.columns)


async def drop_passkeys_of(tx: WriteTx, user_id: UUID) -> list[Passkey]:
    """Takes all passkeys of a person away."""
    return [PASSKEY.of(tx.scope, row) for row in await tx.all(_drop(), user_id=user_id)]


@statement
def _homes() -> Select[Any]:
    return (
        select(func.count())
        .select_from(organization_members)
        .join(organizations, organizations.c.id == organization_members.c.organization_id)
        .where(organization_members.c.user_id == bindparam("user_id", type_=Uuid), organizations.c.deleted_at.is_(None))
    )


async def homes_of(tx: ReadTx, user_id: UUID) -> int:
    """To how many organizations a person belongs, paused or not. Needs a system transaction."""
    found: int = await tx.value(_homes(), user_id=user_id)
    return found
