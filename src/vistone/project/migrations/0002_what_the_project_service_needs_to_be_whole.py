"""What the project service needs to be whole."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vistone.kernel.migrating import app_role

revision = "0002"
down_revision = "0001"

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.project_templates TO {app}",
    "ALTER TABLE project.project_templates ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.project_templates FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.project_templates FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.project_templates USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.baselines TO {app}",
    "ALTER TABLE project.baselines ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.baselines FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.baselines FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.baselines USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.calendar_feeds TO {app}",
    "ALTER TABLE project.calendar_feeds ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.calendar_feeds FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.calendar_feeds FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.calendar_feeds USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.custom_fields TO {app}",
    "ALTER TABLE project.custom_fields ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.custom_fields FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.custom_fields FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.custom_fields USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.project_calendars TO {app}",
    "ALTER TABLE project.project_calendars ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.project_calendars FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.project_calendars FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.project_calendars USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.project_statuses TO {app}",
    "ALTER TABLE project.project_statuses ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.project_statuses FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.project_statuses FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.project_statuses USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.rates TO {app}",
    "ALTER TABLE project.rates ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.rates FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.rates FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.rates USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.saved_views TO {app}",
    "ALTER TABLE project.saved_views ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.saved_views FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.saved_views FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.saved_views USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.expenses TO {app}",
    "ALTER TABLE project.expenses ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.expenses FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.expenses FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.expenses USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.task_attachments TO {app}",
    "ALTER TABLE project.task_attachments ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.task_attachments FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.task_attachments FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.task_attachments USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.task_comments TO {app}",
    "ALTER TABLE project.task_comments ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.task_comments FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.task_comments FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.task_comments USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.task_recurrences TO {app}",
    "ALTER TABLE project.task_recurrences ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.task_recurrences FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.task_recurrences FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.task_recurrences USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.task_watchers TO {app}",
    "ALTER TABLE project.task_watchers ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.task_watchers FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.task_watchers FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.task_watchers USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON project.time_entries TO {app}",
    "ALTER TABLE project.time_entries ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE project.time_entries FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON project.time_entries FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON project.time_entries USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """What the project service needs to be whole."""
    op.create_table(
        "project_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_templates")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_project_templates_organization_id_id")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_project_templates_organization_id_name")),
        schema="project",
    )
    op.create_table(
        "baselines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("tasks", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_baselines_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baselines")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_baselines_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_baselines_organization_id_project_id"),
        "baselines",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('person', 'project')", name=op.f("ck_calendar_feeds_kind")),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_calendar_feeds_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_calendar_feeds_organization_id_id")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feeds_secret_hash")),
        schema="project",
    )
    op.create_index(
        op.f("ix_calendar_feeds_organization_id_project_id"),
        "calendar_feeds",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_calendar_feeds_organization_id_user_id"),
        "calendar_feeds",
        ["organization_id", "user_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "custom_fields",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("choices", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("position", sa.Text(collation="C"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'number', 'date', 'choice', 'person')", name=op.f("ck_custom_fields_kind")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_custom_fields_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_fields")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_custom_fields_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id",
            "project_id",
            "name",
            name=op.f("uq_custom_fields_organization_id_project_id_name"),
            postgresql_nulls_not_distinct=True,
        ),
        schema="project",
    )
    op.create_index(
        op.f("ix_custom_fields_organization_id_project_id"),
        "custom_fields",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "project_calendars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("working_days", sa.ARRAY(sa.SmallInteger()), server_default=sa.text("'{1,2,3,4,5}'"), nullable=False),
        sa.Column("holidays", sa.ARRAY(sa.Date()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("hours_per_day", sa.Numeric(precision=4, scale=2), server_default=sa.text("8"), nullable=False),
        sa.CheckConstraint(
            "cardinality(working_days) > 0 AND working_days <@ '{1,2,3,4,5,6,7}'",
            name=op.f("ck_project_calendars_working_days"),
        ),
        sa.CheckConstraint(
            "hours_per_day > 0 AND hours_per_day <= 24", name=op.f("ck_project_calendars_hours_per_day")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_project_calendars_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_calendars")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_project_calendars_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "project_id", name=op.f("uq_project_calendars_organization_id_project_id")
        ),
        schema="project",
    )
    op.create_index(
        op.f("ix_project_calendars_organization_id_project_id"),
        "project_calendars",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "project_statuses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(collation="C"), nullable=False),
        sa.Column("wip_limit", sa.Integer(), nullable=True),
        sa.Column("next_ids", sa.ARRAY(sa.Uuid()), nullable=True),
        sa.CheckConstraint(
            "category IN ('backlog', 'todo', 'in_progress', 'in_review', 'done', 'cancelled')",
            name=op.f("ck_project_statuses_category"),
        ),
        sa.CheckConstraint("wip_limit > 0", name=op.f("ck_project_statuses_wip_limit")),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_project_statuses_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_statuses")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_project_statuses_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id",
            "project_id",
            "name",
            deferrable=True,
            initially="DEFERRED",
            name=op.f("uq_project_statuses_organization_id_project_id_name"),
        ),
        schema="project",
    )
    op.create_index(
        op.f("ix_project_statuses_organization_id_project_id"),
        "project_statuses",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "rates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("hourly", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.CheckConstraint("role IN ('manager', 'member', 'viewer')", name=op.f("ck_rates_role")),
        sa.CheckConstraint("hourly >= 0", name=op.f("ck_rates_hourly")),
        sa.CheckConstraint("user_id IS NULL OR role IS NULL", name=op.f("ck_rates_whose")),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_rates_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rates")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_rates_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_rates_organization_id_project_id"),
        "rates",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        "ux_rates_from",
        "rates",
        ["organization_id", "project_id", "user_id", "role", "effective_from"],
        unique=True,
        schema="project",
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("config", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("kind IN ('list', 'board', 'timeline', 'calendar')", name=op.f("ck_saved_views_kind")),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_saved_views_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_saved_views_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_saved_views_organization_id_owner_id"),
        "saved_views",
        ["organization_id", "owner_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_saved_views_organization_id_project_id"),
        "saved_views",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "expenses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("spent_by", sa.Uuid(), nullable=False),
        sa.Column("billable", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_expenses_amount")),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_expenses_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_expenses_organization_id_task_id"),
            ondelete="SET NULL (task_id)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expenses")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_expenses_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_expenses_organization_id_project_id"),
        "expenses",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_expenses_organization_id_task_id"),
        "expenses",
        ["organization_id", "task_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "task_attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_task_attachments_organization_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_attachments")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_task_attachments_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_task_attachments_organization_id_task_id"),
        "task_attachments",
        ["organization_id", "task_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "task_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("mentions", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_task_comments_organization_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_comments")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_task_comments_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_task_comments_organization_id_task_id"),
        "task_comments",
        ["organization_id", "task_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_task_comments_organization_id_task_id_created_at_id"),
        "task_comments",
        ["organization_id", "task_id", "created_at", "id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "task_recurrences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("last_task_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_task_recurrences_organization_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_recurrences")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_task_recurrences_organization_id_id")),
        sa.UniqueConstraint("organization_id", "task_id", name=op.f("uq_task_recurrences_organization_id_task_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_task_recurrences_next_at"), "task_recurrences", ["next_at"], unique=False, schema="project"
    )
    op.create_index(
        op.f("ix_task_recurrences_organization_id_task_id"),
        "task_recurrences",
        ["organization_id", "task_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "task_watchers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_task_watchers_organization_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_watchers")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_task_watchers_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "task_id", "user_id", name=op.f("uq_task_watchers_organization_id_task_id_user_id")
        ),
        schema="project",
    )
    op.create_index(
        op.f("ix_task_watchers_organization_id_task_id"),
        "task_watchers",
        ["organization_id", "task_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_task_watchers_organization_id_user_id"),
        "task_watchers",
        ["organization_id", "user_id"],
        unique=False,
        schema="project",
    )
    op.create_table(
        "time_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("billable", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("hourly_rate", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("cost", sa.Numeric(precision=14, scale=2), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("ended_at >= started_at", name=op.f("ck_time_entries_times")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_time_entries_minutes")),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["project.projects.organization_id", "project.projects.id"],
            name=op.f("fk_time_entries_organization_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["project.tasks.organization_id", "project.tasks.id"],
            name=op.f("fk_time_entries_organization_id_task_id"),
            ondelete="SET NULL (task_id)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entries")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_time_entries_organization_id_id")),
        schema="project",
    )
    op.create_index(
        op.f("ix_time_entries_organization_id_project_id"),
        "time_entries",
        ["organization_id", "project_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_time_entries_organization_id_project_id_started_at"),
        "time_entries",
        ["organization_id", "project_id", "started_at"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_time_entries_organization_id_task_id"),
        "time_entries",
        ["organization_id", "task_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_time_entries_organization_id_user_id_started_at"),
        "time_entries",
        ["organization_id", "user_id", "started_at"],
        unique=False,
        schema="project",
    )
    op.create_index(
        "ux_time_entries_running",
        "time_entries",
        ["organization_id", "user_id"],
        unique=True,
        schema="project",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.add_column("ai_insights", sa.Column("kind", sa.Text(), nullable=True), schema="project")
    op.add_column("ai_insights", sa.Column("evidence", postgresql.JSONB(), nullable=True), schema="project")
    op.add_column("ai_insights", sa.Column("fingerprint", sa.Text(), nullable=True), schema="project")
    op.create_unique_constraint(
        op.f("uq_ai_insights_organization_id_project_id_fingerprint"),
        "ai_insights",
        ["organization_id", "project_id", "fingerprint"],
        schema="project",
    )
    op.add_column(
        "milestones", sa.Column("progress", sa.Integer(), server_default=sa.text("0"), nullable=False), schema="project"
    )
    op.add_column(
        "milestones", sa.Column("tasks", sa.Integer(), server_default=sa.text("0"), nullable=False), schema="project"
    )
    op.add_column(
        "milestones",
        sa.Column("tasks_done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        schema="project",
    )
    op.add_column(
        "projects",
        sa.Column("progress_by_hand", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema="project",
    )
    op.add_column("risk_register", sa.Column("owner_id", sa.Uuid(), nullable=True), schema="project")
    op.add_column(
        "risk_register", sa.Column("review_date", sa.DateTime(timezone=True), nullable=True), schema="project"
    )
    op.add_column(
        "risk_register",
        sa.Column("suggested", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema="project",
    )
    op.add_column("risk_register", sa.Column("evidence", postgresql.JSONB(), nullable=True), schema="project")
    op.add_column("risk_register", sa.Column("fingerprint", sa.Text(), nullable=True), schema="project")
    op.create_unique_constraint(
        op.f("uq_risk_register_organization_id_project_id_fingerprint"),
        "risk_register",
        ["organization_id", "project_id", "fingerprint"],
        schema="project",
    )
    op.add_column(
        "task_dependencies",
        sa.Column("lag_days", sa.Integer(), server_default=sa.text("0"), nullable=False),
        schema="project",
    )
    op.add_column("tasks", sa.Column("status_id", sa.Uuid(), nullable=True), schema="project")
    op.add_column("tasks", sa.Column("milestone_id", sa.Uuid(), nullable=True), schema="project")
    op.add_column("tasks", sa.Column("start_date", sa.DateTime(timezone=True), nullable=True), schema="project")
    op.add_column("tasks", sa.Column("duration_days", sa.Integer(), nullable=True), schema="project")
    op.add_column("tasks", sa.Column("estimate_minutes", sa.Integer(), nullable=True), schema="project")
    op.add_column(
        "tasks",
        sa.Column("logged_minutes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        schema="project",
    )
    op.add_column(
        "tasks", sa.Column("progress", sa.Integer(), server_default=sa.text("0"), nullable=False), schema="project"
    )
    op.add_column("tasks", sa.Column("constraint_type", sa.Text(), nullable=True), schema="project")
    op.add_column("tasks", sa.Column("constraint_date", sa.DateTime(timezone=True), nullable=True), schema="project")
    op.add_column(
        "tasks",
        sa.Column("fields", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        schema="project",
    )
    op.add_column("tasks", sa.Column("started_at", sa.DateTime(timezone=True), nullable=True), schema="project")
    op.add_column("tasks", sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True), schema="project")
    op.add_column("tasks", sa.Column("totals", postgresql.JSONB(), nullable=True), schema="project")
    op.create_index("ix_tasks_fields", "tasks", ["fields"], unique=False, schema="project", postgresql_using="gin")
    op.create_index(
        op.f("ix_tasks_organization_id_milestone_id"),
        "tasks",
        ["organization_id", "milestone_id"],
        unique=False,
        schema="project",
    )
    op.create_index(
        op.f("ix_tasks_organization_id_status_id"),
        "tasks",
        ["organization_id", "status_id"],
        unique=False,
        schema="project",
    )
    op.create_foreign_key(
        op.f("fk_tasks_organization_id_status_id"),
        "tasks",
        "project_statuses",
        ["organization_id", "status_id"],
        ["organization_id", "id"],
        source_schema="project",
        referent_schema="project",
        ondelete="SET NULL (status_id)",
    )
    op.create_foreign_key(
        op.f("fk_tasks_organization_id_milestone_id"),
        "tasks",
        "milestones",
        ["organization_id", "milestone_id"],
        ["organization_id", "id"],
        source_schema="project",
        referent_schema="project",
        ondelete="SET NULL (milestone_id)",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
