"""People."""

from msgspec import UNSET, UnsetType

from vistone.kernel.wire import Body, Name


class UserPatch(Body, frozen=True):
    """Changes to one's own account."""

    first_name: Name | None | UnsetType = UNSET
    last_name: Name | None | UnsetType = UNSET
