"""Keys for many records at once: in order, behind what is there, and before what is made later."""

import itertools

import pytest

from vistone.kernel.ids import new_id
from vistone.kernel.ordering import after, fresh


@pytest.mark.parametrize("low", ["", "V", "VzzQ", "z", "z" * 15, "z" * 31 + "y", "01a203dc5f2b3adR"])
def test_keys_rise_from_the_last_one_batch_after_batch(low: str) -> None:
    keys = [low]
    for _ in range(20):
        keys += after(keys[-1], 500)
    assert all(a < b for a, b in itertools.pairwise(keys))
    assert max(map(len, keys)) <= max(2 * len(low) + 2, 16)
    assert after(low, 0) == []


def test_what_is_made_later_comes_behind_thousands() -> None:
    keys = after(fresh(new_id()), 100_000)
    # A hundred thousand keys lie within 2 milliseconds, less than it takes to write them.
    later = fresh(new_id())
    assert max(keys) < later
