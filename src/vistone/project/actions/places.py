"""Where something goes in an order that people give: statuses, custom fields."""

from collections.abc import Mapping
from uuid import UUID

from vistone.kernel import ordering
from vistone.kernel.errors import Invalid


def placed_after(keys: Mapping[UUID, str], id: UUID, after_id: UUID | None) -> str:
    """The new key of `id`, right behind `after_id` or, with None, at the head; `keys` are those of all, in order.

    Invalid on `afterId` unless it is another one of them.
    """
    others = [(one, key) for one, key in keys.items() if one != id]
    place = 0
    if after_id is not None:
        found = [index for index, (one, _) in enumerate(others) if one == after_id]
        if not found:
            raise Invalid("afterId", "There is no other one of that id in this list.")
        place = found[0] + 1
    low = others[place - 1][1] if place > 0 else None
    high = others[place][1] if place < len(others) else None
    return ordering.between(low, high)
