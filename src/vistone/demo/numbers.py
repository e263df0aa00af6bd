"""KPIs with their history, dashboards, reports, what members achieved, and rules that run by themselves."""

from datetime import timedelta
from typing import Any

from vistone.demo.company import Company
from vistone.kernel.rows import add
from vistone.monitoring.actions import automation, dashboards, reports
from vistone.monitoring.contracts import AutomationStatus, ReportFormat, WidgetType
from vistone.monitoring.queries import RUN
from vistone.monitoring.schemas import (
    AutomationRuleCreate,
    DashboardCreate,
    DashboardWidgetCreate,
    GeneratedReportCreate,
    KpiDefinitionCreate,
    KpiMeasurementCreate,
    MemberPerformanceCreate,
    ReportTemplateCreate,
)

# Name, formula, what it was on the last twelve Mondays, the oldest first.
KPIS = (
    ("Utilisation", "sum(time.billable_hours) / sum(availability.hours) * 100",
     (71, 72, 70, 74, 75, 73, 76, 77, 75, 78, 79, 78)),
    ("Tasks delivered on time", "count(tasks.done_by_due_date) / count(tasks.done) * 100",
     (82, 80, 84, 83, 86, 85, 81, 79, 83, 84, 86, 85)),
    ("Cycle time in days", "median(tasks.done_at - tasks.started_at)",
     (6.4, 6.1, 6.3, 5.8, 5.6, 5.9, 6.2, 6.0, 5.5, 5.3, 5.4, 5.1)),
    ("Budget spent against progress", "avg(projects.spent_share - projects.progress)",
     (3.1, 2.8, 3.5, 4.0, 4.4, 5.1, 5.9, 6.8, 7.4, 8.1, 8.8, 9.2)),
    ("Client satisfaction", "avg(feedback.rating, 90d)",
     (4.2, 4.2, 4.3, 4.3, 4.4, 4.4, 4.3, 4.3, 4.2, 4.1, 4.1, 4.0)),
    ("Open proposals in thousand euros", "sum(proposals.open_value) / 1000",
     (96, 118, 118, 74, 74, 58, 132, 132, 91, 77, 33, 33)),
    ("Overdue tasks", "count(tasks.overdue)",
     (9, 11, 8, 7, 10, 12, 9, 6, 7, 8, 11, 10)),
    ("Failed releases", "count(releases.rolled_back)",
     (1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0)),
)  # fmt: skip

# Who, tasks finished and share on time, in the month before last and in the last one.
ACHIEVED = (
    ("priya", (9, 89), (11, 91)), ("tomas", (8, 75), (9, 78)), ("yuki", (10, 90), (8, 100)), ("jonas", (7, 71), (8, 75)),
    ("amara", (6, 100), (7, 86)), ("luca", (5, 80), (4, 75)), ("ingrid", (8, 88), (9, 89)), ("max", (7, 100), (8, 88)),
    ("daniel", (6, 83), (5, 80)),
)  # fmt: skip

DASHBOARDS: tuple[tuple[str, str, tuple[tuple[WidgetType, dict[str, Any]], ...]], ...] = (
    ("olivia", "Company", (
        (WidgetType.NUMBER, {"title": "Utilisation", "kpi": "Utilisation", "unit": "%"}),
        (WidgetType.NUMBER, {"title": "Client satisfaction", "kpi": "Client satisfaction", "unit": "of 5"}),
        (WidgetType.CHART, {"title": "Open proposals", "kpi": "Open proposals in thousand euros", "weeks": 12}),
        (WidgetType.RISK_MATRIX, {"title": "Risks of active projects"}),
        (WidgetType.TEXT, {"title": "This quarter", "text": "Nordlys to the pilot, Harbour & Vale to the beta, two hires."}),
    )),
    ("marcus", "Delivery", (
        (WidgetType.BURNDOWN, {"title": "Mobile banking redesign", "project": "banking"}),
        (WidgetType.BURNDOWN, {"title": "Customer portal", "project": "portal"}),
        (WidgetType.WORKLOAD, {"title": "Engineering, next three weeks", "team": "engineering"}),
        (WidgetType.TABLE, {"title": "Overdue tasks", "source": "tasks", "filter": {"overdue": True}}),
        (WidgetType.CHART, {"title": "Cycle time", "kpi": "Cycle time in days", "weeks": 12}),
    )),
    ("hannah", "Design and clients", (
        (WidgetType.WORKLOAD, {"title": "Design, next three weeks", "team": "design"}),
        (WidgetType.TABLE, {"title": "Feedback without an answer", "source": "feedback", "filter": {"answered": False}}),
        (WidgetType.NUMBER, {"title": "Delivered on time", "kpi": "Tasks delivered on time", "unit": "%"}),
    )),
    ("priya", "My week", (
        (WidgetType.TABLE, {"title": "My open tasks", "source": "tasks", "filter": {"assignee": "me", "open": True}}),
        (WidgetType.BURNDOWN, {"title": "Mobile banking redesign", "project": "banking"}),
    )),
)  # fmt: skip

