"""The tables of schema `ai_engine`."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    REAL,
    BindParameter,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    cast,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.types import UserDefinedType

from vistone.ai_engine.contracts import ContentType, ConversationRole, PromptCategory
from vistone.kernel.tables import belongs_to, elsewhere, json, moment, one_of, schema, tenant_table, words

metadata = schema("ai_engine")


class Vector(UserDefinedType[list[float]]):
    """pgvector's type. asyncpg knows no codec for it, so that values pass as real[], cast inside the statement."""

    cache_ok = True

    def __init__(self, dimensions: int | str) -> None:
        self.dimensions = int(dimensions)

    def get_col_spec(self, **_: Any) -> str:
        """The type in DDL."""
        return f"vector({self.dimensions})"

    def bind_expression(self, bindvalue: BindParameter[list[float]]) -> ColumnElement[Any]:
        """A parameter: `$1::real[]::vector(n)`."""
        return cast(type_coerce(bindvalue, ARRAY(REAL)), self)

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """A column that is read: `embedding::real[]`."""
        return cast(column, ARRAY(REAL))


ischema_names["vector"] = Vector  # what a comparison of the database with these tables reads the type as


rag_documents = tenant_table(
    metadata,
    "rag_documents",
    words("source_schema"),
    words("source_table"),
    elsewhere("source_id"),
    words("title"),
    words("content"),
    *one_of("content_type", ContentType),
    json("metadata"),
    moment("last_synced_at", nullable=False),
    words("content_hash", nullable=True),
    # Who may find it: org+role, project:..., team:..., user:... An asker's own tokens are matched against these.
    Column("scope_tokens", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    UniqueConstraint("organization_id", "source_schema", "source_table", "source_id", name="uq_rag_documents_source"),
    UniqueConstraint("source_schema", "source_table", "source_id"),
    Index(None, "organization_id", "created_at", "id"),
    Index(None, "organization_id", "content_type", "created_at"),
)

rag_embeddings = tenant_table(
    metadata,
    "rag_embeddings",
    *belongs_to("document_id", "ai_engine.rag_documents"),
    Column("chunk_index", Integer, nullable=False, server_default=text("0")),
    words("chunk_text"),
    Column("embedding", Vector(1024)),
    CheckConstraint("chunk_index >= 0", name="chunk_index"),
    UniqueConstraint("organization_id", "document_id", "chunk_index"),
    updated=False,
)

conversation_history = tenant_table(
    metadata,
    "conversation_history",
    elsewhere("user_id"),
    elsewhere("session_id"),
    *one_of("role", ConversationRole),
    words("content"),
    json("metadata"),
    Index("ix_conversation_history_session", "organization_id", "user_id", "session_id", "created_at"),
    Index(None, "organization_id", "user_id", "created_at", "id"),
    updated=False,
)

system_prompt_templates = tenant_table(
    metadata,
    "system_prompt_templates",
    words("name"),
    words("template"),
    *one_of("category", PromptCategory),
    Column("is_active", Boolean, nullable=False, server_default=text("true")),
    UniqueConstraint("organization_id", "name"),
)

rag_access_control = tenant_table(
    metadata,
    "rag_access_control",
    *one_of("content_type", ContentType),
    Column("is_enabled", Boolean, nullable=False, server_default=text("true")),
    # Also for the rows of no organization: one for each kind of content.
    UniqueConstraint("organization_id", "content_type", postgresql_nulls_not_distinct=True),
    shared=True,
)
