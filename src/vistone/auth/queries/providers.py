"""Statements on identity providers, the domains they have proven, and the links to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import (
    ARRAY,
    Delete,
    Insert,
    Select,
    Text,
    Update,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert

from vistone.auth import access
from vistone.auth.contracts import IdentityLink, IdentityProvider, Session
from vistone.auth.queries.collections import SESSION
from vistone.auth.tables import (
    former_members,
    identity_links,
    identity_providers,
    invitations,
    organization_members,
    organizations,
    proven_domains,
    sessions,
    users,
)
from vistone.kernel import clock
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.filters import same
from vistone.kernel.ids import new_id
from vistone.kernel.rows import View
from vistone.kernel.scope import RoleName

_PROVEN = (
    select(
        func.coalesce(
            func.array_agg(aggregate_order_by(proven_domains.c.domain, proven_domains.c.domain)),
            literal_column("'{}'::text[]"),
            type_=ARRAY(Text),
        )
    )
    .where(proven_domains.c.organization_id == organization(), proven_domains.c.provider_id == identity_providers.c.id)
    .scalar_subquery()
)

PROVIDER = View(
    "identity provider",
    identity_providers,
    IdentityProvider,
    abilities=access.of_provider,
    computed={"proven_domains": _PROVEN},
)
PROVIDERS = Collection(
    PROVIDER,
    resource="settings",
    visible=access.visible_providers,
    filters=[same("enabled", bool), same("client_id", str), same("default_role", values=RoleName)],
    sorts={"name": identity_providers.c.name},
)
LINK = View("identity link", identity_links, IdentityLink, abilities=access.of_link)
LINKS = Collection(
    LINK,
    resource="settings",
    visible=access.visible_links,
    filters=[same("user_id"), same("provider_id")],
    sorts={"lastUsedAt": identity_links.c.last_used_at},
)

_p = identity_providers.c
_DOOR = (_p.id, _p.organization_id, _p.name, _p.issuer, _p.client_id, _p.client_secret, _p.default_role, _p.enabled)


def _doors() -> Select[Any]:
    return (
        select(*_DOOR)
        .join(organizations, organizations.c.id == _p.organization_id)
        .where(organizations.c.deleted_at.is_(None))
    )


@statement
def _door() -> Select[Any]:
    return _doors().where(_p.id == bindparam("id", type_=Uuid))


async def provider_door(tx: ReadTx, id: UUID) -> asyncpg.Record | None:
    """What signing in by the provider needs, its sealed secret with it; also while it is off. Needs a system
    transaction.
    """
    return await tx.one(_door(), id=id)


@statement
def _door_of_domain() -> Select[Any]:
    return (
        _doors()
        .join(proven_domains, proven_domains.c.provider_id == _p.id)
        .where(proven_domains.c.domain == bindparam("domain", type_=Text), _p.enabled)
    )


async def provider_of_domain(tx: ReadTx, domain: str) -> asyncpg.Record | None:
    """The provider that has proven the domain, if it is on. Needs a system transaction."""
    return await tx.one(_door_of_domain(), domain=domain)


@statement
def _provider() -> Select[Any]:
    return PROVIDER.select(_p.id == bindparam("id", type_=Uuid))


async def provider(tx: ReadTx, id: UUID) -> IdentityProvider | None:
    """The organization's provider, as its record."""
    row = await tx.one(_provider(), id=id)
    return PROVIDER.of(tx.scope, row) if row else None


@statement
def _own_door() -> Select[Any]:
    return select(*_DOOR).where(_p.organization_id == organization())


async def own_provider(tx: ReadTx) -> asyncpg.Record | None:
    """The provider of the scope's organization, with its sealed secret."""
    return await tx.one(_own_door())


@statement
def _add_domain() -> Insert:
    names = ("id", "provider_id", "domain", "created_at", "updated_at")
    values = {name: bindparam(name, type_=proven_domains.c[name].type) for name in names}
    return insert(proven_domains).values({**values, "organization_id": organization()})


