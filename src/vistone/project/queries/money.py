"""Time entries, rates and expenses: the collections, and what time costs."""

from collections.abc import Collection as Ids
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    DateTime,
    Interval,
    Numeric,
    Select,
    Uuid,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.sql.dml import Update

from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, me, organization, statement
from vistone.kernel.filters import empty, same, span
from vistone.kernel.rows import View
from vistone.project import access
from vistone.project.contracts import Expense, PersonCost, ProjectMoney, ProjectRole, Rate, TaskStatus, TimeEntry
from vistone.project.queries.projects import PROJECTS
from vistone.project.tables import expenses, project_members, projects, rates, tasks, time_entries

_DAY = literal("24 hours").cast(Interval)


def _overlaps() -> ColumnElement[bool]:
    """Whether the person has another entry at the same time. None begins more than 24 hours before it ends."""
    other, mine = time_entries.alias("other"), time_entries.c
    return exists().where(
        other.c.organization_id == organization(),
        other.c.user_id == mine.user_id,
        other.c.id != mine.id,
        other.c.started_at > mine.started_at - _DAY,
        other.c.started_at < func.coalesce(mine.ended_at, func.now()),
        func.coalesce(other.c.ended_at, func.now()) > mine.started_at,
    )


ENTRY = View(
    "time entry",
    time_entries,
    TimeEntry,
    abilities=access.of_entry,
    computed={
        "overlaps": _overlaps(),
        "capped": func.coalesce(time_entries.c.ended_at - time_entries.c.started_at >= _DAY, ~true()),
    },
    shown=access.shown_entry,
)


ENTRIES = Collection(
    ENTRY,
    resource="tasks",
    visible=access.visible_entries,
    filters=[
        same("project_id"),
        same("task_id", nullable=True),
        same("user_id"),
        same("billable", bool),
        empty("ended_at", "running"),
        span("started_at"),
    ],
    sorts={"startedAt": time_entries.c.started_at, "minutes": time_entries.c.minutes},
    default_sort="-startedAt",
    search=["note"],
)


RATE = View("rate", rates, Rate, abilities=access.of_money)


RATES = Collection(
    RATE,
    resource="projects",
    visible=access.visible_rates,
    filters=[
        same("project_id", nullable=True),
        same("user_id", nullable=True),
        same("role", values=ProjectRole, nullable=True),
    ],
    sorts={"effectiveFrom": rates.c.effective_from, "hourly": rates.c.hourly},
    default_sort="-effectiveFrom",
)


EXPENSE = View("expense", expenses, Expense, abilities=access.of_money)


EXPENSES = Collection(
    EXPENSE,
    resource="projects",
    visible=access.visible_expenses,
    filters=[
        same("project_id"),
        same("task_id", nullable=True),
        same("category", str, nullable=True),
        same("billable", bool),
    ],
    sorts={"spentOn": expenses.c.spent_on, "amount": expenses.c.amount},
    default_sort="-spentOn",
    search=["description", "category"],
)


@statement
def _running() -> Select[Any]:
    return ENTRY.select(time_entries.c.user_id == me(), time_entries.c.ended_at.is_(None)).with_for_update(
        of=time_entries
    )


async def my_timer(tx: WriteTx) -> TimeEntry | None:
    """The timer of the scope's person that runs, wherever, held until the transaction ends."""
    row = await tx.one(_running())
    return None if row is None else ENTRY.of(tx.scope, row)


def _rate(project: ColumnElement[Any], user: ColumnElement[Any], day: ColumnElement[Any]) -> Any:
    """The narrowest rate that fits (see `Rate`). A project's manager who is no member of it is one of its managers."""
    member = select(project_members.c.role).where(
        project_members.c.organization_id == organization(),
        project_members.c.project_id == project,
        project_members.c.user_id == user,
    )
    member = member.correlate_except(project_members)
    manages = exists().where(
        projects.c.organization_id == organization(), projects.c.id == project, projects.c.manager_id == user
    )
    manages = manages.correlate_except(projects)
    role = func.coalesce(member.scalar_subquery(), case((manages, ProjectRole.MANAGER.value)))
    whose = case((rates.c.user_id.is_not(None), 0), (rates.c.role.is_not(None), 2), else_=4)
    where = case((rates.c.project_id.is_not(None), 0), else_=1)
    return (
        select(rates.c.hourly)
        .where(
            rates.c.organization_id == organization(),
            or_(rates.c.project_id.is_(None), rates.c.project_id == project),
            or_(rates.c.user_id.is_(None), rates.c.user_id == user),
            or_(rates.c.role.is_(None), rates.c.role == role),
            rates.c.effective_from <= day,
        )
        .order_by(whose + where, rates.c.effective_from.desc())
        .limit(1)
    )


@statement
def _rate_for() -> Select[Any]:
    project, user = bindparam("project_id", type_=Uuid), bindparam("user_id", type_=Uuid)
    query: Select[Any] = _rate(project, user, bindparam("day", type_=Date))
    return query


async def rate_for(tx: ReadTx, project_id: UUID, user_id: UUID, day: date) -> Decimal | None:
    """What an hour of the person costs in the project on that day; None where no rate fits."""
    found: Decimal | None = await tx.value(_rate_for(), project_id=project_id, user_id=user_id, day=day)
    return found


