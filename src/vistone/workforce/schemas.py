"""What requests send: bodies of `POST` (`...Create`) and `PATCH` (`...Patch`, absent fields stay as they are)."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Moment, Name, Prose
from vistone.workforce.contracts import TeamRole

Proficiency = Annotated[int, Meta(ge=1, le=5)]
Hours = Annotated[int, Meta(ge=0, le=24)]


class TeamCreate(Body, frozen=True):
    """A new team."""

    name: Name
    description: Prose | None = None
    manager_id: UUID | None = None


class TeamPatch(Body, frozen=True):
    """Changes to a team."""

    name: Name | UnsetType = UNSET
    description: Prose | None | UnsetType = UNSET
    manager_id: UUID | None | UnsetType = UNSET


class TeamMemberCreate(Body, frozen=True):
    """A person joins a team."""

    team_id: UUID
    user_id: UUID
    role: TeamRole | None = TeamRole.MEMBER


class TeamMemberPatch(Body, frozen=True):
    """Changes to a person's part in a team."""

    role: TeamRole | None | UnsetType = UNSET


class UserSkillCreate(Body, frozen=True):
    """A new skill of a person."""

    user_id: UUID
    skill_name: Name
    proficiency: Proficiency | None = None


class UserSkillPatch(Body, frozen=True):
    """Changes to a skill."""

    skill_name: Name | UnsetType = UNSET
    proficiency: Proficiency | None | UnsetType = UNSET


class UserAvailabilityCreate(Body, frozen=True):
    """A person's hours on a day: the day that `date` names where it was written, its time of day does not matter."""

    user_id: UUID
    date: Moment
    hours_available: Hours


class UserAvailabilityPatch(Body, frozen=True):
    """Changes to a person's hours on a day."""

    date: Moment | UnsetType = UNSET
    hours_available: Hours | UnsetType = UNSET
