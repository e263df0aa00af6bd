"""KYC as a process, personal API tokens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vistone.kernel.migrating import app_role

revision = "0004"
down_revision = "0003"

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.api_tokens TO {app}",
    "ALTER TABLE auth.api_tokens ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.api_tokens FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.api_tokens FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON auth.api_tokens USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.kyc_files TO {app}",
    "ALTER TABLE auth.kyc_files ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.kyc_files FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.kyc_files FOR SELECT USING (kyc_files.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = kyc_files.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "CREATE POLICY writing ON auth.kyc_files USING (kyc_files.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = kyc_files.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)) WITH CHECK (kyc_files.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = kyc_files.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
)


def upgrade() -> None:
    """KYC as a process, personal API tokens."""
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("permissions", postgresql.JSONB(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("fk_api_tokens_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_api_tokens_organization_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
        schema="auth",
    )
    op.create_index(
        op.f("ix_api_tokens_organization_id_user_id"),
        "api_tokens",
        ["organization_id", "user_id"],
        unique=False,
        schema="auth",
    )
    op.create_table(
        "kyc_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("fk_kyc_files_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kyc_files")),
        schema="auth",
    )
    op.create_index(op.f("ix_kyc_files_user_id"), "kyc_files", ["user_id"], unique=False, schema="auth")
    op.create_index(
        op.f("ix_activity_logs_organization_id_action_created_at"),
        "activity_logs",
        ["organization_id", "action", "created_at"],
        unique=False,
        schema="auth",
    )
    op.add_column("kyc_data", sa.Column("reason", sa.Text(), nullable=True), schema="auth")
    op.add_column("kyc_data", sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True), schema="auth")
    op.add_column("kyc_data", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True), schema="auth")
    op.add_column("kyc_data", sa.Column("decided_by", sa.Uuid(), nullable=True), schema="auth")
    op.add_column("kyc_data", sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True), schema="auth")
    _take_over_what_was_handed_in()
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))


def _take_over_what_was_handed_in() -> None:
    """What was handed in before counts as submitted, and what was decided as decided then; there were no files."""
    op.execute("ALTER TABLE auth.kyc_data NO FORCE ROW LEVEL SECURITY")  # the owner looks over all persons
    op.execute(
        "UPDATE auth.kyc_data SET submitted_at = updated_at, "
        "decided_at = CASE WHEN status <> 'pending' THEN coalesce(verified_at, updated_at) END, "
        "documents = CASE WHEN jsonb_typeof(documents) = 'object' THEN documents || '{\"items\": []}' END"
    )
    op.execute("ALTER TABLE auth.kyc_data FORCE ROW LEVEL SECURITY")
