"""What was asked for: models.json as it was given, and the value sets that go with it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AREAS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("models.json").read_text())


def snake(name: str) -> str:
    """`dueDate` as `due_date`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@dataclass(frozen=True)
class Model:
    """One model of the specification."""

    schema: str
    name: str
    spec: Any

    @property
    def table(self) -> str:
        return f"{self.schema}.{self.spec['table']}"

    @property
    def path(self) -> str:
        return str(self.spec["path"])

    @property
    def verbs(self) -> set[str]:
        return set(self.spec["verbs"])

    @property
    def fields(self) -> dict[str, Any]:
        return {field["name"]: field for field in self.spec["fields"]}

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}"


MODELS = [Model(area["schema"], model["name"], model) for area in AREAS for model in area["models"]]
BY_NAME = {str(model): model for model in MODELS}

SECRETS = {("auth.User", "password"), ("auth.MfaSetting", "secret"), ("auth.MfaSetting", "backupCodes")}
"""Columns that never leave in an answer."""

DEFAULTS: dict[tuple[str, str], str] = {
    ("project.Project", "status"): "planning",
    ("project.Task", "status"): "todo",
    ("project.Milestone", "status"): "planned",
    ("project.RiskRegister", "status"): "open",
    ("client.Proposal", "status"): "draft",
    ("auth.KycData", "status"): "pending",
    ("project.Project", "teamIds"): "{}",
    ("auth.MfaSetting", "backupCodes"): "{}",
    **{
        (str(model), name): str(field["default"])
        for model in MODELS
        for name, field in model.fields.items()
        if "default" in field
    },
}

_LEVELS = ["very_low", "low", "medium", "high", "very_high"]
VALUES: dict[tuple[str, str], list[str] | range] = {
    ("auth.Role", "name"): ["Organizer", "Manager", "Contributor", "Client"],
    ("auth.KycData", "status"): ["pending", "approved", "rejected", "resubmission_requested"],
    ("project.Project", "status"): ["planning", "active", "on_hold", "completed", "cancelled", "archived"],
    ("project.Task", "status"): ["backlog", "todo", "in_progress", "in_review", "done", "cancelled"],
    ("project.Task", "priority"): ["low", "medium", "high", "urgent"],
    ("project.TaskDependency", "type"): ["FS", "SS", "FF", "SF"],
    ("project.Milestone", "status"): ["planned", "in_progress", "completed", "missed", "cancelled"],
    ("project.RiskRegister", "probability"): _LEVELS,
    ("project.RiskRegister", "impact"): _LEVELS,
    ("project.RiskRegister", "status"): ["open", "mitigating", "accepted", "occurred", "closed"],
    ("client.Proposal", "status"): ["draft", "sent", "viewed", "accepted", "declined", "expired", "revised"],
    ("client.ClientFeedback", "rating"): range(1, 6),
    ("communication.ChatChannel", "type"): ["organization", "team", "project", "client", "group", "direct"],
    ("communication.ChannelMember", "role"): ["owner", "admin", "member", "guest"],
    ("project.ProjectMember", "role"): ["manager", "member", "viewer"],
    ("workforce.TeamMember", "role"): ["lead", "member"],
    ("communication.CommunicationLog", "type"): ["call", "meeting", "email", "note", "message"],
    ("knowledge.DocumentPermission", "permission"): ["read", "comment", "write", "manage"],
    ("workforce.UserSkill", "proficiency"): range(1, 6),
    ("workforce.UserAvailability", "hoursAvailable"): range(25),
    ("notification.NotificationTemplate", "channels"): ["in_app", "email", "web_push", "webhook", "chat"],
    ("monitoring.GeneratedReport", "format"): ["pdf", "xlsx", "csv", "html"],
    ("monitoring.AutomationLog", "status"): ["succeeded", "failed", "skipped", "dry_run"],
    ("monitoring.DashboardWidget", "type"): [
        "number", "chart", "table", "burndown", "workload", "risk_matrix", "text",
    ],
    ("ai_engine.RagDocument", "contentType"): [
        "organization", "user", "project", "task", "milestone", "risk", "client", "proposal", "feedback", "message",
        "wiki", "document", "team", "skill", "report", "insight",
    ],
    ("ai_engine.ConversationHistory", "role"): ["user", "assistant"],
    ("ai_engine.SystemPromptTemplate", "category"): [
        "general", "project_query", "client_query", "knowledge_query", "workforce_query", "agent", "report",
    ],
}  # fmt: skip


def uniques(model: Model) -> Iterator[list[str]]:
    """The field sets of which no two records are alike, as the specification names them."""
    yield from ([snake(name) for name in names] for names in model.spec["unique"])
    for name, field in model.fields.items():
        if re.search(r"\bunique\b", field["description"], re.IGNORECASE):
            yield [snake(name)]
