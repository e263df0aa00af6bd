"""Organizations and people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vistone.kernel.migrating import app_role

revision = "0001"
down_revision = None

SECURITY = (
    "GRANT SELECT, INSERT ON auth.activity_logs TO {app}",
    "ALTER TABLE auth.activity_logs ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.activity_logs FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.activity_logs FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON auth.activity_logs USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.invitations TO {app}",
    "ALTER TABLE auth.invitations ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.invitations FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.invitations FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON auth.invitations USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.organizations TO {app}",
    "ALTER TABLE auth.organizations ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.organizations FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.organizations FOR SELECT USING (id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.organization_id = organizations.id AND membership.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid) OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON auth.organizations USING (id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.roles TO {app}",
    "ALTER TABLE auth.roles ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.roles FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.roles FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR organization_id IS NULL)",
    "CREATE POLICY writing ON auth.roles USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.signing_keys TO {app}",
    "ALTER TABLE auth.signing_keys ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.signing_keys FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.signing_keys FOR SELECT USING (current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON auth.signing_keys USING (current_setting('vistone.system', true) = 'on') WITH CHECK (current_setting('vistone.system', true) = 'on')",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.users TO {app}",
    "ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.users FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.users FOR SELECT USING (users.id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = users.id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "CREATE POLICY writing ON auth.users USING (users.id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = users.id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)) WITH CHECK (users.id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = users.id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.kyc_data TO {app}",
    "ALTER TABLE auth.kyc_data ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.kyc_data FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.kyc_data FOR SELECT USING (kyc_data.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = kyc_data.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "CREATE POLICY writing ON auth.kyc_data USING (kyc_data.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = kyc_data.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)) WITH CHECK (kyc_data.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = kyc_data.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.mfa_settings TO {app}",
    "ALTER TABLE auth.mfa_settings ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.mfa_settings FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.mfa_settings FOR SELECT USING (mfa_settings.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = mfa_settings.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "CREATE POLICY writing ON auth.mfa_settings USING (mfa_settings.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = mfa_settings.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)) WITH CHECK (mfa_settings.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = mfa_settings.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.organization_members TO {app}",
    "ALTER TABLE auth.organization_members ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.organization_members FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.organization_members FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON auth.organization_members USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.sessions TO {app}",
    "ALTER TABLE auth.sessions ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.sessions FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.sessions FOR SELECT USING (sessions.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = sessions.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "CREATE POLICY writing ON auth.sessions USING (sessions.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = sessions.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)) WITH CHECK (sessions.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = sessions.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.refresh_tokens TO {app}",
    "ALTER TABLE auth.refresh_tokens ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.refresh_tokens FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.refresh_tokens FOR SELECT USING (refresh_tokens.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = refresh_tokens.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "CREATE POLICY writing ON auth.refresh_tokens USING (refresh_tokens.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = refresh_tokens.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)) WITH CHECK (refresh_tokens.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = refresh_tokens.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
)


def upgrade() -> None:
    """Organizations and people."""
    op.create_table(
        "activity_logs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("entity_type", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("metadata", postgresql.JSONB(), nullable=True),
        sa.Column("ip_address", sa.Text(), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_logs")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_activity_logs_organization_id_id")),
        schema="auth",
    )
    op.create_index(
        op.f("ix_activity_logs_organization_id_created_at_id"),
        "activity_logs",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="auth",
    )
    op.create_index(
        op.f("ix_activity_logs_organization_id_entity_type_entity_id"),
        "activity_logs",
        ["organization_id", "entity_type", "entity_id"],
        unique=False,
        schema="auth",
    )
    op.create_index(
        op.f("ix_activity_logs_organization_id_user_id_created_at"),
        "activity_logs",
        ["organization_id", "user_id", "created_at"],
        unique=False,
        schema="auth",
    )
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role_name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'pending'"), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role_name IN ('Organizer', 'Manager', 'Contributor', 'Client')", name=op.f("ck_invitations_role_name")
        ),
        sa.CheckConstraint("status IN ('pending', 'accepted', 'revoked')", name=op.f("ck_invitations_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_invitations_organization_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
        schema="auth",
    )
    op.create_index(
        "uq_invitations_pending",
        "invitations",
        ["organization_id", "email"],
        unique=True,
        schema="auth",
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("settings", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organizations_slug")),
        schema="auth",
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("permissions", postgresql.JSONB(), nullable=False),
        sa.Column("is_system", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("name IN ('Organizer', 'Manager', 'Contributor', 'Client')", name=op.f("ck_roles_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_roles_organization_id_id")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_roles_organization_id_name")),
        schema="auth",
    )
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("private_key", sa.LargeBinary(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_keys")),
        schema="auth",
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("password", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        schema="auth",
    )
    op.create_table(
        "kyc_data",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'pending'"), nullable=False),
        sa.Column("documents", postgresql.JSONB(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'rejected', 'resubmission_requested')", name=op.f("ck_kyc_data_status")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("fk_kyc_data_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kyc_data")),
        sa.UniqueConstraint("user_id", name=op.f("uq_kyc_data_user_id")),
        schema="auth",
    )
    op.create_table(
        "mfa_settings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("backup_codes", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["auth.users.id"], name=op.f("fk_mfa_settings_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mfa_settings")),
        sa.UniqueConstraint("user_id", name=op.f("uq_mfa_settings_user_id")),
        schema="auth",
    )
    op.create_table(
        "organization_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "role_id"],
            ["auth.roles.organization_id", "auth.roles.id"],
            name=op.f("fk_organization_members_organization_id_role_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["auth.users.id"], name=op.f("fk_organization_members_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_members")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_organization_members_organization_id_id")),
        sa.UniqueConstraint("organization_id", "user_id", name=op.f("uq_organization_members_organization_id_user_id")),
        schema="auth",
    )
    op.create_index(
        op.f("ix_organization_members_organization_id_role_id"),
        "organization_members",
        ["organization_id", "role_id"],
        unique=False,
        schema="auth",
    )
    op.create_index(
        op.f("ix_organization_members_user_id"), "organization_members", ["user_id"], unique=False, schema="auth"
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("ip_address", sa.Text(), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["auth.organizations.id"], name=op.f("fk_sessions_organization_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("fk_sessions_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        schema="auth",
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False, schema="auth")
    op.create_table(
        "refresh_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["auth.sessions.id"], name=op.f("fk_refresh_tokens_session_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["auth.users.id"], name=op.f("fk_refresh_tokens_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_tokens_token_hash")),
        schema="auth",
    )
    op.create_index(op.f("ix_refresh_tokens_session_id"), "refresh_tokens", ["session_id"], unique=False, schema="auth")
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
