"""Projects and who is in them."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Numeric,
    UniqueConstraint,
    Uuid,
    text,
)

from vistone.kernel.tables import belongs_to, between, elsewhere, json, moment, one_of, tenant_table, words
from vistone.project.contracts import (
    ProjectRole,
    ProjectStatus,
)
from vistone.project.tables.schema import metadata

projects = tenant_table(
    metadata,
    "projects",
    words("name"),
    words("description", nullable=True),
    *one_of("status", ProjectStatus, default=ProjectStatus.PLANNING),
    moment("start_date"),
    moment("end_date"),
    Column("budget", Numeric(14, 2)),
    Column("spent_budget", Numeric(14, 2)),
    *between("progress", 0, 100, default=0),
    elsewhere("client_id", nullable=True),
    elsewhere("manager_id", nullable=True),
    Column("team_ids", ARRAY(Uuid), nullable=False, server_default=text("'{}'")),
    json("metadata"),
    Column("client_visible", Boolean, nullable=False, server_default=text("false")),
    # Set by a person: then the system leaves `progress` alone.
    Column("progress_by_hand", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("budget >= 0", name="budget"),
    CheckConstraint("end_date >= start_date", name="dates"),
    Index(None, "organization_id", "created_at", "id"),
    Index(None, "organization_id", "client_id"),
    Index(None, "organization_id", "manager_id"),
    Index("ix_projects_team_ids", "team_ids", postgresql_using="gin"),
    deletable=True,
)


project_members = tenant_table(
    metadata,
    "project_members",
    *belongs_to("project_id", "project.projects"),
    elsewhere("user_id"),
    *one_of("role", ProjectRole, nullable=True),
    UniqueConstraint("organization_id", "project_id", "user_id"),
    Index(None, "organization_id", "user_id"),
)
