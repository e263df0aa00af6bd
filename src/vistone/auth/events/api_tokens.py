"""What happens to personal API tokens."""

from vistone.auth.contracts import ApiToken
from vistone.kernel.events import Created, Deleted


class ApiTokenCreated(Created[ApiToken], frozen=True):
    """A person made a token."""

    topics = ("user:{user_id}",)


class ApiTokenDeleted(Deleted[ApiToken], frozen=True):
    """A token was revoked, by its person or by an Organizer."""

    topics = ("user:{user_id}",)
