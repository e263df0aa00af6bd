"""A project's plan: its tasks, links and calendar as the scheduling takes them, and baselines."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import asyncpg
from msgspec import Struct
from sqlalchemy import ARRAY, Float, Select, Uuid, bindparam, cast, func, literal, literal_column, select, union
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.selectable import CompoundSelect

from vistone.kernel import clock
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, organization, statement
from vistone.kernel.errors import Conflict
from vistone.kernel.filters import same
from vistone.kernel.rows import View
from vistone.kernel.scope import RoleName
from vistone.project import access, scheduling
from vistone.project.contracts import (
    Baseline,
    ConstraintType,
    DependencyType,
    Project,
    ProjectCalendar,
    ProjectSchedule,
    TaskStatus,
)
from vistone.project.queries.circles import circle_conflict
from vistone.project.queries.projects import PROJECTS
from vistone.project.scheduling.durations import Written, duration_of, kept_days
from vistone.project.tables import baselines, project_calendars, projects, task_dependencies, tasks

CALENDAR = View(
    "calendar",
    project_calendars,
    ProjectCalendar,
    abilities=access.of_project,
    computed={"hours_per_day": cast(project_calendars.c.hours_per_day, Float)},
)

BASELINE = View("baseline", baselines, Baseline, abilities=access.of_project)

# A plan of ten thousand tasks weighs more than half a megabyte: lists tell which there are.
BASELINES = Collection(
    View(
        "baseline",
        baselines,
        Baseline,
        abilities=access.of_project,
        computed={"tasks": literal_column("'{}'::jsonb", JSONB)},
    ),
    resource="projects",
    visible=lambda role: access.staff_only(access.in_visible_project(baselines.c.project_id, role), role),
    filters=[same("project_id")],
    sorts={"name": baselines.c.name},
)

KEPT = Collection(BASELINE, resource="projects", visible=BASELINES.visible)
"""Baselines one by one, with their tasks."""

BEYOND = "The plan runs beyond the years 1 to 9999: shorten what is in it."


@statement
def _baselines_of() -> Select[Any]:
    return select(func.count()).where(
        baselines.c.organization_id == organization(), baselines.c.project_id == bindparam("project_id", type_=Uuid)
    )


async def baselines_of(tx: ReadTx, project_id: UUID) -> int:
    """How many baselines the project keeps."""
    return int(await tx.value(_baselines_of(), project_id=project_id))


class Plan(Struct, frozen=True):
    """What a project's schedule is made from. `rows` are the tasks of the project itself, by id."""

    project: Project
    rows: dict[UUID, asyncpg.Record]
    activities: list[scheduling.Activity]
    links: list[scheduling.Link]
    calendar: scheduling.WorkCalendar
    start: date


def midnight(day: date | None) -> datetime | None:
    """The moment that stands for a day on the wire and in the tables."""
    return None if day is None else datetime.combine(day, time(), UTC)


def day_of(moment: datetime | None) -> date | None:
    """The day of such a moment."""
    return None if moment is None else moment.astimezone(UTC).date()


@statement
def _calendar() -> Select[Any]:
    return CALENDAR.select(project_calendars.c.project_id == bindparam("project_id", type_=Uuid))


async def calendar(tx: ReadTx, project_id: UUID) -> ProjectCalendar:
    """The calendar of a project that the scope may see: its own, or the standard one, Monday to Friday, 8 hours."""
    return await calendar_of(tx, await PROJECTS.get(tx, project_id))


async def calendar_of(tx: ReadTx, project: Project) -> ProjectCalendar:
    """The calendar of the project, as in `calendar`."""
    row = await tx.one(_calendar(), project_id=project.id)
    if row is not None:
        return CALENDAR.of(tx.scope, row)
    return ProjectCalendar(
        id=project.id,
        organization_id=project.organization_id,
        project_id=project.id,
        working_days=[1, 2, 3, 4, 5],
        holidays=[],
        hours_per_day=8.0,
        revision=0,
        created_at=project.created_at,
        updated_at=project.created_at,
        abilities=project.abilities,
    )


_PLANNED = (
    tasks.c.id, tasks.c.project_id, tasks.c.parent_id, tasks.c.title, tasks.c.status, tasks.c.start_date,
    tasks.c.due_date, tasks.c.duration_days, tasks.c.estimate_minutes, tasks.c.constraint_type,
    tasks.c.constraint_date, tasks.c.started_at, tasks.c.completed_at, tasks.c.milestone_id, tasks.c.client_visible,
    tasks.c.revision, tasks.c.created_at,
)  # fmt: skip


