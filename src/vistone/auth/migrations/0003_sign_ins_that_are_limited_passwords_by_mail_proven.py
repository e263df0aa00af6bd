"""Sign-ins that are limited, passwords by mail, proven addresses."""

import sqlalchemy as sa
from alembic import op

from vistone.kernel.migrating import app_role

revision = "0003"
down_revision = "0002"

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.attempts TO {app}",
    "ALTER TABLE auth.attempts ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.attempts FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.attempts FOR SELECT USING (current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON auth.attempts USING (current_setting('vistone.system', true) = 'on') WITH CHECK (current_setting('vistone.system', true) = 'on')",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.one_time_tokens TO {app}",
    "ALTER TABLE auth.one_time_tokens ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.one_time_tokens FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.one_time_tokens FOR SELECT USING (one_time_tokens.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = one_time_tokens.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "CREATE POLICY writing ON auth.one_time_tokens USING (one_time_tokens.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = one_time_tokens.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)) WITH CHECK (one_time_tokens.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = one_time_tokens.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
)


def upgrade() -> None:
    """Sign-ins that are limited, passwords by mail, proven addresses."""
    op.create_table(
        "attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("key", name=op.f("uq_attempts_key")),
        schema="auth",
    )
    op.create_table(
        "one_time_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('password_reset', 'email_verification')",
            name=op.f("ck_one_time_tokens_purpose"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["auth.users.id"], name=op.f("fk_one_time_tokens_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_tokens_token_hash")),
        schema="auth",
    )
    op.create_index(op.f("ix_one_time_tokens_user_id"), "one_time_tokens", ["user_id"], unique=False, schema="auth")
    op.add_column("users", sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True), schema="auth")
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
