"""What others may see of teams, skills and availability: the records as they go over the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from vistone.kernel.rows import Record


class TeamRole(StrEnum):
    """What a person is in a team."""

    LEAD = "lead"
    MEMBER = "member"


class Team(Record, frozen=True):
    """A group of people with a manager, who may be none of them."""

    id: UUID
    organization_id: UUID
    name: str
    description: str | None
    manager_id: UUID | None
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class TeamMember(Record, frozen=True):
    """A person's part in a team."""

    id: UUID
    organization_id: UUID
    team_id: UUID
    user_id: UUID
    role: TeamRole | None
    revision: int
    created_at: datetime
    updated_at: datetime


class UserSkill(Record, frozen=True):
    """Something that a person can do; `proficiency` from 1 to 5."""

    id: UUID
    organization_id: UUID
    user_id: UUID
    skill_name: str
    proficiency: int | None
    revision: int
    created_at: datetime
    updated_at: datetime


class UserAvailability(Record, frozen=True):
    """How many hours a person has on a day. `date` is that day's start in UTC."""

    id: UUID
    organization_id: UUID
    user_id: UUID
    date: datetime
    hours_available: int
    revision: int
    created_at: datetime
    updated_at: datetime
