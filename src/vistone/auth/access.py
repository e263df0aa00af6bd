"""Who may: which rows a role sees, as SQL, and what a scope may do with a row."""

import asyncpg
from sqlalchemy import ColumnElement, exists, false, func, not_

from vistone.auth.permissions import META
from vistone.auth.tables import (
    activity_logs,
    api_tokens,
    identity_links,
    invitations,
    kyc_data,
    mfa_settings,
    organization_members,
    organizations,
    passkeys,
    roles,
    sessions,
    users,
)
from vistone.kernel.db import bound, me, organization
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope


def _member_here(user_id: ColumnElement[object]) -> ColumnElement[bool]:
    """Persons of the organization."""
    membership = organization_members.alias("here")
    return exists().where(membership.c.organization_id == organization(), membership.c.user_id == user_id)


def visible_users(role: str) -> ColumnElement[bool]:
    """The people of the organization; a Client sees themselves alone."""
    return users.c.id == me() if role == RoleName.CLIENT else _member_here(users.c.id)


def visible_members(role: str) -> ColumnElement[bool] | None:
    """The memberships of the organization; a Client sees their own alone."""
    return organization_members.c.user_id == me() if role == RoleName.CLIENT else None


def visible_organizations(_: str) -> ColumnElement[bool]:
    """The organizations that the person belongs to."""
    membership = organization_members.alias("mine")
    return exists().where(
        membership.c.organization_id == organizations.c.id,
        membership.c.user_id == me(),
        membership.c.paused_at.is_(None),
    )


def visible_roles(role: str) -> ColumnElement[bool] | None:
    """The roles of the organization; a Client sees their own."""
    return roles.c.name == RoleName.CLIENT if role == RoleName.CLIENT else None


def visible_kyc(role: str) -> ColumnElement[bool]:
    """One's own documents; an Organizer sees those that the organization's people hand in here. Another organization of
    theirs neither sees nor decides: its Organizer may be anybody, the person themselves by another account.
    """
    mine = kyc_data.c.user_id == me()
    here = _member_here(kyc_data.c.user_id) & (kyc_data.c.home_id == organization())
    return mine | here if role == RoleName.ORGANIZER else mine


def visible_mfa(role: str) -> ColumnElement[bool]:
    """One's own setting; an Organizer sees those of the organization's people."""
    return _member_here(mfa_settings.c.user_id) if role == RoleName.ORGANIZER else mfa_settings.c.user_id == me()


def visible_activity(role: str) -> ColumnElement[bool] | None:
    """What one did oneself; an Organizer sees all."""
    return None if role == RoleName.ORGANIZER else activity_logs.c.user_id == me()


def visible_sessions(_: str) -> ColumnElement[bool]:
    """One's own sign-ins that go on, whatever the organization; to one that is bound, those in its organization."""
    goes_on = sessions.c.ended_at.is_(None) & (sessions.c.expires_at > func.now())
    return (sessions.c.user_id == me()) & goes_on & ((sessions.c.organization_id == organization()) | not_(bound()))


def visible_passkeys(_: str) -> ColumnElement[bool]:
    """One's own passkeys, whatever the organization."""
    return passkeys.c.user_id == me()


def visible_api_tokens(role: str) -> ColumnElement[bool] | None:
    """One's own tokens; an Organizer sees all of the organization, to revoke what nobody should have."""
    return None if role == RoleName.ORGANIZER else api_tokens.c.user_id == me()


def visible_invitations(role: str) -> ColumnElement[bool] | None:
    """Organizers see all invitations, others those that they sent."""
    return None if role == RoleName.ORGANIZER else invitations.c.invited_by == me()


def visible_providers(role: str) -> ColumnElement[bool] | None:
    """Organizers see the identity provider's settings, nobody else."""
    return None if role == RoleName.ORGANIZER else false()


def visible_links(role: str) -> ColumnElement[bool] | None:
    """One's own link to the identity provider; an Organizer sees those of all."""
    return None if role == RoleName.ORGANIZER else identity_links.c.user_id == me()