REPORTS = (
    ("Weekly status for clients", {"sections": ["summary", "milestones", "finished", "next", "decisions"], "period": "week"},
     (ReportFormat.PDF, "status/harbour-vale-last-week.pdf"), (ReportFormat.PDF, "status/atelier-verre-last-week.pdf")),
    ("Monthly figures", {"sections": ["utilisation", "revenue", "budgets", "forecast"], "period": "month"},
     (ReportFormat.XLSX, "figures/last-month.xlsx"), (ReportFormat.PDF, "figures/last-month.pdf")),
    ("Project closing report", {"sections": ["goal", "result", "budget", "feedback", "lessons"]},
     (ReportFormat.PDF, "closing/accessibility-audit.pdf")),
    ("Time sheet export", {"sections": ["hours"], "columns": ["person", "project", "task", "day", "hours"], "period": "month"},
     (ReportFormat.CSV, "hours/last-month.csv")),
)  # fmt: skip

RULES: tuple[tuple[str, dict[str, Any], list[Any], bool, tuple[tuple[AutomationStatus, str], ...]], ...] = (
    ("Tell the manager when an urgent task is overdue",
     {"schedule": "0 8 * * 1-5", "condition": "task.priority == 'urgent' && task.dueDate < today"},
     [{"notify": "project.manager", "text": "{task.title} is overdue since {task.dueDate}."}], True,
     ((AutomationStatus.SUCCEEDED, "2 tasks, 1 manager told"), (AutomationStatus.SUCCEEDED, "3 tasks, 1 manager told"),
      (AutomationStatus.SKIPPED, "No task meets the condition"))),
    ("Ask for feedback when a milestone is reached",
     {"event": "project.milestone.updated", "condition": "milestone.status == 'completed' && project.clientVisible"},
     [{"message": "client channel", "text": "{milestone.title} is reached. How was it?"}], True,
     ((AutomationStatus.SUCCEEDED, "Asked Atelier Verre about: Catalogue on staging"),)),
    ("Put what is new and has no assignee into triage",
     {"event": "project.task.created", "condition": "task.assigneeId == null"},
     [{"change": {"labels": ["triage"]}}], False,
     ((AutomationStatus.DRY_RUN, "Would have changed 17 tasks of the last 30 days"),)),
    ("Warn at three quarters of a budget",
     {"event": "project.project.updated", "condition": "project.spentBudget > project.budget * 0.75"},
     [{"notify": "Organizer", "text": "{project.name} has used three quarters of its budget."}], True,
     ((AutomationStatus.SUCCEEDED, "Customer portal, 76 %"), (AutomationStatus.FAILED, "The webhook of the accounts answered 502"))),
    ("Weekly status on Friday at noon",
     {"schedule": "0 12 * * 5"}, [{"report": "Weekly status for clients", "to": "client contacts"}], True,
     ((AutomationStatus.SUCCEEDED, "2 reports, 2 mails"), (AutomationStatus.SUCCEEDED, "2 reports, 2 mails"))),
)  # fmt: skip

FILES = "https://files.northwind.example/reports/"


async def measure(company: Company) -> None:
    """All of it, mostly by the Organizer and the Managers."""
    await _kpis(company)
    await _dashboards(company)
    tx = await company.by("olivia")
    for name, config, *made in REPORTS:
        template = await reports.create_template(tx, ReportTemplateCreate(name=name, config=config))
        for format, path in made:
            report = GeneratedReportCreate(url=FILES + path, format=format, template_id=template.id)
            await reports.create_report(tx, report)
    tx = await company.by("marcus")
    for name, trigger, steps, active, runs in RULES:
        body = AutomationRuleCreate(name=name, trigger=trigger, actions=steps, is_active=active)
        rule = await automation.create_rule(tx, body)
        for status, result in runs:  # the engine writes these; there is no action for it
            await add(tx, RUN, {"rule_id": rule.id, "status": status, "details": {"result": result}})


async def _kpis(company: Company) -> None:
    tx = await company.by("olivia")
    this_monday = company.weekday(0)
    for name, formula, values in KPIS:
        kpi = await reports.create_kpi(tx, KpiDefinitionCreate(name=name, formula=formula))
        for place, value in enumerate(values):
            moment = this_monday - timedelta(weeks=len(values) - 1 - place, hours=-6)
            await reports.create_measurement(tx, KpiMeasurementCreate(kpi_id=kpi.id, value=value, measured_at=moment))
    months = (_month(company, 2), _month(company, 1))
    for who, *figures in ACHIEVED:
        for period, (finished, on_time) in zip(months, figures, strict=True):
            for metric, value in (("Tasks finished", finished), ("Finished on time, %", on_time)):
                figure = MemberPerformanceCreate(user_id=company.people[who], metric=metric, value=value, period=period)
                await reports.create_performance(tx, figure)


def _month(company: Company, ago: int) -> str:
    """The month so many months ago, for example `2026-09`."""
    today = company.weekday(0)
    months = today.year * 12 + today.month - 1 - ago
    return f"{months // 12}-{months % 12 + 1:02}"


async def _dashboards(company: Company) -> None:
    for who, name, widgets in DASHBOARDS:
        tx = await company.by(who)
        layout = [
            {"widget": place, "x": place % 2 * 6, "y": place // 2 * 4, "width": 6, "height": 4}
            for place in range(len(widgets))
        ]
        body = DashboardCreate(user_id=company.people[who], name=name, layout=layout)
        board = await dashboards.create_dashboard(tx, body)
        for kind, config in widgets:
            known = {"project": company.projects, "team": company.teams}
            ids = {name: str(known[name][config[name]]) for name in known.keys() & config.keys()}
            widget = DashboardWidgetCreate(dashboard_id=board.id, type=kind, config={**config, **ids})
            await dashboards.add_widget(tx, widget)
