"""Projects and tasks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vistone.kernel.migrating import app_role

revision = "0001"
down_revision = None

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.projects TO {app}",
    "ALTER TABLE project.projects ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.projects FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.projects FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.projects USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.milestones TO {app}",
    "ALTER TABLE project.milestones ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.milestones FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.milestones FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.milestones USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.project_imports TO {app}",
    "ALTER TABLE project.project_imports ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.project_imports FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.project_imports FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.project_imports USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.project_members TO {app}",
    "ALTER TABLE project.project_members ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.project_members FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.project_members FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.project_members USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.risk_register TO {app}",
    "ALTER TABLE project.risk_register ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.risk_register FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.risk_register FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.risk_register USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.tasks TO {app}",
    "ALTER TABLE project.tasks ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.tasks FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.tasks FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.tasks USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.ai_insights TO {app}",
    "ALTER TABLE project.ai_insights ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.ai_insights FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.ai_insights FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.ai_insights USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.task_checklists TO {app}",
    "ALTER TABLE project.task_checklists ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.task_checklists FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.task_checklists FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.task_checklists USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.task_dependencies TO {app}",
    "ALTER TABLE project.task_dependencies ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.task_dependencies FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.task_dependencies FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.task_dependencies USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """Projects and tasks."""
    op.create_table(
        "projects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'planning'"), nullable=False),
        sa.Column("start_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("budget", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("spent_budget", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("progress", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("team_ids", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("metadata", postgresql.JSONB(), nullable=True),
        sa.Column("client_visible", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "status IN ('planning', 'active', 'on_hold', 'completed', 'cancelled', 'archived')",
            name=op.f("ck_projects_status"),
        ),
        sa.CheckConstraint("budget >= 0", name=op.f("ck_projects_budget")),
        sa.CheckConstraint("end_date >= start_date", name=op.f("ck_projects_dates")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_projects_progress")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_projects_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_projects_organization_id_client_id"),
        "projects",
        ["organization_id", "client_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_projects_organization_id_created_at_id"),
        "projects",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_projects_organization_id_manager_id"),
        "projects",
        ["organization_id", "manager_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        "ix_projects_team_ids", "projects", ["team_ids"], unique=False, schema="project", postgresql_using="gin"
    )
    op.create_table(
        "milestones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("due_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'planned'"), nullable=False),
        sa.CheckConstraint(
            "status IN ('planned', 'in_progress', 'completed', 'missed', 'cancelled')",
            name=op.f("ck_milestones_status"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_milestones_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_milestones_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_milestones_organization_id_project_id"),
        "milestones",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "project_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=True),
        sa.Column("dry_run", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'queued'"), nullable=False),
        sa.Column("total", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("updated", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("skipped", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("errors", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'succeeded', 'failed')", name=op.f("ck_project_imports_status")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_project_imports_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_imports")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_project_imports_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_project_imports_organization_id_project_id"),
        "project_imports",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "project_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.CheckConstraint("role IN ('manager', 'member', 'viewer')", name=op.f("ck_project_members_role")),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_project_members_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_members")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_project_members_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id",
            "project_id",
            "user_id",
            name=op.f("uq_project_members_organization_id_project_id_user_id"),
        ),
        schema="project",
    )
    op.create_index(
        op.f("ix_project_members_organization_id_project_id"),
        "project_members",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_project_members_organization_id_user_id"),
        "project_members",
        ["organization_id", "user_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "risk_register",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("probability", sa.Text(), nullable=True),
        sa.Column("impact", sa.Text(), nullable=True),
        sa.Column("mitigation_plan", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.CheckConstraint(
            "impact IN ('very_low', 'low', 'medium', 'high', 'very_high')", name=op.f("ck_risk_register_impact")
        ),
        sa.CheckConstraint(
            "probability IN ('very_low', 'low', 'medium', 'high', 'very_high')",
            name=op.f("ck_risk_register_probability"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'mitigating', 'accepted', 'occurred', 'closed')", name=op.f("ck_risk_register_status")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_risk_register_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_register")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_risk_register_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_risk_register_organization_id_project_id"),
        "risk_register",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'todo'"), nullable=False),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("due_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ai_suggestions", postgresql.JSONB(), nullable=True),
        sa.Column("position", sa.Text(collation="C"), nullable=False),
        sa.Column("story_points", sa.Float(), nullable=True),
        sa.Column("labels", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("client_visible", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.CheckConstraint("priority IN ('low', 'medium', 'high', 'urgent')", name=op.f("ck_tasks_priority")),
        sa.CheckConstraint(
            "status IN ('backlog', 'todo', 'in_progress', 'in_review', 'done', 'cancelled')",
            name=op.f("ck_tasks_status"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "parent_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_tasks_organization_id_parent_id"),
            ondelete="SET NULL (parent_id)",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_tasks_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_tasks_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id",
            "project_id",
            "source",
            "source_id",
            name=op.f("uq_tasks_organization_id_project_id_source_source_id"),
        ),
        schema="project",
    )
    op.create_index(
        op.f("ix_tasks_organization_id_assignee_id_due_date"),
        "tasks",
        ["organization_id", "assignee_id", "due_date"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_tasks_organization_id_created_at_id"),
        "tasks",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_tasks_organization_id_parent_id"),
        "tasks",
        ["organization_id", "parent_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_tasks_organization_id_project_id"),
        "tasks",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_tasks_organization_id_project_id_created_at_id"),
        "tasks",
        ["organization_id", "project_id", "created_at", "id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_tasks_organization_id_project_id_status_position_id"),
        "tasks",
        ["organization_id", "project_id", "status", "position", "id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "ai_insights",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("actionable", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_ai_insights_confidence")),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_ai_insights_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_ai_insights_organization_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ai_insights")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_ai_insights_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_ai_insights_organization_id_project_id"),
        "ai_insights",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_ai_insights_organization_id_task_id"),
        "ai_insights",
        ["organization_id", "task_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "task_checklists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("is_completed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("position", sa.Text(collation="C"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_task_checklists_organization_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_checklists")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_task_checklists_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_task_checklists_organization_id_task_id"),
        "task_checklists",
        ["organization_id", "task_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "task_dependencies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("depends_on_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), server_default=sa.text("'FS'"), nullable=False),
        sa.CheckConstraint("type IN ('FS', 'SS', 'FF', 'SF')", name=op.f("ck_task_dependencies_type")),
        sa.CheckConstraint("task_id <> depends_on_id", name=op.f("ck_task_dependencies_not_itself")),
        sa.ForeignKeyConstraint(
            ["organization_id", "depends_on_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_task_dependencies_organization_id_depends_on_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_task_dependencies_organization_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_dependencies")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_task_dependencies_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id",
            "task_id",
            "depends_on_id",
            name=op.f("uq_task_dependencies_organization_id_task_id_depends_on_id"),
        ),
        schema="project",
    )
    op.create_index(
        op.f("ix_task_dependencies_organization_id_depends_on_id"),
        "task_dependencies",
        ["organization_id", "depends_on_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_task_dependencies_organization_id_task_id"),
        "task_dependencies",
        ["organization_id", "task_id"],
        unique=False,
        schema="project",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
