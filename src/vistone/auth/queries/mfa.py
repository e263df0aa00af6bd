"""One-time codes and backup codes, and what is asked of somebody who signs in."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    Text,
    Update,
    Uuid,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.dml import Insert

from vistone.auth.contracts import MfaSetting
from vistone.auth.queries.collections import MFA
from vistone.auth.tables import challenges, mfa_settings, passkeys, sessions, users
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx, statement
from vistone.kernel.ids import new_id

MOST_TRIES = 5


@statement
def _factors() -> Select[Any]:
    mine, keys = mfa_settings, passkeys
    how_many = select(func.count()).select_from(keys).where(keys.c.user_id == users.c.id).scalar_subquery()
    return (
        select(
            func.coalesce(mine.c.enabled, False).label("totp"),
            how_many.label("passkeys"),
            func.coalesce(func.cardinality(mine.c.backup_codes), 0).label("codes"),
            users.c.email,
            users.c.password,
            mine.c.backup_codes.label("hashes"),
        )
        .select_from(users)
        .outerjoin(mine, mine.c.user_id == users.c.id)
        .where(users.c.id == bindparam("user_id", type_=Uuid))
    )


async def factors_of(tx: ReadTx, user_id: UUID) -> asyncpg.Record:
    """What a person signs in with: `totp`, `passkeys`, `codes` (how many), `hashes` of these or None, `email`, `password`."""
    row = await tx.one(_factors(), user_id=user_id)
    assert row is not None  # noqa: S101 -- whoever is asked about has an account
    return row


@statement
def _ensure() -> Insert:
    names = ("id", "user_id", "created_at", "updated_at")
    values = {name: bindparam(name, type_=mfa_settings.c[name].type) for name in names}
    return insert(mfa_settings).values(values).on_conflict_do_nothing(index_elements=["user_id"])


@statement
def _hold() -> Select[Any]:
    mine = mfa_settings
    return (
        select(mine.c.id, mine.c.enabled, mine.c.secret, mine.c.last_step, mine.c.backup_codes)
        .where(mine.c.user_id == bindparam("user_id", type_=Uuid))
        .with_for_update()
    )


async def hold_mfa(tx: WriteTx, user_id: UUID) -> asyncpg.Record:
    """The person's row, locked, made when there is none: `id`, `enabled`, `secret`, `last_step`, `backup_codes`."""
    row = await tx.one(_hold(), user_id=user_id)
    if row is None:
        now = clock.now()
        await tx.value(_ensure(), id=new_id(), user_id=user_id, created_at=now, updated_at=now)
        row = await tx.one(_hold(), user_id=user_id)
    assert row is not None  # noqa: S101 -- it was just made
    return row


@statement
def _setting() -> Select[Any]:
    return MFA.select(mfa_settings.c.user_id == bindparam("user_id", type_=Uuid))


async def mfa_setting(tx: ReadTx, user_id: UUID) -> MfaSetting | None:
    """The person's record, which tells no secret."""
    row = await tx.one(_setting(), user_id=user_id)
    return MFA.of(tx.scope, row) if row else None


@statement
def _take_step() -> Update:
    step = bindparam("step", type_=mfa_settings.c.last_step.type)
    return update(mfa_settings).where(mfa_settings.c.id == bindparam("id", type_=Uuid)).values(last_step=step)


async def take_step(tx: WriteTx, id: UUID, step: int) -> None:
    """Codes up to that step are used up."""
    await tx.value(_take_step(), id=id, step=step)


@statement
def _spend() -> Update:
    mine, used = mfa_settings, bindparam("hash", type_=Text)
    return (
        update(mine)
        .where(mine.c.id == bindparam("id", type_=Uuid), used == func.any(mine.c.backup_codes))
        .values(backup_codes=func.array_remove(mine.c.backup_codes, used))
        .returning(func.cardinality(mine.c.backup_codes))
    )


async def spend_backup_code(tx: WriteTx, id: UUID, hash: str) -> int | None:
    """Uses the code with that hash up: how many are left, or None when there is no such code (any more)."""
    left: int | None = await tx.value(_spend(), id=id, hash=hash)
    return left


@statement
def _add_challenge() -> Insert:
    names = ("id", "kind", "secret", "user_id", "home_id", "expires_at", "created_at")
    return insert(challenges).values({name: bindparam(name, type_=challenges.c[name].type) for name in names})


