"""Rights to time and money: one's own time, and for who manages a project all of it, with what it costs."""

import asyncpg
import msgspec
from sqlalchemy import ColumnElement, or_, true

from vistone.kernel.db import me
from vistone.kernel.rows import Abilities
from vistone.kernel.scope import RoleName, Scope
from vistone.project.access.projects import PROJECTS, in_visible_project
from vistone.project.access.tasks import TASKS
from vistone.project.contracts import TimeEntry
from vistone.project.tables import expenses, rates, time_entries

_LEADERS = {RoleName.ORGANIZER, RoleName.MANAGER}


def visible_entries(role: str) -> ColumnElement[bool]:
    """One's own time, wherever; for who leads projects, all time in those that they see. Nothing for Clients."""
    own = time_entries.c.user_id == me()
    if role in _LEADERS:
        return or_(own, in_visible_project(time_entries.c.project_id, role))
    return ~true() if role == RoleName.CLIENT else own


def visible_rates(role: str) -> ColumnElement[bool] | None:
    """All for Organizers; for Managers those of the projects that they see, not the ones of the whole organization."""
    if role == RoleName.ORGANIZER:
        return None
    return in_visible_project(rates.c.project_id, role) if role == RoleName.MANAGER else ~true()


def visible_expenses(role: str) -> ColumnElement[bool]:
    """Those of the projects that a leader of projects sees."""
    return in_visible_project(expenses.c.project_id, role) if role in _LEADERS else ~true()


def of_entry(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with a time entry that it sees: its own, or one in a project that it manages."""
    own = row["user_id"] == scope.user_id and scope.may(TASKS, "update")
    return ("update", "delete") if own or scope.may(PROJECTS, "update") else ()


def of_money(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a rate or an expense that it sees."""
    return ("update", "delete") if scope.may(PROJECTS, "update") else ()


def shown_entry(scope: Scope, entry: TimeEntry) -> TimeEntry:
    """Who manages no projects sees the time without what it costs."""
    if scope.may(PROJECTS, "update"):
        return entry
    return msgspec.structs.replace(entry, hourly_rate=None, cost=None)
