"""Every SQL statement of the service: the collections and what they do not cover."""

from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Uuid, bindparam, delete, select
from sqlalchemy.sql.dml import ReturningDelete

from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, me, organization, statement
from vistone.kernel.filters import same, span
from vistone.kernel.rows import View
from vistone.kernel.scope import RoleName
from vistone.workforce import access
from vistone.workforce.contracts import Team, TeamMember, TeamRole, UserAvailability, UserSkill
from vistone.workforce.tables import team_members, teams, user_availability, user_skills

TEAM = View("team", teams, Team, abilities=access.of_team)
MEMBER = View("team member", team_members, TeamMember, abilities=access.of_member)
# Read beside the record and not part of it: the abilities depend on it.
MEMBER.columns.append(access.manager_of_the_team().label("team_manager_id"))
SKILL = View("skill", user_skills, UserSkill, abilities=access.of_own)
AVAILABILITY = View("availability", user_availability, UserAvailability, abilities=access.of_own)

TEAMS = Collection(
    TEAM,
    resource="teams",
    visible=access.for_staff,
    filters=[same("manager_id", nullable=True)],
    sorts={"name": teams.c.name, "updatedAt": teams.c.updated_at},
    search=["name", "description"],
)

MEMBERS = Collection(
    MEMBER,
    resource="teams",
    visible=access.visible_members,
    filters=[same("team_id"), same("user_id"), same("role", values=TeamRole, nullable=True)],
)

SKILLS = Collection(
    SKILL,
    resource="teams",
    visible=access.for_staff,
    filters=[same("user_id"), same("skill_name", str), same("proficiency", int, nullable=True)],
    sorts={"skillName": user_skills.c.skill_name, "proficiency": user_skills.c.proficiency},
    search=["skill_name"],
)

AVAILABILITIES = Collection(
    AVAILABILITY,
    resource="teams",
    visible=access.for_staff,
    filters=[same("user_id"), span("date")],
    sorts={"date": user_availability.c.date, "hoursAvailable": user_availability.c.hours_available},
)


@statement
def _my_teams() -> CompoundSelect[Any]:
    managed = select(teams.c.id).where(
        teams.c.organization_id == organization(), teams.c.deleted_at.is_(None), teams.c.manager_id == me()
    )
    joined = (
        select(teams.c.id)
        .join(team_members, team_members.c.team_id == teams.c.id)
        .where(
            teams.c.organization_id == organization(),
            teams.c.deleted_at.is_(None),
            team_members.c.organization_id == organization(),
            team_members.c.user_id == me(),
        )
    )
    return managed.union(joined).order_by("id")


async def my_teams(tx: ReadTx) -> tuple[UUID, ...]:
    """The claim `teams`: those that one manages or is in. Clients are in none."""
    if tx.scope.role is RoleName.CLIENT:
        return ()
    return tuple(row["id"] for row in await tx.all(_my_teams()))


@statement
def _take_out() -> ReturningDelete[Any]:
    return (
        delete(team_members)
        .where(
            team_members.c.organization_id == organization(),
            team_members.c.user_id == bindparam("user_id", type_=Uuid),
        )
        .returning(*MEMBER.columns)
    )


async def take_out(tx: WriteTx, user_id: UUID) -> list[TeamMember]:
    """Takes a person out of every team; what they were in them."""
    return [MEMBER.of(tx.scope, row) for row in await tx.all(_take_out(), user_id=user_id)]
