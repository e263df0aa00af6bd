"""The collections of the service, and how their rows become records."""

from sqlalchemy import func, select

from vistone.auth import access
from vistone.auth.contracts import (
    ActivityLog,
    Invitation,
    InvitationStatus,
    KycData,
    KycStatus,
    MfaSetting,
    Organization,
    OrganizationMember,
    Passkey,
    Role,
    Session,
    SignInMethod,
    SignInPolicy,
    User,
)
from vistone.auth.tables import (
    activity_logs,
    invitations,
    kyc_data,
    mfa_settings,
    organization_members,
    organizations,
    passkeys,
    roles,
    sessions,
    sign_in_policies,
    users,
)
from vistone.kernel.collection import Collection
from vistone.kernel.db import organization
from vistone.kernel.filters import empty, same, span
from vistone.kernel.rows import View
from vistone.kernel.scope import RoleName

_ROLE_NAME = (
    select(roles.c.name)
    .where(roles.c.organization_id == organization(), roles.c.id == organization_members.c.role_id)
    .scalar_subquery()
)

_PASSKEYS = (
    select(func.count()).select_from(passkeys).where(passkeys.c.user_id == mfa_settings.c.user_id).scalar_subquery()
)

ORGANIZATION = View("organization", organizations, Organization, abilities=access.of_organization)
USER = View("person", users, User, abilities=access.of_user)
MEMBER = View(
    "member", organization_members, OrganizationMember, abilities=access.of_member, computed={"role_name": _ROLE_NAME}
)
ROLE = View("role", roles, Role, abilities=access.of_role)
KYC = View("KYC record", kyc_data, KycData, abilities=access.of_kyc)
MFA = View("MFA setting", mfa_settings, MfaSetting, abilities=access.nothing, computed={"passkeys": _PASSKEYS})
PASSKEY = View("passkey", passkeys, Passkey, abilities=access.of_passkey)
SIGN_IN_POLICY = View("sign-in policy", sign_in_policies, SignInPolicy, abilities=access.of_sign_in_policy)
ACTIVITY = View("log entry", activity_logs, ActivityLog, abilities=access.nothing)
INVITATION = View("invitation", invitations, Invitation, abilities=access.of_invitation)
SESSION = View("session", sessions, Session, abilities=access.of_session)

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
    filters=[
        same("user_id"),
        same("status", values=KycStatus),
        empty("submitted_at", "gathering"),
        span("submitted_at"),
        span("decided_at"),
    ],
    sorts={"updatedAt": kyc_data.c.updated_at, "submittedAt": kyc_data.c.submitted_at},
)
MFA_SETTINGS = Collection(
    MFA, resource="users", visible=access.visible_mfa, filters=[same("user_id"), same("enabled", bool)]
)
PASSKEYS = Collection(
    PASSKEY,
    resource="settings",
    visible=access.visible_passkeys,
    filters=[same("user_id")],
    sorts={"name": passkeys.c.name, "lastUsedAt": passkeys.c.last_used_at},
    personal=True,
)
SIGN_IN_POLICIES = Collection(SIGN_IN_POLICY, resource="settings")
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
    search=["action", "entity_type", "ip_address", "user_agent"],
)
SESSIONS = Collection(
    SESSION,
    resource="settings",
    visible=access.visible_sessions,
    filters=[same("user_id"), same("organization_id"), same("method", values=SignInMethod)],
    sorts={"lastUsedAt": sessions.c.last_used_at},
    default_sort="-lastUsedAt",
    personal=True,
)
INVITATIONS = Collection(
    INVITATION,
    resource="users",
    visible=access.visible_invitations,
    filters=[same("email", str), same("role_name", values=RoleName), same("status", values=InvitationStatus)],
    sorts={"email": invitations.c.email, "expiresAt": invitations.c.expires_at},
)
