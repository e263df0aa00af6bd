"""Personal API tokens: the collection, and what stands behind one when it is used."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Select, Update, Uuid, bindparam, delete, exists, func, select, update
from sqlalchemy.sql.base import Executable

from vistone.auth import access
from vistone.auth.contracts import ApiToken
from vistone.auth.queries.policy import has_factor, needs_factor
from vistone.auth.tables import (
    api_tokens,
    identity_links,
    organization_members,
    organizations,
    roles,
    sign_in_policies,
    users,
)
from vistone.kernel import clock
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, me, organization, statement
from vistone.kernel.filters import same, span
from vistone.kernel.rows import View

API_TOKEN = View("token", api_tokens, ApiToken, abilities=access.of_api_token)

API_TOKENS = Collection(
    API_TOKEN,
    resource="settings",
    visible=access.visible_api_tokens,
    filters=[same("user_id"), span("expires_at"), span("last_used_at")],
    sorts={"name": api_tokens.c.name, "expiresAt": api_tokens.c.expires_at, "lastUsedAt": api_tokens.c.last_used_at},
)


@statement
def _credential() -> Select[Any]:
    """A token that is good, with the membership that it works under."""
    member, role, policy = organization_members, roles, sign_in_policies
    # Who comes in by the identity provider has a second factor as far as that asks for one.
    linked = exists().where(
        identity_links.c.organization_id == api_tokens.c.organization_id,
        identity_links.c.user_id == api_tokens.c.user_id,
    )
    return (
        select(
            api_tokens.c.id,
            api_tokens.c.organization_id,
            api_tokens.c.user_id,
            api_tokens.c.permissions.label("token_permissions"),
            api_tokens.c.expires_at,
            api_tokens.c.last_used_at,
            role.c.name,
            role.c.permissions,
            users.c.email_verified_at,
            (needs_factor(role.c.name) & ~has_factor(users.c.id) & ~linked).label("lacks_factor"),
        )
        .select_from(api_tokens)
        .join(users, users.c.id == api_tokens.c.user_id)
        .join(
            member,
            (member.c.organization_id == api_tokens.c.organization_id) & (member.c.user_id == api_tokens.c.user_id),
        )
        .join(organizations, organizations.c.id == api_tokens.c.organization_id)
        .join(role, (role.c.organization_id == member.c.organization_id) & (role.c.id == member.c.role_id))
        .outerjoin(policy, policy.c.organization_id == member.c.organization_id)
        .where(
            api_tokens.c.token_hash == bindparam("token_hash", type_=api_tokens.c.token_hash.type),
            api_tokens.c.expires_at > bindparam("now", type_=api_tokens.c.expires_at.type),
            users.c.deleted_at.is_(None),
            organizations.c.deleted_at.is_(None),
            member.c.paused_at.is_(None),
        )
    )


async def token_credential(tx: ReadTx, token_hash: bytes) -> asyncpg.Record | None:
    """What stands behind the token of that hash, or None when it is good for nothing (any more).

    Needs a system transaction.
    """
    return await tx.one(_credential(), token_hash=token_hash, now=clock.now())


@statement
def _touch() -> Update:
    now = bindparam("now", type_=api_tokens.c.last_used_at.type)
    return (
        update(api_tokens)
        .where(api_tokens.c.organization_id == organization(), api_tokens.c.id == bindparam("id", type_=Uuid))
        .values(last_used_at=func.greatest(api_tokens.c.last_used_at, now))
    )


async def touch_token(tx: WriteTx, id: UUID, now: datetime) -> None:
    """Notes that the token was used."""
    await tx.value(_touch(), id=id, now=now)


@statement
def _mine() -> Select[Any]:
    return select(func.count()).where(
        api_tokens.c.organization_id == organization(),
        api_tokens.c.user_id == me(),
        api_tokens.c.expires_at > bindparam("now", type_=api_tokens.c.expires_at.type),
    )


async def tokens_of_mine(tx: ReadTx) -> int:
    """How many good tokens the scope's person has in the organization."""
    return int(await tx.value(_mine(), now=clock.now()))


@statement
def _drop() -> Executable:
    return (
        delete(api_tokens)
        .where(api_tokens.c.organization_id == organization(), api_tokens.c.user_id == bindparam("user_id", type_=Uuid))
        .returning(*API_TOKEN.columns)
    )


async def drop_tokens_of(tx: WriteTx, user_id: UUID) -> list[ApiToken]:
    """Takes every token away that the person has in the organization."""
    return [API_TOKEN.of(tx.scope, row) for row in await tx.all(_drop(), user_id=user_id)]
