"""Tasks and what hangs on them."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)

from vistone.kernel.tables import belongs_to, between, elsewhere, json, moment, one_of, tenant_table, words
from vistone.project.contracts import (
    ConstraintType,
    DependencyType,
    TaskPriority,
    TaskStatus,
)
from vistone.project.tables.schema import metadata

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
    *belongs_to("status_id", "project.project_statuses", nullable=True, on_delete="SET NULL"),
    *belongs_to("milestone_id", "project.milestones", nullable=True, on_delete="SET NULL"),
    moment("start_date"),
    *between("duration_days", 0, 10_000, nullable=True),
    *between("estimate_minutes", 0, 10_000_000, nullable=True),
    Column("logged_minutes", Integer, nullable=False, server_default=text("0")),
    *between("progress", 0, 100, default=0),
    *one_of("constraint_type", ConstraintType, nullable=True),
    moment("constraint_date"),
    json("fields", nullable=False, default="{}"),
    moment("started_at"),
    moment("completed_at"),
    # A `TaskTotals`, kept by the follower `project.rollup`; null without subtasks.
    json("totals"),
    # Order on the board: a fractional key, compared byte by byte (see kernel.ordering).
    Column("position", Text(collation="C"), nullable=False),
    Column("story_points", Float),
    Column("labels", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("client_visible", Boolean, nullable=False, server_default=text("false")),
    # Where an imported task came from, so that importing again finds it: jira-csv, MESOS-313.
    words("source", nullable=True),
    words("source_id", nullable=True),
    CheckConstraint("due_date >= start_date", name="dates"),
    CheckConstraint("(constraint_type IS NULL) = (constraint_date IS NULL)", name="constraint"),
    UniqueConstraint("organization_id", "project_id", "source", "source_id"),
    Index(None, "organization_id", "project_id", "status", "position", "id"),
    Index(None, "organization_id", "project_id", "created_at", "id"),
    Index(None, "organization_id", "created_at", "id"),
    Index(None, "organization_id", "assignee_id", "due_date"),
    Index("ix_tasks_fields", "fields", postgresql_using="gin"),
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
    # Working days between the two ends; negative lets them overlap.
    *between("lag_days", -1000, 1000, default=0),
    CheckConstraint("task_id <> depends_on_id", name="not_itself"),
    UniqueConstraint("organization_id", "task_id", "depends_on_id"),
)
