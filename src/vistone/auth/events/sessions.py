"""What happens to sign-ins."""

from enum import StrEnum

from vistone.auth.contracts import Session, User
from vistone.kernel.events import Event


class SessionStarted(Event[Session], frozen=True):
    """A person signed in."""

    topics = ("user:{user_id}",)


class Why(StrEnum):
    """Why somebody was refused."""

    PASSWORD = "password"  # noqa: S105 -- a wrong one, which is not told
    PASSKEY = "passkey"
    PROVIDER = "provider"
    """The password or passkey was right, and the organization lets people in by its identity provider alone."""


class UserRefused(Event[User], frozen=True):
    """Somebody tried to sign in or to prove who they are as the person, and could not; `at` is the path they asked."""

    topics = ("user:{id}",)

    at: str
    why: Why


class UserSlowed(Event[User], frozen=True):
    """There were so many tries as the person that the next ones are refused unread, for so many `seconds`."""

    topics = ("user:{id}",)

    at: str
    limits: list[str]
    seconds: int


class SessionReused(Event[Session], frozen=True):
    """A refresh token that was used up came again, so it may be stolen: the sign-in was ended."""

    topics = ("user:{user_id}",)


class SessionEnded(Event[Session], frozen=True):
    """A person signed out, or was."""

    topics = ("user:{user_id}",)