def of_organization(scope: Scope, row: asyncpg.Record) -> Abilities:
    """Settings are changed where one works; deleting an organization is for its Organizers."""
    if row["id"] != scope.organization_id:
        return ()
    rights = allowed(scope.permissions, "settings", "update")
    return (*rights, "delete") if scope.role is RoleName.ORGANIZER else rights


def of_user(scope: Scope, row: asyncpg.Record) -> Abilities:
    """A person changes and deletes their own account, nobody else's."""
    return ("update", "delete") if row["id"] == scope.user_id else ()


def of_member(scope: Scope, row: asyncpg.Record) -> Abilities:
    """Organizers give roles, pause, remove, sign out and take lost second factors away; everybody may leave. A Manager may hold
    `pause_contributors`.
    """
    rights = allowed(scope.permissions, "users", "update", "delete", "assign")
    if scope.role is not RoleName.ORGANIZER:
        rights = ()
    elif row["user_id"] != scope.user_id:
        rights = (*rights, "pause", "reset_mfa", "end_sessions")
    may_pause = scope.role is RoleName.MANAGER and scope.may(META, "pause_contributors")
    if may_pause and row["role_name"] == RoleName.CONTRIBUTOR:
        rights = (*rights, "pause")
    return (*rights, "leave") if row["user_id"] == scope.user_id else rights


def of_role(scope: Scope, row: asyncpg.Record) -> Abilities:
    """Organizers change roles; a Manager with `manage_permissions` those of Contributors."""
    if row["organization_id"] is None:
        return ()
    if scope.role is RoleName.ORGANIZER:
        return ("update", "delete")
    managed = scope.may(META, "manage_permissions") and row["name"] == RoleName.CONTRIBUTOR
    return ("update",) if scope.role is RoleName.MANAGER and managed else ()


def of_kyc(scope: Scope, row: asyncpg.Record) -> Abilities:
    """A person hands in their documents; an Organizer decides on those of others that are handed in here, and sees no
    other (`visible_kyc`).
    """
    if row["user_id"] == scope.user_id:
        return ("update",)
    return ("decide",) if scope.role is RoleName.ORGANIZER else ()


def of_session(scope: Scope, row: asyncpg.Record) -> Abilities:
    """Anybody may end their own sign-ins."""
    return ("delete",) if row["user_id"] == scope.user_id else ()


def of_passkey(scope: Scope, row: asyncpg.Record) -> Abilities:
    """Anybody names and removes their own passkeys."""
    return ("update", "delete") if row["user_id"] == scope.user_id else ()


def of_sign_in_policy(scope: Scope, _: asyncpg.Record) -> Abilities:
    """Organizers say how people sign in."""
    return ("update",) if scope.role is RoleName.ORGANIZER and scope.may("settings", "update") else ()


def of_api_token(scope: Scope, row: asyncpg.Record) -> Abilities:
    """A token is revoked by its person, and by an Organizer."""
    return ("delete",) if row["user_id"] == scope.user_id or scope.role is RoleName.ORGANIZER else ()


def of_invitation(scope: Scope, _: asyncpg.Record) -> Abilities:
    """Who may invite may send again and take back."""
    return ("resend", "revoke") if scope.may("users", "create") else ()


def of_provider(scope: Scope, _: asyncpg.Record) -> Abilities:
    """Organizers alone set up how people of the company sign in."""
    return ("update", "delete", "prove", "test") if scope.role is RoleName.ORGANIZER else ()


def of_link(scope: Scope, row: asyncpg.Record) -> Abilities:
    """Anybody may unlink themselves, an Organizer everybody."""
    return ("delete",) if scope.role is RoleName.ORGANIZER or row["user_id"] == scope.user_id else ()


def nothing(_: Scope, __: asyncpg.Record) -> Abilities:
    """Records that are only looked at."""
    return ()
