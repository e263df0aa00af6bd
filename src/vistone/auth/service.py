"""What the service declares."""

from vistone.auth import events, topics
from vistone.auth.actions.addresses import send_link
from vistone.auth.actions.kyc import purge
from vistone.auth.actions.passwords import send_reset, tidy
from vistone.auth.actions.refusals import tell_refusal, tell_turned
from vistone.auth.activity import activity_log
from vistone.auth.http.activity import ActivityController
from vistone.auth.http.addresses import AddressController
from vistone.auth.http.api_tokens import ApiTokenController
from vistone.auth.http.invitations import InvitationController
from vistone.auth.http.kyc import KycController
from vistone.auth.http.mfa import SecondFactorController
from vistone.auth.http.oidc import OidcController
from vistone.auth.http.organizations import OrganizationController, RoleController
from vistone.auth.http.outbox import OutboxController
from vistone.auth.http.passkeys import PasskeyController
from vistone.auth.http.passwords import OwnSessionController, PasswordController
from vistone.auth.http.people import MemberController, MfaController, UserController
from vistone.auth.http.policy import SignInPolicyController
from vistone.auth.http.providers import IdentityLinkController, IdentityProviderController
from vistone.auth.http.sessions import SessionController
from vistone.auth.keys import rotate_by_age
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
        AddressController,
        OrganizationController,
        UserController,
        MemberController,
        RoleController,
        KycController,
        ApiTokenController,
        MfaController,
        ActivityController,
        InvitationController,
        OutboxController,
        SecondFactorController,
        PasskeyController,
        SignInPolicyController,
        IdentityProviderController,
        IdentityLinkController,
        OidcController,
    ),
    followers=(activity_log,),
    jobs=(send_reset, send_link, tell_refusal, tell_turned, tidy, rotate_by_age, purge),
    topics={"organization": topics.organization, "organizers": topics.organizers, "user": topics.user},
    unsettles=(
        events.ApiTokenDeleted,
        events.MfaSettingEnabled,
        events.MfaSettingDisabled,
        events.MfaSettingCleared,
        events.PasskeyCreated,
        events.PasskeyDeleted,
        events.SignInPolicyUpdated,
        events.UserVerified,
        events.OrganizationUpdated,
        events.OrganizationDeleted,
        events.OrganizationMemberUpdated,
        events.OrganizationMemberDeleted,
        events.RoleUpdated,
        events.RoleDeleted,
        events.SessionEnded,
        events.UserDeleted,
        events.UserMoved,
    ),
)
