"""The service over HTTP: decode, call, return."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.workforce import actions, queries
from vistone.workforce.contracts import Team, TeamMember, UserAvailability, UserSkill
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


class TeamController(Controller):
    """Teams."""

    path = "/api/workforce/teams"
    tags = ("workforce",)

    @get(opt=lists(queries.TEAMS))
    async def list_teams(self, call: Call) -> Page[Team]:
        """Teams that you may see."""
        return await call.page(queries.TEAMS)

    @post()
    async def create_team(self, call: Call, data: JSONBody[TeamCreate]) -> Team:
        """Adds a team; you manage it unless you name another manager."""
        return await call.write(actions.create_team, data)

    @get("/{id:uuid}")
    async def get_team(self, call: Call, id: FromPath[UUID]) -> Team:
        """One team."""
        return await call.get(queries.TEAMS, id)

    @patch("/{id:uuid}")
    async def update_team(self, call: Call, id: FromPath[UUID], data: JSONBody[TeamPatch]) -> Team:
        """Changes a team; fields left out stay as they are."""
        return await call.write(actions.update_team, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_team(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a team."""
        await call.write(actions.delete_team, id, call.if_match)

    @post("/{id:uuid}/restore", status_code=200)
    async def restore_team(self, call: Call, id: FromPath[UUID]) -> Team:
        """Takes a deleted team back, with who was in it."""
        return await call.write(actions.restore_team, id)


class TeamMemberController(Controller):
    """People in teams."""

    path = "/api/workforce/team-members"
    tags = ("workforce",)

    @get(opt=lists(queries.MEMBERS))
    async def list_team_members(self, call: Call) -> Page[TeamMember]:
        """Team members that you may see."""
        return await call.page(queries.MEMBERS)

    @post()
    async def create_team_member(self, call: Call, data: JSONBody[TeamMemberCreate]) -> TeamMember:
        """Adds a person to a team."""
        return await call.write(actions.add_member, data)

    @get("/{id:uuid}")
    async def get_team_member(self, call: Call, id: FromPath[UUID]) -> TeamMember:
        """One team member."""
        return await call.get(queries.MEMBERS, id)

    @patch("/{id:uuid}")
    async def update_team_member(self, call: Call, id: FromPath[UUID], data: JSONBody[TeamMemberPatch]) -> TeamMember:
        """Changes a team member; fields left out stay as they are."""
        return await call.write(actions.update_member, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_team_member(self, call: Call, id: FromPath[UUID]) -> None:
        """Takes a person out of a team."""
        await call.write(actions.remove_member, id, call.if_match)


class UserSkillController(Controller):
    """What people can do."""

    path = "/api/workforce/user-skills"
    tags = ("workforce",)

    @get(opt=lists(queries.SKILLS))
    async def list_user_skills(self, call: Call) -> Page[UserSkill]:
        """Skills that you may see."""
        return await call.page(queries.SKILLS)

    @post()
    async def create_user_skill(self, call: Call, data: JSONBody[UserSkillCreate]) -> UserSkill:
        """Adds a skill to a person."""
        return await call.write(actions.add_skill, data)

    @get("/{id:uuid}")
    async def get_user_skill(self, call: Call, id: FromPath[UUID]) -> UserSkill:
        """One skill of a person."""
        return await call.get(queries.SKILLS, id)

    @patch("/{id:uuid}")
    async def update_user_skill(self, call: Call, id: FromPath[UUID], data: JSONBody[UserSkillPatch]) -> UserSkill:
        """Changes a skill; fields left out stay as they are."""
        return await call.write(actions.update_skill, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_user_skill(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a skill."""
        await call.write(actions.remove_skill, id, call.if_match)


class UserAvailabilityController(Controller):
    """When people have time."""

    path = "/api/workforce/user-availability"
    tags = ("workforce",)

    @get(opt=lists(queries.AVAILABILITIES))
    async def list_user_availability(self, call: Call) -> Page[UserAvailability]:
        """Hours by person and day that you may see."""
        return await call.page(queries.AVAILABILITIES)

    @post()
    async def create_user_availability(self, call: Call, data: JSONBody[UserAvailabilityCreate]) -> UserAvailability:
        """Sets a person's hours on a day."""
        return await call.write(actions.add_availability, data)

    @get("/{id:uuid}")
    async def get_user_availability(self, call: Call, id: FromPath[UUID]) -> UserAvailability:
        """A person's hours on one day."""
        return await call.get(queries.AVAILABILITIES, id)

    @patch("/{id:uuid}")
    async def update_user_availability(
        self, call: Call, id: FromPath[UUID], data: JSONBody[UserAvailabilityPatch]
    ) -> UserAvailability:
        """Changes the day or the hours; fields left out stay as they are."""
        return await call.write(actions.update_availability, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_user_availability(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a person's hours on a day."""
        await call.write(actions.remove_availability, id, call.if_match)
