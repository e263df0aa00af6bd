"""Statements on invitations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import ARRAY, Select, Text, Uuid, any_, bindparam, exists, select, true

from vistone.auth.contracts import (
    Invitation,
    InvitationPreview,
    InvitationStatus,
)
from vistone.auth.queries.collections import INVITATION
from vistone.auth.tables import (
    invitations,
    organization_members,
    organizations,
    users,
)
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.scope import RoleName


@statement
def _invitation_by_token() -> Select[Any]:
    theirs = (users.c.email == invitations.c.email, users.c.deleted_at.is_(None))
    account_id = select(users.c.id).where(*theirs)
    proven = exists().where(*theirs, users.c.email_verified_at.is_not(None))
    return (
        select(
            invitations.c.id,
            invitations.c.organization_id,
            invitations.c.email,
            invitations.c.role_name,
            organizations.c.name.label("organization_name"),
            account_id.scalar_subquery().label("user_id"),
            proven.label("proven"),
        )
        .join(organizations, organizations.c.id == invitations.c.organization_id)
        .where(
            invitations.c.token_hash == bindparam("token_hash", type_=invitations.c.token_hash.type),
            invitations.c.status == InvitationStatus.PENDING,
            invitations.c.expires_at > bindparam("now", type_=invitations.c.expires_at.type),
            organizations.c.deleted_at.is_(None),
        )
    )


async def open_invitation(tx: ReadTx, token_hash: bytes) -> asyncpg.Record | None:
    """The invitation of that token while it can be accepted, whose account its address is, and whether that is `proven`.
    Needs a system transaction.
    """
    return await tx.one(_invitation_by_token(), token_hash=token_hash, now=clock.now())


def preview(row: asyncpg.Record, *, account: bool) -> InvitationPreview:
    """What may be known of it before it is accepted, and whether that takes the password of an `account`."""
    return InvitationPreview(row["organization_name"], row["email"], RoleName(row["role_name"]), account)


@statement
def pending_invitation() -> Select[Any]:
    """An invitation of the organization while nobody has accepted it, locked."""
    return INVITATION.select(
        invitations.c.id == bindparam("id", type_=Uuid), invitations.c.status == InvitationStatus.PENDING
    ).with_for_update()


@statement
def _open_invitations() -> Select[Any]:
    return INVITATION.select(
        invitations.c.email == bindparam("email", type_=Text), invitations.c.status == InvitationStatus.PENDING
    ).with_for_update()


async def open_invitations_of(tx: WriteTx, email: str) -> list[Invitation]:
    """The invitations of an address that nobody has accepted, locked."""
    return [INVITATION.of(tx.scope, row) for row in await tx.all(_open_invitations(), email=email)]


@statement
def _open_invitations_by() -> Select[Any]:
    return INVITATION.select(
        invitations.c.invited_by == any_(bindparam("user_ids", type_=ARRAY(Uuid))),
        invitations.c.status == InvitationStatus.PENDING,
    ).with_for_update()


async def open_invitations_by(tx: WriteTx, user_ids: Sequence[UUID]) -> list[Invitation]:
    """The invitations that these people have sent and nobody has accepted, locked."""
    rows = await tx.all(_open_invitations_by(), user_ids=list(user_ids))
    return [INVITATION.of(tx.scope, row) for row in rows]


@statement
def _is_member_by_email() -> Select[Any]:
    return (
        select(true())
        .select_from(organization_members)
        .join(users, users.c.id == organization_members.c.user_id)
        .where(
            organization_members.c.organization_id == organization(), users.c.email == bindparam("email", type_=Text)
        )
    )


async def is_member_by_email(tx: ReadTx, email: str) -> bool:
    """Whether somebody with the address belongs to the organization."""
    return bool(await tx.value(_is_member_by_email(), email=email))
