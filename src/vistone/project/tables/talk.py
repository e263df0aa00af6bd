"""What people say about a task: comments, attachments, and who wants to hear of it."""

from sqlalchemy import ARRAY, BigInteger, Column, Index, UniqueConstraint, Uuid, text

from vistone.kernel.tables import belongs_to, elsewhere, moment, tenant_table, words
from vistone.project.tables.schema import metadata

task_comments = tenant_table(
    metadata,
    "task_comments",
    *belongs_to("task_id", "project.tasks"),
    elsewhere("author_id"),
    words("body"),
    Column("mentions", ARRAY(Uuid), nullable=False, server_default=text("'{}'")),
    moment("edited_at"),
    Index(None, "organization_id", "task_id", "created_at", "id"),
)

task_attachments = tenant_table(
    metadata,
    "task_attachments",
    *belongs_to("task_id", "project.tasks"),
    elsewhere("uploaded_by"),
    words("name"),
    words("file_key"),
    words("content_type"),
    Column("size", BigInteger, nullable=False),
    updated=False,
)

task_watchers = tenant_table(
    metadata,
    "task_watchers",
    *belongs_to("task_id", "project.tasks"),
    elsewhere("user_id"),
    UniqueConstraint("organization_id", "task_id", "user_id"),
    Index(None, "organization_id", "user_id"),
    updated=False,
)
