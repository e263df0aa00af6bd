"""What requests send: bodies of `POST` (`...Create`) and `PATCH` (`...Patch`, absent fields stay as they are)."""

from typing import Any
from uuid import UUID

from msgspec import UNSET, UnsetType

from vistone.kernel.wire import Body, Document, Link, Moment, Name, Prose
from vistone.monitoring.contracts import ReportFormat, WidgetType

Json = list[Any] | Document


class KpiDefinitionCreate(Body, frozen=True):
    """A new KPI."""

    name: Name
    formula: Prose | None = None


class KpiDefinitionPatch(Body, frozen=True):
    """Changes to a KPI."""

    name: Name | UnsetType = UNSET
    formula: Prose | UnsetType | None = UNSET


class KpiMeasurementCreate(Body, frozen=True):
    """What a KPI was at a moment."""

    kpi_id: UUID
    value: float
    measured_at: Moment


class ReportTemplateCreate(Body, frozen=True):
    """A new template of a report."""

    name: Name
    config: Document


class ReportTemplatePatch(Body, frozen=True):
    """Changes to a template of a report."""

    name: Name | UnsetType = UNSET
    config: Document | UnsetType = UNSET


class GeneratedReportCreate(Body, frozen=True):
    """A report that was made, and where it is kept."""

    url: Link
    format: ReportFormat
    template_id: UUID | None = None


class MemberPerformanceCreate(Body, frozen=True):
    """What a person achieved in a period."""

    user_id: UUID
    metric: Name
    value: float
    period: Name


class AutomationRuleCreate(Body, frozen=True):
    """A new rule."""

    name: Name
    trigger: Document
    actions: Json
    is_active: bool = True


class AutomationRulePatch(Body, frozen=True):
    """Changes to a rule."""

    name: Name | UnsetType = UNSET
    trigger: Document | UnsetType = UNSET
    actions: Json | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class DashboardCreate(Body, frozen=True):
    """A new dashboard of one's own."""

    user_id: UUID
    name: Name
    layout: Json | None = None


class DashboardPatch(Body, frozen=True):
    """Changes to one's own dashboard."""

    name: Name | UnsetType = UNSET
    layout: Json | UnsetType | None = UNSET


class DashboardWidgetCreate(Body, frozen=True):
    """A new widget on one's own dashboard."""

    dashboard_id: UUID
    type: WidgetType
    config: Document | None = None


class DashboardWidgetPatch(Body, frozen=True):
    """Changes to a widget."""

    type: WidgetType | UnsetType = UNSET
    config: Document | UnsetType | None = UNSET
