"""Samples and rights of `monitoring`."""

from typing import Any
from uuid import UUID

from tests.factories import Row, Sample
from tests.rows import put
from tests.world import Company
from vistone.kernel.rows import as_json
from vistone.monitoring.queries import CONVERSATION, RUN


async def kpi(company: Company) -> dict[str, Any]:
    """A KPI."""
    made: dict[str, Any] = await company.organizer.post("/api/monitoring/kpi-definitions", await _kpi_body(company))
    return made


async def rule(company: Company) -> dict[str, Any]:
    """An automation rule."""
    made: dict[str, Any] = await company.organizer.post("/api/monitoring/automation-rules", await _rule_body(company))
    return made


async def dashboard(company: Company) -> dict[str, Any]:
    """A dashboard of the Organizer's."""
    made: dict[str, Any] = await company.organizer.post("/api/monitoring/dashboards", await _dashboard_body(company))
    return made


async def _conversation(company: Company) -> dict[str, Any]:
    organizer = company.organizer
    return as_json(await put(organizer, CONVERSATION, user_id=UUID(organizer.id), context={}, tokens_used=12))


async def _run(company: Company) -> dict[str, Any]:
    rule_id = UUID((await rule(company))["id"])
    return as_json(await put(company.organizer, RUN, rule_id=rule_id, status="succeeded"))


async def _kpi_body(_: Company) -> dict[str, Any]:
    return {"name": "On time", "formula": "done / due"}


async def _measurement_body(company: Company) -> dict[str, Any]:
    return {"kpiId": (await kpi(company))["id"], "value": 0.5, "measuredAt": "2026-11-22T12:00:00Z"}


async def _template_body(_: Company) -> dict[str, Any]:
    return {"name": "Monthly", "config": {"parts": ["kpis"]}}


async def _report_body(_: Company) -> dict[str, Any]:
    return {"url": "https://files.example/monthly.pdf", "format": "pdf"}


async def _performance_body(company: Company) -> dict[str, Any]:
    return {"userId": company.organizer.id, "metric": "delivered", "value": 3, "period": "2026-11"}


async def _rule_body(_: Company) -> dict[str, Any]:
    return {"name": "Late", "trigger": {"event": "project.task.updated"}, "actions": [{"notify": "manager"}]}


async def _dashboard_body(company: Company) -> dict[str, Any]:
    return {"userId": company.organizer.id, "name": "Mine"}


async def _widget_body(company: Company) -> dict[str, Any]:
    return {"dashboardId": (await dashboard(company))["id"], "type": "number"}


SAMPLES = [
    Sample("/api/monitoring/kpi-definitions", _kpi_body, {"name": "Renamed"}),
    Sample("/api/monitoring/kpi-measurements", _measurement_body),
    Sample("/api/monitoring/report-templates", _template_body, {"name": "Renamed"}),
    Sample("/api/monitoring/generated-reports", _report_body),
    Sample("/api/monitoring/member-performance", _performance_body),
    Sample("/api/monitoring/ai-conversations", make=_conversation),
    Sample("/api/monitoring/automation-rules", _rule_body, {"isActive": False}),
    Sample("/api/monitoring/automation-logs", make=_run),
    Sample("/api/monitoring/dashboards", _dashboard_body, {"name": "Renamed"}),
    Sample("/api/monitoring/dashboard-widgets", _widget_body, {"type": "text"}),
]

# The figure, the talk and the dashboard are the Organizer's own.
MATRIX: dict[str, Row] = {
    "list_kpi_definitions": (200, 200, 200, 403),
    "create_kpi_definition": (201, 201, 403, 403),
    "get_kpi_definition": (200, 200, 200, 403),
    "update_kpi_definition": (200, 200, 403, 403),
    "delete_kpi_definition": (204, 204, 403, 403),
    "list_kpi_measurements": (200, 200, 200, 403),
    "create_kpi_measurement": (201, 201, 403, 403),
    "get_kpi_measurement": (200, 200, 200, 403),
    "delete_kpi_measurement": (204, 204, 403, 403),
    "list_report_templates": (200, 200, 200, 403),
    "create_report_template": (201, 201, 403, 403),
    "get_report_template": (200, 200, 200, 403),
    "update_report_template": (200, 200, 403, 403),
    "delete_report_template": (204, 204, 403, 403),
    "list_generated_reports": (200, 200, 200, 403),
    "create_generated_report": (201, 201, 403, 403),
    "get_generated_report": (200, 200, 200, 403),
    "delete_generated_report": (204, 204, 403, 403),
    "list_member_performance": (200, 200, 200, 403),
    "create_member_performance": (201, 201, 403, 403),
    "get_member_performance": (200, 200, 404, 403),
    "delete_member_performance": (204, 204, 404, 403),
    "list_ai_conversations": (200, 200, 200, 200),
    "get_ai_conversation": (200, 404, 404, 404),
    "list_automation_rules": (200, 200, 403, 403),
    "create_automation_rule": (201, 201, 403, 403),
    "get_automation_rule": (200, 200, 403, 403),
    "update_automation_rule": (200, 200, 403, 403),
    "delete_automation_rule": (204, 204, 403, 403),
    "list_automation_logs": (200, 200, 403, 403),
    "get_automation_log": (200, 200, 403, 403),
    "list_dashboards": (200, 200, 200, 403),
    "create_dashboard": (201, 422, 422, 403),
    "get_dashboard": (200, 404, 404, 403),
    "update_dashboard": (200, 404, 404, 403),
    "delete_dashboard": (204, 404, 404, 403),
    "list_dashboard_widgets": (200, 200, 200, 403),
    "create_dashboard_widget": (201, 404, 404, 403),
    "get_dashboard_widget": (200, 404, 404, 403),
    "update_dashboard_widget": (200, 404, 404, 403),
    "delete_dashboard_widget": (204, 404, 404, 403),
}
