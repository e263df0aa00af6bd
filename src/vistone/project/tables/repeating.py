"""Work that comes again: recurring tasks and templates; and calendar feeds."""

from sqlalchemy import Boolean, Column, Index, Text, UniqueConstraint, text

from vistone.kernel.policies import SYSTEM
from vistone.kernel.tables import belongs_to, elsewhere, json, moment, one_of, tenant_table, words
from vistone.project.contracts import FeedKind
from vistone.project.tables.schema import metadata

task_recurrences = tenant_table(
    metadata,
    "task_recurrences",
    # The task that is copied; what comes of it has no recurrence of its own.
    *belongs_to("task_id", "project.tasks"),
    words("rule"),
    words("time_zone"),
    moment("starts_at", nullable=False),
    moment("next_at"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    elsewhere("last_task_id", nullable=True),
    UniqueConstraint("organization_id", "task_id"),
    Index(None, "next_at"),
)

project_templates = tenant_table(
    metadata,
    "project_templates",
    words("name"),
    words("description", nullable=True),
    json("content", nullable=False),
    elsewhere("created_by"),
    UniqueConstraint("organization_id", "name"),
)

calendar_feeds = tenant_table(
    metadata,
    "calendar_feeds",
    *one_of("kind", FeedKind),
    *belongs_to("project_id", "project.projects", nullable=True),
    elsewhere("user_id"),
    # SHA-256 of the secret in the address, which is shown once.
    Column("secret_hash", Text, nullable=False, unique=True),
    moment("revoked_at"),
    moment("last_read_at"),
    Index(None, "organization_id", "user_id"),
    # Its address is looked up before it is known whose it is.
    also_visible=SYSTEM,
)
