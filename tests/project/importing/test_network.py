"""Circles that an import would close, among thousands of links."""

import itertools
import time
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from vistone.project.actions.import_network import Network, Place, below, waits

IDS = [UUID(int=number) for number in range(1, 9)]


def reaches(network: Network, start: Place, end: Place) -> bool:
    """Whether the one place comes after the other, by asking every place."""
    seen, ahead = {start}, [start]
    while ahead:
        fresh = set(network.before(ahead.pop())) - seen
        seen |= fresh
        ahead += fresh
    return end in seen


@given(
    st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.booleans()), max_size=24),
    st.sampled_from(IDS),
    st.sampled_from(IDS),
)
def test_a_way_is_found_where_there_is_one(steps: list[tuple[UUID, UUID, bool]], one: UUID, other: UUID) -> None:
    network = Network()
    for here, there, is_link in steps:
        if here == there:
            continue
        if is_link:
            network.wait(here, there, None)
        elif not any(reaches(network, step[1], step[0]) for step in below(here, there)) and here not in network.parents:
            network.put_below(here, there)
    begin, end = waits(one, other)
    way = network.way(end, begin)
    assert (way is not None) == reaches(network, end, begin)
    if way is not None:
        assert (way[0], way[-1]) == (other, one)


def test_a_ring_as_long_as_a_file_is_soon_seen_through() -> None:
    """Each link searched from one end alone, this took a minute and a half and held the worker up."""
    ids = [UUID(int=number + 1) for number in range(10_000)]
    network, began = Network(), time.process_time()
    for before, id in itertools.pairwise(ids):
        there, here = (before, True), (id, False)
        assert network.way(there, here) is None
        network.wait(id, before, None)
    circle = network.way((ids[-1], True), (ids[0], False))
    assert circle is not None
    assert len(circle) == len(ids)
    assert time.process_time() - began < 5
