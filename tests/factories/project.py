"""Samples and rights of `project`."""

from typing import Any

from tests.factories import Row, Sample
from tests.world import Company


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


async def _import(company: Company) -> dict[str, Any]:
    form = {"source": "jira-csv", "projectName": "Imported"}
    file = {"file": ("backlog.csv", b"issuekey,title\nA-1,First\n")}
    answer = await company.organizer.send("POST", "/api/project/imports", data=form, files=file)
    made: dict[str, Any] = answer.json()
    return made


async def _nothing(_: Company) -> dict[str, Any]:
    return {}


SAMPLES = [
    Sample("/api/project/projects", _project_body, {"name": "Renamed"}),
    Sample("/api/project/project-members", _member_body, {"role": "viewer"}),
    Sample("/api/project/tasks", _task_body, {"title": "Renamed"}, extra={"move_task": _nothing}),
    Sample("/api/project/task-checklists", _line_body, {"isCompleted": True}, extra={"move_checklist_line": _nothing}),
    Sample("/api/project/task-dependencies", _dependency_body, {"type": "SS"}),
    Sample("/api/project/milestones", _milestone_body, {"title": "Renamed"}),
    Sample("/api/project/risk-register", _risk_body, {"status": "closed"}),
    Sample("/api/project/ai-insights", _insight_body, {"actionable": True}),
    Sample("/api/project/imports", make=_import),
]

# A restore is asked for a record that is not deleted: 404 for all.
MATRIX: dict[str, Row] = {
    "list_projects": (200, 200, 200, 200),
    "create_project": (201, 201, 403, 403),
    "get_project": (200, 404, 404, 404),
    "update_project": (200, 404, 404, 404),
    "delete_project": (204, 404, 404, 404),
    "restore_project": (404, 404, 404, 404),
    "get_board": (200, 404, 404, 404),
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
    "restore_task": (404, 404, 404, 404),
    "list_checklist_lines": (200, 200, 200, 200),
    "create_checklist_line": (201, 404, 404, 404),
    "get_checklist_line": (200, 404, 404, 404),
    "update_checklist_line": (200, 404, 404, 404),
    "delete_checklist_line": (204, 404, 404, 404),
    "move_checklist_line": (200, 404, 404, 404),
    "list_dependencies": (200, 200, 200, 200),
    "create_dependency": (201, 404, 404, 404),
    "get_dependency": (200, 404, 404, 404),
    "update_dependency": (200, 404, 404, 404),
    "delete_dependency": (204, 404, 404, 404),
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
    "list_insights": (200, 200, 200, 200),
    "create_insight": (201, 404, 404, 404),
    "get_insight": (200, 404, 404, 404),
    "update_insight": (200, 404, 404, 404),
    "delete_insight": (204, 404, 404, 404),
    "list_imports": (200, 200, 200, 200),
    # Without the form that it takes: who may not import hears that first (tests/project/test_imports.py sends forms).
    "create_import": (415, 415, 403, 403),
    "get_import": (200, 404, 404, 404),
}
