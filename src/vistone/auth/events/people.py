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


class UserAsked(Event[User], frozen=True):
    """A person asked for another address, which is theirs when they have read the mail to it."""

    topics = ("user:{id}",)


class UserMoved(Updated[User], frozen=True):
    """A person has another address, which they have proven; their other sign-ins ended."""


class UserVerified(Event[User], frozen=True):
    """A person proved their address."""

    topics = ("user:{id}",)
