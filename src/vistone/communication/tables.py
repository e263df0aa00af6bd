"""The tables of schema `communication`."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, UniqueConstraint, text

from vistone.communication.contracts import ChannelRole, ChannelType, LogType
from vistone.kernel.tables import belongs_to, elsewhere, json, one_of, schema, tenant_table, words

metadata = schema("communication")

chat_channels = tenant_table(
    metadata,
    "chat_channels",
    words("name", nullable=True),
    *one_of("type", ChannelType),
    elsewhere("team_id", nullable=True),
    elsewhere("project_id", nullable=True),
    Column("is_private", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("name IS NOT NULL OR type IN ('group', 'direct')", name="name"),
    CheckConstraint("type <> 'team' OR team_id IS NOT NULL", name="team"),
    CheckConstraint("type NOT IN ('project', 'client') OR project_id IS NOT NULL", name="project"),
    Index(None, "organization_id", "created_at", "id"),
    Index(None, "organization_id", "project_id"),
    Index(None, "organization_id", "team_id"),
    deletable=True,
)

channel_members = tenant_table(
    metadata,
    "channel_members",
    *belongs_to("channel_id", "communication.chat_channels"),
    elsewhere("user_id"),
    *one_of("role", ChannelRole, nullable=True),
    UniqueConstraint("organization_id", "channel_id", "user_id"),
    Index(None, "organization_id", "user_id"),
)

chat_messages = tenant_table(
    metadata,
    "chat_messages",
    *belongs_to("channel_id", "communication.chat_channels"),
    elsewhere("sender_id"),
    words("content"),
    json("ai_flags"),
    Index(None, "organization_id", "channel_id", "created_at", "id"),
    Index(None, "organization_id", "sender_id", "created_at"),
    Index(None, "organization_id", "created_at", "id"),
)

# Mentions and attachments know their channel too: live topics and visibility need no look at the message.
message_mentions = tenant_table(
    metadata,
    "message_mentions",
    *belongs_to("channel_id", "communication.chat_channels"),
    *belongs_to("message_id", "communication.chat_messages"),
    elsewhere("user_id"),
    UniqueConstraint("organization_id", "message_id", "user_id"),
    Index(None, "organization_id", "user_id", "created_at", "id"),
    updated=False,
)

message_attachments = tenant_table(
    metadata,
    "message_attachments",
    *belongs_to("channel_id", "communication.chat_channels"),
    *belongs_to("message_id", "communication.chat_messages"),
    words("url"),
    words("file_type"),
    updated=False,
)

communication_logs = tenant_table(
    metadata,
    "communication_logs",
    elsewhere("author_id"),
    *one_of("type", LogType),
    json("details", nullable=False),
    Index(None, "organization_id", "created_at", "id"),
    updated=False,
)