@statement
def _tasks(*, outside: bool) -> Select[Any]:
    here = tasks.c.project_id == bindparam("project_id", type_=Uuid)
    query = select(*_PLANNED).where(
        tasks.c.organization_id == organization(),
        tasks.c.deleted_at.is_(None),
        tasks.c.status != TaskStatus.CANCELLED,
    )
    if outside:  # what was put away with its project holds nobody up
        live = (
            projects.c.organization_id == organization(),
            projects.c.id == tasks.c.project_id,
            projects.c.deleted_at.is_(None),
        )
        query = query.where(select(literal(1)).where(*live).correlate(tasks).exists())
        return query.where(~here, tasks.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid))))
    return query.where(here).order_by(tasks.c.position, tasks.c.id)


@statement
def _links() -> CompoundSelect[Any]:
    """The links of a project's tasks, at either end. By way of the tasks' index, whatever else the table holds."""

    def at(end: Any) -> Select[Any]:
        d = task_dependencies.c
        return (
            select(d.task_id, d.depends_on_id, d.type, d.lag_days)
            .join_from(tasks, task_dependencies, end == tasks.c.id)
            .where(
                tasks.c.organization_id == organization(),
                d.organization_id == organization(),
                tasks.c.project_id == bindparam("project_id", type_=Uuid),
            )
        )

    return union(at(task_dependencies.c.task_id), at(task_dependencies.c.depends_on_id))


async def load_plan(tx: ReadTx, project_id: UUID) -> Plan:
    """The plan of a project that the scope may see. Cancelled and deleted tasks are not in it, nor are their links.

    Conflict `beyond` when what is done, or of another project, cannot be dated.
    """
    tx.scope.require("tasks", "read")
    project = await PROJECTS.get(tx, project_id)
    written = await calendar_of(tx, project)
    work = scheduling.WorkCalendar(written.working_days, written.holidays)
    rows = {row["id"]: row for row in await tx.all(_tasks(outside=False), project_id=project_id)}
    found = await tx.all(_links(), project_id=project_id)
    ends = {end for row in found for end in (row["task_id"], row["depends_on_id"])} - rows.keys()
    others = await tx.all(_tasks(outside=True), project_id=project_id, ids=list(ends)) if ends else []
    links = [
        scheduling.Link(row["task_id"], row["depends_on_id"], _TYPES[row["type"]], row["lag_days"]) for row in found
    ]
    try:
        activities = [*_activities(rows.values(), work, written.hours_per_day)]
        activities += _activities(others, work, written.hours_per_day, outside=True)
    except scheduling.BeyondCalendarError:
        raise Conflict("beyond", BEYOND) from None
    first = min((row["start_date"] for row in rows.values() if row["start_date"] is not None), default=None)
    start = day_of(project.start_date or first) or clock.now().date()
    return Plan(project, rows, activities, links, work, start)


_TYPES = {one.value: one for one in DependencyType}
_CONSTRAINTS: dict[str | None, ConstraintType | None] = {None: None, **{one.value: one for one in ConstraintType}}


def _activities(
    rows: Iterable[asyncpg.Record], work: scheduling.WorkCalendar, hours_per_day: float, *, outside: bool = False
) -> Iterable[scheduling.Activity]:
    for row in rows:
        written = Written(
            day_of(row["start_date"]),
            day_of(row["due_date"]),
            row["duration_days"],
            row["estimate_minutes"],
            day_of(row["started_at"]),
            day_of(row["completed_at"]),
        )
        duration = duration_of(written, work, hours_per_day)
        start, due, standing = written.start, written.due, scheduling.Standing.OPEN
        done = row["status"] == TaskStatus.DONE
        if outside or done:
            kept = kept_days(written, duration, work)
            if kept is None:
                if outside:
                    continue
                created = row["created_at"].date()
                kept = (created, created)
            (start, due), standing = kept, scheduling.Standing.OUTSIDE if outside else scheduling.Standing.DONE
        yield scheduling.Activity(
            row["id"],
            duration,
            None if outside else row["parent_id"],  # each is where it is; what lies below it is not ours to add up
            start,
            due,
            _CONSTRAINTS[row["constraint_type"]],
            day_of(row["constraint_date"]),
            standing,
        )


async def schedule(tx: ReadTx, project_id: UUID) -> ProjectSchedule:
    """The schedule of the whole project; a Client is told of the tasks that are shared with it."""
    plan = await load_plan(tx, project_id)
    try:
        # Off the event loop: ten thousand tasks are a good part of a second of arithmetic.
        found = await asyncio.to_thread(scheduling.schedule, plan.activities, plan.links, plan.calendar, plan.start)
    except scheduling.CircleError as error:
        raise await circle_conflict(tx, error.tasks) from None
    except scheduling.BeyondCalendarError:
        raise Conflict("beyond", BEYOND) from None
    if tx.scope.role != RoleName.CLIENT:
        return ProjectSchedule(found.tasks, found.critical_path, found.finish)
    shared = {id for id, row in plan.rows.items() if row["client_visible"]}
    told = [one for one in found.tasks if one.id in shared]
    return ProjectSchedule(told, [id for id in found.critical_path if id in shared], found.finish)
