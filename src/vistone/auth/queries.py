"""Every SQL statement of the service."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Select, Text, Uuid, bindparam, func, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import Insert, Update

from vistone.auth import access
from vistone.auth.contracts import (
    ActivityLog,
    Invitation,
    InvitationPreview,
    InvitationStatus,
    KycData,
    KycStatus,
    MfaSetting,
    MyOrganization,
    Organization,
    OrganizationMember,
    Role,
    Session,
    User,
)
from vistone.auth.tables import (
    activity_logs,
    invitations,
    kyc_data,
    mfa_settings,
    organization_members,
    organizations,
    refresh_tokens,
    roles,
    sessions,
    signing_keys,
    users,
)
from vistone.kernel import clock
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, me, organization, statement
from vistone.kernel.filters import same, span
from vistone.kernel.rows import View, stamped
from vistone.kernel.scope import RoleName

_ROLE_NAME = (
    select(roles.c.name)
    .where(roles.c.organization_id == organization(), roles.c.id == organization_members.c.role_id)
    .scalar_subquery()
)

ORGANIZATION = View("organization", organizations, Organization, abilities=access.of_organization)
USER = View("person", users, User, abilities=access.of_user)
MEMBER = View(
    "member", organization_members, OrganizationMember, abilities=access.of_member, computed={"role_name": _ROLE_NAME}
)
ROLE = View("role", roles, Role, abilities=access.of_role)
KYC = View("KYC record", kyc_data, KycData, abilities=access.of_kyc)
MFA = View("MFA setting", mfa_settings, MfaSetting, abilities=access.nothing)
ACTIVITY = View("log entry", activity_logs, ActivityLog, abilities=access.nothing)
INVITATION = View("invitation", invitations, Invitation, abilities=access.of_invitation)
SESSION = View("session", sessions, Session, abilities=access.nothing)

ORGANIZATIONS = Collection(
    ORGANIZATION,
    resource="settings",
    visible=access.visible_organizations,
    personal=True,
    filters=[same("slug", str)],
    sorts={"name": organizations.c.name},
    search=["name", "slug"],
)
USERS = Collection(
    USER,
    resource="users",
    visible=access.visible_users,
    filters=[same("email", str)],
    sorts={"email": users.c.email, "firstName": users.c.first_name, "lastName": users.c.last_name},
    search=["email", "first_name", "last_name"],
)
MEMBERS = Collection(
    MEMBER,
    resource="users",
    visible=access.visible_members,
    filters=[same("user_id"), same("role_id", nullable=True), span("paused_at")],
)
ROLES = Collection(
    ROLE,
    resource="settings",
    visible=access.visible_roles,
    filters=[same("name", values=RoleName), same("is_system", bool)],
    sorts={"name": roles.c.name},
)
KYC_DATA = Collection(
    KYC,
    resource="users",
    visible=access.visible_kyc,
    filters=[same("user_id"), same("status", values=KycStatus)],
    sorts={"updatedAt": kyc_data.c.updated_at},
)
MFA_SETTINGS = Collection(
    MFA, resource="users", visible=access.visible_mfa, filters=[same("user_id"), same("enabled", bool)]
)
ACTIVITY_LOGS = Collection(
    ACTIVITY,
    resource="users",
    visible=access.visible_activity,
    filters=[
        same("user_id", nullable=True),
        same("action", str),
        same("entity_type", str),
        same("entity_id", nullable=True),
        span("created_at"),
    ],
)
INVITATIONS = Collection(
    INVITATION,
    resource="users",
    visible=access.visible_invitations,
    filters=[same("email", str), same("role_name", values=RoleName), same("status", values=InvitationStatus)],
    sorts={"email": invitations.c.email, "expiresAt": invitations.c.expires_at},
)


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
def _account() -> Select[Any]:
    """By address: whose account it is, its hash, and the organization that was worked in last."""
    latest = (
        select(sessions.c.organization_id)
        .where(sessions.c.user_id == users.c.id)
        .order_by(sessions.c.last_used_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    membership = (
        select(organization_members.c.organization_id)
        .join(organizations, organizations.c.id == organization_members.c.organization_id)
        .where(
            organization_members.c.user_id == users.c.id,
            organization_members.c.paused_at.is_(None),
            organizations.c.deleted_at.is_(None),
        )
        .order_by(
            (organization_members.c.organization_id == latest).desc().nulls_last(), organization_members.c.created_at
        )
        .limit(1)
        .scalar_subquery()
    )
    return select(users.c.id, users.c.password, membership.label("organization_id")).where(
        users.c.email == bindparam("email", type_=Text), users.c.deleted_at.is_(None)
    )


async def account(tx: ReadTx, email: str) -> asyncpg.Record | None:
    """Whose account the address is: `id`, `password` (the hash), `organization_id`. Needs a system transaction."""
    return await tx.one(_account(), email=email)


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
    member, role = organization_members, roles
    return (
        select(member.c.organization_id, role.c.name, role.c.permissions)
        .select_from(sessions)
        .join(users, users.c.id == sessions.c.user_id)
        .join(member, member.c.user_id == sessions.c.user_id)
        .join(organizations, organizations.c.id == member.c.organization_id)
        .join(role, (role.c.id == member.c.role_id) & (role.c.organization_id == member.c.organization_id))
        .where(
            sessions.c.id == bindparam("session_id", type_=Uuid),
            sessions.c.user_id == bindparam("user_id", type_=Uuid),
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > bindparam("now", type_=sessions.c.expires_at.type),
            users.c.deleted_at.is_(None),
            organizations.c.deleted_at.is_(None),
            member.c.paused_at.is_(None),
            wanted.is_(None) | (member.c.organization_id == wanted),
        )
        .order_by((member.c.organization_id == sessions.c.organization_id).desc(), member.c.created_at)
        .limit(1)
    )


async def credential(
    tx: ReadTx, *, session_id: UUID, user_id: UUID, organization_id: UUID | None
) -> asyncpg.Record | None:
    """The organization, role name and permissions of a session, or None when it is good for nothing (any more)."""
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
def _end_sessions(*, all_of_user: bool) -> Update:
    which = (
        sessions.c.user_id == bindparam("id", type_=Uuid)
        if all_of_user
        else sessions.c.id == bindparam("id", type_=Uuid)
    )
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


async def end_sessions_of(tx: WriteTx, user_id: UUID) -> list[Session]:
    """Ends every session of a person."""
    rows = await tx.all(_end_sessions(all_of_user=True), id=user_id, now=clock.now())
    return [SESSION.of(tx.scope, row) for row in rows]


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
        select(organization_members.c.id)
        .join(roles, (roles.c.id == organization_members.c.role_id) & (roles.c.organization_id == organization()))
        .where(
            organization_members.c.organization_id == organization(),
            roles.c.name == RoleName.ORGANIZER,
            organization_members.c.paused_at.is_(None),
        )
        .order_by(organization_members.c.id)
        .with_for_update(of=organization_members)
    )


async def hold_organizers(tx: WriteTx) -> set[UUID]:
    """The ids of the active Organizers' memberships, kept from changing until the transaction ends."""
    return {row["id"] for row in await tx.all(_hold_organizers())}


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
def _invitation_by_token() -> Select[Any]:
    account_id = select(users.c.id).where(users.c.email == invitations.c.email, users.c.deleted_at.is_(None))
    return (
        select(
            invitations.c.id,
            invitations.c.organization_id,
            invitations.c.email,
            invitations.c.role_name,
            organizations.c.name.label("organization_name"),
            account_id.scalar_subquery().label("user_id"),
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
    """The invitation of that token while it can be accepted, and whose account its address is. Needs a system
    transaction.
    """
    return await tx.one(_invitation_by_token(), token_hash=token_hash, now=clock.now())


def preview(row: asyncpg.Record) -> InvitationPreview:
    """What may be known of it before it is accepted."""
    return InvitationPreview(
        row["organization_name"], row["email"], RoleName(row["role_name"]), row["user_id"] is not None
    )


@statement
def _keys() -> Select[Any]:
    return (
        select(signing_keys.c.id, signing_keys.c.private_key)
        .where(signing_keys.c.retired_at.is_(None))
        .order_by(signing_keys.c.created_at, signing_keys.c.id)
    )


async def live_signing_keys(tx: ReadTx) -> list[asyncpg.Record]:
    """The keys that sign and verify: `id`, `private_key` (sealed), oldest first. Needs a system transaction."""
    return await tx.all(_keys())


@statement
def _add_key() -> Insert:
    names = ("id", "private_key", "created_at")
    return insert(signing_keys).values({n: bindparam(n, type_=signing_keys.c[n].type) for n in names})


async def add_signing_key(tx: WriteTx, id: UUID, sealed: bytes) -> None:
    """Keeps a new key. Needs a system transaction."""
    await tx.value(_add_key(), id=id, private_key=sealed, created_at=clock.now())


@statement
def _add_activity() -> Insert:
    names = (
        "id",
        "user_id",
        "action",
        "entity_type",
        "entity_id",
        "metadata",
        "ip_address",
        "user_agent",
        "created_at",
    )
    values = {n: bindparam(n, type_=activity_logs.c[n].type) for n in names}
    return insert(activity_logs).values({**values, "organization_id": organization()})


async def add_activity(tx: WriteTx, rows: list[dict[str, Any]]) -> None:
    """Adds entries to the activity log."""
    await tx.many(_add_activity(), rows)


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
def _sole_organizer() -> Select[Any]:
    mine, others = organization_members, organization_members.alias("others")
    their_role = roles.alias("their_role")
    another = (
        select(true())
        .select_from(others)
        .join(
            their_role,
            (their_role.c.id == others.c.role_id) & (their_role.c.organization_id == others.c.organization_id),
        )
        .where(
            others.c.organization_id == mine.c.organization_id,
            others.c.user_id != mine.c.user_id,
            others.c.paused_at.is_(None),
            their_role.c.name == RoleName.ORGANIZER,
        )
        .exists()
    )
    return (
        select(true())
        .select_from(mine)
        .join(roles, (roles.c.id == mine.c.role_id) & (roles.c.organization_id == mine.c.organization_id))
        .where(mine.c.user_id == bindparam("user_id", type_=Uuid), roles.c.name == RoleName.ORGANIZER, ~another)
        .limit(1)
    )


async def sole_organizer_anywhere(tx: ReadTx, user_id: UUID) -> bool:
    """Whether some organization has no active Organizer but this person. Needs a system transaction."""
    return bool(await tx.value(_sole_organizer(), user_id=user_id))


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
