"""Every SQL statement of the service: its collections."""

from vistone.kernel.collection import Collection
from vistone.kernel.filters import same, span
from vistone.kernel.rows import View
from vistone.monitoring import access
from vistone.monitoring.contracts import (
    AiConversation,
    AutomationLog,
    AutomationRule,
    AutomationStatus,
    Dashboard,
    DashboardWidget,
    GeneratedReport,
    KpiDefinition,
    KpiMeasurement,
    MemberPerformance,
    ReportFormat,
    ReportTemplate,
    WidgetType,
)
from vistone.monitoring.tables import (
    ai_conversations,
    automation_logs,
    automation_rules,
    dashboard_widgets,
    dashboards,
    generated_reports,
    kpi_definitions,
    kpi_measurements,
    member_performance,
    report_templates,
)

KPI = View("KPI", kpi_definitions, KpiDefinition, abilities=access.of_report)
MEASUREMENT = View("measurement", kpi_measurements, KpiMeasurement, abilities=access.of_fixed)
TEMPLATE = View("report template", report_templates, ReportTemplate, abilities=access.of_report)
REPORT = View("report", generated_reports, GeneratedReport, abilities=access.of_fixed)
PERFORMANCE = View("performance figure", member_performance, MemberPerformance, abilities=access.of_fixed)
CONVERSATION = View("conversation", ai_conversations, AiConversation, abilities=access.nothing)
RULE = View("automation rule", automation_rules, AutomationRule, abilities=access.of_rule)
RUN = View("automation run", automation_logs, AutomationLog, abilities=access.nothing)
DASHBOARD = View("dashboard", dashboards, Dashboard, abilities=access.of_own)
WIDGET = View("widget", dashboard_widgets, DashboardWidget, abilities=access.of_own)

KPIS = Collection(
    KPI,
    resource="reports",
    visible=access.staff_only,
    filters=[span("updated_at")],
    sorts={"name": kpi_definitions.c.name, "updatedAt": kpi_definitions.c.updated_at},
    search=["name", "formula"],
)

MEASUREMENTS = Collection(
    MEASUREMENT,
    resource="reports",
    visible=access.staff_only,
    filters=[same("kpi_id"), span("measured_at")],
    sorts={"measuredAt": kpi_measurements.c.measured_at, "value": kpi_measurements.c.value},
)

TEMPLATES = Collection(
    TEMPLATE,
    resource="reports",
    visible=access.staff_only,
    sorts={"name": report_templates.c.name, "updatedAt": report_templates.c.updated_at},
    search=["name"],
)

REPORTS = Collection(
    REPORT,
    resource="reports",
    visible=access.staff_only,
    filters=[same("template_id", nullable=True), same("format", values=ReportFormat), span("created_at")],
)

PERFORMANCES = Collection(
    PERFORMANCE,
    resource="reports",
    visible=access.visible_performance,
    filters=[same("user_id"), same("metric", str), same("period", str)],
    sorts={"value": member_performance.c.value, "period": member_performance.c.period},
)

CONVERSATIONS = Collection(
    CONVERSATION,
    resource="assistant",
    visible=access.visible_conversations,
    filters=[same("user_id", nullable=True), span("created_at")],
    sorts={"tokensUsed": ai_conversations.c.tokens_used, "updatedAt": ai_conversations.c.updated_at},
)

RULES = Collection(
    RULE,
    resource="automation",
    visible=access.staff_only,
    filters=[same("is_active", bool)],
    sorts={"name": automation_rules.c.name, "updatedAt": automation_rules.c.updated_at},
    search=["name"],
)

RUNS = Collection(
    RUN,
    resource="automation",
    visible=access.staff_only,
    filters=[same("rule_id"), same("status", values=AutomationStatus), span("created_at")],
)

DASHBOARDS = Collection(
    DASHBOARD,
    resource="reports",
    visible=access.my_dashboards,
    filters=[same("user_id")],
    sorts={"name": dashboards.c.name, "updatedAt": dashboards.c.updated_at},
    search=["name"],
)

WIDGETS = Collection(
    WIDGET,
    resource="reports",
    visible=access.my_widgets,
    filters=[same("dashboard_id"), same("type", values=WidgetType)],
)
