"""What happens to teams, skills and availability. All staff may see all of it."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.workforce.contracts import Team, TeamMember, UserAvailability, UserSkill


class TeamCreated(Created[Team], frozen=True):
    """A team was made."""


class TeamUpdated(Updated[Team], frozen=True):
    """A team was changed, or taken back after its deletion."""


class TeamDeleted(Deleted[Team], frozen=True):
    """A team was put away."""


class TeamMemberCreated(Created[TeamMember], frozen=True):
    """A person joined a team."""


class TeamMemberUpdated(Updated[TeamMember], frozen=True):
    """A person's part in a team was changed."""


class TeamMemberDeleted(Deleted[TeamMember], frozen=True):
    """A person left a team."""


class UserSkillCreated(Created[UserSkill], frozen=True):
    """A person has a new skill."""


class UserSkillUpdated(Updated[UserSkill], frozen=True):
    """A person's skill was changed."""


class UserSkillDeleted(Deleted[UserSkill], frozen=True):
    """A person's skill was removed."""


class UserAvailabilityCreated(Created[UserAvailability], frozen=True):
    """A person's hours on a day were set."""


class UserAvailabilityUpdated(Updated[UserAvailability], frozen=True):
    """A person's hours on a day were changed."""


class UserAvailabilityDeleted(Deleted[UserAvailability], frozen=True):
    """A person's hours on a day were removed."""
