"""What others may see of the numbers: the records as they go over the wire, and their closed sets."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from vistone.kernel.rows import Record


class ReportFormat(StrEnum):
    """What a report is made as."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    HTML = "html"


class AutomationStatus(StrEnum):
    """How a run of a rule ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
    DRY_RUN = "dry_run"


class WidgetType(StrEnum):
    """What a widget of a dashboard shows."""

    NUMBER = "number"
    CHART = "chart"
    TABLE = "table"
    BURNDOWN = "burndown"
    WORKLOAD = "workload"
    RISK_MATRIX = "risk_matrix"
    TEXT = "text"


class KpiDefinition(Record, frozen=True):
    """A number that the organization watches; `formula` says how it comes about."""

    id: UUID
    organization_id: UUID
    name: str
    formula: str | None
    revision: int
    created_at: datetime
    updated_at: datetime


class KpiMeasurement(Record, frozen=True):
    """What a KPI was at a moment."""

    id: UUID
    organization_id: UUID
    kpi_id: UUID
    value: float
    measured_at: datetime
    revision: int
    created_at: datetime


class ReportTemplate(Record, frozen=True):
    """What a report holds."""

    id: UUID
    organization_id: UUID
    name: str
    config: dict[str, Any]
    revision: int
    created_at: datetime
    updated_at: datetime


class GeneratedReport(Record, frozen=True):
    """A report as it was made, kept at `url`; it outlives its template."""

    id: UUID
    organization_id: UUID
    template_id: UUID | None
    url: str
    format: ReportFormat
    revision: int
    created_at: datetime


class MemberPerformance(Record, frozen=True):
    """What a person achieved in a period, for example `2026-11`, by one metric."""

    id: UUID
    organization_id: UUID
    user_id: UUID
    metric: str
    value: float
    period: str
    revision: int
    created_at: datetime


class AiConversation(Record, frozen=True):
    """A talk with the assistant and the tokens that it took."""

    id: UUID
    organization_id: UUID
    user_id: UUID | None
    context: dict[str, Any] | None
    tokens_used: int | None
    revision: int
    created_at: datetime
    updated_at: datetime


class AutomationRule(Record, frozen=True):
    """What is done by itself, and when. `actions` is a list of steps, or one."""

    id: UUID
    organization_id: UUID
    name: str
    trigger: dict[str, Any]
    actions: list[Any] | dict[str, Any]
    is_active: bool
    revision: int
    created_at: datetime
    updated_at: datetime


class AutomationLog(Record, frozen=True):
    """One run of a rule."""

    id: UUID
    organization_id: UUID
    rule_id: UUID
    status: AutomationStatus
    details: dict[str, Any] | None
    revision: int
    created_at: datetime


class Dashboard(Record, frozen=True):
    """A person's board of widgets; `layout` says where each lies."""

    id: UUID
    organization_id: UUID
    user_id: UUID
    name: str
    layout: list[Any] | dict[str, Any] | None
    revision: int
    created_at: datetime
    updated_at: datetime


class DashboardWidget(Record, frozen=True):
    """One widget of a dashboard."""

    id: UUID
    organization_id: UUID
    dashboard_id: UUID
    type: WidgetType
    config: dict[str, Any] | None
    revision: int
    created_at: datetime
    updated_at: datetime
