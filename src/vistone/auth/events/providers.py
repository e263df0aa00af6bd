"""What happens to identity providers and the links to them."""

from vistone.auth.contracts import IdentityLink, IdentityProvider
from vistone.kernel.events import Created, Deleted, Updated


class IdentityProviderCreated(Created[IdentityProvider], frozen=True):
    """People can sign in by their company's provider."""

    topics = ("organizers",)


class IdentityProviderUpdated(Updated[IdentityProvider], frozen=True):
    """The provider's settings changed, or a domain was proven."""

    topics = ("organizers",)


class IdentityProviderDeleted(Deleted[IdentityProvider], frozen=True):
    """Nobody signs in by the provider any more."""

    topics = ("organizers",)


class IdentityLinkCreated(Created[IdentityLink], frozen=True):
    """A person is known at the provider."""

    topics = ("user:{user_id}",)


class IdentityLinkDeleted(Deleted[IdentityLink], frozen=True):
    """A person is not known at the provider any more."""

    topics = ("user:{user_id}",)
