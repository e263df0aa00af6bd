"""Notifications, preferences and templates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vistone.kernel.migrating import app_role

revision = "0001"
down_revision = None

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON notification.notification_preferences TO {app}",
    "ALTER TABLE notification.notification_preferences ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE notification.notification_preferences FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON notification.notification_preferences FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON notification.notification_preferences USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON notification.notification_templates TO {app}",
    "ALTER TABLE notification.notification_templates ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE notification.notification_templates FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON notification.notification_templates FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON notification.notification_templates USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON notification.notifications TO {app}",
    "ALTER TABLE notification.notifications ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE notification.notifications FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON notification.notifications FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON notification.notifications USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """Notifications, preferences and templates."""
    op.create_table(
        "notification_preferences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("preferences", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_preferences")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_notification_preferences_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "user_id", name=op.f("uq_notification_preferences_organization_id_user_id")
        ),
        schema="notification",
    )
    op.create_table(
        "notification_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("channels", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint(
            'jsonb_typeof(channels) = \'array\' AND channels <@ \'["in_app", "email", "web_push", "webhook", "chat"]\'::jsonb',
            name=op.f("ck_notification_templates_channels"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_templates")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_notification_templates_organization_id_id")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_notification_templates_organization_id_name")),
        schema="notification",
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("is_read", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_notifications_organization_id_id")),
        schema="notification",
    )
    op.create_index(
        op.f("ix_notifications_organization_id_user_id_created_at_id"),
        "notifications",
        ["organization_id", "user_id", "created_at", "id"],
        unique=False,
        schema="notification",
    )
    op.create_index(
        op.f("ix_notifications_organization_id_user_id_is_read_created_at"),
        "notifications",
        ["organization_id", "user_id", "is_read", "created_at"],
        unique=False,
        schema="notification",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
