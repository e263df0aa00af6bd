"""What the service declares."""

from vistone.auth.events import OrganizationMemberDeleted, OrganizationMemberUpdated
from vistone.kernel.events import Subscription, events_in
from vistone.kernel.service import Service
from vistone.workforce import events, handlers, queries
from vistone.workforce.http import (
    TeamController,
    TeamMemberController,
    UserAvailabilityController,
    UserSkillController,
)
from vistone.workforce.tables import metadata

service = Service(
    name="workforce",
    metadata=metadata,
    events=events_in(events),
    controllers=(TeamController, TeamMemberController, UserSkillController, UserAvailabilityController),
    subscriptions=(
        Subscription(OrganizationMemberDeleted, handlers.person_left),
        Subscription(OrganizationMemberUpdated, handlers.person_became_client),
    ),
    claims={"teams": queries.my_teams},
    unsettles=(
        events.TeamCreated,
        events.TeamUpdated,
        events.TeamDeleted,
        events.TeamMemberCreated,
        events.TeamMemberUpdated,
        events.TeamMemberDeleted,
    ),
)
