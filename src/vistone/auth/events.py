"""What happens to organizations and people."""

from vistone.auth.contracts import Invitation, KycData, Organization, OrganizationMember, Role, Session, User
from vistone.kernel.events import Created, Deleted, Event, Updated


class OrganizationCreated(Created[Organization], frozen=True):
    """A company was founded here."""


class OrganizationUpdated(Updated[Organization], frozen=True):
    """A company's name or settings changed."""


class OrganizationDeleted(Deleted[Organization], frozen=True):
    """A company was closed."""


class UserCreated(Created[User], frozen=True):
    """A person got an account."""


class UserUpdated(Updated[User], frozen=True):
    """A person changed their account."""


class UserDeleted(Deleted[User], frozen=True):
    """A person deleted their account."""


class UserRekeyed(Event[User], frozen=True):
    """A person has a new password; their other sign-ins ended."""

    topics = ("user:{id}",)


class UserVerified(Event[User], frozen=True):
    """A person proved their address."""

    topics = ("user:{id}",)


class OrganizationMemberCreated(Created[OrganizationMember], frozen=True):
    """A person joined."""


class OrganizationMemberUpdated(Updated[OrganizationMember], frozen=True):
    """A person got another role, or was paused or resumed."""


class OrganizationMemberDeleted(Deleted[OrganizationMember], frozen=True):
    """A person left or was removed."""


class RoleCreated(Created[Role], frozen=True):
    """A role was made again."""


class RoleUpdated(Updated[Role], frozen=True):
    """A role may do something else."""


class RoleDeleted(Deleted[Role], frozen=True):
    """A role was deleted."""


class KycDataCreated(Created[KycData], frozen=True):
    """A person handed in documents."""

    topics = ("user:{user_id}",)


class KycDataUpdated(Updated[KycData], frozen=True):
    """A person handed in others, or an Organizer decided."""

    topics = ("user:{user_id}",)


class InvitationCreated(Created[Invitation], frozen=True):
    """Somebody was invited."""


class InvitationUpdated(Updated[Invitation], frozen=True):
    """An invitation was sent again, accepted or taken back."""


class SessionStarted(Event[Session], frozen=True):
    """A person signed in."""

    topics = ("user:{user_id}",)


class UserRefused(Event[User], frozen=True):
    """Somebody tried to sign in as the person, and could not."""

    topics = ("user:{id}",)


class SessionEnded(Event[Session], frozen=True):
    """A person signed out, or was."""

    topics = ("user:{user_id}",)
