"""What the service declares."""

from vistone.kernel.events import events_in
from vistone.kernel.service import Service
from vistone.monitoring import events, topics
from vistone.monitoring.http.automation import (
    AiConversationController,
    AutomationLogController,
    AutomationRuleController,
)
from vistone.monitoring.http.dashboards import DashboardController, DashboardWidgetController
from vistone.monitoring.http.reports import (
    GeneratedReportController,
    KpiDefinitionController,
    KpiMeasurementController,
    MemberPerformanceController,
    ReportTemplateController,
)
from vistone.monitoring.tables import metadata

service = Service(
    name="monitoring",
    metadata=metadata,
    events=events_in(events),
    controllers=(
        KpiDefinitionController,
        KpiMeasurementController,
        ReportTemplateController,
        GeneratedReportController,
        MemberPerformanceController,
        AiConversationController,
        AutomationRuleController,
        AutomationLogController,
        DashboardController,
        DashboardWidgetController,
    ),
    topics={
        "reports": topics.reports,
        "automation": topics.automation,
        "performance": topics.performance,
        "dashboard": topics.dashboard,
    },
    unsettles=(events.DashboardUpdated, events.DashboardDeleted),
)
