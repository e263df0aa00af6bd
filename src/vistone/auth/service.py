"""What the service declares."""

from vistone.auth import events, topics
from vistone.auth.actions.passwords import send_reset, tidy
from vistone.auth.activity import activity_log
from vistone.auth.http.invitations import InvitationController
from vistone.auth.http.organizations import OrganizationController, RoleController
from vistone.auth.http.outbox import OutboxController
from vistone.auth.http.passwords import OwnSessionController, PasswordController
from vistone.auth.http.people import ActivityController, KycController, MemberController, MfaController, UserController
from vistone.auth.http.sessions import SessionController
from vistone.auth.tables import metadata
from vistone.kernel.events import events_in
from vistone.kernel.service import Service

service = Service(
    name="auth",
    metadata=metadata,
    events=events_in(events),
    controllers=(
        SessionController,
        OwnSessionController,
        PasswordController,
        OrganizationController,
        UserController,
        MemberController,
        RoleController,
        KycController,
        MfaController,
        ActivityController,
        InvitationController,
        OutboxController,
    ),
    followers=(activity_log,),
    jobs=(send_reset, tidy),
    topics={"organization": topics.organization, "user": topics.user},
    unsettles=(
        events.OrganizationUpdated,
        events.OrganizationDeleted,
        events.OrganizationMemberUpdated,
        events.OrganizationMemberDeleted,
        events.RoleUpdated,
        events.RoleDeleted,
        events.SessionEnded,
        events.UserDeleted,
    ),
)
