"""Statements about who is in an organization, for those who ask through `api`."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, select

from vistone.auth.tables import organization_members, organizations, roles, users
from vistone.kernel.db import ReadTx, organization, statement
from vistone.kernel.scope import RoleName, Scope, flatten

_member = organization_members.c


def _active_members(*columns: Any) -> Select[Any]:
    """Those who belong to the organization and may act: neither paused nor gone; nobody once it is closed."""
    return (
        select(*columns)
        .select_from(organization_members)
        .join(organizations, organizations.c.id == _member.organization_id)
        .join(users, users.c.id == _member.user_id)
        .where(
            _member.organization_id == organization(),
            _member.paused_at.is_(None),
            organizations.c.deleted_at.is_(None),
            users.c.deleted_at.is_(None),
        )
    )


@statement
def _names() -> Select[Any]:
    return _active_members(users.c.id, users.c.email, users.c.first_name, users.c.last_name)


async def people_by_name(tx: ReadTx) -> dict[str, UUID | None]:
    """Who is meant by a name or an address, both case-folded; None where several people have the name."""
    found: dict[str, UUID | None] = {}
    rows = await tx.all(_names())
    for row in rows:
        name = " ".join(f"{row['first_name'] or ''} {row['last_name'] or ''}".split()).casefold()
        if name:
            found[name] = None if name in found else row["id"]
    return found | {row["email"].casefold(): row["id"] for row in rows}


def _with_role(*columns: Any) -> Select[Any]:
    return _active_members(*columns).join(
        roles, (roles.c.organization_id == _member.organization_id) & (roles.c.id == _member.role_id)
    )


@statement
def _role_of() -> Select[Any]:
    return _with_role(roles.c.name, roles.c.permissions).where(_member.user_id == bindparam("user_id", type_=Uuid))


async def scope_of(tx: ReadTx, user_id: UUID) -> Scope | None:
    """The person's present right to act in the organization, without claims; None when they have none (any more)."""
    row = await tx.one(_role_of(), user_id=user_id)
    if row is None:
        return None
    return Scope(tx.scope.organization_id, user_id, RoleName(row["name"]), flatten(row["permissions"]))


@statement
def _settings() -> Select[Any]:
    return select(organizations.c.settings).where(organizations.c.id == organization())


async def organization_settings(tx: ReadTx) -> dict[str, Any]:
    """What the organization has set, by key; empty when nothing."""
    return await tx.value(_settings()) or {}


@statement
def _first_organizer() -> Select[Any]:
    return (
        _with_role(_member.user_id)
        .where(roles.c.name == RoleName.ORGANIZER.value)
        .order_by(_member.created_at, _member.id)
        .limit(1)
    )


async def first_organizer(tx: ReadTx) -> UUID | None:
    """Who has been an Organizer of the organization for the longest."""
    found: UUID | None = await tx.value(_first_organizer())
    return found


@statement
def _organizations(*, deleted: bool) -> Select[Any]:
    query = select(organizations.c.id, organizations.c.slug).order_by(organizations.c.slug)
    return query if deleted else query.where(organizations.c.deleted_at.is_(None))


async def organizations_by_slug(tx: ReadTx, *, deleted: bool = False) -> dict[str, UUID]:
    """Every organization there is, with `deleted` also those that were closed. Needs a system transaction."""
    return {row["slug"]: row["id"] for row in await tx.all(_organizations(deleted=deleted))}
