"""Clients, proposals and feedback."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vistone.kernel.migrating import app_role

revision = "0001"
down_revision = None

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON client.clients TO {app}",
    "ALTER TABLE client.clients ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE client.clients FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON client.clients FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON client.clients USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON client.client_contacts TO {app}",
    "ALTER TABLE client.client_contacts ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE client.client_contacts FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON client.client_contacts FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON client.client_contacts USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON client.client_feedback TO {app}",
    "ALTER TABLE client.client_feedback ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE client.client_feedback FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON client.client_feedback FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON client.client_feedback USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON client.project_clients TO {app}",
    "ALTER TABLE client.project_clients ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE client.project_clients FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON client.project_clients FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON client.project_clients USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON client.proposals TO {app}",
    "ALTER TABLE client.proposals ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE client.proposals FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON client.proposals FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON client.proposals USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """Clients, proposals and feedback."""
    op.create_table(
        "clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact_info", postgresql.JSONB(), nullable=True),
        sa.Column("portal_access", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_clients_organization_id_id")),
        schema="client",
    )
    op.create_index(
        op.f("ix_clients_organization_id_created_at_id"),
        "clients",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="client",
    )
    op.create_table(
        "client_contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "client_id"],
            ["client.clients.organization_id", "client.clients.id"],
            name=op.f("fk_client_contacts_organization_id_client_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_contacts")),
        sa.UniqueConstraint(
            "organization_id", "client_id", "user_id", name=op.f("uq_client_contacts_organization_id_client_id_user_id")
        ),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_client_contacts_organization_id_id")),
        schema="client",
    )
    op.create_index(
        op.f("ix_client_contacts_organization_id_client_id"),
        "client_contacts",
        ["organization_id", "client_id"],
        unique=False,
        schema="client",
    )
    op.create_index(
        op.f("ix_client_contacts_organization_id_user_id"),
        "client_contacts",
        ["organization_id", "user_id"],
        unique=False,
        schema="client",
    )
    op.create_table(
        "client_feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_client_feedback_rating")),
        sa.ForeignKeyConstraint(
            ["organization_id", "client_id"],
            ["client.clients.organization_id", "client.clients.id"],
            name=op.f("fk_client_feedback_organization_id_client_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_feedback")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_client_feedback_organization_id_id")),
        schema="client",
    )
    op.create_index(
        op.f("ix_client_feedback_organization_id_client_id"),
        "client_feedback",
        ["organization_id", "client_id"],
        unique=False,
        schema="client",
    )
    op.create_index(
        op.f("ix_client_feedback_organization_id_created_at_id"),
        "client_feedback",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="client",
    )
    op.create_index(
        op.f("ix_client_feedback_organization_id_project_id"),
        "client_feedback",
        ["organization_id", "project_id"],
        unique=False,
        schema="client",
    )
    op.create_table(
        "project_clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "client_id"],
            ["client.clients.organization_id", "client.clients.id"],
            name=op.f("fk_project_clients_organization_id_client_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_clients")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_project_clients_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id",
            "project_id",
            "client_id",
            name=op.f("uq_project_clients_organization_id_project_id_client_id"),
        ),
        schema="client",
    )
    op.create_index(
        op.f("ix_project_clients_organization_id_client_id"),
        "project_clients",
        ["organization_id", "client_id"],
        unique=False,
        schema="client",
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'draft'"), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'sent', 'viewed', 'accepted', 'declined', 'expired', 'revised')",
            name=op.f("ck_proposals_status"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "client_id"],
            ["client.clients.organization_id", "client.clients.id"],
            name=op.f("fk_proposals_organization_id_client_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_proposals_organization_id_id")),
        schema="client",
    )
    op.create_index(
        op.f("ix_proposals_organization_id_client_id"),
        "proposals",
        ["organization_id", "client_id"],
        unique=False,
        schema="client",
    )
    op.create_index(
        op.f("ix_proposals_organization_id_created_at_id"),
        "proposals",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="client",
    )
    op.create_index(
        op.f("ix_proposals_organization_id_status"),
        "proposals",
        ["organization_id", "status"],
        unique=False,
        schema="client",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