async def add_domain(tx: WriteTx, provider_id: UUID, domain: str) -> None:
    """Notes a domain as proven. Conflict when another organization has."""
    now = clock.now()
    await tx.value(_add_domain(), id=new_id(), provider_id=provider_id, domain=domain, created_at=now, updated_at=now)


@statement
def _drop_domains() -> Delete:
    return delete(proven_domains).where(
        proven_domains.c.organization_id == organization(),
        proven_domains.c.provider_id == bindparam("provider_id", type_=Uuid),
        proven_domains.c.domain == func.any(bindparam("domains", type_=ARRAY(Text))),
    )


async def drop_domains(tx: WriteTx, provider_id: UUID, domains: set[str]) -> None:
    """Gives domains back."""
    await tx.value(_drop_domains(), provider_id=provider_id, domains=sorted(domains))


@statement
def _link_of() -> Select[Any]:
    return LINK.select(
        identity_links.c.provider_id == bindparam("provider_id", type_=Uuid),
        identity_links.c.subject == bindparam("subject", type_=Text),
    ).with_for_update()


async def link_of(tx: WriteTx, provider_id: UUID, subject: str) -> asyncpg.Record | None:
    """Whom the provider's subject is, locked."""
    return await tx.one(_link_of(), provider_id=provider_id, subject=subject)


@statement
def _own_link() -> Select[Any]:
    return select(identity_links.c.id).where(
        identity_links.c.organization_id == organization(),
        identity_links.c.provider_id == bindparam("provider_id", type_=Uuid),
        identity_links.c.user_id == bindparam("user_id", type_=Uuid),
    )


async def own_link(tx: ReadTx, provider_id: UUID, user_id: UUID) -> UUID | None:
    """The link of a person to the provider."""
    found: UUID | None = await tx.value(_own_link(), provider_id=provider_id, user_id=user_id)
    return found


@statement
def _has_proven() -> Select[Any]:
    return select(true()).where(
        proven_domains.c.provider_id == bindparam("provider_id", type_=Uuid),
        proven_domains.c.domain == bindparam("domain", type_=Text),
    )


async def has_proven(tx: ReadTx, provider_id: UUID, domain: str) -> bool:
    """Whether the provider's organization has proven the domain. Needs a system transaction."""
    return bool(await tx.value(_has_proven(), provider_id=provider_id, domain=domain))


@statement
def _belongs() -> Select[Any]:
    return select(true()).where(
        organization_members.c.organization_id == bindparam("organization_id", type_=Uuid),
        organization_members.c.user_id == bindparam("user_id", type_=Uuid),
    )


async def belongs(tx: ReadTx, organization_id: UUID, user_id: UUID) -> bool:
    """Whether the person is a member of that organization. Needs a system transaction."""
    return bool(await tx.value(_belongs(), organization_id=organization_id, user_id=user_id))


@statement
def _links() -> Select[Any]:
    return LINK.select(identity_links.c.provider_id == bindparam("provider_id", type_=Uuid)).with_for_update()


@statement
def _links_of_person() -> Select[Any]:
    return LINK.select(identity_links.c.user_id == bindparam("user_id", type_=Uuid)).with_for_update()


async def links_of_person(tx: WriteTx, user_id: UUID) -> list[IdentityLink]:
    """Whom the organization's provider knows the person as, locked."""
    return [LINK.of(tx.scope, row) for row in await tx.all(_links_of_person(), user_id=user_id)]


async def links_of(tx: WriteTx, provider_id: UUID) -> list[IdentityLink]:
    """Everybody who is linked to the provider, locked."""
    return [LINK.of(tx.scope, row) for row in await tx.all(_links(), provider_id=provider_id)]


@statement
def _account() -> Select[Any]:
    return select(users.c.id).where(users.c.email == bindparam("email", type_=Text), users.c.deleted_at.is_(None))


