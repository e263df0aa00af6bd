"""What happens to sign-ins."""

from vistone.auth.contracts import Session, User
from vistone.kernel.events import Event


class SessionStarted(Event[Session], frozen=True):
    """A person signed in."""

    topics = ("user:{user_id}",)


class UserRefused(Event[User], frozen=True):
    """Somebody tried to sign in as the person, and could not."""

    topics = ("user:{id}",)


class SessionEnded(Event[Session], frozen=True):
    """A person signed out, or was."""

    topics = ("user:{user_id}",)
