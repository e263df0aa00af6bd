"""Samples and rights of `project`."""

import itertools
from typing import Any

from tests.factories import Row, Sample
from tests.world import Company

_numbers = itertools.count(1)


async def project(company: Company, **fields: Any) -> dict[str, Any]:
    """A project of the Organizer's."""
    made: dict[str, Any] = await company.organizer.post("/api/project/projects", {"name": "Website relaunch", **fields})
    return made


async def task(company: Company, project_id: str | None = None, **fields: Any) -> dict[str, Any]:
    """A task, in a project of its own unless one is named."""
    project_id = project_id or (await project(company))["id"]
    body = {"projectId": project_id, "title": "Write the copy", **fields}
    made: dict[str, Any] = await company.organizer.post("/api/project/tasks", body)
    return made


async def _in_project(company: Company, **fields: Any) -> dict[str, Any]:
    return {"projectId": (await project(company))["id"], **fields}


async def _project_body(_: Company) -> dict[str, Any]:
    return {"name": "Website relaunch"}


async def _member_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, userId=company.organizer.id)


async def _task_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, title="Write the copy")


async def _bulk_body(company: Company) -> dict[str, Any]:
    return {"ids": [(await task(company))["id"]], "changes": {"title": "Renamed"}}


async def _ids_body(company: Company) -> dict[str, Any]:
    return {"ids": [(await task(company))["id"]]}


async def _dates_body(company: Company) -> dict[str, Any]:
    dates = {"startDate": None, "dueDate": None, "durationDays": None}
    return {"tasks": [{"taskId": (await task(company))["id"], "revision": 1, **dates}]}


async def _status_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, name="Waiting for the client", category="in_review", wipLimit=3)


async def _field_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, name="Channel", kind="choice", choices=["web", "print"])


async def _view_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, name="Late and mine", kind="list", config={"sort": "dueDate"})


async def _line_body(company: Company) -> dict[str, Any]:
    return {"taskId": (await task(company))["id"], "item": "Ask for the logo"}


async def _dependency_body(company: Company) -> dict[str, Any]:
    first = await task(company)
    second = await task(company, first["projectId"])
    return {"taskId": first["id"], "dependsOnId": second["id"], "type": "FS"}


async def _milestone_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, title="Go live")


async def _risk_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, description="The supplier is late")


async def _insight_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, content="Two tasks wait for each other")


async def _baseline_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, name="As agreed")


async def _calendar_body(_: Company) -> dict[str, Any]:
    return {"workingDays": [1, 2, 3, 4], "holidays": ["2026-12-25"], "hoursPerDay": 7.5}


async def _no_changes(_: Company) -> dict[str, Any]:
    return {"changes": []}


async def _import(company: Company) -> dict[str, Any]:
    form = {"source": "jira-csv", "projectName": "Imported"}
    file = {"file": ("backlog.csv", b"issuekey,title\nA-1,First\n")}
    answer = await company.organizer.send("POST", "/api/project/imports", data=form, files=file)
    made: dict[str, Any] = answer.json()
    return made


async def _time_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, startedAt="2026-03-02T09:00:00Z", minutes=30)


async def _timer(company: Company) -> dict[str, Any]:
    """A timer that runs; the one that the Organizer had running ends."""
    body = await _in_project(company)
    made: dict[str, Any] = await company.organizer.post("/api/project/time-entries/start", body)
    return made


async def _rate_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, hourly="80.00", effectiveFrom="2026-03-02")


async def _expense_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, description="Train", amount="49.90", spentOn="2026-03-02")


async def _comment_body(company: Company) -> dict[str, Any]:
    return {"taskId": (await task(company))["id"], "body": "Which logo?"}


async def _attachment(company: Company) -> dict[str, Any]:
    form = {"taskId": (await task(company))["id"]}
    file = {"file": ("note.txt", b"As agreed.")}
    answer = await company.organizer.send("POST", "/api/project/task-attachments", data=form, files=file)
    made: dict[str, Any] = answer.json()
    return made


