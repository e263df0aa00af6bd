"""Organizations, who belongs to them as what, and who is invited."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, LargeBinary, UniqueConstraint, Uuid, text

from vistone.auth.contracts import InvitationStatus
from vistone.auth.tables.people import users
from vistone.auth.tables.schema import metadata
from vistone.kernel.policies import ORGANIZATION, PERSON, SYSTEM
from vistone.kernel.scope import RoleName
from vistone.kernel.tables import belongs_to, global_table, json, moment, one_of, tenant_table, words

# A person sees the organizations they belong to, also while working in another one.
_MINE = (
    "EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.organization_id = organizations.id "
    f"AND membership.user_id = {PERSON})"
)

organizations = global_table(
    metadata,
    "organizations",
    words("name"),
    words("slug"),
    json("settings"),
    UniqueConstraint("slug"),
    visible=f"id = {ORGANIZATION} OR {_MINE} OR {SYSTEM}",
    writable=f"id = {ORGANIZATION}",
    deletable=True,
)

roles = tenant_table(
    metadata,
    "roles",
    *one_of("name", RoleName),
    json("permissions", nullable=False),
    Column("is_system", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("organization_id", "name"),
    shared=True,
    also_visible=SYSTEM,
)

organization_members = tenant_table(
    metadata,
    "organization_members",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    *belongs_to("role_id", "auth.roles", nullable=True, on_delete="RESTRICT"),
    moment("paused_at"),
    UniqueConstraint("organization_id", "user_id"),
    Index(None, "user_id"),
    also_visible=f"user_id = {PERSON} OR {SYSTEM}",
)

invitations = tenant_table(
    metadata,
    "invitations",
    words("email"),
    *one_of("role_name", RoleName),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    *one_of("status", InvitationStatus, default=InvitationStatus.PENDING),
    Column("invited_by", Uuid, nullable=False),
    moment("expires_at", nullable=False),
    moment("accepted_at"),
    # One open invitation for an address; the next one replaces it.
    Index(
        "uq_invitations_pending",
        "organization_id",
        "email",
        unique=True,
        postgresql_where=text("status = 'pending'"),
    ),
    also_visible=SYSTEM,
)
