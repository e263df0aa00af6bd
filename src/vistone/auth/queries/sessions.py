"""What signing in reads and writes: accounts, sessions, tokens, keys."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Delete, Select, Text, Uuid, and_, bindparam, delete, exists, func, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import Insert, Update

from vistone.auth.contracts import (
    MyOrganization,
    Session,
)
from vistone.auth.queries.collections import SESSION
from vistone.auth.queries.policy import barred, by_provider, has_factor, needs_factor
from vistone.auth.tables import (
    mfa_settings,
    organization_members,
    organizations,
    passkeys,
    refresh_tokens,
    roles,
    sessions,
    sign_in_policies,
    users,
)
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx, organization, statement


@statement
def _account(by: str) -> Select[Any]:
    """Whose account it is, its hash and factors, and the organization to sign in to.

    That is the one that was worked in last, among those that let the person in without their identity provider if there
    are any.
    """
    member, role, policy = organization_members, roles, sign_in_policies
    latest = (
        select(sessions.c.organization_id)
        .where(sessions.c.user_id == member.c.user_id)
        .order_by(sessions.c.last_used_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    shut = barred(role.c.name)
    home = (
        select(member.c.organization_id, shut.label("barred"), needs_factor(role.c.name).label("needs_factor"))
        .join(organizations, organizations.c.id == member.c.organization_id)
        .outerjoin(role, (role.c.id == member.c.role_id) & (role.c.organization_id == member.c.organization_id))
        .outerjoin(policy, policy.c.organization_id == member.c.organization_id)
        .where(member.c.user_id == users.c.id, member.c.paused_at.is_(None), organizations.c.deleted_at.is_(None))
        .order_by(shut, (member.c.organization_id == latest).desc().nulls_last(), member.c.created_at)
        .limit(1)
        .lateral("home")
    )
    codes, keys = mfa_settings, passkeys
    return (
        select(
            users.c.id,
            users.c.password,
            home.c.organization_id,
            home.c.barred,
            home.c.needs_factor,
            func.coalesce(codes.c.enabled, False).label("totp"),
            func.coalesce(func.cardinality(codes.c.backup_codes), 0).label("codes"),
            exists().where(keys.c.user_id == users.c.id).label("passkeys"),
        )
        .select_from(users)
        .outerjoin(home, true())
        .outerjoin(codes, codes.c.user_id == users.c.id)
        .where(users.c[by] == bindparam(by, type_=users.c[by].type), users.c.deleted_at.is_(None))
    )


async def account(tx: ReadTx, email: str) -> asyncpg.Record | None:
    """Whose account the address is: `id`, `password` (the hash), `organization_id`, whether that is `barred` without its
    identity provider and `needs_factor`, and the factors: `totp`, `codes`, `passkeys`. Needs a system transaction.
    """
    return await tx.one(_account("email"), email=email)


async def account_of(tx: ReadTx, user_id: UUID) -> asyncpg.Record | None:
    """As `account`, of a person."""
    return await tx.one(_account("id"), id=user_id)


@statement
def own_account() -> Select[Any]:
    """The address and the hash of a person; row level security keeps it to people one works with."""
    return select(users.c.email, users.c.password).where(users.c.id == bindparam("id", type_=Uuid))


@statement
def _set_password() -> Update:
    return (
        update(users)
        .where(users.c.id == bindparam("user_id", type_=Uuid))
        .values(password=bindparam("hash", type_=Text), revision=users.c.revision + 1)
    )


async def set_password(tx: WriteTx, user_id: UUID, hash: str) -> None:
    """Keeps a new hash."""
    await tx.value(_set_password(), user_id=user_id, hash=hash)


@statement
def _credential() -> Select[Any]:
    """A live session with the membership that it works under."""
    wanted = bindparam("organization_id", type_=Uuid)
    member, role, policy = organization_members, roles, sign_in_policies
    return (
        select(
            member.c.organization_id,
            role.c.name,
            role.c.permissions,
            sessions.c.bound,
            users.c.email_verified_at,
            and_(
                needs_factor(role.c.name),
                ~by_provider(sessions.c.method),
                sessions.c.mfa_at.is_(None) | ~has_factor(users.c.id),
            ).label("lacks_factor"),
        )
        .select_from(sessions)
        .join(users, users.c.id == sessions.c.user_id)
        .join(member, member.c.user_id == sessions.c.user_id)
        .join(organizations, organizations.c.id == member.c.organization_id)
        .join(role, (role.c.id == member.c.role_id) & (role.c.organization_id == member.c.organization_id))
        .outerjoin(policy, policy.c.organization_id == member.c.organization_id)
        .where(
            sessions.c.id == bindparam("session_id", type_=Uuid),
            sessions.c.user_id == bindparam("user_id", type_=Uuid),
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > bindparam("now", type_=sessions.c.expires_at.type),
            users.c.deleted_at.is_(None),
            organizations.c.deleted_at.is_(None),
            member.c.paused_at.is_(None),
            wanted.is_(None) | (member.c.organization_id == wanted),
            sessions.c.bound.is_(False) | (member.c.organization_id == sessions.c.organization_id),
            by_provider(sessions.c.method) | ~barred(role.c.name),
        )
        .order_by((member.c.organization_id == sessions.c.organization_id).desc(), member.c.created_at)
        .limit(1)
    )


async def credential(
    tx: ReadTx, *, session_id: UUID, user_id: UUID, organization_id: UUID | None
) -> asyncpg.Record | None:
    """The organization, role name and permissions of a session, whether it is `bound`, `lacks_factor`, and
    `email_verified_at`; None when it is good for nothing (any more).
    """
    return await tx.one(
        _credential(), session_id=session_id, user_id=user_id, organization_id=organization_id, now=clock.now()
    )


@statement
def _my_organizations() -> Select[Any]:
    member = organization_members
    return (
        select(organizations.c.id, organizations.c.name, organizations.c.slug, roles.c.name.label("role"))
        .select_from(member)
        .join(organizations, organizations.c.id == member.c.organization_id)
        .join(roles, (roles.c.id == member.c.role_id) & (roles.c.organization_id == member.c.organization_id))
        .where(
            member.c.user_id == bindparam("user_id", type_=Uuid),
            member.c.paused_at.is_(None),
            organizations.c.deleted_at.is_(None),
        )
        .order_by(organizations.c.name, organizations.c.id)
    )


async def organizations_of(tx: ReadTx, user_id: UUID) -> list[MyOrganization]:
    """The organizations that a person can work in, with their role. Needs a system transaction."""
    return [MyOrganization(*row) for row in await tx.all(_my_organizations(), user_id=user_id)]


@statement
def _token() -> Select[Any]:
    return (
        select(
            refresh_tokens.c.id,
            refresh_tokens.c.session_id,
            refresh_tokens.c.user_id,
            refresh_tokens.c.used_at,
            refresh_tokens.c.expires_at,
            sessions.c.ended_at,
            sessions.c.organization_id,
            sessions.c.created_at.label("began_at"),
        )
        .join(sessions, sessions.c.id == refresh_tokens.c.session_id)
        .where(refresh_tokens.c.token_hash == bindparam("token_hash", type_=refresh_tokens.c.token_hash.type))
    )


@statement
def _token_locked() -> Select[Any]:
    return (
        select(refresh_tokens.c.used_at, sessions.c.ended_at)
        .join(sessions, sessions.c.id == refresh_tokens.c.session_id)
        .where(refresh_tokens.c.id == bindparam("id", type_=Uuid))
        .with_for_update()
    )


async def refresh_token(tx: ReadTx, token_hash: bytes) -> asyncpg.Record | None:
    """The refresh token of that hash with its session. Needs a system transaction."""
    return await tx.one(_token(), token_hash=token_hash)


async def hold_refresh_token(tx: WriteTx, id: UUID) -> asyncpg.Record | None:
    """Whether the token was used and its session ended, with both rows locked."""
    return await tx.one(_token_locked(), id=id)


@statement
def _add_token() -> Insert:
    names = ("id", "user_id", "session_id", "token_hash", "expires_at", "created_at")
    return insert(refresh_tokens).values({n: bindparam(n, type_=refresh_tokens.c[n].type) for n in names})


async def add_refresh_token(tx: WriteTx, **values: Any) -> None:
    """Keeps the hash of a token that was handed out."""
    await tx.value(_add_token(), **values)


@statement
def _use_token() -> Update:
    used = bindparam("used_at", type_=refresh_tokens.c.used_at.type)
    return update(refresh_tokens).where(refresh_tokens.c.id == bindparam("id", type_=Uuid)).values(used_at=used)


async def use_refresh_token(tx: WriteTx, id: UUID, used_at: datetime) -> None:
    """Marks a token as used."""
    await tx.value(_use_token(), id=id, used_at=used_at)


@statement
def _end_sessions(*, all_of_user: bool, bound_here: bool = False) -> Update:
    which = (
        sessions.c.user_id == bindparam("id", type_=Uuid)
        if all_of_user
        else sessions.c.id == bindparam("id", type_=Uuid)
    )
    if all_of_user:
        which &= sessions.c.id.is_distinct_from(bindparam("but", type_=Uuid))
    if bound_here:
        which &= sessions.c.bound & (sessions.c.organization_id == organization())
    now = bindparam("now", type_=sessions.c.ended_at.type)
    return (
        update(sessions)
        .where(which, sessions.c.ended_at.is_(None))
        .values(ended_at=now, updated_at=now, revision=sessions.c.revision + 1)
        .returning(*SESSION.columns)
    )


async def end_session(tx: WriteTx, id: UUID) -> Session | None:
    """Ends a session; None when it had ended already."""
    row = await tx.one(_end_sessions(all_of_user=False), id=id, now=clock.now())
    return SESSION.of(tx.scope, row) if row else None


async def end_sessions_of(tx: WriteTx, user_id: UUID, but: UUID | None, *, bound_here: bool = False) -> list[Session]:
    """Ends every session of a person, but for one where it is named; those alone that are `bound_here`, to the scope's
    organization, where that is asked.
    """
    ending = _end_sessions(all_of_user=True, bound_here=bound_here)
    rows = await tx.all(ending, id=user_id, but=but, now=clock.now())
    return [SESSION.of(tx.scope, row) for row in rows]


@statement
def _forget() -> Delete:
    over = func.coalesce(sessions.c.ended_at, sessions.c.expires_at)
    return delete(sessions).where(over < bindparam("before", type_=sessions.c.expires_at.type))


async def forget_sessions(tx: WriteTx, before: datetime) -> None:
    """Removes sign-ins that were over before then, with their refresh tokens. Needs a system transaction."""
    await tx.value(_forget(), before=before)
