"""Who may: which rows a role sees, as SQL, and what a scope may do with a row.

KPIs, reports and automation are the staff's, by permission; Clients see nothing of them. What a member achieved is
seen by that member, by Managers and by Organizers, so that nobody has a score that they cannot see. Dashboards are
personal. A talk with the assistant is its person's; Organizers see them all, for what they cost.
"""

import asyncpg
from sqlalchemy import ColumnElement, exists, true

from vistone.kernel.db import me, organization
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope
from vistone.monitoring.tables import ai_conversations, dashboard_widgets, dashboards, member_performance


def staff_only(role: str) -> ColumnElement[bool] | None:
    """Nothing for Clients, all of the organization for everybody else."""
    return ~true() if role == RoleName.CLIENT else None


def visible_performance(role: str) -> ColumnElement[bool] | None:
    """One's own; Managers and Organizers see everybody's."""
    return None if role in {RoleName.ORGANIZER, RoleName.MANAGER} else member_performance.c.user_id == me()


def visible_conversations(role: str) -> ColumnElement[bool] | None:
    """One's own; Organizers see all."""
    return None if role == RoleName.ORGANIZER else ai_conversations.c.user_id == me()


def my_dashboards(_: str) -> ColumnElement[bool]:
    """One's own dashboards."""
    return dashboards.c.user_id == me()


def my_widgets(_: str) -> ColumnElement[bool]:
    """The widgets of one's own dashboards."""
    return exists().where(
        dashboards.c.organization_id == organization(),
        dashboards.c.id == dashboard_widgets.c.dashboard_id,
        dashboards.c.user_id == me(),
    )


def of_report(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with KPIs and report templates."""
    return allowed(scope.permissions, "reports", "update", "delete")


def of_fixed(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What was measured or made is not changed afterwards, only thrown away."""
    return allowed(scope.permissions, "reports", "delete")


def of_rule(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a rule."""
    return allowed(scope.permissions, "automation", "update", "delete")


def of_own(_: Scope, __: asyncpg.Record) -> Abilities:
    """One sees one's own alone, and does with it what one likes."""
    return ("update", "delete")


def nothing(_: Scope, __: asyncpg.Record) -> Abilities:
    """Records that are only looked at."""
    return ()
