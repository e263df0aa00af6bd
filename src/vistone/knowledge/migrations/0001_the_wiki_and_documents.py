"""The wiki and documents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vistone.kernel.migrating import app_role

revision = "0001"
down_revision = None

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.document_folders TO {app}",
    "ALTER TABLE knowledge.document_folders ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE knowledge.document_folders FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON knowledge.document_folders FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON knowledge.document_folders USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.wiki_pages TO {app}",
    "ALTER TABLE knowledge.wiki_pages ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE knowledge.wiki_pages FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON knowledge.wiki_pages FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON knowledge.wiki_pages USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.documents TO {app}",
    "ALTER TABLE knowledge.documents ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE knowledge.documents FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON knowledge.documents FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON knowledge.documents USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.wiki_page_versions TO {app}",
    "ALTER TABLE knowledge.wiki_page_versions ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE knowledge.wiki_page_versions FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON knowledge.wiki_page_versions FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON knowledge.wiki_page_versions USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.document_links TO {app}",
    "ALTER TABLE knowledge.document_links ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE knowledge.document_links FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON knowledge.document_links FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON knowledge.document_links USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.document_permissions TO {app}",
    "ALTER TABLE knowledge.document_permissions ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE knowledge.document_permissions FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON knowledge.document_permissions FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON knowledge.document_permissions USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """The wiki and documents."""
    op.create_table(
        "document_folders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "parent_id"],
            ["knowledge.document_folders.organization_id", "knowledge.document_folders.id"],
            name=op.f("fk_document_folders_organization_id_parent_id"),
            ondelete="SET NULL (parent_id)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_folders")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_document_folders_organization_id_id")),
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_document_folders_organization_id_name_id"),
        "document_folders",
        ["organization_id", "name", "id"],
        unique=False,
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_document_folders_organization_id_parent_id"),
        "document_folders",
        ["organization_id", "parent_id"],
        unique=False,
        schema="knowledge",
    )
    op.create_table(
        "wiki_pages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "parent_id"],
            ["knowledge.wiki_pages.organization_id", "knowledge.wiki_pages.id"],
            name=op.f("fk_wiki_pages_organization_id_parent_id"),
            ondelete="SET NULL (parent_id)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wiki_pages")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_wiki_pages_organization_id_id")),
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_wiki_pages_organization_id_created_at_id"),
        "wiki_pages",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_wiki_pages_organization_id_parent_id"),
        "wiki_pages",
        ["organization_id", "parent_id"],
        unique=False,
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_wiki_pages_organization_id_title_id"),
        "wiki_pages",
        ["organization_id", "title", "id"],
        unique=False,
        schema="knowledge",
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("folder_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("metadata", postgresql.JSONB(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_documents_version")),
        sa.ForeignKeyConstraint(
            ["organization_id", "folder_id"],
            ["knowledge.document_folders.organization_id", "knowledge.document_folders.id"],
            name=op.f("fk_documents_organization_id_folder_id"),
            ondelete="SET NULL (folder_id)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_documents_organization_id_id")),
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_documents_organization_id_created_at_id"),
        "documents",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_documents_organization_id_folder_id"),
        "documents",
        ["organization_id", "folder_id"],
        unique=False,
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_documents_organization_id_name_id"),
        "documents",
        ["organization_id", "name", "id"],
        unique=False,
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_documents_organization_id_project_id"),
        "documents",
        ["organization_id", "project_id"],
        unique=False,
        schema="knowledge",
    )
    op.create_table(
        "wiki_page_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wiki_page_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_wiki_page_versions_version")),
        sa.ForeignKeyConstraint(
            ["organization_id", "wiki_page_id"],
            ["knowledge.wiki_pages.organization_id", "knowledge.wiki_pages.id"],
            name=op.f("fk_wiki_page_versions_organization_id_wiki_page_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wiki_page_versions")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_wiki_page_versions_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id",
            "wiki_page_id",
            "version",
            name=op.f("uq_wiki_page_versions_organization_id_wiki_page_id_version"),
        ),
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_wiki_page_versions_organization_id_wiki_page_id"),
        "wiki_page_versions",
        ["organization_id", "wiki_page_id"],
        unique=False,
        schema="knowledge",
    )
    op.create_table(
        "document_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("entity_type", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "document_id"],
            ["knowledge.documents.organization_id", "knowledge.documents.id"],
            name=op.f("fk_document_links_organization_id_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_links")),
        sa.UniqueConstraint(
            "organization_id", "document_id", "entity_type", "entity_id", name="uq_document_links_entity"
        ),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_document_links_organization_id_id")),
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_document_links_organization_id_document_id"),
        "document_links",
        ["organization_id", "document_id"],
        unique=False,
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_document_links_organization_id_entity_type_entity_id"),
        "document_links",
        ["organization_id", "entity_type", "entity_id"],
        unique=False,
        schema="knowledge",
    )
    op.create_table(
        "document_permissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("role_id", sa.Uuid(), nullable=True),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "permission IN ('read', 'comment', 'write', 'manage')", name=op.f("ck_document_permissions_permission")
        ),
        sa.CheckConstraint("num_nonnulls(user_id, role_id) = 1", name=op.f("ck_document_permissions_user_or_role")),
        sa.ForeignKeyConstraint(
            ["organization_id", "document_id"],
            ["knowledge.documents.organization_id", "knowledge.documents.id"],
            name=op.f("fk_document_permissions_organization_id_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_permissions")),
        sa.UniqueConstraint("organization_id", "document_id", "role_id", name="uq_document_permissions_role"),
        sa.UniqueConstraint("organization_id", "document_id", "user_id", name="uq_document_permissions_user"),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_document_permissions_organization_id_id")),
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_document_permissions_organization_id_document_id"),
        "document_permissions",
        ["organization_id", "document_id"],
        unique=False,
        schema="knowledge",
    )
    op.create_index(
        op.f("ix_document_permissions_organization_id_user_id"),
        "document_permissions",
        ["organization_id", "user_id"],
        unique=False,
        schema="knowledge",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
