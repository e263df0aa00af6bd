"""Milestones, risks, insights and imports."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, case

from vistone.kernel.collection import Collection
from vistone.kernel.filters import same, span
from vistone.kernel.rows import View
from vistone.kernel.scope import Scope
from vistone.project import access
from vistone.project.contracts import (
    AiInsight,
    ImportStatus,
    Milestone,
    MilestoneStatus,
    ProjectImport,
    RiskLevel,
    RiskRegister,
    RiskStatus,
)
from vistone.project.tables import (
    ai_insights,
    milestones,
    project_imports,
    risk_register,
)

_MONEY = {"spent", "budget"}


def shown_risk(scope: Scope, risk: RiskRegister) -> RiskRegister:
    """Amounts are for who manages the project, as they are in the project itself; shares of a whole are for its people."""
    if risk.evidence is None or scope.may("projects", "update"):
        return risk
    numbers = {name: number for name, number in risk.evidence.get("numbers", {}).items() if name not in _MONEY}
    return msgspec.structs.replace(risk, evidence={**risk.evidence, "numbers": numbers})


MILESTONE = View("milestone", milestones, Milestone, abilities=access.of_project)


RISK = View("risk", risk_register, RiskRegister, abilities=access.of_project, shown=shown_risk)


INSIGHT = View("insight", ai_insights, AiInsight, abilities=access.of_project)


IMPORT = View("import", project_imports, ProjectImport, abilities=access.of_import)


MILESTONES = Collection(
    MILESTONE,
    resource="projects",
    visible=lambda role: access.in_visible_project(milestones.c.project_id, role),
    filters=[same("project_id"), same("status", values=MilestoneStatus), span("due_date")],
    sorts={"dueDate": milestones.c.due_date, "title": milestones.c.title},
    search=["title"],
)


def _rank(level: ColumnElement[Any]) -> ColumnElement[Any]:
    return case({one.value: rank for rank, one in enumerate(RiskLevel)}, value=level)


RISKS = Collection(
    RISK,
    resource="projects",
    visible=access.visible_risks,
    filters=[
        same("project_id"),
        same("owner_id", nullable=True),
        same("suggested", bool),
        same("status", values=RiskStatus),
        same("probability", values=RiskLevel, nullable=True),
        same("impact", values=RiskLevel, nullable=True),
    ],
    sorts={
        "probability": _rank(risk_register.c.probability),
        "impact": _rank(risk_register.c.impact),
        "reviewDate": risk_register.c.review_date,
    },
    search=["description"],
)


INSIGHTS = Collection(
    INSIGHT,
    resource="projects",
    visible=access.visible_insights,
    filters=[
        same("project_id", nullable=True),
        same("task_id", nullable=True),
        same("actionable", bool),
        same("kind", str, nullable=True),
    ],
    sorts={"confidence": ai_insights.c.confidence},
)


IMPORTS = Collection(
    IMPORT,
    resource="projects",
    visible=access.visible_imports,
    filters=[same("project_id", nullable=True), same("status", values=ImportStatus), same("dry_run", bool)],
)
