"""What happens to people."""

from vistone.auth.contracts import User
from vistone.kernel.events import Created, Deleted, Event, Updated


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
