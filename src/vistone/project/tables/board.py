"""What a project's people make their own: statuses, custom fields, saved views."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from vistone.kernel.tables import belongs_to, elsewhere, json, one_of, tenant_table, words
from vistone.project.contracts import FieldKind, TaskStatus, ViewKind
from vistone.project.tables.schema import metadata

project_statuses = tenant_table(
    metadata,
    "project_statuses",
    *belongs_to("project_id", "project.projects"),
    words("name"),
    *one_of("category", TaskStatus),
    Column("position", Text(collation="C"), nullable=False),
    Column("wip_limit", Integer),
    # Where a task may go from here; null lets it go anywhere.
    Column("next_ids", ARRAY(Uuid)),
    CheckConstraint("wip_limit > 0", name="wip_limit"),
    UniqueConstraint("organization_id", "project_id", "name", deferrable=True, initially="DEFERRED"),
)

custom_fields = tenant_table(
    metadata,
    "custom_fields",
    # Without a project it is on the tasks of all.
    *belongs_to("project_id", "project.projects", nullable=True),
    words("name"),
    *one_of("kind", FieldKind),
    Column("choices", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("position", Text(collation="C"), nullable=False),
    UniqueConstraint("organization_id", "project_id", "name", postgresql_nulls_not_distinct=True),
)

saved_views = tenant_table(
    metadata,
    "saved_views",
    # Without a project it is a view over all of one's work.
    *belongs_to("project_id", "project.projects", nullable=True),
    elsewhere("owner_id"),
    words("name"),
    *one_of("kind", ViewKind),
    json("config", nullable=False, default="{}"),
    Column("shared", Boolean, nullable=False, server_default=text("false")),
    Index(None, "organization_id", "owner_id"),
)
