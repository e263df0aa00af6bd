"""What shifts, by example: lengths, free days, parents, milestones, what is done."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

from vistone.project.contracts import DependencyType
from vistone.project.scheduling import STANDARD, Activity, Link, Move, MoveError, Standing, move


def on(day: int) -> date:
    """A day of March 2026; the 2nd is a Monday."""
    return date(2026, 3, day)


def task(number: int, start: int | None, due: int | None, **fields) -> Activity:
    days = [on(day) if day else None for day in (start, due)]
    length = STANDARD.working_days(on(start), on(due)) if start and due else 1
    return Activity(UUID(int=number), **{"duration": length, "start": days[0], "due": days[1], **fields})


def moved(activities, links, moves) -> dict[int, tuple[int | None, int | None]]:
    found = move(
        activities,
        [Link(UUID(int=a), UUID(int=b), *more) for a, b, *more in links],
        STANDARD,
        {UUID(int=number): to for number, to in moves.items()},
    )
    return {one.id.int: (one.start and one.start.day, one.due and one.due.day) for one in found}


def test_a_start_alone_keeps_the_length_over_free_days():
    assert moved([task(1, 2, 4)], [], {1: Move(start=on(5))}) == {1: (5, 9)}


def test_two_of_three_or_one_and_the_rest_follows():
    one = [task(1, 2, 4)]
    assert moved(one, [], {1: Move(due=on(6))}) == {1: (2, 6)}
    assert moved(one, [], {1: Move(duration=6)}) == {1: (2, 9)}
    assert moved(one, [], {1: Move(due=on(12), duration=2)}) == {1: (11, 12)}
    assert moved(one, [], {1: Move(start=on(3), duration=1)}) == {1: (3, 3)}
    assert moved(one, [], {1: Move(start=on(7), due=on(8))}) == {1: (7, 8)}, "free days, as somebody wanted"
    with pytest.raises(MoveError, match="two of"):
        moved(one, [], {1: Move(on(2), on(3), 2)})
    with pytest.raises(MoveError, match="before it starts"):
        moved(one, [], {1: Move(due=on(1))})


def test_tasks_keep_the_kind_of_date_that_they_have():
    only_due, only_start = task(2, None, 5, duration=2), task(3, 6, None, duration=2)
    links = [(2, 1), (3, 2)]
    assert moved([task(1, 2, 3), only_due, only_start], links, {1: Move(start=on(4))}) == {
        1: (4, 5),
        2: (None, 9),
        3: (10, None),
    }


def test_a_task_without_dates_passes_on_what_it_takes():
    assert moved(
        [task(1, 2, 3), task(2, None, None, duration=3), task(3, 9, 9)], [(2, 1), (3, 2)], {1: Move(due=on(5))}
    ) == {
        1: (2, 5),
        3: (11, 11),
    }


def test_a_moved_task_goes_no_further_back_than_what_it_waits_for():
    assert moved([task(1, 2, 4), task(2, 9, 10)], [(2, 1)], {2: Move(start=on(3))}) == {2: (5, 6)}


def test_nothing_is_pulled_when_there_is_room_again():
    assert moved([task(1, 9, 10), task(2, 11, 12)], [(2, 1)], {1: Move(start=on(2))}) == {1: (2, 3)}


def test_an_overlap_that_was_there_and_is_not_touched_stays():
    tasks = [task(1, 2, 6), task(2, 4, 5), task(3, 2, 3), task(4, 4, 4)]
    assert moved(tasks, [(2, 1), (4, 3)], {3: Move(due=on(4))}) == {3: (2, 4), 4: (5, 5)}


def test_what_is_done_stays_and_holds():
    done = task(1, 2, 6, standing=Standing.DONE)
    late = task(3, 2, 3, standing=Standing.DONE)
    assert moved([done, task(2, 11, 12), late], [(2, 1), (3, 2)], {2: Move(start=on(3))}) == {2: (9, 10)}


def test_lag_and_the_other_kinds_push_too():
    kinds = [(2, 1, DependencyType.SS, 1), (3, 1, DependencyType.FF, 0), (4, 1, DependencyType.SF, 2)]
    tasks = [task(1, 2, 3), task(2, 3, 4), task(3, 2, 3), task(4, 2, 3)]
    assert moved(tasks, kinds, {1: Move(start=on(5))}) == {1: (5, 6), 2: (6, 9), 3: (5, 6), 4: (5, 6)}


def test_a_milestone_falls_on_the_evening_of_what_it_waits_for():
    milestone = task(2, None, 3, duration=0)
    assert moved([task(1, 2, 3), milestone, task(3, 4, 4)], [(2, 1), (3, 2)], {1: Move(due=on(6))}) == {
        1: (2, 6),
        2: (None, 6),
        3: (9, 9),
    }


def test_a_parent_moves_with_all_below_it_and_stretches_over_what_shifts():
    family = [task(1, 2, 6), task(2, 2, 3, parent_id=UUID(int=1)), task(3, 5, 6, parent_id=UUID(int=1))]
    assert moved(family, [], {1: Move(start=on(4))}) == {1: (4, 10), 2: (4, 5), 3: (9, 10)}
    assert moved(family, [], {1: Move(start=on(4), due=on(10))}) == {1: (4, 10), 2: (4, 5), 3: (9, 10)}
    assert moved(family, [(3, 2)], {2: Move(due=on(5))}) == {1: (2, 9), 2: (2, 5), 3: (6, 9)}
    undated = [msgspec.structs.replace(family[0], start=None, due=None), *family[1:]]
    assert moved(undated, [], {1: Move(start=on(3))}) == {2: (3, 4), 3: (6, 9)}
    for wrong in (Move(due=on(9)), Move(duration=3), Move(start=on(4), due=on(5))):
        with pytest.raises(MoveError, match="subtasks"):
            moved(family, [], {1: wrong})


def test_a_link_of_a_parent_pushes_what_is_below():
    family = [task(1, None, None), task(2, 4, 4, parent_id=UUID(int=1)), task(3, 9, 9, parent_id=UUID(int=1))]
    before, after = task(4, 2, 3), task(5, 10, 10)
    links = [(1, 4), (5, 1)]
    assert moved([*family, before, after], links, {4: Move(due=on(6))}) == {4: (2, 6), 2: (9, 9)}
    assert moved([*family, before, after], links, {3: Move(start=on(11))}) == {3: (11, 11), 5: (12, 12)}
