"""The index, talks, prompts and switches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import vistone.ai_engine.tables
from vistone.kernel.migrating import app_role

revision = "0001"
down_revision = None

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ai_engine.conversation_history TO {app}",
    "ALTER TABLE ai_engine.conversation_history ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE ai_engine.conversation_history FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON ai_engine.conversation_history FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON ai_engine.conversation_history USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ai_engine.rag_access_control TO {app}",
    "ALTER TABLE ai_engine.rag_access_control ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE ai_engine.rag_access_control FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON ai_engine.rag_access_control FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR organization_id IS NULL)",
    "CREATE POLICY writing ON ai_engine.rag_access_control USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ai_engine.rag_documents TO {app}",
    "ALTER TABLE ai_engine.rag_documents ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE ai_engine.rag_documents FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON ai_engine.rag_documents FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON ai_engine.rag_documents USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ai_engine.system_prompt_templates TO {app}",
    "ALTER TABLE ai_engine.system_prompt_templates ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE ai_engine.system_prompt_templates FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON ai_engine.system_prompt_templates FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON ai_engine.system_prompt_templates USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ai_engine.rag_embeddings TO {app}",
    "ALTER TABLE ai_engine.rag_embeddings ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE ai_engine.rag_embeddings FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON ai_engine.rag_embeddings FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON ai_engine.rag_embeddings USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """The index, talks, prompts and switches."""
    op.create_table(
        "conversation_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("metadata", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint("role IN ('user', 'assistant')", name=op.f("ck_conversation_history_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_history")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_conversation_history_organization_id_id")),
        schema="ai_engine",
    )
    op.create_index(
        op.f("ix_conversation_history_organization_id_user_id_created_at_id"),
        "conversation_history",
        ["organization_id", "user_id", "created_at", "id"],
        unique=False,
        schema="ai_engine",
    )
    op.create_index(
        "ix_conversation_history_session",
        "conversation_history",
        ["organization_id", "user_id", "session_id", "created_at"],
        unique=False,
        schema="ai_engine",
    )
    op.create_table(
        "rag_access_control",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint(
            "content_type IN ('organization', 'user', 'project', 'task', 'milestone', 'risk', 'client', 'proposal', 'feedback', 'message', 'wiki', 'document', 'team', 'skill', 'report', 'insight')",
            name=op.f("ck_rag_access_control_content_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rag_access_control")),
        sa.UniqueConstraint(
            "organization_id",
            "content_type",
            name=op.f("uq_rag_access_control_organization_id_content_type"),
            postgresql_nulls_not_distinct=True,
        ),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_rag_access_control_organization_id_id")),
        schema="ai_engine",
    )
    op.create_table(
        "rag_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_schema", sa.Text(), nullable=False),
        sa.Column("source_table", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("metadata", postgresql.JSONB(), nullable=True),
        sa.Column("last_synced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("scope_tokens", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint(
            "content_type IN ('organization', 'user', 'project', 'task', 'milestone', 'risk', 'client', 'proposal', 'feedback', 'message', 'wiki', 'document', 'team', 'skill', 'report', 'insight')",
            name=op.f("ck_rag_documents_content_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rag_documents")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_rag_documents_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "source_schema", "source_table", "source_id", name="uq_rag_documents_source"
        ),
        sa.UniqueConstraint(
            "source_schema",
            "source_table",
            "source_id",
            name=op.f("uq_rag_documents_source_schema_source_table_source_id"),
        ),
        schema="ai_engine",
    )
    op.create_index(
        op.f("ix_rag_documents_organization_id_content_type_created_at"),
        "rag_documents",
        ["organization_id", "content_type", "created_at"],
        unique=False,
        schema="ai_engine",
    )
    op.create_index(
        op.f("ix_rag_documents_organization_id_created_at_id"),
        "rag_documents",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="ai_engine",
    )
    op.create_table(
        "system_prompt_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint(
            "category IN ('general', 'project_query', 'client_query', 'knowledge_query', 'workforce_query', 'agent', 'report')",
            name=op.f("ck_system_prompt_templates_category"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system_prompt_templates")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_system_prompt_templates_organization_id_id")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_system_prompt_templates_organization_id_name")),
        schema="ai_engine",
    )
    op.create_table(
        "rag_embeddings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("chunk_index", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("chunk_text", sa.Text(), nullable=False),
        sa.Column("embedding", vistone.ai_engine.tables.Vector(1024), nullable=True),
        sa.CheckConstraint("chunk_index >= 0", name=op.f("ck_rag_embeddings_chunk_index")),
        sa.ForeignKeyConstraint(
            ["organization_id", "document_id"],
            ["ai_engine.rag_documents.organization_id", "ai_engine.rag_documents.id"],
            name=op.f("fk_rag_embeddings_organization_id_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rag_embeddings")),
        sa.UniqueConstraint(
            "organization_id",
            "document_id",
            "chunk_index",
            name=op.f("uq_rag_embeddings_organization_id_document_id_chunk_index"),
        ),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_rag_embeddings_organization_id_id")),
        schema="ai_engine",
    )
    op.create_index(
        op.f("ix_rag_embeddings_organization_id_document_id"),
        "rag_embeddings",
        ["organization_id", "document_id"],
        unique=False,
        schema="ai_engine",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
