"""What a burn-down is drawn from: three statements, however many tasks and days."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Float, Select, Uuid, bindparam, case, cast, func, literal, select

from vistone.kernel import clock
from vistone.kernel.db import ReadTx, organization, statement
from vistone.kernel.errors import Forbidden
from vistone.kernel.scope import RoleName
from vistone.project.burndown import Period, Work, burn
from vistone.project.contracts import Burn, Measure, Project, TaskStatus
from vistone.project.queries.projects import PROJECTS
from vistone.project.tables import tasks, time_entries

_WEIGHTS = {
    Measure.TASKS: literal(1.0),
    Measure.POINTS: func.coalesce(tasks.c.story_points, 0),
    Measure.HOURS: cast(func.coalesce(tasks.c.estimate_minutes, 0), Float) / 60,
}


def _day(moment: Any) -> Any:
    return cast(func.timezone("UTC", moment), Date)


@statement
def _work(measure: Measure) -> Select[Any]:
    # What was done before the time of completion was kept counts from its last change.
    completed = case(
        (tasks.c.status == TaskStatus.DONE.value, _day(func.coalesce(tasks.c.completed_at, tasks.c.updated_at)))
    )
    return select(
        tasks.c.id,
        _WEIGHTS[measure].label("weight"),
        _day(tasks.c.created_at).label("made"),
        completed.label("completed"),
        _day(tasks.c.deleted_at).label("gone"),
        _day(tasks.c.due_date).label("due"),
    ).where(
        tasks.c.organization_id == organization(),
        tasks.c.project_id == bindparam("project_id", type_=Uuid),
        tasks.c.status != TaskStatus.CANCELLED.value,
    )


@statement
def _logs() -> Select[Any]:
    entry = time_entries.c
    day = _day(entry.started_at)
    return (
        select(entry.task_id, day.label("day"), (cast(func.sum(entry.minutes), Float) / 60).label("hours"))
        .where(entry.organization_id == organization(), entry.project_id == bindparam("project_id", type_=Uuid))
        .group_by(entry.task_id, day)
    )


async def project_burn(tx: ReadTx, project_id: UUID, measure: Measure) -> Burn:
    """The project's burn-down and burn-up, for staff who see it."""
    tx.scope.require("tasks", "read")
    project = await PROJECTS.get(tx, project_id)
    if tx.scope.role is RoleName.CLIENT:
        raise Forbidden("Burn-down charts are for the people who do the work.")
    rows = await tx.all(_work(measure), project_id=project_id)
    work = [Work(row["id"], row["weight"], row["made"], row["completed"], row["gone"]) for row in rows]
    logs: dict[UUID | None, dict[date, float]] | None = None
    if measure is Measure.HOURS:
        logs = defaultdict(dict)
        for row in await tx.all(_logs(), project_id=project_id):
            logs[row["task_id"]][row["day"]] = row["hours"]
    dues = [row["due"] for row in rows if row["due"] is not None and row["gone"] is None]
    return burn(work, logs, _period(project, work, dues, logs), measure)


def _period(
    project: Project, work: list[Work], dues: list[date], logs: dict[UUID | None, dict[date, float]] | None
) -> Period:
    """From the project's start, or from what happened before it, to its end, or to the day the last task is due."""
    today = clock.now().date()
    logged = [day for days in (logs or {}).values() for day in days if day <= today]
    begun = [task.made for task in work] + logged
    starts = [*begun, project.start_date.date()] if project.start_date else begun
    first = min([day for day in starts if day <= today], default=today)
    end = project.end_date.date() if project.end_date else max(dues, default=None)
    return Period(first, today, end if end is not None and end > first else None)
