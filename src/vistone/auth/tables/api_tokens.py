"""Personal API tokens."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Uuid

from vistone.auth.tables.people import users
from vistone.auth.tables.schema import metadata
from vistone.kernel.policies import SYSTEM
from vistone.kernel.tables import json, moment, tenant_table, words

api_tokens = tenant_table(
    metadata,
    "api_tokens",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    words("name"),
    json("permissions", nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    words("hint"),
    moment("expires_at", nullable=False),
    moment("last_used_at"),
    Index(None, "organization_id", "user_id"),
    also_visible=SYSTEM,
)
