"""KPIs, reports and what members achieved, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.monitoring import queries
from vistone.monitoring.actions import reports as actions
from vistone.monitoring.contracts import (
    GeneratedReport,
    KpiDefinition,
    KpiMeasurement,
    MemberPerformance,
    ReportTemplate,
)
from vistone.monitoring.schemas import (
    GeneratedReportCreate,
    KpiDefinitionCreate,
    KpiDefinitionPatch,
    KpiMeasurementCreate,
    MemberPerformanceCreate,
    ReportTemplateCreate,
    ReportTemplatePatch,
)


class KpiDefinitionController(Controller):
    """Numbers that the organization watches."""

    path = "/api/monitoring/kpi-definitions"
    tags = ("monitoring",)

    @get(opt=lists(queries.KPIS))
    async def list_kpi_definitions(self, call: Call) -> Page[KpiDefinition]:
        """KPIs that you may see."""
        return await call.page(queries.KPIS)

    @post()
    async def create_kpi_definition(self, call: Call, data: JSONBody[KpiDefinitionCreate]) -> KpiDefinition:
        """Adds a KPI."""
        return await call.write(actions.create_kpi, data)

    @get("/{id:uuid}")
    async def get_kpi_definition(self, call: Call, id: FromPath[UUID]) -> KpiDefinition:
        """One KPI."""
        return await call.get(queries.KPIS, id)

    @patch("/{id:uuid}")
    async def update_kpi_definition(
        self, call: Call, id: FromPath[UUID], data: JSONBody[KpiDefinitionPatch]
    ) -> KpiDefinition:
        """Changes a KPI; fields left out stay as they are."""
        return await call.write(actions.update_kpi, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_kpi_definition(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a KPI."""
        await call.write(actions.delete_kpi, id, call.if_match)


class KpiMeasurementController(Controller):
    """What the KPIs were."""

    path = "/api/monitoring/kpi-measurements"
    tags = ("monitoring",)

    @get(opt=lists(queries.MEASUREMENTS))
    async def list_kpi_measurements(self, call: Call) -> Page[KpiMeasurement]:
        """Measurements that you may see."""
        return await call.page(queries.MEASUREMENTS)

    @post()
    async def create_kpi_measurement(self, call: Call, data: JSONBody[KpiMeasurementCreate]) -> KpiMeasurement:
        """Adds a measurement."""
        return await call.write(actions.create_measurement, data)

    @get("/{id:uuid}")
    async def get_kpi_measurement(self, call: Call, id: FromPath[UUID]) -> KpiMeasurement:
        """One measurement."""
        return await call.get(queries.MEASUREMENTS, id)

    @delete("/{id:uuid}")
    async def delete_kpi_measurement(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a measurement."""
        await call.write(actions.delete_measurement, id, call.if_match)


class ReportTemplateController(Controller):
    """What reports hold."""

    path = "/api/monitoring/report-templates"
    tags = ("monitoring",)

    @get(opt=lists(queries.TEMPLATES))
    async def list_report_templates(self, call: Call) -> Page[ReportTemplate]:
        """Report templates that you may see."""
        return await call.page(queries.TEMPLATES)

    @post()
    async def create_report_template(self, call: Call, data: JSONBody[ReportTemplateCreate]) -> ReportTemplate:
        """Adds a report template."""
        return await call.write(actions.create_template, data)

    @get("/{id:uuid}")
    async def get_report_template(self, call: Call, id: FromPath[UUID]) -> ReportTemplate:
        """One report template."""
        return await call.get(queries.TEMPLATES, id)

    @patch("/{id:uuid}")
    async def update_report_template(
        self, call: Call, id: FromPath[UUID], data: JSONBody[ReportTemplatePatch]
    ) -> ReportTemplate:
        """Changes a report template; fields left out stay as they are."""
        return await call.write(actions.update_template, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_report_template(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a report template."""
        await call.write(actions.delete_template, id, call.if_match)


class GeneratedReportController(Controller):
    """Reports that were made."""

    path = "/api/monitoring/generated-reports"
    tags = ("monitoring",)

    @get(opt=lists(queries.REPORTS))
    async def list_generated_reports(self, call: Call) -> Page[GeneratedReport]:
        """Reports that you may see."""
        return await call.page(queries.REPORTS)

    @post()
    async def create_generated_report(self, call: Call, data: JSONBody[GeneratedReportCreate]) -> GeneratedReport:
        """Adds a report."""
        return await call.write(actions.create_report, data)

    @get("/{id:uuid}")
    async def get_generated_report(self, call: Call, id: FromPath[UUID]) -> GeneratedReport:
        """One report."""
        return await call.get(queries.REPORTS, id)

    @delete("/{id:uuid}")
    async def delete_generated_report(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a report."""
        await call.write(actions.delete_report, id, call.if_match)


class MemberPerformanceController(Controller):
    """What members achieved."""

    path = "/api/monitoring/member-performance"
    tags = ("monitoring",)

    @get(opt=lists(queries.PERFORMANCES))
    async def list_member_performance(self, call: Call) -> Page[MemberPerformance]:
        """Performance figures that you may see."""
        return await call.page(queries.PERFORMANCES)

    @post()
    async def create_member_performance(self, call: Call, data: JSONBody[MemberPerformanceCreate]) -> MemberPerformance:
        """Adds a performance figure."""
        return await call.write(actions.create_performance, data)

    @get("/{id:uuid}")
    async def get_member_performance(self, call: Call, id: FromPath[UUID]) -> MemberPerformance:
        """One performance figure."""
        return await call.get(queries.PERFORMANCES, id)

    @delete("/{id:uuid}")
    async def delete_member_performance(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a performance figure."""
        await call.write(actions.delete_performance, id, call.if_match)
