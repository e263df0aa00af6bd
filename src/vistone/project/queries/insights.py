"""What insights and suggested risks are computed from, and what of them is kept."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import ColumnElement, CompoundSelect, Select, Uuid, and_, bindparam, func, or_, select

from vistone.kernel import clock
from vistone.kernel.db import ReadTx, organization, statement
from vistone.kernel.errors import Forbidden
from vistone.kernel.rows import View
from vistone.kernel.scope import RoleName
from vistone.project import access
from vistone.project.contracts import Project, RiskCell, RiskLevel, RiskMatrix, RiskStatus, Task, TaskStatus
from vistone.project.insight.work import Link, Piece, Snapshot, WorkingTime
from vistone.project.queries.planning import MILESTONE
from vistone.project.queries.projects import PROJECTS
from vistone.project.scheduling.calendar import STANDARD, WorkCalendar
from vistone.project.tables import (
    milestones,
    project_calendars,
    project_members,
    projects,
    risk_register,
    task_dependencies,
    tasks,
)

HISTORY = 10_000
"""Finished tasks that are looked at, the youngest first."""
TASKS = 20_000
_FIELDS = Piece.__struct_fields__
_SETTLED = (RiskStatus.CLOSED, RiskStatus.OCCURRED)


def _columns(table: Any, prefix: str = "") -> list[ColumnElement[Any]]:
    return [table.c[name].label(prefix + name) for name in _FIELDS]


def _open() -> ColumnElement[bool]:
    return and_(tasks.c.status != TaskStatus.DONE, tasks.c.status != TaskStatus.CANCELLED)


def _piece(row: asyncpg.Record, first: int = 0) -> Piece:
    return Piece(*tuple(row)[first : first + len(_FIELDS)])


@statement
def _tasks() -> Select[Any]:
    return (
        select(*_columns(tasks))
        .where(
            tasks.c.organization_id == organization(),
            tasks.c.project_id == bindparam("project_id", type_=Uuid),
            tasks.c.deleted_at.is_(None),
        )
        .order_by(tasks.c.created_at.desc(), tasks.c.id.desc())
        .limit(TASKS)
    )


@statement
def _finished(role: str | None) -> Select[Any]:
    """Of the whole organization, or those that a role sees."""
    query = select(*_columns(tasks)).where(
        tasks.c.organization_id == organization(),
        tasks.c.deleted_at.is_(None),
        tasks.c.status == TaskStatus.DONE,
        tasks.c.completed_at.is_not(None),
    )
    if role is not None:
        query = query.where(access.visible_tasks(role))
    return query.order_by(tasks.c.created_at.desc(), tasks.c.id.desc()).limit(HISTORY)


async def finished(tx: ReadTx, *, seen: bool) -> list[Piece]:
    """The youngest 10,000 finished tasks: those that the scope sees, or all of the organization."""
    return [_piece(row) for row in await tx.all(_finished(tx.scope.role if seen else None))]


@statement
def _links() -> Select[Any]:
    after, before = tasks.alias("task"), tasks.alias("waits_for")
    link = task_dependencies.c
    return (
        select(link.id, link.type, link.lag_days, *_columns(after), *_columns(before, "before_"))
        .join(after, (after.c.organization_id == link.organization_id) & (after.c.id == link.task_id))
        .join(before, (before.c.organization_id == link.organization_id) & (before.c.id == link.depends_on_id))
        .where(
            link.organization_id == organization(),
            after.c.organization_id == organization(),
            before.c.organization_id == organization(),
            after.c.project_id == bindparam("project_id", type_=Uuid),
            after.c.deleted_at.is_(None),
            before.c.deleted_at.is_(None),
        )
        .limit(2 * TASKS)
    )


@statement
def _load() -> Select[Any]:
    here = select(tasks.c.assignee_id).where(
        tasks.c.organization_id == organization(),
        tasks.c.project_id == bindparam("project_id", type_=Uuid),
        tasks.c.deleted_at.is_(None),
        _open(),
    )
    member = select(project_members.c.user_id).where(
        project_members.c.organization_id == organization(),
        project_members.c.project_id == bindparam("project_id", type_=Uuid),
    )
    return (
        select(*_columns(tasks))
        .where(
            tasks.c.organization_id == organization(),
            or_(tasks.c.assignee_id.in_(here), tasks.c.assignee_id.in_(member)),
            tasks.c.deleted_at.is_(None),
            _open(),
        )
        .limit(TASKS)
    )


async def load(tx: ReadTx, project_id: UUID) -> list[Piece]:
    """The open tasks, of all projects, of the people who are in this one or have work in it."""
    return [_piece(row) for row in await tx.all(_load(), project_id=project_id)]


def piece_of(task: Task) -> Piece:
    """A task as insights look at it."""
    return Piece(**{name: getattr(task, name) for name in _FIELDS})


@statement
def _calendar() -> Select[Any]:
    c = project_calendars.c
    return select(c.working_days, c.holidays, c.hours_per_day).where(
        c.organization_id == organization(), c.project_id == bindparam("project_id", type_=Uuid)
    )


@statement
def _milestones() -> Select[Any]:
    return MILESTONE.select(milestones.c.project_id == bindparam("project_id", type_=Uuid)).limit(1_000)


async def snapshot(tx: ReadTx, project: Project) -> Snapshot:
    """All that is known of a project that the scope sees, and the open work of its people everywhere."""
    row = await tx.one(_calendar(), project_id=project.id)
    width = len(_FIELDS)
    return Snapshot(
        now=clock.now(),
        project=project,
        tasks=[_piece(one) for one in await tx.all(_tasks(), project_id=project.id)],
        links=[
            Link(one[0], one[1], one[2], _piece(one, 3), _piece(one, 3 + width))
            for one in await tx.all(_links(), project_id=project.id)
        ],
        load=await load(tx, project.id),
        milestones=[MILESTONE.of(tx.scope, one) for one in await tx.all(_milestones(), project_id=project.id)],
        working=WorkingTime(STANDARD)
        if row is None
        else WorkingTime(WorkCalendar(row["working_days"], row["holidays"]), float(row["hours_per_day"])),
    )


@statement
def _people() -> CompoundSelect[Any]:
    member = select(project_members.c.user_id).where(
        project_members.c.organization_id == organization(),
        project_members.c.project_id == bindparam("project_id", type_=Uuid),
        or_(project_members.c.role.is_(None), project_members.c.role != "viewer"),
    )
    manager = select(projects.c.manager_id).where(
        projects.c.organization_id == organization(),
        projects.c.id == bindparam("project_id", type_=Uuid),
        projects.c.manager_id.is_not(None),
    )
    at_work = select(tasks.c.assignee_id).where(
        tasks.c.organization_id == organization(),
        tasks.c.project_id == bindparam("project_id", type_=Uuid),
        tasks.c.assignee_id.is_not(None),
        tasks.c.deleted_at.is_(None),
    )
    return member.union(manager, at_work)


async def people_of(tx: ReadTx, project_id: UUID) -> list[UUID]:
    """Who may be given a task of the project: its members but for viewers, its manager, who has work in it."""
    return [row[0] for row in await tx.all(_people(), project_id=project_id)]


@statement
def _kept(view: View[Any]) -> Select[Any]:
    table = view.table
    put_away = table.c.dismissed_at if "dismissed_at" in table.c else None
    extra = [table.c.fingerprint.label("kept_as"), *([] if put_away is None else [put_away.label("put_away")])]
    return (
        view.select(table.c.project_id == bindparam("project_id", type_=Uuid), table.c.fingerprint.is_not(None))
        .add_columns(*extra)
        .with_for_update(of=table)
    )


async def kept(tx: ReadTx, view: View[Any], project_id: UUID) -> Mapping[str, tuple[Any, bool]]:
    """What was found in a project before, by fingerprint: the record, and whether a person put it away."""
    rows = await tx.all(_kept(view), project_id=project_id)
    return {row["kept_as"]: (view.of(tx.scope, row), row.get("put_away") is not None) for row in rows}


@statement
def _matrix() -> Select[Any]:
    risk = risk_register.c
    return (
        select(risk.probability, risk.impact, func.array_agg(risk.id).label("ids"))
        .where(
            risk.organization_id == organization(),
            risk.project_id == bindparam("project_id", type_=Uuid),
            risk.dismissed_at.is_(None),
            ~risk.suggested,
            *(risk.status != settled for settled in _SETTLED),
        )
        .group_by(risk.probability, risk.impact)
    )


async def risk_matrix(tx: ReadTx, project_id: UUID) -> RiskMatrix:
    """The 5 x 5 matrix of the risks that a person wrote or accepted and that are not settled."""
    await PROJECTS.get(tx, project_id)
    if tx.scope.role is RoleName.CLIENT:
        raise Forbidden("The risks of a project are shown to staff only.")
    rows = {
        (row["probability"], row["impact"]): sorted(row["ids"])
        for row in await tx.all(_matrix(), project_id=project_id)
    }
    places: Iterable[tuple[Any, Any]] = [(p, i) for p in RiskLevel for i in RiskLevel]
    unrated = [place for place in rows if None in place]
    return RiskMatrix([RiskCell(p, i, len(rows.get((p, i), ())), rows.get((p, i), [])) for p, i in [*places, *unrated]])
