"""The tables of schema `notification`."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, UniqueConstraint, text

from vistone.kernel.tables import elsewhere, json, schema, tenant_table, words
from vistone.notification.contracts import Channel

metadata = schema("notification")

_CHANNELS = ", ".join(f'"{channel.value}"' for channel in Channel)

notification_templates = tenant_table(
    metadata,
    "notification_templates",
    words("name"),
    words("content"),
    json("channels", nullable=False),
    # jsonb_typeof first: to <@ a lone "email" counts as an array of one.
    CheckConstraint(f"jsonb_typeof(channels) = 'array' AND channels <@ '[{_CHANNELS}]'::jsonb", name="channels"),
    UniqueConstraint("organization_id", "name"),
)

notification_preferences = tenant_table(
    metadata,
    "notification_preferences",
    elsewhere("user_id"),
    json("preferences", nullable=False),
    UniqueConstraint("organization_id", "user_id"),
)

notifications = tenant_table(
    metadata,
    "notifications",
    elsewhere("user_id"),
    words("content"),
    Column("is_read", Boolean, nullable=False, server_default=text("false")),
    words("type", nullable=True),
    Index(None, "organization_id", "user_id", "is_read", "created_at"),
    Index(None, "organization_id", "user_id", "created_at", "id"),
    updated=False,
)
