"""Milestones, risks and insights."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Integer,
    UniqueConstraint,
    text,
)

from vistone.kernel.tables import belongs_to, between, elsewhere, json, moment, one_of, tenant_table, words
from vistone.project.contracts import (
    MilestoneStatus,
    RiskLevel,
    RiskStatus,
)
from vistone.project.tables.schema import metadata

milestones = tenant_table(
    metadata,
    "milestones",
    *belongs_to("project_id", "project.projects"),
    words("title"),
    words("description", nullable=True),
    moment("due_date"),
    *one_of("status", MilestoneStatus, default=MilestoneStatus.PLANNED),
    *between("progress", 0, 100, default=0),
    Column("tasks", Integer, nullable=False, server_default=text("0")),
    Column("tasks_done", Integer, nullable=False, server_default=text("0")),
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
    elsewhere("owner_id", nullable=True),
    moment("review_date"),
    # Found by the system and not yet accepted by a person; `fingerprint` keeps a finding from coming twice.
    Column("suggested", Boolean, nullable=False, server_default=text("false")),
    json("evidence"),
    words("fingerprint", nullable=True),
    # A finding that a person put away is kept, out of sight, so that it is not found again.
    moment("dismissed_at"),
    UniqueConstraint("organization_id", "project_id", "fingerprint"),
)


ai_insights = tenant_table(
    metadata,
    "ai_insights",
    *belongs_to("project_id", "project.projects", nullable=True),
    *belongs_to("task_id", "project.tasks", nullable=True),
    words("content"),
    Column("confidence", Float),
    Column("actionable", Boolean, nullable=False, server_default=text("false")),
    # What the system found, and the numbers it stands on; without a kind a person wrote it.
    words("kind", nullable=True),
    json("evidence"),
    words("fingerprint", nullable=True),
    UniqueConstraint("organization_id", "project_id", "fingerprint"),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    updated=False,
)
