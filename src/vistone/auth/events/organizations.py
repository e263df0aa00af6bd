"""What happens to organizations, their members, roles and invitations."""

from vistone.auth.contracts import Invitation, Organization, OrganizationMember, Role
from vistone.kernel.events import Created, Deleted, Updated


class OrganizationCreated(Created[Organization], frozen=True):
    """A company was founded here."""


class OrganizationUpdated(Updated[Organization], frozen=True):
    """A company's name or settings changed."""


class OrganizationDeleted(Deleted[Organization], frozen=True):
    """A company was closed."""


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


class InvitationCreated(Created[Invitation], frozen=True):
    """Somebody was invited."""


class InvitationUpdated(Updated[Invitation], frozen=True):
    """An invitation was sent again, accepted or taken back."""
