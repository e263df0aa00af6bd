"""Writes to KPIs and their measurements, to reports and their templates, and to what members achieved."""

from uuid import UUID

from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid, NotFound
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.monitoring.contracts import (
    GeneratedReport,
    KpiDefinition,
    KpiMeasurement,
    MemberPerformance,
    ReportTemplate,
)
from vistone.monitoring.events import (
    GeneratedReportCreated,
    GeneratedReportDeleted,
    KpiDefinitionCreated,
    KpiDefinitionDeleted,
    KpiDefinitionUpdated,
    KpiMeasurementCreated,
    KpiMeasurementDeleted,
    MemberPerformanceCreated,
    MemberPerformanceDeleted,
    ReportTemplateCreated,
    ReportTemplateDeleted,
    ReportTemplateUpdated,
)
from vistone.monitoring.queries import (
    KPI,
    KPIS,
    MEASUREMENT,
    MEASUREMENTS,
    PERFORMANCE,
    PERFORMANCES,
    REPORT,
    REPORTS,
    TEMPLATE,
    TEMPLATES,
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


async def create_kpi(tx: WriteTx, data: KpiDefinitionCreate) -> KpiDefinition:
    """A new KPI."""
    tx.scope.require("reports", "create")
    kpi = await add(tx, KPI, given(data))
    await publish(tx, KpiDefinitionCreated(record=kpi))
    return kpi


async def update_kpi(tx: WriteTx, id: UUID, data: KpiDefinitionPatch, if_match: int | None) -> KpiDefinition:
    """Changes a KPI; what was measured stays."""
    old = await KPIS.hold(tx, id, "update")
    new = await change(tx, KPI, id, given(data), if_match=if_match)
    await publish(tx, KpiDefinitionUpdated.of(old, new))
    return new


async def delete_kpi(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a KPI with its measurements."""
    kpi = await KPIS.hold(tx, id, "delete")
    await remove(tx, KPI, id, if_match=if_match)
    await publish(tx, KpiDefinitionDeleted(record=kpi))


async def create_measurement(tx: WriteTx, data: KpiMeasurementCreate) -> KpiMeasurement:
    """What a KPI was at a moment."""
    tx.scope.require("reports", "create")
    try:
        await KPIS.get(tx, data.kpi_id)
    except NotFound:
        raise Invalid("kpiId", "There is no such KPI that you can see.") from None
    measurement = await add(tx, MEASUREMENT, given(data))
    await publish(tx, KpiMeasurementCreated(record=measurement))
    return measurement


async def delete_measurement(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a measurement."""
    measurement = await MEASUREMENTS.hold(tx, id, "delete")
    await remove(tx, MEASUREMENT, id, if_match=if_match)
    await publish(tx, KpiMeasurementDeleted(record=measurement))


async def create_template(tx: WriteTx, data: ReportTemplateCreate) -> ReportTemplate:
    """A new template."""
    tx.scope.require("reports", "create")
    template = await add(tx, TEMPLATE, given(data))
    await publish(tx, ReportTemplateCreated(record=template))
    return template


async def update_template(tx: WriteTx, id: UUID, data: ReportTemplatePatch, if_match: int | None) -> ReportTemplate:
    """Changes a template; reports made with it stay as they are."""
    old = await TEMPLATES.hold(tx, id, "update")
    new = await change(tx, TEMPLATE, id, given(data), if_match=if_match)
    await publish(tx, ReportTemplateUpdated.of(old, new))
    return new


async def delete_template(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a template; reports made with it stay."""
    template = await TEMPLATES.hold(tx, id, "delete")
    await remove(tx, TEMPLATE, id, if_match=if_match)
    await publish(tx, ReportTemplateDeleted(record=template))


async def create_report(tx: WriteTx, data: GeneratedReportCreate) -> GeneratedReport:
    """Keeps where a report lies that was made elsewhere."""
    tx.scope.require("reports", "create")
    if data.template_id is not None:
        try:
            await TEMPLATES.get(tx, data.template_id)
        except NotFound:
            raise Invalid("templateId", "There is no such report template that you can see.") from None
    report = await add(tx, REPORT, given(data))
    await publish(tx, GeneratedReportCreated(record=report))
    return report


async def delete_report(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a report."""
    report = await REPORTS.hold(tx, id, "delete")
    await remove(tx, REPORT, id, if_match=if_match)
    await publish(tx, GeneratedReportDeleted(record=report))


async def create_performance(tx: WriteTx, data: MemberPerformanceCreate) -> MemberPerformance:
    """What a person achieved. The person is not looked up, this service knows none."""
    tx.scope.require("reports", "create")
    figure = await add(tx, PERFORMANCE, given(data))
    await publish(tx, MemberPerformanceCreated(record=figure))
    return figure


async def delete_performance(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a figure."""
    figure = await PERFORMANCES.hold(tx, id, "delete")
    await remove(tx, PERFORMANCE, id, if_match=if_match)
    await publish(tx, MemberPerformanceDeleted(record=figure))