async def add_challenge(tx: WriteTx, **values: Any) -> None:
    """Keeps what somebody is asked. Needs a system transaction, or one of the person."""
    await tx.value(_add_challenge(), **values)


@statement
def _step() -> Select[Any]:
    one = challenges
    return select(one.c.id, one.c.user_id, one.c.home_id).where(
        one.c.kind == "second_factor",
        one.c.secret == bindparam("secret", type_=one.c.secret.type),
        one.c.expires_at > bindparam("now", type_=one.c.expires_at.type),
        one.c.tries < MOST_TRIES,
    )


async def second_step(tx: ReadTx, secret: bytes) -> asyncpg.Record | None:
    """Who is to give a second factor, for which organization; None when that is over. Needs a system transaction."""
    return await tx.one(_step(), secret=secret, now=clock.now())


@statement
def _count_try() -> Update:
    one = challenges
    return (
        update(one)
        .where(one.c.id == bindparam("id", type_=Uuid), one.c.tries < MOST_TRIES)
        .values(tries=one.c.tries + 1)
        .returning(one.c.tries)
    )


async def count_try(tx: WriteTx, id: UUID) -> int | None:
    """One try more, before it is looked at: how many there were, None when there are no more. In a system transaction."""
    tries: int | None = await tx.value(_count_try(), id=id)
    return tries


@statement
def _take_challenge() -> Executable:
    one = challenges
    return (
        delete(one)
        .where(
            one.c.id == bindparam("id", type_=Uuid),
            one.c.kind == bindparam("kind", type_=Text),
            one.c.expires_at > bindparam("now", type_=one.c.expires_at.type),
        )
        .returning(one.c.secret, one.c.user_id)
    )


async def take_challenge(tx: WriteTx, id: UUID, kind: str) -> asyncpg.Record | None:
    """Uses the challenge up: its `secret` and `user_id`, or None when it is over or was used."""
    return await tx.one(_take_challenge(), id=id, kind=kind, now=clock.now())


@statement
def _drop_challenges() -> Delete:
    return delete(challenges).where(challenges.c.user_id == bindparam("user_id", type_=Uuid))


async def drop_challenges_of(tx: WriteTx, user_id: UUID) -> None:
    """What the person was asked is over: their password or their factors changed."""
    await tx.value(_drop_challenges(), user_id=user_id)


@statement
def _forget_challenges() -> Delete:
    return delete(challenges).where(challenges.c.expires_at < bindparam("before", type_=challenges.c.expires_at.type))


async def forget_challenges(tx: WriteTx, before: datetime) -> None:
    """Removes challenges that ran out before then. Needs a system transaction."""
    await tx.value(_forget_challenges(), before=before)


def session_goes_on(id: ColumnElement[Any], now: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the session of that id has not ended."""
    return exists().where(sessions.c.id == id, sessions.c.ended_at.is_(None), sessions.c.expires_at > now)


@statement
def _goes_on() -> Select[Any]:
    now = bindparam("now", type_=sessions.c.expires_at.type)
    return select(session_goes_on(bindparam("id", type_=Uuid), now))


async def goes_on(tx: ReadTx, session_id: UUID) -> bool:
    """Whether the session has not ended."""
    return bool(await tx.value(_goes_on(), id=session_id, now=clock.now()))


@statement
def _session() -> Select[Any]:
    proved = func.coalesce(sessions.c.proved_at, sessions.c.created_at).label("proved_at")
    return select(sessions.c.method, sessions.c.mfa_at, sessions.c.bound, proved).where(
        sessions.c.id == bindparam("id", type_=Uuid),
        sessions.c.user_id == bindparam("user_id", type_=Uuid),
        sessions.c.ended_at.is_(None),
    )


async def sign_in_of(tx: ReadTx, session_id: UUID, user_id: UUID) -> asyncpg.Record | None:
    """How a session came about: `method`, `mfa_at`, `bound`, and when its person last proved who they are; None when it
    has ended.
    """
    return await tx.one(_session(), id=session_id, user_id=user_id)


@statement
def _proved(*, factor: bool) -> Update:
    now = bindparam("now", type_=sessions.c.proved_at.type)
    values = {"proved_at": now, **({"mfa_at": now} if factor else {})}
    return update(sessions).where(sessions.c.id == bindparam("id", type_=Uuid)).values(values)


async def proved(tx: WriteTx, session_id: UUID, now: datetime, *, factor: bool) -> None:
    """The session's person proved who they are, with a second `factor` or without."""
    await tx.value(_proved(factor=factor), id=session_id, now=now)
