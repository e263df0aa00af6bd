"""The activity log."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, UniqueConstraint, Uuid

from vistone.auth.tables.schema import metadata
from vistone.kernel.tables import elsewhere, json, tenant_table, words

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
    Index(None, "organization_id", "action", "created_at"),
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
