"""Identity providers, links to them, second factors."""

import sqlalchemy as sa
from alembic import op

from vistone.kernel.migrating import app_role

revision = "0005"
down_revision = "0004"

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.identity_providers TO {app}",
    "ALTER TABLE auth.identity_providers ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.identity_providers FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.identity_providers FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON auth.identity_providers USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.sign_in_policies TO {app}",
    "ALTER TABLE auth.sign_in_policies ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.sign_in_policies FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.sign_in_policies FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON auth.sign_in_policies USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.challenges TO {app}",
    "ALTER TABLE auth.challenges ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.challenges FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.challenges FOR SELECT USING (current_setting('vistone.system', true) = 'on' OR user_id = nullif(current_setting('vistone.user_id', true), '')::uuid)",
    "CREATE POLICY writing ON auth.challenges USING (current_setting('vistone.system', true) = 'on' OR user_id = nullif(current_setting('vistone.user_id', true), '')::uuid) WITH CHECK (current_setting('vistone.system', true) = 'on' OR user_id = nullif(current_setting('vistone.user_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.former_members TO {app}",
    "ALTER TABLE auth.former_members ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.former_members FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.former_members FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON auth.former_members USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.identity_links TO {app}",
    "ALTER TABLE auth.identity_links ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.identity_links FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.identity_links FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON auth.identity_links USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.passkeys TO {app}",
    "ALTER TABLE auth.passkeys ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.passkeys FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.passkeys FOR SELECT USING (passkeys.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = passkeys.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "CREATE POLICY writing ON auth.passkeys USING (passkeys.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = passkeys.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)) WITH CHECK (passkeys.user_id = nullif(current_setting('vistone.user_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on' OR EXISTS (SELECT 1 FROM auth.organization_members AS membership WHERE membership.user_id = passkeys.user_id AND membership.organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid))",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.proven_domains TO {app}",
    "ALTER TABLE auth.proven_domains ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.proven_domains FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.proven_domains FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON auth.proven_domains USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """Identity providers, links to them, second factors."""
    op.create_table(
        "identity_providers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("client_secret", sa.LargeBinary(), nullable=False),
        sa.Column("domains", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("default_role", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint(
            "default_role IN ('Manager', 'Contributor', 'Client')", name=op.f("ck_identity_providers_default_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_providers")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_identity_providers_organization_id_id")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_identity_providers_organization_id")),
        schema="auth",
    )
    op.create_table(
        "sign_in_policies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mfa_roles", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("password_sign_in", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint(
            "mfa_roles <@ ARRAY['Organizer', 'Manager', 'Contributor', 'Client']",
            name=op.f("ck_sign_in_policies_mfa_roles"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_policies")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_sign_in_policies_organization_id_id")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_sign_in_policies_organization_id")),
        schema="auth",
    )
    op.create_table(
        "challenges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("home_id", sa.Uuid(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('second_factor', 'passkey_registration', 'passkey_sign_in')", name=op.f("ck_challenges_kind")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("fk_challenges_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
        sa.UniqueConstraint("secret", name=op.f("uq_challenges_secret")),
        schema="auth",
    )
    op.create_index(op.f("ix_challenges_user_id"), "challenges", ["user_id"], unique=False, schema="auth")
    op.create_table(
        "former_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["auth.users.id"], name=op.f("fk_former_members_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_members")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_former_members_organization_id_id")),
        sa.UniqueConstraint("organization_id", "user_id", name=op.f("uq_former_members_organization_id_user_id")),
        schema="auth",
    )
    op.create_index(op.f("ix_former_members_user_id"), "former_members", ["user_id"], unique=False, schema="auth")
    op.create_table(
        "identity_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "provider_id"],
            ["auth.identity_providers.organization_id", "auth.identity_providers.id"],
            name=op.f("fk_identity_links_organization_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["auth.users.id"], name=op.f("fk_identity_links_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_links")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_identity_links_organization_id_id")),
        sa.UniqueConstraint("provider_id", "subject", name=op.f("uq_identity_links_provider_id_subject")),
        sa.UniqueConstraint("provider_id", "user_id", name=op.f("uq_identity_links_provider_id_user_id")),
        schema="auth",
    )
    op.create_index(
        op.f("ix_identity_links_organization_id_provider_id"),
        "identity_links",
        ["organization_id", "provider_id"],
        unique=False,
        schema="auth",
    )
    op.create_index(op.f("ix_identity_links_user_id"), "identity_links", ["user_id"], unique=False, schema="auth")
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["auth.users.id"], name=op.f("fk_passkeys_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
        schema="auth",
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"], unique=False, schema="auth")
    op.create_table(
        "proven_domains",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "provider_id"],
            ["auth.identity_providers.organization_id", "auth.identity_providers.id"],
            name=op.f("fk_proven_domains_organization_id_provider_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proven_domains")),
        sa.UniqueConstraint("domain", name=op.f("uq_proven_domains_domain")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_proven_domains_organization_id_id")),
        schema="auth",
    )
    op.create_index(
        op.f("ix_proven_domains_organization_id_provider_id"),
        "proven_domains",
        ["organization_id", "provider_id"],
        unique=False,
        schema="auth",
    )
    op.add_column("mfa_settings", sa.Column("last_step", sa.BigInteger(), nullable=True), schema="auth")
    op.add_column(
        "sessions", sa.Column("method", sa.Text(), server_default=sa.text("'password'"), nullable=False), schema="auth"
    )
    op.add_column("sessions", sa.Column("mfa_at", sa.DateTime(timezone=True), nullable=True), schema="auth")
    op.add_column("sessions", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True), schema="auth")
    op.add_column(
        "sessions", sa.Column("bound", sa.Boolean(), server_default=sa.text("false"), nullable=False), schema="auth"
    )
    op.create_check_constraint(
        op.f("ck_sessions_method"), "sessions", "method IN ('password', 'passkey', 'oidc')", schema="auth"
    )
    # Each organization has its policy, also those from before; row level security shows them to the system alone.
    op.execute("SELECT set_config('vistone.system', 'on', true)")
    op.execute(
        "INSERT INTO auth.sign_in_policies (id, organization_id, created_at, updated_at) "
        "SELECT gen_random_uuid(), id, now(), now() FROM auth.organizations"
    )
    op.execute("SELECT set_config('vistone.system', '', true)")
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
