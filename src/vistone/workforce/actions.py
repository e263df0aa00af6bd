"""Every write of the service: check, change, publish."""

from datetime import UTC, datetime
from uuid import UUID

from vistone.auth import api as people
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.workforce import access, queries
from vistone.workforce.contracts import Team, TeamMember, UserAvailability, UserSkill
from vistone.workforce.events import (
    TeamCreated,
    TeamDeleted,
    TeamMemberCreated,
    TeamMemberDeleted,
    TeamMemberUpdated,
    TeamUpdated,
    UserAvailabilityCreated,
    UserAvailabilityDeleted,
    UserAvailabilityUpdated,
    UserSkillCreated,
    UserSkillDeleted,
    UserSkillUpdated,
)
from vistone.workforce.queries import (
    AVAILABILITIES,
    AVAILABILITY,
    MEMBER,
    MEMBERS,
    SKILL,
    SKILLS,
    TEAM,
    TEAMS,
)
from vistone.workforce.schemas import (
    TeamCreate,
    TeamMemberCreate,
    TeamMemberPatch,
    TeamPatch,
    UserAvailabilityCreate,
    UserAvailabilityPatch,
    UserSkillCreate,
    UserSkillPatch,
)


async def create_team(tx: WriteTx, data: TeamCreate) -> Team:
    """A new team. Whoever makes it manages it unless they name another."""
    tx.scope.require("teams", "create")
    if data.manager_id is not None:
        await people.check_member(tx, data.manager_id, field="managerId")
    team = await add(tx, TEAM, {**given(data), "manager_id": data.manager_id or tx.scope.user_id})
    await publish(tx, TeamCreated(record=team))
    return team


async def update_team(tx: WriteTx, id: UUID, data: TeamPatch, if_match: int | None) -> Team:
    """Changes a team. A Manager who names another manager gives it away."""
    old = await TEAMS.hold(tx, id, "update")
    changes = given(data)
    if changes.get("manager_id") is not None and changes["manager_id"] != old.manager_id:
        await people.check_member(tx, changes["manager_id"], field="managerId")
    new = await change(tx, TEAM, id, changes, if_match=if_match)
    await publish(tx, TeamUpdated.of(old, new))
    return new


async def delete_team(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Puts a team away; it can be restored, with who is in it."""
    await TEAMS.hold(tx, id, "delete")
    team = await change(tx, TEAM, id, {"deleted_at": clock.now()}, if_match=if_match)
    await publish(tx, TeamDeleted(record=team))


async def restore_team(tx: WriteTx, id: UUID) -> Team:
    """Takes a deleted team back."""
    old = await TEAMS.hold(tx, id, "delete", deleted=True)
    team = await change(tx, TEAM, id, {"deleted_at": None})
    await publish(tx, TeamUpdated.of(old, team))
    return team


async def add_member(tx: WriteTx, data: TeamMemberCreate) -> TeamMember:
    """A person of the organization joins a team."""
    await TEAMS.get(tx, data.team_id, "assign")
    await people.check_member(tx, data.user_id, field="userId")
    member = await add(tx, MEMBER, given(data))
    await publish(tx, TeamMemberCreated(record=member))
    return member


async def update_member(tx: WriteTx, id: UUID, data: TeamMemberPatch, if_match: int | None) -> TeamMember:
    """Changes a person's part in a team."""
    old = await MEMBERS.hold(tx, id, "update")
    new = await change(tx, MEMBER, id, given(data), if_match=if_match)
    await publish(tx, TeamMemberUpdated.of(old, new))
    return new


async def remove_member(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes a person out of a team."""
    member = await MEMBERS.hold(tx, id, "delete")
    await remove(tx, MEMBER, id, if_match=if_match)
    await publish(tx, TeamMemberDeleted(record=member))


async def leave_all(tx: WriteTx, user_id: UUID) -> None:
    """Takes a person out of every team."""
    if left := await queries.take_out(tx, user_id):
        await publish(tx, *(TeamMemberDeleted(record=member) for member in left))


async def add_skill(tx: WriteTx, data: UserSkillCreate) -> UserSkill:
    """A new skill of a person."""
    access.require_keeper(tx.scope, data.user_id)
    await people.check_member(tx, data.user_id, field="userId")
    skill = await add(tx, SKILL, given(data))
    await publish(tx, UserSkillCreated(record=skill))
    return skill


async def update_skill(tx: WriteTx, id: UUID, data: UserSkillPatch, if_match: int | None) -> UserSkill:
    """Changes a skill."""
    old = await SKILLS.hold(tx, id, "update")
    new = await change(tx, SKILL, id, given(data), if_match=if_match)
    await publish(tx, UserSkillUpdated.of(old, new))
    return new


async def remove_skill(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a skill."""
    skill = await SKILLS.hold(tx, id, "delete")
    await remove(tx, SKILL, id, if_match=if_match)
    await publish(tx, UserSkillDeleted(record=skill))


async def add_availability(tx: WriteTx, data: UserAvailabilityCreate) -> UserAvailability:
    """A person's hours on a day."""
    access.require_keeper(tx.scope, data.user_id)
    await people.check_member(tx, data.user_id, field="userId")
    availability = await add(tx, AVAILABILITY, {**given(data), "date": day_of(data.date)})
    await publish(tx, UserAvailabilityCreated(record=availability))
    return availability


async def update_availability(
    tx: WriteTx, id: UUID, data: UserAvailabilityPatch, if_match: int | None
) -> UserAvailability:
    """Changes the day or the hours."""
    old = await AVAILABILITIES.hold(tx, id, "update")
    changes = given(data)
    if "date" in changes:
        changes["date"] = day_of(changes["date"])
    new = await change(tx, AVAILABILITY, id, changes, if_match=if_match)
    await publish(tx, UserAvailabilityUpdated.of(old, new))
    return new


async def remove_availability(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a person's hours on a day."""
    availability = await AVAILABILITIES.hold(tx, id, "delete")
    await remove(tx, AVAILABILITY, id, if_match=if_match)
    await publish(tx, UserAvailabilityDeleted(record=availability))


def day_of(moment: datetime) -> datetime:
    """The start, in UTC, of the calendar day that the moment names in its own zone.

    Midnight in Berlin is still the day before in UTC; whoever sends it means the day that they wrote.
    """
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
