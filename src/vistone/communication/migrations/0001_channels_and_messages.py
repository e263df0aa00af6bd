"""Channels and messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vistone.kernel.migrating import app_role

revision = "0001"
down_revision = None

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON communication.chat_channels TO {app}",
    "ALTER TABLE communication.chat_channels ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE communication.chat_channels FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON communication.chat_channels FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON communication.chat_channels USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON communication.communication_logs TO {app}",
    "ALTER TABLE communication.communication_logs ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE communication.communication_logs FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON communication.communication_logs FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON communication.communication_logs USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON communication.channel_members TO {app}",
    "ALTER TABLE communication.channel_members ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE communication.channel_members FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON communication.channel_members FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON communication.channel_members USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON communication.chat_messages TO {app}",
    "ALTER TABLE communication.chat_messages ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE communication.chat_messages FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON communication.chat_messages FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON communication.chat_messages USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON communication.message_attachments TO {app}",
    "ALTER TABLE communication.message_attachments ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE communication.message_attachments FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON communication.message_attachments FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON communication.message_attachments USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON communication.message_mentions TO {app}",
    "ALTER TABLE communication.message_mentions ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE communication.message_mentions FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON communication.message_mentions FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON communication.message_mentions USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """Channels and messages."""
    op.create_table(
        "chat_channels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("is_private", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("name IS NOT NULL OR type IN ('group', 'direct')", name=op.f("ck_chat_channels_name")),
        sa.CheckConstraint("type <> 'team' OR team_id IS NOT NULL", name=op.f("ck_chat_channels_team")),
        sa.CheckConstraint(
            "type IN ('organization', 'team', 'project', 'client', 'group', 'direct')",
            name=op.f("ck_chat_channels_type"),
        ),
        sa.CheckConstraint(
            "type NOT IN ('project', 'client') OR project_id IS NOT NULL", name=op.f("ck_chat_channels_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_channels")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_chat_channels_organization_id_id")),
        schema="communication",
    )
    op.create_index(
        op.f("ix_chat_channels_organization_id_created_at_id"),
        "chat_channels",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="communication",
    )
    op.create_index(
        op.f("ix_chat_channels_organization_id_project_id"),
        "chat_channels",
        ["organization_id", "project_id"],
        unique=False,
        schema="communication",
    )
    op.create_index(
        op.f("ix_chat_channels_organization_id_team_id"),
        "chat_channels",
        ["organization_id", "team_id"],
        unique=False,
        schema="communication",
    )
    op.create_table(
        "communication_logs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint(
            "type IN ('call', 'meeting', 'email', 'note', 'message')", name=op.f("ck_communication_logs_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communication_logs")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_communication_logs_organization_id_id")),
        schema="communication",
    )
    op.create_index(
        op.f("ix_communication_logs_organization_id_created_at_id"),
        "communication_logs",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="communication",
    )
    op.create_table(
        "channel_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.CheckConstraint("role IN ('owner', 'admin', 'member', 'guest')", name=op.f("ck_channel_members_role")),
        sa.ForeignKeyConstraint(
            ["organization_id", "channel_id"],
            ["communication.chat_channels.organization_id", "communication.chat_channels.id"],
            name=op.f("fk_channel_members_organization_id_channel_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_members")),
        sa.UniqueConstraint(
            "organization_id",
            "channel_id",
            "user_id",
            name=op.f("uq_channel_members_organization_id_channel_id_user_id"),
        ),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_channel_members_organization_id_id")),
        schema="communication",
    )
    op.create_index(
        op.f("ix_channel_members_organization_id_channel_id"),
        "channel_members",
        ["organization_id", "channel_id"],
        unique=False,
        schema="communication",
    )
    op.create_index(
        op.f("ix_channel_members_organization_id_user_id"),
        "channel_members",
        ["organization_id", "user_id"],
        unique=False,
        schema="communication",
    )
    op.create_table(
        "chat_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("ai_flags", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "channel_id"],
            ["communication.chat_channels.organization_id", "communication.chat_channels.id"],
            name=op.f("fk_chat_messages_organization_id_channel_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_messages")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_chat_messages_organization_id_id")),
        schema="communication",
    )
    op.create_index(
        op.f("ix_chat_messages_organization_id_channel_id"),
        "chat_messages",
        ["organization_id", "channel_id"],
        unique=False,
        schema="communication",
    )
    op.create_index(
        op.f("ix_chat_messages_organization_id_channel_id_created_at_id"),
        "chat_messages",
        ["organization_id", "channel_id", "created_at", "id"],
        unique=False,
        schema="communication",
    )
    op.create_index(
        op.f("ix_chat_messages_organization_id_created_at_id"),
        "chat_messages",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="communication",
    )
    op.create_index(
        op.f("ix_chat_messages_organization_id_sender_id_created_at"),
        "chat_messages",
        ["organization_id", "sender_id", "created_at"],
        unique=False,
        schema="communication",
    )
    op.create_table(
        "message_attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("file_type", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "channel_id"],
            ["communication.chat_channels.organization_id", "communication.chat_channels.id"],
            name=op.f("fk_message_attachments_organization_id_channel_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "message_id"],
            ["communication.chat_messages.organization_id", "communication.chat_messages.id"],
            name=op.f("fk_message_attachments_organization_id_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_attachments")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_message_attachments_organization_id_id")),
        schema="communication",
    )
    op.create_index(
        op.f("ix_message_attachments_organization_id_channel_id"),
        "message_attachments",
        ["organization_id", "channel_id"],
        unique=False,
        schema="communication",
    )
    op.create_index(
        op.f("ix_message_attachments_organization_id_message_id"),
        "message_attachments",
        ["organization_id", "message_id"],
        unique=False,
        schema="communication",
    )
    op.create_table(
        "message_mentions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "channel_id"],
            ["communication.chat_channels.organization_id", "communication.chat_channels.id"],
            name=op.f("fk_message_mentions_organization_id_channel_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "message_id"],
            ["communication.chat_messages.organization_id", "communication.chat_messages.id"],
            name=op.f("fk_message_mentions_organization_id_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_mentions")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_message_mentions_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id",
            "message_id",
            "user_id",
            name=op.f("uq_message_mentions_organization_id_message_id_user_id"),
        ),
        schema="communication",
    )
    op.create_index(
        op.f("ix_message_mentions_organization_id_channel_id"),
        "message_mentions",
        ["organization_id", "channel_id"],
        unique=False,
        schema="communication",
    )
    op.create_index(
        op.f("ix_message_mentions_organization_id_message_id"),
        "message_mentions",
        ["organization_id", "message_id"],
        unique=False,
        schema="communication",
    )
    op.create_index(
        op.f("ix_message_mentions_organization_id_user_id_created_at_id"),
        "message_mentions",
        ["organization_id", "user_id", "created_at", "id"],
        unique=False,
        schema="communication",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
