"""A new project from a document: what a template is used for. A file that somebody sends goes through an import."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from vistone.auth import api as people
from vistone.kernel import ordering
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import Event, publish
from vistone.project.actions import import_links
from vistone.project.actions.import_frame import Places
from vistone.project.actions.import_rows import Placed, as_day, checklist_of, made_task
from vistone.project.actions.projects import create_project
from vistone.project.actions.recurring import repeat_by
from vistone.project.contracts import Project, Task, TaskChecklist
from vistone.project.contracts.documents import DocumentTask, ProjectDocument
from vistone.project.events import TaskChecklistCreated, TaskCreated
from vistone.project.importing.batches import fitted
from vistone.project.importing.model import ImportedTask, RowError
from vistone.project.importing.vistone_json import frame_of, tasks_of
from vistone.project.queries import PROJECTS
from vistone.project.queries import imports as queries_imports
from vistone.project.schemas import ProjectCreate

_TASK_DATES = ("start_date", "due_date", "constraint_date")
_ROWS_AT_ONCE = 500


async def build_project(tx: WriteTx, document: dict[str, Any], *, name: str, start: datetime | None) -> Project:
    """A new project of that name with all that the document holds, in the caller's transaction; the project.

    With `start` the whole plan is shifted by days, so that its earliest day falls on that one. Tasks are new ones: they
    keep no source, and comments and members stay behind. Whom the document names and who is not here is left out. Needs the right to
    create projects and tasks. Invalid on `document` for what is none.
    """
    tx.scope.require("tasks", "create")
    try:
        plan = msgspec.convert(document, ProjectDocument)
    except msgspec.ValidationError as error:
        raise Invalid("document", f"This is no document of a project: {error}.") from None
    if start is not None:
        plan = shifted(plan, start)
    project = await create_project(tx, ProjectCreate(name=name))
    places = Places(await people.people_by_name_or_email(tx))
    await places.look(tx, project.id)
    await places.prepare(tx, project.id, msgspec.structs.replace(frame_of(plan), members=()))
    notes: list[RowError] = []
    imported = [fitted(task, notes) for task in tasks_of(plan.tasks)]
    made = _tasks(tx, project, imported, places)
    lines = [line for task, one in zip(made, imported, strict=True) for line in checklist_of(task, one)]
    await _add(tx, made, lines)
    await _link(tx, imported, made)
    for task, one in zip(imported, made, strict=True):
        if task.recurrence is not None:
            await repeat_by(tx, one.id, task.recurrence)
    return await PROJECTS.get(tx, project.id)


def _tasks(tx: WriteTx, project: Project, imported: list[ImportedTask], places: Places) -> list[Task]:
    made = []
    for task, position in zip(imported, ordering.spread(len(imported)), strict=True):
        status, status_id = places.status(task)
        place = Placed(
            assignee_id=places.person(task.assignee),
            status=status,
            status_id=status_id,
            milestone_id=places.milestone(task),
            fields=places.values(task)[0],
        )
        new = msgspec.structs.replace(task, created_at=None, origin=None)
        made.append(
            made_task(
                new,
                place,
                organization_id=tx.scope.organization_id,
                project_id=project.id,
                position=position,
                source=None,
            )
        )
    return made


async def _add(tx: WriteTx, made: list[Task], lines: list[TaskChecklist]) -> None:
    happened: list[Event[Any]] = [TaskCreated(record=task) for task in made]
    happened += [TaskChecklistCreated(record=line) for line in lines]
    for start in range(0, len(made), _ROWS_AT_ONCE):
        await queries_imports.add_tasks(tx, made[start : start + _ROWS_AT_ONCE])
    for start in range(0, len(lines), _ROWS_AT_ONCE):
        await queries_imports.add_checklist_lines(tx, lines[start : start + _ROWS_AT_ONCE])
    if happened:
        await publish(tx, *happened)


async def _link(tx: WriteTx, imported: list[ImportedTask], made: list[Task]) -> None:
    links = import_links.Links()
    for task in imported:
        links.want(task)
    known = {one.source_id: task for one, task in zip(imported, made, strict=True)}
    if links.wanted:
        await import_links.write(tx, import_links.place(links.of(list(links.wanted)), known, links))


def shifted(document: ProjectDocument, start: datetime) -> ProjectDocument:
    """The document with its plan moved by whole days, so that its earliest day is that of `start`.

    The days of tasks, milestones and the project move; what has happened already (`startedAt`, `completedAt`) does not.
    """
    head = document.project
    days = [head.start_date, *(one.due_date for one in document.milestones)]
    days += [getattr(task, name) for task in document.tasks for name in _TASK_DATES]
    known = [day for moment in days if (day := as_day(moment)) is not None]
    new_start = as_day(start)
    if not known or new_start is None:
        return document
    by = new_start - min(known)
    return msgspec.structs.replace(
        document,
        project=_moved(head, ("start_date", "end_date"), by),
        milestones=[_moved(one, ("due_date",), by) for one in document.milestones],
        tasks=[_moved_task(task, by) for task in document.tasks],
    )


def _moved_task(task: DocumentTask, by: timedelta) -> DocumentTask:
    moved: DocumentTask = _moved(task, _TASK_DATES, by)
    if moved.recurrence is None:
        return moved
    return msgspec.structs.replace(moved, recurrence=_moved(moved.recurrence, ("starts_at",), by))


def _moved(part: Any, names: tuple[str, ...], by: timedelta) -> Any:
    dates = {name: moment for name in names if (moment := getattr(part, name)) is not None}
    try:
        return msgspec.structs.replace(part, **{name: moment + by for name, moment in dates.items()})
    except OverflowError:
        raise Invalid("startDate", "The plan does not fit into the calendar from that day on.") from None