@statement
def _covered() -> Select[Any]:
    """The entries in any of the spans."""
    entry = time_entries
    span = (
        func.unnest(
            bindparam("span_projects", type_=ARRAY(Uuid)),
            bindparam("span_people", type_=ARRAY(Uuid)),
            bindparam("span_since", type_=ARRAY(DateTime(timezone=True))),
        )
        .table_valued("project_id", "user_id", "since", name="span")
        .render_derived()
    )
    covered = (
        select(literal(1))
        .select_from(span)
        .where(
            or_(span.c.project_id.is_(None), span.c.project_id == entry.c.project_id),
            or_(span.c.user_id.is_(None), span.c.user_id == entry.c.user_id),
            entry.c.started_at >= span.c.since,
        )
        .correlate(entry)
        .exists()
    )
    return select(entry.c.id).where(entry.c.organization_id == organization(), covered)


@statement
def _price() -> Update:
    """Sets rate and cost of the entries as the rates are now, where they differ."""
    entry = time_entries.alias("entry")
    day = cast(func.timezone("UTC", entry.c.started_at), Date)
    hourly = _rate(entry.c.project_id, entry.c.user_id, day).correlate(entry).scalar_subquery()
    found = (
        select(entry.c.id, hourly.label("hourly"))
        .where(entry.c.organization_id == organization())
        .where(entry.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid))))
        .cte("priced")
        .prefix_with("MATERIALIZED")  # else the rate would be looked up wherever it is compared
    )
    cost = func.coalesce(func.round(time_entries.c.minutes * found.c.hourly / 60, 2), cast(0, Numeric(14, 2)))
    return (
        update(time_entries)
        .where(time_entries.c.organization_id == organization(), time_entries.c.id == found.c.id)
        .where(
            or_(time_entries.c.hourly_rate.is_distinct_from(found.c.hourly), time_entries.c.cost.is_distinct_from(cost))
        )
        .values(hourly_rate=found.c.hourly, cost=cost)
        .returning(time_entries.c.project_id)
    )


Span = tuple[UUID | None, UUID | None, datetime]
"""Entries of a project or of all, of a person or of all, that began at that moment or later."""

PRICED_AT_ONCE = 5_000
"""Entries of one statement: a rate of all projects may cover a company's every hour, and no statement may take for ever."""


async def price(tx: WriteTx, ids: Ids[UUID], spans: Sequence[Span]) -> set[UUID]:
    """Prices those entries as the rates are now; the projects in which a cost has changed by it."""
    wanted = set(ids)
    if spans:
        projects, people, since = zip(*spans, strict=True)
        rows = await tx.all(_covered(), span_projects=projects, span_people=people, span_since=since)
        wanted |= {row["id"] for row in rows}
    order = sorted(wanted)
    changed: set[UUID] = set()
    for start in range(0, len(order), PRICED_AT_ONCE):
        changed |= {row["project_id"] for row in await tx.all(_price(), ids=order[start : start + PRICED_AT_ONCE])}
    return changed


@statement
def _people() -> Select[Any]:
    entry = time_entries.c
    return (
        select(
            entry.user_id,
            func.sum(entry.minutes).label("minutes"),
            func.coalesce(func.sum(entry.minutes).filter(entry.billable), 0).label("billable"),
            func.sum(entry.cost).label("cost"),
        )
        .where(entry.organization_id == organization(), entry.project_id == bindparam("project_id", type_=Uuid))
        .group_by(entry.user_id)
        .having(func.sum(entry.minutes) > 0)  # not who has but started a timer
        .order_by(func.sum(entry.cost).desc(), entry.user_id)
    )


@statement
def _sums() -> Select[Any]:
    project = bindparam("project_id", type_=Uuid)
    spent = select(func.coalesce(func.sum(expenses.c.amount), 0)).where(
        expenses.c.organization_id == organization(), expenses.c.project_id == project
    )
    estimate = select(func.coalesce(func.sum(tasks.c.estimate_minutes), 0)).where(
        tasks.c.organization_id == organization(),
        tasks.c.project_id == project,
        tasks.c.deleted_at.is_(None),
        tasks.c.status != TaskStatus.CANCELLED.value,
    )
    return select(spent.scalar_subquery().label("expenses"), estimate.scalar_subquery().label("estimate"))


async def project_money(tx: ReadTx, project_id: UUID) -> ProjectMoney:
    """Budget against spent, for who may change the project: three statements, whatever there is."""
    project = await PROJECTS.get(tx, project_id, "update")
    people = await tx.all(_people(), project_id=project_id)
    sums = await tx.one(_sums(), project_id=project_id)
    assert sums is not None  # noqa: S101 -- a SELECT of two sums answers one row
    time_cost = sum((row["cost"] for row in people), Decimal(0)).quantize(Decimal("0.01"))
    bought = Decimal(sums["expenses"]).quantize(Decimal("0.01"))
    return ProjectMoney(
        budget=project.budget,
        spent=time_cost + bought,
        time_cost=time_cost,
        expenses=bought,
        remaining=None if project.budget is None else project.budget - time_cost - bought,
        logged_minutes=sum(row["minutes"] for row in people),
        billable_minutes=sum(row["billable"] for row in people),
        estimate_minutes=sums["estimate"],
        people=[PersonCost(row["user_id"], row["minutes"], row["cost"]) for row in people],
    )
