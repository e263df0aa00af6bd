"""The tables of schema `client`."""

from sqlalchemy import Boolean, Column, Index, UniqueConstraint, text

from vistone.client.contracts import ProposalStatus
from vistone.kernel.tables import belongs_to, between, elsewhere, json, one_of, schema, tenant_table, words

metadata = schema("client")

clients = tenant_table(
    metadata,
    "clients",
    words("name"),
    json("contact_info"),
    Column("portal_access", Boolean, nullable=False, server_default=text("false")),
    Index(None, "organization_id", "created_at", "id"),
    deletable=True,
)

client_contacts = tenant_table(
    metadata,
    "client_contacts",
    *belongs_to("client_id", "client.clients"),
    elsewhere("user_id"),
    words("title", nullable=True),
    UniqueConstraint("organization_id", "client_id", "user_id"),
    Index(None, "organization_id", "user_id"),
)

project_clients = tenant_table(
    metadata,
    "project_clients",
    elsewhere("project_id"),
    *belongs_to("client_id", "client.clients"),
    UniqueConstraint("organization_id", "project_id", "client_id"),
)

client_feedback = tenant_table(
    metadata,
    "client_feedback",
    *belongs_to("client_id", "client.clients"),
    elsewhere("project_id", nullable=True),
    elsewhere("author_id"),
    *between("rating", 1, 5, nullable=True),
    words("comment", nullable=True),
    words("response", nullable=True),
    Index(None, "organization_id", "project_id"),
    Index(None, "organization_id", "created_at", "id"),
)

proposals = tenant_table(
    metadata,
    "proposals",
    *belongs_to("client_id", "client.clients"),
    words("title"),
    words("content", nullable=True),
    *one_of("status", ProposalStatus, default=ProposalStatus.DRAFT),
    Index(None, "organization_id", "status"),
    Index(None, "organization_id", "created_at", "id"),
)
