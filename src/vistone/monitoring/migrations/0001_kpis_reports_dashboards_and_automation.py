"""KPIs, reports, dashboards and automation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vistone.kernel.migrating import app_role

revision = "0001"
down_revision = None

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring.ai_conversations TO {app}",
    "ALTER TABLE monitoring.ai_conversations ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE monitoring.ai_conversations FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON monitoring.ai_conversations FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON monitoring.ai_conversations USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring.automation_rules TO {app}",
    "ALTER TABLE monitoring.automation_rules ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE monitoring.automation_rules FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON monitoring.automation_rules FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON monitoring.automation_rules USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring.dashboards TO {app}",
    "ALTER TABLE monitoring.dashboards ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE monitoring.dashboards FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON monitoring.dashboards FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON monitoring.dashboards USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring.kpi_definitions TO {app}",
    "ALTER TABLE monitoring.kpi_definitions ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE monitoring.kpi_definitions FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON monitoring.kpi_definitions FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON monitoring.kpi_definitions USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring.member_performance TO {app}",
    "ALTER TABLE monitoring.member_performance ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE monitoring.member_performance FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON monitoring.member_performance FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON monitoring.member_performance USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring.report_templates TO {app}",
    "ALTER TABLE monitoring.report_templates ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE monitoring.report_templates FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON monitoring.report_templates FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON monitoring.report_templates USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring.automation_logs TO {app}",
    "ALTER TABLE monitoring.automation_logs ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE monitoring.automation_logs FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON monitoring.automation_logs FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON monitoring.automation_logs USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring.dashboard_widgets TO {app}",
    "ALTER TABLE monitoring.dashboard_widgets ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE monitoring.dashboard_widgets FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON monitoring.dashboard_widgets FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON monitoring.dashboard_widgets USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring.generated_reports TO {app}",
    "ALTER TABLE monitoring.generated_reports ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE monitoring.generated_reports FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON monitoring.generated_reports FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON monitoring.generated_reports USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON monitoring.kpi_measurements TO {app}",
    "ALTER TABLE monitoring.kpi_measurements ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE monitoring.kpi_measurements FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON monitoring.kpi_measurements FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON monitoring.kpi_measurements USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """KPIs, reports, dashboards and automation."""
    op.create_table(
        "ai_conversations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("context", postgresql.JSONB(), nullable=True),
        sa.Column("tokens_used", sa.Integer(), nullable=True),
        sa.CheckConstraint("tokens_used >= 0", name=op.f("ck_ai_conversations_tokens_used")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ai_conversations")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_ai_conversations_organization_id_id")),
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_ai_conversations_organization_id_created_at_id"),
        "ai_conversations",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_ai_conversations_organization_id_user_id_created_at_id"),
        "ai_conversations",
        ["organization_id", "user_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_table(
        "automation_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("trigger", postgresql.JSONB(), nullable=False),
        sa.Column("actions", postgresql.JSONB(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation_rules")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_automation_rules_organization_id_id")),
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_automation_rules_organization_id_created_at_id"),
        "automation_rules",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_table(
        "dashboards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("layout", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dashboards")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_dashboards_organization_id_id")),
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_dashboards_organization_id_user_id_created_at_id"),
        "dashboards",
        ["organization_id", "user_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_table(
        "kpi_definitions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("formula", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_definitions")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_kpi_definitions_organization_id_id")),
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_kpi_definitions_organization_id_created_at_id"),
        "kpi_definitions",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_table(
        "member_performance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.CheckConstraint("value > '-Infinity' AND value < 'Infinity'", name=op.f("ck_member_performance_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_performance")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_member_performance_organization_id_id")),
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_member_performance_organization_id_created_at_id"),
        "member_performance",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_member_performance_organization_id_user_id_metric_period"),
        "member_performance",
        ["organization_id", "user_id", "metric", "period"],
        unique=False,
        schema="monitoring",
    )
    op.create_table(
        "report_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("config", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_templates")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_report_templates_organization_id_id")),
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_report_templates_organization_id_created_at_id"),
        "report_templates",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_table(
        "automation_logs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint(
            "status IN ('succeeded', 'failed', 'skipped', 'dry_run')", name=op.f("ck_automation_logs_status")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "rule_id"],
            ["monitoring.automation_rules.organization_id", "monitoring.automation_rules.id"],
            name=op.f("fk_automation_logs_organization_id_rule_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation_logs")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_automation_logs_organization_id_id")),
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_automation_logs_organization_id_created_at_id"),
        "automation_logs",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_automation_logs_organization_id_rule_id"),
        "automation_logs",
        ["organization_id", "rule_id"],
        unique=False,
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_automation_logs_organization_id_rule_id_created_at_id"),
        "automation_logs",
        ["organization_id", "rule_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_table(
        "dashboard_widgets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("config", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint(
            "type IN ('number', 'chart', 'table', 'burndown', 'workload', 'risk_matrix', 'text')",
            name=op.f("ck_dashboard_widgets_type"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "dashboard_id"],
            ["monitoring.dashboards.organization_id", "monitoring.dashboards.id"],
            name=op.f("fk_dashboard_widgets_organization_id_dashboard_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dashboard_widgets")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_dashboard_widgets_organization_id_id")),
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_dashboard_widgets_organization_id_dashboard_id"),
        "dashboard_widgets",
        ["organization_id", "dashboard_id"],
        unique=False,
        schema="monitoring",
    )
    op.create_table(
        "generated_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.CheckConstraint("format IN ('pdf', 'xlsx', 'csv', 'html')", name=op.f("ck_generated_reports_format")),
        sa.ForeignKeyConstraint(
            ["organization_id", "template_id"],
            ["monitoring.report_templates.organization_id", "monitoring.report_templates.id"],
            name=op.f("fk_generated_reports_organization_id_template_id"),
            ondelete="SET NULL (template_id)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generated_reports")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_generated_reports_organization_id_id")),
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_generated_reports_organization_id_created_at_id"),
        "generated_reports",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_generated_reports_organization_id_template_id"),
        "generated_reports",
        ["organization_id", "template_id"],
        unique=False,
        schema="monitoring",
    )
    op.create_table(
        "kpi_measurements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value > '-Infinity' AND value < 'Infinity'", name=op.f("ck_kpi_measurements_value")),
        sa.ForeignKeyConstraint(
            ["organization_id", "kpi_id"],
            ["monitoring.kpi_definitions.organization_id", "monitoring.kpi_definitions.id"],
            name=op.f("fk_kpi_measurements_organization_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_measurements")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_kpi_measurements_organization_id_id")),
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_kpi_measurements_organization_id_created_at_id"),
        "kpi_measurements",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_kpi_measurements_organization_id_kpi_id"),
        "kpi_measurements",
        ["organization_id", "kpi_id"],
        unique=False,
        schema="monitoring",
    )
    op.create_index(
        op.f("ix_kpi_measurements_organization_id_kpi_id_measured_at_id"),
        "kpi_measurements",
        ["organization_id", "kpi_id", "measured_at", "id"],
        unique=False,
        schema="monitoring",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
