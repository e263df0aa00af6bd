"""What happens to KPIs, reports, dashboards and rules."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.monitoring.contracts import (
    AutomationRule,
    Dashboard,
    DashboardWidget,
    GeneratedReport,
    KpiDefinition,
    KpiMeasurement,
    MemberPerformance,
    ReportTemplate,
)


class KpiDefinitionCreated(Created[KpiDefinition], frozen=True):
    """A KPI was added."""

    topics = ("reports",)


class KpiDefinitionUpdated(Updated[KpiDefinition], frozen=True):
    """A KPI was changed."""

    topics = ("reports",)


class KpiDefinitionDeleted(Deleted[KpiDefinition], frozen=True):
    """A KPI was taken away."""

    topics = ("reports",)


class KpiMeasurementCreated(Created[KpiMeasurement], frozen=True):
    """A measurement was added."""

    topics = ("reports",)


class KpiMeasurementDeleted(Deleted[KpiMeasurement], frozen=True):
    """A measurement was taken away."""

    topics = ("reports",)


class ReportTemplateCreated(Created[ReportTemplate], frozen=True):
    """A report template was added."""

    topics = ("reports",)


class ReportTemplateUpdated(Updated[ReportTemplate], frozen=True):
    """A report template was changed."""

    topics = ("reports",)


class ReportTemplateDeleted(Deleted[ReportTemplate], frozen=True):
    """A report template was taken away."""

    topics = ("reports",)


class GeneratedReportCreated(Created[GeneratedReport], frozen=True):
    """A report was added."""

    topics = ("reports",)


class GeneratedReportDeleted(Deleted[GeneratedReport], frozen=True):
    """A report was taken away."""

    topics = ("reports",)


class MemberPerformanceCreated(Created[MemberPerformance], frozen=True):
    """A figure of what a member achieved was added."""

    topics = ("performance", "user:{user_id}")


class MemberPerformanceDeleted(Deleted[MemberPerformance], frozen=True):
    """A figure of what a member achieved was taken away."""

    topics = ("performance", "user:{user_id}")


class AutomationRuleCreated(Created[AutomationRule], frozen=True):
    """An automation rule was added."""

    topics = ("automation",)


class AutomationRuleUpdated(Updated[AutomationRule], frozen=True):
    """An automation rule was changed."""

    topics = ("automation",)


class AutomationRuleDeleted(Deleted[AutomationRule], frozen=True):
    """An automation rule was taken away."""

    topics = ("automation",)


class DashboardCreated(Created[Dashboard], frozen=True):
    """A dashboard was added."""

    topics = ("user:{user_id}", "dashboard:{id}")


class DashboardUpdated(Updated[Dashboard], frozen=True):
    """A dashboard was changed."""

    topics = ("user:{user_id}", "dashboard:{id}")


class DashboardDeleted(Deleted[Dashboard], frozen=True):
    """A dashboard was taken away."""

    topics = ("user:{user_id}", "dashboard:{id}")


class DashboardWidgetCreated(Created[DashboardWidget], frozen=True):
    """A widget was added."""

    topics = ("dashboard:{dashboard_id}",)


class DashboardWidgetUpdated(Updated[DashboardWidget], frozen=True):
    """A widget was changed."""

    topics = ("dashboard:{dashboard_id}",)


class DashboardWidgetDeleted(Deleted[DashboardWidget], frozen=True):
    """A widget was taken away."""

    topics = ("dashboard:{dashboard_id}",)
