"""What of a project is kept when it is saved as a template: the plan, as if nothing of it had been done yet."""

from typing import Any

import msgspec

from vistone.project.contracts import MilestoneStatus, ProjectStatus, RiskStatus, TaskStatus
from vistone.project.contracts.documents import DocumentTask, ProjectDocument

_BEFORE_WORK = {TaskStatus.BACKLOG, TaskStatus.TODO}


def template_of(document: dict[str, Any]) -> dict[str, Any]:
    """The project document as a template's content.

    Left out: what happened (progress, times, comments, ticks), where tasks came from, cancelled tasks with all below
    them, and what is not for everybody who may use templates: budget, notes, what is shared with clients. Dates stay as
    they are, to be shifted when the template is used. ValidationError when it is no project document.
    """
    project = msgspec.convert(document, ProjectDocument)
    gone = _dropped(project.tasks)
    head = msgspec.structs.replace(
        project.project,
        status=ProjectStatus.PLANNING,
        budget=None,
        progress=None,
        metadata=None,
        client_visible=False,
    )
    plain = msgspec.structs.replace(
        project,
        project=head,
        milestones=[
            msgspec.structs.replace(one, status=MilestoneStatus.PLANNED)
            for one in project.milestones
            if one.status is not MilestoneStatus.CANCELLED
        ],
        risks=[msgspec.structs.replace(one, status=RiskStatus.OPEN, review_date=None) for one in project.risks],
        tasks=[_fresh(task, gone, _kept(project)) for task in project.tasks if task.id not in gone],
    )
    content: dict[str, Any] = msgspec.to_builtins(plain)
    return content


def _kept(project: ProjectDocument) -> set[str]:
    return {one.key for one in project.milestones if one.status is not MilestoneStatus.CANCELLED}


def _dropped(tasks: list[DocumentTask]) -> set[str]:
    """Cancelled tasks and all that lie below them, wherever in the list they stand."""
    gone = {task.id for task in tasks if task.status is TaskStatus.CANCELLED}
    below: dict[str, list[str]] = {}
    for task in tasks:
        if task.parent_id is not None:
            below.setdefault(task.parent_id, []).append(task.id)
    found = list(gone)
    while found:
        found = [id for parent in found for id in below.get(parent, ()) if id not in gone]
        gone.update(found)
    return gone


def _fresh(task: DocumentTask, gone: set[str], milestones: set[str]) -> DocumentTask:
    untouched = task.status in _BEFORE_WORK
    return msgspec.structs.replace(
        task,
        status=task.status if untouched else TaskStatus.TODO,
        status_name=task.status_name if untouched else None,
        milestone=task.milestone if task.milestone in milestones else None,
        progress=0,
        client_visible=False,
        started_at=None,
        completed_at=None,
        created_at=None,
        source=None,
        source_id=None,
        checklist=[msgspec.structs.replace(line, is_completed=False) for line in task.checklist],
        depends_on=[link for link in task.depends_on if link.id not in gone],
        comments=[],
    )
