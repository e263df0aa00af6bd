"""Personal API tokens."""

from typing import Annotated

from msgspec import Meta

from vistone.kernel.scope import Permissions
from vistone.kernel.wire import Body, Moment, Name


class ApiTokenCreate(Body, frozen=True):
    """A new token: what it may do, within your own role, and until when."""

    name: Name
    permissions: Permissions
    expires_at: Annotated[Moment, Meta(description="At most a year from now.")]
