"""Statements on organizations, roles, members and the activity log."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, Uuid, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import Insert

from vistone.auth.contracts import Organization, OrganizationMember, Role
from vistone.auth.queries.collections import MEMBER, ORGANIZATION, ROLE, USER
from vistone.auth.tables import (
    organization_members,
    organizations,
    roles,
    users,
)
from vistone.kernel.db import ReadTx, WriteTx, me, organization, statement
from vistone.kernel.rows import stamped
from vistone.kernel.scope import RoleName


@statement
def _add_organization() -> Insert:
    names = ("id", "name", "slug", "created_at", "updated_at")
    values = {name: bindparam(name, type_=organizations.c[name].type) for name in names}
    return (
        insert(organizations)
        .values(values)
        .on_conflict_do_nothing(index_elements=["slug"])
        .returning(*ORGANIZATION.columns)
    )


async def add_organization(tx: WriteTx, name: str, slug: str) -> Organization | None:
    """The scope's organization, new; None when the slug is taken."""
    values = {**stamped(ORGANIZATION), "id": tx.scope.organization_id, "name": name, "slug": slug}
    row = await tx.one(_add_organization(), **values)
    return ORGANIZATION.of(tx.scope, row) if row else None


@statement
def _role_by_name() -> Select[Any]:
    return ROLE.select(roles.c.name == bindparam("name", type_=Text), roles.c.organization_id.is_not(None))


async def role_named(tx: ReadTx, name: RoleName) -> Role | None:
    """The organization's role of that name."""
    row = await tx.one(_role_by_name(), name=name)
    return ROLE.of(tx.scope, row) if row else None


@statement
def _hold_organizers() -> Select[Any]:
    """The memberships that make active Organizers, locked: who takes one away waits for the others."""
    return (
        select(organization_members.c.id, organization_members.c.user_id)
        .join(roles, (roles.c.id == organization_members.c.role_id) & (roles.c.organization_id == organization()))
        .join(users, users.c.id == organization_members.c.user_id)
        .where(
            organization_members.c.organization_id == organization(),
            roles.c.name == RoleName.ORGANIZER,
            organization_members.c.paused_at.is_(None),
            users.c.deleted_at.is_(None),
        )
        .order_by(organization_members.c.id)
        .with_for_update(of=organization_members)
    )


async def hold_organizers(tx: WriteTx) -> dict[UUID, UUID]:
    """Who the active Organizers are, by their memberships, which are kept from changing until the transaction ends."""
    await tx.all(_hold_organizers())
    # Once more: whoever had to wait read what was true before, and sees now what the others have done.
    return {row["id"]: row["user_id"] for row in await tx.all(_hold_organizers())}


@statement
def _is_member() -> Select[Any]:
    return select(true()).where(
        organization_members.c.organization_id == organization(),
        organization_members.c.user_id == bindparam("user_id", type_=Uuid),
    )


async def is_member(tx: ReadTx, user_id: UUID) -> bool:
    """Whether the person belongs to the organization."""
    return bool(await tx.value(_is_member(), user_id=user_id))


@statement
def _membership_of() -> Select[Any]:
    return MEMBER.select(organization_members.c.user_id == bindparam("user_id", type_=Uuid)).with_for_update(
        of=organization_members
    )


async def membership_of(tx: WriteTx, user_id: UUID) -> OrganizationMember | None:
    """How the person belongs to the organization, locked."""
    row = await tx.one(_membership_of(), user_id=user_id)
    return MEMBER.of(tx.scope, row) if row else None


@statement
def _is_role() -> Select[Any]:
    return select(true()).where(
        roles.c.organization_id == organization(), roles.c.id == bindparam("role_id", type_=Uuid)
    )


async def is_role(tx: ReadTx, role_id: UUID) -> bool:
    """Whether it is a role of the organization."""
    return bool(await tx.value(_is_role(), role_id=role_id))


@statement
def _my_role() -> Select[Any]:
    return select(organization_members.c.role_id).where(
        organization_members.c.organization_id == organization(), organization_members.c.user_id == me()
    )


async def my_role(tx: ReadTx) -> UUID | None:
    """The id of the role that the person has in the organization."""
    role_id: UUID | None = await tx.value(_my_role())
    return role_id


@statement
def _role_in_use() -> Select[Any]:
    return select(func.count()).where(
        organization_members.c.organization_id == organization(),
        organization_members.c.role_id == bindparam("role_id", type_=Uuid),
    )


async def people_with_role(tx: ReadTx, role_id: UUID) -> int:
    """How many people of the organization have the role."""
    return int(await tx.value(_role_in_use(), role_id=role_id))


@statement
def _with_role() -> Select[Any]:
    return select(organization_members.c.user_id).where(
        organization_members.c.organization_id == organization(),
        organization_members.c.role_id == bindparam("role_id", type_=Uuid),
    )


async def who_has_role(tx: ReadTx, role_id: UUID) -> list[UUID]:
    """Who of the organization has the role."""
    return [row["user_id"] for row in await tx.all(_with_role(), role_id=role_id)]


@statement
def _shared_organizer() -> Select[Any]:
    """Whether the asker is an Organizer in some organization that the person belongs to."""
    mine, theirs, role = organization_members.alias("mine"), organization_members.alias("theirs"), roles
    return (
        select(true())
        .select_from(mine)
        .join(theirs, theirs.c.organization_id == mine.c.organization_id)
        .join(role, (role.c.id == mine.c.role_id) & (role.c.organization_id == mine.c.organization_id))
        .where(
            mine.c.user_id == bindparam("asker", type_=Uuid),
            mine.c.paused_at.is_(None),
            theirs.c.user_id == bindparam("person", type_=Uuid),
            role.c.name == RoleName.ORGANIZER,
        )
        .limit(1)
    )


async def organizes(tx: ReadTx, asker: UUID, person: UUID) -> bool:
    """Whether the asker is Organizer of some organization of the person. Needs a system transaction."""
    return bool(await tx.value(_shared_organizer(), asker=asker, person=person))


@statement
def user_by_id() -> Select[Any]:
    """A person; row level security keeps it to the organization and to oneself."""
    return USER.select(users.c.id == bindparam("id", type_=Uuid), users.c.deleted_at.is_(None))


@statement
def organization_by_id() -> Select[Any]:
    """An organization; row level security keeps it to one's own."""
    return ORGANIZATION.select(organizations.c.id == bindparam("id", type_=Uuid), organizations.c.deleted_at.is_(None))


@statement
def _memberships() -> Select[Any]:
    return (
        select(organization_members.c.organization_id)
        .join(organizations, organizations.c.id == organization_members.c.organization_id)
        .where(organization_members.c.user_id == bindparam("user_id", type_=Uuid), organizations.c.deleted_at.is_(None))
        .order_by(organization_members.c.organization_id)
    )


async def organizations_joined(tx: ReadTx, user_id: UUID) -> list[UUID]:
    """The organizations that a person belongs to, paused or not. Needs a system transaction."""
    return [row["organization_id"] for row in await tx.all(_memberships(), user_id=user_id)]
