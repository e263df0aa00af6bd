"""Who may: which rows a role sees, as SQL, and what a scope may do with a row.

All staff see the teams, who is in them, and everybody's skills and availability; Clients see nothing of it. A Manager
changes the teams that they manage, an Organizer all. A person keeps their own skills and availability; whoever may
update teams keeps those of others too.
"""

from uuid import UUID

import asyncpg
from sqlalchemy import ColumnElement, ScalarSelect, exists, false, literal_column, select, true

from vistone.kernel.db import organization
from vistone.kernel.errors import Forbidden
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope
from vistone.workforce.tables import team_members, teams

TEAMS = "teams"


def for_staff(role: str) -> ColumnElement[bool]:
    """Every row for staff, none for Clients."""
    return false() if role == RoleName.CLIENT else true()


def visible_members(role: str) -> ColumnElement[bool]:
    """The members of the teams that are there, for staff."""
    there = exists().where(
        teams.c.organization_id == organization(), teams.c.id == team_members.c.team_id, teams.c.deleted_at.is_(None)
    )
    return there & for_staff(role)


def manager_of_the_team() -> ScalarSelect[UUID | None]:
    """Who manages the team of a member's row."""
    # By name: in INSERT ... RETURNING SQLAlchemy takes a plain column for a table of the subquery's own.
    team_id = literal_column("workforce.team_members.team_id", team_members.c.team_id.type)
    return (
        select(teams.c.manager_id)
        .where(teams.c.organization_id == organization(), teams.c.id == team_id)
        .scalar_subquery()
    )


def of_team(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with a team; to `assign` is to say who is in it."""
    return _managing(scope, row["manager_id"], "update", "delete", "assign")


def of_member(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with a person's part in a team: the right to it is the team's `assign`."""
    return ("update", "delete") if _managing(scope, row["team_manager_id"], "assign") else ()


def _managing(scope: Scope, manager_id: UUID | None, *actions: str) -> Abilities:
    if scope.role is RoleName.ORGANIZER or manager_id == scope.user_id:
        return allowed(scope.permissions, TEAMS, *actions)
    return ()


def of_own(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with a person's skill or availability."""
    return ("update", "delete") if _keeps(scope, row["user_id"]) else ()


def require_keeper(scope: Scope, user_id: UUID) -> None:
    """Forbidden unless the scope keeps the person's skills and availability."""
    scope.require(TEAMS, "read")
    if scope.role is RoleName.CLIENT or not _keeps(scope, user_id):
        raise Forbidden("You may keep your own skills and availability, not those of others.")


def _keeps(scope: Scope, user_id: UUID) -> bool:
    return user_id == scope.user_id or scope.may(TEAMS, "update")
