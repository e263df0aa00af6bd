"""What happens to identity providers and the links to them."""

from vistone.auth.contracts import IdentityLink, IdentityProvider
from vistone.kernel.events import Created, Deleted, Event, Updated


class IdentityProviderCreated(Created[IdentityProvider], frozen=True):
    """People can sign in by their company's provider."""

    topics = ("organizers",)


class IdentityProviderUpdated(Updated[IdentityProvider], frozen=True):
    """The provider's settings changed, or a domain was proven."""

    topics = ("organizers",)


class IdentityProviderDeleted(Deleted[IdentityProvider], frozen=True):
    """Nobody signs in by the provider any more."""

    topics = ("organizers",)


class IdentityProviderRefused(Event[IdentityProvider], frozen=True):
    """Somebody could not sign in, or link themselves, by the provider: the `problem`, and who the provider said it is."""

    topics = ("organizers",)

    problem: str
    email: str | None


class IdentityLinkCreated(Created[IdentityLink], frozen=True):
    """A person is known at the provider."""

    topics = ("user:{user_id}",)


class IdentityLinkDeleted(Deleted[IdentityLink], frozen=True):
    """A person is not known at the provider any more."""

    topics = ("user:{user_id}",)
