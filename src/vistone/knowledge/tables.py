"""The tables of schema `knowledge`."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, UniqueConstraint, text

from vistone.kernel.tables import belongs_to, elsewhere, json, one_of, schema, tenant_table, words
from vistone.knowledge.contracts import Permission

metadata = schema("knowledge")

wiki_pages = tenant_table(
    metadata,
    "wiki_pages",
    words("title"),
    words("content", nullable=True),
    *belongs_to("parent_id", "knowledge.wiki_pages", nullable=True, on_delete="SET NULL"),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Index(None, "organization_id", "created_at", "id"),
    Index(None, "organization_id", "title", "id"),
    deletable=True,
)

wiki_page_versions = tenant_table(
    metadata,
    "wiki_page_versions",
    *belongs_to("wiki_page_id", "knowledge.wiki_pages"),
    words("title"),
    words("content"),
    Column("version", Integer, nullable=False),
    elsewhere("created_by"),
    UniqueConstraint("organization_id", "wiki_page_id", "version"),
    CheckConstraint("version >= 1", name="version"),
    updated=False,
)

document_folders = tenant_table(
    metadata,
    "document_folders",
    words("name"),
    *belongs_to("parent_id", "knowledge.document_folders", nullable=True, on_delete="SET NULL"),
    Index(None, "organization_id", "name", "id"),
)

documents = tenant_table(
    metadata,
    "documents",
    *belongs_to("folder_id", "knowledge.document_folders", nullable=True, on_delete="SET NULL"),
    elsewhere("project_id", nullable=True),
    words("name"),
    words("url"),
    Column("version", Integer, nullable=False, server_default=text("1")),
    json("metadata"),
    elsewhere("created_by"),
    CheckConstraint("version >= 1", name="version"),
    Index(None, "organization_id", "created_at", "id"),
    Index(None, "organization_id", "project_id"),
    Index(None, "organization_id", "name", "id"),
    deletable=True,
)

document_permissions = tenant_table(
    metadata,
    "document_permissions",
    *belongs_to("document_id", "knowledge.documents"),
    elsewhere("user_id", nullable=True),
    elsewhere("role_id", nullable=True),
    *one_of("permission", Permission),
    CheckConstraint("num_nonnulls(user_id, role_id) = 1", name="user_or_role"),
    # Two constraints: a UNIQUE over all three columns would never bite, one of the two is always null.
    UniqueConstraint("organization_id", "document_id", "user_id", name="uq_document_permissions_user"),
    UniqueConstraint("organization_id", "document_id", "role_id", name="uq_document_permissions_role"),
    Index(None, "organization_id", "user_id"),
)

document_links = tenant_table(
    metadata,
    "document_links",
    *belongs_to("document_id", "knowledge.documents"),
    words("entity_type"),
    elsewhere("entity_id"),
    UniqueConstraint("organization_id", "document_id", "entity_type", "entity_id", name="uq_document_links_entity"),
    Index(None, "organization_id", "entity_type", "entity_id"),
)
