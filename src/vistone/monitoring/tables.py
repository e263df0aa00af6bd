"""The tables of schema `monitoring`."""

from sqlalchemy import Boolean, CheckConstraint, Column, Float, Index, Integer, text

from vistone.kernel.tables import belongs_to, elsewhere, json, moment, one_of, schema, tenant_table, words
from vistone.monitoring.contracts import AutomationStatus, ReportFormat, WidgetType

metadata = schema("monitoring")


def _finite(name: str) -> list[Column[float] | CheckConstraint]:
    # To PostgreSQL NaN is greater than every other number.
    return [
        Column(name, Float, nullable=False),
        CheckConstraint(f"{name} > '-Infinity' AND {name} < 'Infinity'", name=name),
    ]


kpi_definitions = tenant_table(
    metadata,
    "kpi_definitions",
    words("name"),
    words("formula", nullable=True),
    Index(None, "organization_id", "created_at", "id"),
)

kpi_measurements = tenant_table(
    metadata,
    "kpi_measurements",
    *belongs_to("kpi_id", "monitoring.kpi_definitions"),
    *_finite("value"),
    moment("measured_at", nullable=False),
    Index(None, "organization_id", "kpi_id", "measured_at", "id"),
    Index(None, "organization_id", "created_at", "id"),
    updated=False,
)

report_templates = tenant_table(
    metadata,
    "report_templates",
    words("name"),
    json("config", nullable=False),
    Index(None, "organization_id", "created_at", "id"),
)

generated_reports = tenant_table(
    metadata,
    "generated_reports",
    *belongs_to("template_id", "monitoring.report_templates", nullable=True, on_delete="SET NULL"),
    words("url"),
    *one_of("format", ReportFormat),
    Index(None, "organization_id", "created_at", "id"),
    updated=False,
)

member_performance = tenant_table(
    metadata,
    "member_performance",
    elsewhere("user_id"),
    words("metric"),
    *_finite("value"),
    words("period"),
    Index(None, "organization_id", "user_id", "metric", "period"),
    Index(None, "organization_id", "created_at", "id"),
    updated=False,
)

ai_conversations = tenant_table(
    metadata,
    "ai_conversations",
    elsewhere("user_id", nullable=True),
    json("context"),
    Column("tokens_used", Integer),
    CheckConstraint("tokens_used >= 0", name="tokens_used"),
    Index(None, "organization_id", "user_id", "created_at", "id"),
    Index(None, "organization_id", "created_at", "id"),
)

automation_rules = tenant_table(
    metadata,
    "automation_rules",
    words("name"),
    json("trigger", nullable=False),
    json("actions", nullable=False),
    Column("is_active", Boolean, nullable=False, server_default=text("true")),
    Index(None, "organization_id", "created_at", "id"),
)

automation_logs = tenant_table(
    metadata,
    "automation_logs",
    *belongs_to("rule_id", "monitoring.automation_rules"),
    *one_of("status", AutomationStatus),
    json("details"),
    Index(None, "organization_id", "created_at", "id"),
    Index(None, "organization_id", "rule_id", "created_at", "id"),
    updated=False,
)

dashboards = tenant_table(
    metadata,
    "dashboards",
    elsewhere("user_id"),
    words("name"),
    json("layout"),
    Index(None, "organization_id", "user_id", "created_at", "id"),
)

dashboard_widgets = tenant_table(
    metadata,
    "dashboard_widgets",
    *belongs_to("dashboard_id", "monitoring.dashboards"),
    *one_of("type", WidgetType),
    json("config"),
)