async def _watcher_body(company: Company) -> dict[str, Any]:
    return {"taskId": (await task(company))["id"]}


async def _recurrence_body(company: Company) -> dict[str, Any]:
    return {"taskId": (await task(company))["id"], **await _rule(company)}


async def _rule(_: Company) -> dict[str, Any]:
    return {"rule": "FREQ=WEEKLY", "timeZone": "Europe/Berlin", "startsAt": "2026-01-05T08:00:00Z"}


async def _nothing(_: Company) -> dict[str, Any]:
    return {}


async def _suggested_risk(company: Company) -> dict[str, Any]:
    """A risk that the system found: a milestone is overdue."""
    mine = (await project(company))["id"]
    body = {"projectId": mine, "title": "Go live", "dueDate": "2024-01-08T00:00:00Z"}
    await company.organizer.post("/api/project/milestones", body)
    found = await company.organizer.post(f"/api/project/projects/{mine}/risks/suggest", None, 200)
    made: dict[str, Any] = found["items"][0]
    return made


async def _template_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, name=f"Relaunch {next(_numbers)}")


async def _use_body(_: Company) -> dict[str, Any]:
    return {"name": "From a template"}


async def _feed_body(company: Company) -> dict[str, Any]:
    return await _in_project(company, kind="project")


SAMPLES = [
    Sample(
        "/api/project/projects",
        _project_body,
        {"name": "Renamed"},
        extra={
            "apply_schedule": _no_changes,
            "preview_schedule": _no_changes,
            "put_project_calendar": _calendar_body,
            "put_schedule_dates": _dates_body,
        },
    ),
    Sample("/api/project/project-members", _member_body, {"role": "viewer"}),
    Sample(
        "/api/project/tasks",
        _task_body,
        {"title": "Renamed"},
        extra={
            "move_task": _nothing,
            "change_tasks": _bulk_body,
            "delete_tasks": _ids_body,
            "restore_tasks": _ids_body,
        },
    ),
    Sample("/api/project/project-statuses", _status_body, {"name": "Renamed"}, extra={"move_status": _nothing}),
    Sample("/api/project/custom-fields", _field_body, {"name": "Renamed"}, extra={"move_custom_field": _nothing}),
    Sample("/api/project/saved-views", _view_body, {"name": "Renamed"}),
    Sample("/api/project/task-checklists", _line_body, {"isCompleted": True}, extra={"move_checklist_line": _nothing}),
    Sample("/api/project/task-dependencies", _dependency_body, {"type": "SS", "lagDays": 2}),
    Sample("/api/project/baselines", _baseline_body),
    Sample("/api/project/task-comments", _comment_body, {"body": "This one."}),
    Sample("/api/project/task-attachments", make=_attachment),
    Sample("/api/project/task-watchers", _watcher_body),
    Sample(
        "/api/project/task-recurrences",
        _recurrence_body,
        {"rule": "FREQ=MONTHLY"},
        extra={"preview_task_recurrence": _rule},
    ),
    Sample("/api/project/milestones", _milestone_body, {"title": "Renamed"}),
    Sample("/api/project/risk-register", _risk_body, {"status": "closed"}, make=_suggested_risk),
    Sample(
        "/api/project/project-templates",
        _template_body,
        {"name": "Renamed"},
        extra={"use_project_template": _use_body},
    ),
    Sample("/api/project/calendar-feeds", _feed_body),
    Sample("/api/project/ai-insights", _insight_body, {"actionable": True}),
    Sample("/api/project/imports", make=_import),
    Sample("/api/project/time-entries", _time_body, {"note": "Call"}, extra={"start_timer": _in_project}, make=_timer),
    Sample("/api/project/rates", _rate_body, {"hourly": "90.00"}),
    Sample("/api/project/expenses", _expense_body, {"billable": True}),
]

