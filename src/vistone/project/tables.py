"""The tables of schema `project`."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from vistone.kernel.tables import belongs_to, between, elsewhere, json, moment, one_of, schema, tenant_table, words
from vistone.project.contracts import (
    DependencyType,
    ImportStatus,
    MilestoneStatus,
    ProjectRole,
    ProjectStatus,
    RiskLevel,
    RiskStatus,
    TaskPriority,
    TaskStatus,
)

metadata = schema("project")

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

tasks = tenant_table(
    metadata,
    "tasks",
    *belongs_to("project_id", "project.projects"),
    *belongs_to("parent_id", "project.tasks", nullable=True, on_delete="SET NULL"),
    elsewhere("assignee_id", nullable=True),
    words("title"),
    words("description", nullable=True),
    *one_of("status", TaskStatus, default=TaskStatus.TODO),
    *one_of("priority", TaskPriority, nullable=True),
    moment("due_date"),
    json("ai_suggestions"),
    # Order on the board: a fractional key, compared byte by byte (see kernel.ordering).
    Column("position", Text(collation="C"), nullable=False),
    Column("story_points", Float),
    Column("labels", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("client_visible", Boolean, nullable=False, server_default=text("false")),
    # Where an imported task came from, so that importing again finds it: jira-csv, MESOS-313.
    words("source", nullable=True),
    words("source_id", nullable=True),
    UniqueConstraint("organization_id", "project_id", "source", "source_id"),
    Index(None, "organization_id", "project_id", "status", "position", "id"),
    Index(None, "organization_id", "project_id", "created_at", "id"),
    Index(None, "organization_id", "created_at", "id"),
    Index(None, "organization_id", "assignee_id", "due_date"),
    deletable=True,
)

task_checklists = tenant_table(
    metadata,
    "task_checklists",
    *belongs_to("task_id", "project.tasks"),
    words("item"),
    Column("is_completed", Boolean, nullable=False, server_default=text("false")),
    Column("position", Text(collation="C"), nullable=False),
)

task_dependencies = tenant_table(
    metadata,
    "task_dependencies",
    *belongs_to("task_id", "project.tasks"),
    *belongs_to("depends_on_id", "project.tasks"),
    *one_of("type", DependencyType, default=DependencyType.FS),
    CheckConstraint("task_id <> depends_on_id", name="not_itself"),
    UniqueConstraint("organization_id", "task_id", "depends_on_id"),
)

milestones = tenant_table(
    metadata,
    "milestones",
    *belongs_to("project_id", "project.projects"),
    words("title"),
    words("description", nullable=True),
    moment("due_date"),
    *one_of("status", MilestoneStatus, default=MilestoneStatus.PLANNED),
)

risk_register = tenant_table(
    metadata,
    "risk_register",
    *belongs_to("project_id", "project.projects"),
    words("description"),
    *one_of("probability", RiskLevel, nullable=True),
    *one_of("impact", RiskLevel, nullable=True),
    words("mitigation_plan", nullable=True),
    *one_of("status", RiskStatus, default=RiskStatus.OPEN),
)

ai_insights = tenant_table(
    metadata,
    "ai_insights",
    *belongs_to("project_id", "project.projects", nullable=True),
    *belongs_to("task_id", "project.tasks", nullable=True),
    words("content"),
    Column("confidence", Float),
    Column("actionable", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    updated=False,
)

project_imports = tenant_table(
    metadata,
    "project_imports",
    *belongs_to("project_id", "project.projects", nullable=True),
    words("source"),
    words("file_name"),
    words("file_key"),
    json("mapping"),
    Column("dry_run", Boolean, nullable=False, server_default=text("false")),
    *one_of("status", ImportStatus, default=ImportStatus.QUEUED),
    Column("total", Integer, nullable=False, server_default=text("0")),
    Column("created", Integer, nullable=False, server_default=text("0")),
    Column("updated", Integer, nullable=False, server_default=text("0")),
    Column("skipped", Integer, nullable=False, server_default=text("0")),
    json("errors", nullable=False, default="[]"),
    elsewhere("requested_by"),
    moment("finished_at"),
)
