"""Tokens that are good once."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Delete, Insert, Select, Text, Update, Uuid, bindparam, case, delete, insert, select, update

from vistone.auth.contracts import TokenPurpose
from vistone.auth.queries.mfa import session_goes_on
from vistone.auth.tables import one_time_tokens, users
from vistone.kernel.db import ReadTx, WriteTx, statement


@statement
def _add() -> Insert:
    names = (
        "id",
        "user_id",
        "organization_id",
        "purpose",
        "token_hash",
        "expires_at",
        "created_at",
        "email",
        "session_id",
    )
    return insert(one_time_tokens).values({n: bindparam(n, type_=one_time_tokens.c[n].type) for n in names})


async def add_one_time_token(tx: WriteTx, **values: Any) -> None:
    """Keeps the hash of a token that is handed out."""
    await tx.value(_add(), **values)


@statement
def _find() -> Select[Any]:
    token = one_time_tokens
    asking = session_goes_on(token.c.session_id, bindparam("now", type_=token.c.expires_at.type))
    return (
        select(
            token.c.id,
            token.c.user_id,
            token.c.organization_id,
            users.c.email,
            token.c.email.label("sent_to"),
            token.c.session_id,
        )
        .join(users, users.c.id == token.c.user_id)
        .where(
            token.c.token_hash == bindparam("token_hash", type_=token.c.token_hash.type),
            token.c.purpose == bindparam("purpose", type_=Text),
            token.c.used_at.is_(None),
            token.c.expires_at > bindparam("now", type_=token.c.expires_at.type),
            users.c.deleted_at.is_(None),
            # What went to a former address is good no more; what goes to a new one, while the session goes on that asked.
            case(
                (token.c.purpose == TokenPurpose.EMAIL_CHANGE, token.c.session_id.is_(None) | asking),
                else_=token.c.email.is_(None) | (token.c.email == users.c.email),
            ),
        )
    )


async def one_time_token(tx: ReadTx, *, token_hash: bytes, purpose: str, now: datetime) -> asyncpg.Record | None:
    """Whose token of that hash and purpose is, for which organization it was made, the address that it was sent to and,
    where that is another address, the session that asked; None when it is good no more.

    Needs a system transaction.
    """
    return await tx.one(_find(), token_hash=token_hash, purpose=purpose, now=now)


@statement
def _use() -> Update:
    token = one_time_tokens
    return (
        update(token)
        .where(token.c.id == bindparam("id", type_=Uuid), token.c.used_at.is_(None))
        .values(used_at=bindparam("used_at", type_=token.c.used_at.type))
        .returning(token.c.id)
    )


async def use_one_time_token(tx: WriteTx, id: UUID, used_at: datetime) -> bool:
    """Uses the token up; False when somebody else was quicker."""
    return await tx.value(_use(), id=id, used_at=used_at) is not None


@statement
def _drop_others() -> Delete:
    token = one_time_tokens
    return delete(token).where(
        token.c.user_id == bindparam("user_id", type_=Uuid), token.c.purpose == bindparam("purpose", type_=Text)
    )


async def drop_one_time_tokens(tx: WriteTx, user_id: UUID, purpose: str) -> None:
    """Makes all of a person's tokens of that purpose good for nothing."""
    await tx.value(_drop_others(), user_id=user_id, purpose=purpose)


@statement
def _forget() -> Delete:
    return delete(one_time_tokens).where(
        one_time_tokens.c.expires_at < bindparam("before", type_=one_time_tokens.c.expires_at.type)
    )


async def forget_one_time_tokens(tx: WriteTx, before: datetime) -> None:
    """Removes tokens that ran out before then."""
    await tx.value(_forget(), before=before)
