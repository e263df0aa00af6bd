"""The tables of schema `auth`."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from vistone.auth.contracts import InvitationStatus, KycStatus, TokenPurpose
from vistone.kernel.policies import ORGANIZATION, PERSON, SYSTEM
from vistone.kernel.scope import RoleName
from vistone.kernel.tables import (
    belongs_to,
    elsewhere,
    global_table,
    json,
    moment,
    one_of,
    person_table,
    schema,
    tenant_table,
    words,
)

metadata = schema("auth")

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

users = person_table(
    metadata,
    "users",
    words("email"),  # in lower case, so that one address is one person
    words("first_name", nullable=True),
    words("last_name", nullable=True),
    words("password", nullable=True),  # an argon2id hash
    moment("email_verified_at"),
    UniqueConstraint("email"),
    owner="id",
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

kyc_data = person_table(
    metadata,
    "kyc_data",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, unique=True),
    *one_of("status", KycStatus, default=KycStatus.PENDING),
    json("documents"),
    moment("verified_at"),
)

mfa_settings = person_table(
    metadata,
    "mfa_settings",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, unique=True),
    Column("enabled", Boolean, nullable=False, server_default=text("false")),
    words("secret", nullable=True),  # sealed
    Column("backup_codes", ARRAY(Text), nullable=False, server_default=text("'{}'")),  # hashes
)

activity_logs = tenant_table(
    metadata,
    "activity_logs",
    elsewhere("user_id", nullable=True),  # no key: the log outlives the person
    words("action"),
    words("entity_type"),
    Column("entity_id", Uuid),
    json("metadata"),
    words("ip_address", nullable=True),
    words("user_agent", nullable=True),
    # The place in the organization's log, and the hash that chains it to the entry before (see `chain`).
    Column("sequence", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("organization_id", "sequence"),
    Index(None, "organization_id", "created_at", "id"),
    Index(None, "organization_id", "user_id", "created_at"),
    Index(None, "organization_id", "entity_type", "entity_id"),
    updated=False,
    append_only=True,
)

# How long each log is and how it ends: an end that was cut off would else go unseen.
activity_heads = tenant_table(
    metadata,
    "activity_heads",
    Column("sequence", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("organization_id"),
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

sessions = person_table(
    metadata,
    "sessions",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("organization_id", Uuid, ForeignKey(organizations.c.id, ondelete="CASCADE"), nullable=False),
    words("ip_address", nullable=True),
    words("user_agent", nullable=True),
    moment("last_used_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("ended_at"),
)

# A session's refresh tokens, each used once: the family that ends when one is used again.
refresh_tokens = person_table(
    metadata,
    "refresh_tokens",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    Column("session_id", Uuid, ForeignKey(sessions.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    moment("used_at"),
    moment("expires_at", nullable=False),
    updated=False,
)

# What a mail hands out, good once and for a while.
one_time_tokens = person_table(
    metadata,
    "one_time_tokens",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, index=True),
    elsewhere("organization_id"),
    *one_of("purpose", TokenPurpose),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    moment("expires_at", nullable=False),
    moment("used_at"),
    updated=False,
)

attempts = global_table(
    metadata,
    "attempts",
    Column("key", LargeBinary, nullable=False, unique=True),
    Column("tries", Integer, nullable=False),
    moment("blocked_until"),
    visible=SYSTEM,
    writable=SYSTEM,
)

signing_keys = global_table(
    metadata,
    "signing_keys",
    Column("private_key", LargeBinary, nullable=False),  # a JWK, sealed
    moment("retired_at"),
    visible=SYSTEM,
    writable=SYSTEM,
    updated=False,
)