async def account_of_address(tx: ReadTx, email: str) -> UUID | None:
    """Whose account the address is. Needs a system transaction."""
    found: UUID | None = await tx.value(_account(), email=email)
    return found


@statement
def _account_is_there() -> Select[Any]:
    return select(true()).where(users.c.id == bindparam("id", type_=Uuid), users.c.deleted_at.is_(None))


@statement
def _linked_to() -> Select[Any]:
    return select(identity_links.c.user_id).where(
        identity_links.c.provider_id == bindparam("provider_id", type_=Uuid),
        identity_links.c.subject == bindparam("subject", type_=Text),
    )


async def linked_person(tx: ReadTx, provider_id: UUID, subject: str) -> tuple[UUID, bool] | None:
    """Whom the subject is, and whether the account is still there. Needs a system transaction."""
    person = await tx.value(_linked_to(), provider_id=provider_id, subject=subject)
    return None if person is None else (person, bool(await tx.value(_account_is_there(), id=person)))


@statement
def _standing() -> Select[Any]:
    return select(organization_members.c.paused_at, organization_members.c.role_id).where(
        organization_members.c.organization_id == organization(),
        organization_members.c.user_id == bindparam("user_id", type_=Uuid),
    )


async def standing(tx: ReadTx, user_id: UUID) -> asyncpg.Record | None:
    """The person's place in the organization: `paused_at`, `role_id`; None when they have none."""
    return await tx.one(_standing(), user_id=user_id)


@statement
def _invitation() -> Select[Any]:
    return select(invitations.c.id).where(
        invitations.c.organization_id == organization(),
        invitations.c.email == bindparam("email", type_=Text),
        invitations.c.status == "pending",
        invitations.c.expires_at > bindparam("now", type_=invitations.c.expires_at.type),
    )


async def invitation_for(tx: ReadTx, email: str) -> UUID | None:
    """The invitation to the address that can still be accepted."""
    found: UUID | None = await tx.value(_invitation(), email=email, now=clock.now())
    return found


@statement
def _left() -> Insert:

    names = ("id", "user_id", "created_at")
    values = {name: bindparam(name, type_=former_members.c[name].type) for name in names}
    return (
        upsert(former_members)
        .values({**values, "organization_id": organization()})
        .on_conflict_do_nothing(index_elements=["organization_id", "user_id"])
    )


async def note_former(tx: WriteTx, user_id: UUID) -> None:
    """Remembers that the person belonged to the organization and does no more."""
    await tx.value(_left(), id=new_id(), user_id=user_id, created_at=clock.now())


def _former() -> tuple[Any, ...]:
    return (
        former_members.c.organization_id == organization(),
        former_members.c.user_id == bindparam("user_id", type_=Uuid),
    )


@statement
def _was_here() -> Select[Any]:
    return select(true()).where(*_former())


async def was_here(tx: ReadTx, user_id: UUID) -> bool:
    """Whether the person belonged to the organization once and left or was removed."""
    return bool(await tx.value(_was_here(), user_id=user_id))


@statement
def _forget_former() -> Delete:
    return delete(former_members).where(*_former())


async def forget_former(tx: WriteTx, user_id: UUID) -> None:
    """Forgets that the person had left: they are here again."""
    await tx.value(_forget_former(), user_id=user_id)


@statement
def _end_sessions() -> Update:
    now = bindparam("now", type_=sessions.c.ended_at.type)
    return (
        update(sessions)
        .where(
            sessions.c.organization_id == organization(),
            sessions.c.method == "oidc",
            sessions.c.ended_at.is_(None),
        )
        .values(ended_at=now, updated_at=now, revision=sessions.c.revision + 1)
        .returning(*SESSION.columns)
    )


async def end_provider_sessions(tx: WriteTx) -> list[Session]:
    """Ends every sign-in of the organization that its provider made."""
    now: datetime = clock.now()
    return [SESSION.of(tx.scope, row) for row in await tx.all(_end_sessions(), now=now)]