# A restore is asked for a record that is not deleted: 404 for all.
MATRIX: dict[str, Row] = {
    "list_projects": (200, 200, 200, 200),
    "create_project": (201, 201, 403, 403),
    "get_project": (200, 404, 404, 404),
    "update_project": (200, 404, 404, 404),
    "delete_project": (204, 404, 404, 404),
    "restore_project": (404, 404, 404, 404),
    "get_project_document": (200, 404, 404, 404),
    "get_board": (200, 404, 404, 404),
    "get_labels": (200, 404, 404, 404),
    "get_assignees": (200, 404, 404, 404),
    "list_project_members": (200, 200, 200, 200),
    "create_project_member": (201, 404, 404, 404),
    "get_project_member": (200, 404, 404, 404),
    "update_project_member": (200, 404, 404, 404),
    "delete_project_member": (204, 404, 404, 404),
    "list_tasks": (200, 200, 200, 200),
    "create_task": (201, 404, 403, 403),
    "get_task": (200, 404, 404, 404),
    "update_task": (200, 404, 404, 404),
    "delete_task": (204, 404, 404, 404),
    "move_task": (200, 404, 404, 404),
    # What is refused is told of each task by itself.
    "change_tasks": (200, 200, 200, 403),
    "delete_tasks": (200, 200, 403, 403),
    "restore_tasks": (200, 200, 403, 403),
    "get_task_dependents": (200, 404, 404, 404),
    "get_project_dependents": (200, 404, 404, 404),
    "create_default_statuses": (201, 404, 404, 404),
    "list_statuses": (200, 200, 200, 200),
    "create_status": (201, 404, 404, 404),
    "get_status": (200, 404, 404, 404),
    "update_status": (200, 404, 404, 404),
    "delete_status": (204, 404, 404, 404),
    "move_status": (200, 404, 404, 404),
    "list_custom_fields": (200, 200, 200, 200),
    "create_custom_field": (201, 404, 404, 404),
    "get_custom_field": (200, 404, 404, 404),
    "update_custom_field": (200, 404, 404, 404),
    "delete_custom_field": (204, 404, 404, 404),
    "move_custom_field": (200, 404, 404, 404),
    "list_saved_views": (200, 200, 200, 200),
    "create_saved_view": (201, 404, 404, 404),
    "get_saved_view": (200, 404, 404, 404),
    "update_saved_view": (200, 404, 404, 404),
    "delete_saved_view": (204, 404, 404, 404),
    "restore_task": (404, 404, 404, 404),
    "list_checklist_lines": (200, 200, 200, 200),
    "create_checklist_line": (201, 404, 404, 404),
    "get_checklist_line": (200, 404, 404, 404),
    "update_checklist_line": (200, 404, 404, 404),
    "delete_checklist_line": (204, 404, 404, 404),
    "move_checklist_line": (200, 404, 404, 404),
    "get_schedule": (200, 404, 404, 404),
    "preview_schedule": (200, 404, 404, 404),
    "apply_schedule": (200, 404, 404, 404),
    # The task of the sample is of another project.
    "put_schedule_dates": (422, 404, 404, 404),
    "get_project_calendar": (200, 404, 404, 404),
    "put_project_calendar": (200, 404, 404, 404),
    "list_baselines": (200, 200, 200, 200),
    "create_baseline": (201, 404, 404, 404),
    "get_baseline": (200, 404, 404, 404),
    "delete_baseline": (204, 404, 404, 404),
    "list_dependencies": (200, 200, 200, 200),
    "create_dependency": (201, 404, 404, 404),
    "get_dependency": (200, 404, 404, 404),
    "update_dependency": (200, 404, 404, 404),
    "delete_dependency": (204, 404, 404, 404),
    "get_task_history": (200, 404, 404, 404),
    "list_task_comments": (200, 200, 200, 200),
    "create_task_comment": (201, 404, 404, 404),
    "get_task_comment": (200, 404, 404, 404),
    "update_task_comment": (200, 404, 404, 404),
    "delete_task_comment": (204, 404, 404, 404),
    "list_task_attachments": (200, 200, 200, 200),
    # Without the form that it takes, as with imports (tests/project/test_attachments.py sends forms).
    "create_task_attachment": (415, 415, 415, 403),
    "get_task_attachment": (200, 404, 404, 404),
    "get_task_attachment_content": (200, 404, 404, 404),
    "get_task_attachment_link": (200, 404, 404, 404),
    "delete_task_attachment": (204, 404, 404, 404),
    "list_task_watchers": (200, 200, 200, 200),
    "create_task_watcher": (201, 404, 404, 404),
    "get_task_watcher": (200, 404, 404, 404),
    "delete_task_watcher": (204, 404, 404, 404),
    "list_task_recurrences": (200, 200, 200, 200),
    "create_task_recurrence": (201, 404, 404, 404),
    "get_task_recurrence": (200, 404, 404, 404),
    "update_task_recurrence": (200, 404, 404, 404),
    "delete_task_recurrence": (204, 404, 404, 404),
    "preview_task_recurrence": (200, 200, 200, 200),
    "list_milestones": (200, 200, 200, 200),
    "create_milestone": (201, 404, 404, 404),
    "get_milestone": (200, 404, 404, 404),
    "update_milestone": (200, 404, 404, 404),
    "delete_milestone": (204, 404, 404, 404),
    "list_risks": (200, 200, 200, 200),
    "create_risk": (201, 404, 404, 404),
    "get_risk": (200, 404, 404, 404),
    "update_risk": (200, 404, 404, 404),
    "delete_risk": (204, 404, 404, 404),
    "accept_risk": (200, 404, 404, 404),
    "get_risk_matrix": (200, 404, 404, 404),
    "suggest_risks": (200, 404, 404, 404),
    "list_insights": (200, 200, 200, 200),
    "create_insight": (201, 404, 404, 404),
    "get_insight": (200, 404, 404, 404),
    "update_insight": (200, 404, 404, 404),
    "delete_insight": (204, 404, 404, 404),
    "refresh_insights": (200, 404, 404, 404),
    "suggest_for_task": (200, 404, 404, 404),
    # Templates are for all who make projects, whoever saved them.
    "list_project_templates": (200, 200, 200, 200),
    "create_project_template": (201, 404, 404, 404),
    "get_project_template": (200, 200, 404, 404),
    "update_project_template": (200, 403, 404, 404),
    "delete_project_template": (204, 403, 404, 404),
    "use_project_template": (201, 201, 404, 404),
    "list_calendar_feeds": (200, 200, 200, 200),
    "create_calendar_feed": (201, 404, 404, 404),
    "get_calendar_feed": (200, 404, 404, 404),
    "revoke_calendar_feed": (200, 404, 404, 404),
    "delete_calendar_feed": (204, 404, 404, 404),
    "list_imports": (200, 200, 200, 200),
    # Without the form that it takes: who may not import hears that first (tests/project/test_imports.py sends forms).
    "create_import": (415, 415, 403, 403),
    "preview_import": (415, 415, 403, 403),
    "get_import": (200, 404, 404, 404),
    "list_time_entries": (200, 200, 200, 200),
    "create_time_entry": (201, 404, 404, 403),
    "start_timer": (201, 404, 404, 403),
    "stop_timer": (200, 404, 404, 404),
    "get_time_entry": (200, 404, 404, 404),
    "update_time_entry": (200, 404, 404, 404),
    "delete_time_entry": (204, 404, 404, 404),
    "list_rates": (200, 200, 200, 200),
    "create_rate": (201, 404, 404, 404),
    "get_rate": (200, 404, 404, 404),
    "update_rate": (200, 404, 404, 404),
    "delete_rate": (204, 404, 404, 404),
    "list_expenses": (200, 200, 200, 200),
    "create_expense": (201, 404, 404, 404),
    "get_expense": (200, 404, 404, 404),
    "update_expense": (200, 404, 404, 404),
    "delete_expense": (204, 404, 404, 404),
    "get_project_money": (200, 404, 404, 404),
    "get_project_burn": (200, 404, 404, 404),
}
