"""Schedules and shifts of any small plan, against slow and obvious computations."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from tests.project.scheduling.reference import leaves_of, slow, working_days
from vistone.project.contracts import ConstraintType, DependencyType
from vistone.project.scheduling import Activity, CircleError, Link, Move, Standing, WorkCalendar, move, schedule

START = date(2026, 1, 7)
DAYS = st.dates(START - timedelta(days=20), START + timedelta(days=40))
SETTINGS = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def plans(draw, *, dated: bool = False):
    """Up to nine tasks in a tree, some linked, some held, some done."""
    size = draw(st.integers(1, 9))
    ids = [UUID(int=number + 1) for number in range(size)]
    activities = []
    for number, id in enumerate(ids):
        parent = draw(st.sampled_from([None, None, *ids[:number]]))
        start = draw(st.none() | DAYS) if not dated else draw(DAYS)
        due = start + timedelta(days=draw(st.integers(0, 9))) if start and draw(st.booleans()) else None
        standing = draw(st.sampled_from([Standing.OPEN] * 4 + [Standing.DONE]))
        constraint = draw(st.none() | st.sampled_from(ConstraintType)) if not dated else None
        if standing is not Standing.OPEN:
            start, due = start or START, due or START + timedelta(days=45)
        activities.append(
            Activity(
                id,
                draw(st.integers(0, 6)),
                parent,
                start,
                due,
                constraint,
                draw(DAYS) if constraint else None,
                standing,
            )
        )
    link = st.builds(
        Link, st.sampled_from(ids), st.sampled_from(ids), st.sampled_from(DependencyType), st.integers(-4, 4)
    )
    links = draw(
        st.lists(link.filter(lambda one: one.task != one.on), max_size=10, unique_by=lambda one: (one.task, one.on))
    )
    working = draw(st.sets(st.integers(1, 7), min_size=2))
    holidays = draw(st.sets(DAYS, max_size=6))
    return activities, links, working, holidays


@SETTINGS
@given(plans())
def test_a_schedule_is_what_repeated_relaxation_gives(plan):
    activities, links, working, holidays = plan
    note("\n".join(map(repr, [*activities, *links, working, holidays])))
    try:
        found = schedule(activities, links, WorkCalendar(working, holidays), START)
    except CircleError as error:
        _is_circle(error, activities, links)
        return
    days = working_days(working, holidays, START)
    wanted = slow(activities, links, days, START)
    told = {one.id: one for one in found.tasks}
    assert list(told) == [one.id for one in activities]
    for one in activities:
        task, below = told[one.id], leaves_of(one.id, activities)
        if below != [one.id]:
            inner = [told[leaf] for leaf in below]
            assert task.earliest_start == min(leaf.earliest_start for leaf in inner)
            assert task.latest_finish == max(leaf.latest_finish for leaf in inner)
            assert task.slack_days == min(leaf.slack_days for leaf in inner)
            continue
        if one.standing is Standing.DONE:
            assert (task.earliest_start, task.latest_finish, task.critical) == (one.start, one.due, False)
            continue
        early, late, length = wanted.early[one.id], wanted.late[one.id], wanted.length[one.id]
        morning = 1 if wanted.evening[one.id] else 0
        evening = 1 if length or wanted.evening[one.id] else 0
        assert task.earliest_start == days[early - morning]
        assert task.earliest_finish == days[early + length - evening]
        assert task.latest_start == days[late - morning]
        assert task.latest_finish == days[late + length - evening]
        assert task.slack_days == late - early
        assert task.free_slack_days == wanted.free[one.id]
        assert task.critical == (late <= early)
    _is_critical_path(found, told, activities)


def _is_critical_path(found, told, activities) -> None:
    open_ones = [
        one.id for one in activities if one.standing is Standing.OPEN and leaves_of(one.id, activities) == [one.id]
    ]
    assert bool(found.critical_path) == bool(open_ones)
    assert set(found.critical_path) <= set(open_ones)
    if open_ones:
        least = min(told[id].slack_days for id in open_ones)
        assert told[found.critical_path[-1]].slack_days == least
        assert least <= 0


def _is_circle(error: CircleError, activities, links) -> None:
    """Each of the tasks waits for the next by a link, or is a part of it, or it of that."""
    parent = {one.id: one.parent_id for one in activities}
    pairs = {(link.task, link.on) for link in links}
    steps = list(zip(error.tasks, [*error.tasks[1:], error.tasks[0]], strict=True))
    assert steps
    assert len(set(error.tasks)) == len(error.tasks) or len(error.tasks) > 2
    for one, following in steps:
        assert (one, following) in pairs or _above(one, following, parent) or _above(following, one, parent)


def _above(low, high, parent) -> bool:
    while low is not None:
        low = parent[low]
        if low == high:
            return True
    return False


@SETTINGS
@given(plans(dated=True), st.data())
def test_what_shifts_holds_every_link_and_is_the_least_that_does(plan, data):
    activities, links, working, holidays = plan
    activities = [msgspec.structs.replace(one, parent_id=None, standing=Standing.OPEN) for one in activities]
    activities = [msgspec.structs.replace(one, duration=max(1, one.duration)) for one in activities]
    calendar = WorkCalendar(working, holidays)
    chosen = data.draw(st.sampled_from(activities))
    to = data.draw(DAYS)
    try:
        moved = move(activities, links, calendar, {chosen.id: Move(start=to)})
    except CircleError:
        assume(False)
        return
    after = {one.id: (one.start, one.due) for one in moved}
    now = {
        one.id: msgspec.structs.replace(one, start=after[one.id][0], due=after[one.id][1]) if one.id in after else one
        for one in activities
    }
    assert {one.id for one in moved} <= {chosen.id} | _behind(chosen.id, links)
    for one in activities:
        if one.due is not None:
            kept = max(1, calendar.working_days(one.start, one.due))
            assert max(1, calendar.working_days(now[one.id].start, now[one.id].due)) == kept
        if one.id != chosen.id:
            assert now[one.id].start >= one.start, "nothing is pulled"
    expected = _slow_shift(activities, links, calendar, chosen.id, to)
    assert {id: calendar.first(one.start) for id, one in now.items()} == expected


def _behind(id: UUID, links) -> set[UUID]:
    found, row = set(), [id]
    for one in row:
        for link in links:
            if link.on == one and link.task not in found:
                found.add(link.task)
                row.append(link.task)
    return found


def _slow_shift(activities, links, calendar, chosen: UUID, to: date) -> dict[UUID, int]:
    """Day by day: whoever breaks a link to something that moved goes one day later, until nobody does."""
    length = {
        one.id: max(1, calendar.working_days(one.start, one.due)) if one.due else one.duration for one in activities
    }
    at = {one.id: calendar.first(one.start) for one in activities}
    at[chosen] = calendar.first(to)
    moved = {chosen}
    changed = True
    while changed:
        changed = False
        for link in links:
            if link.on not in moved and link.task != chosen:
                continue
            finish = length[link.on] if link.type in {"FS", "FF"} else 0
            own = length[link.task] if link.type in {"FF", "SF"} else 0
            if at[link.task] + own < at[link.on] + finish + link.lag:
                at[link.task] += 1
                moved.add(link.task)
                changed = True
    return at
