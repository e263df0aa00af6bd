"""The critical path method: forward pass, backward pass, slack (Kelley and Walker 1959; with links as in `network`).

Early dates are the earliest that links, the project's start and "no earlier" constraints allow. Late dates are the
latest that do not delay the project's finish, nor break a "no later" constraint. Links win over constraints: where a
constraint cannot hold, the early dates are those that the links allow, the slack is negative, and `conflict` says so.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from vistone.project.contracts import ConstraintType, ScheduledTask
from vistone.project.scheduling.calendar import WorkCalendar
from vistone.project.scheduling.model import Activity, Link, Standing
from vistone.project.scheduling.network import Network

_EARLIEST, _LATEST = -(10**9), 10**9

_STARTS = {ConstraintType.START_NO_EARLIER, ConstraintType.START_NO_LATER, ConstraintType.MUST_START}
_LOWER = {
    ConstraintType.START_NO_EARLIER,
    ConstraintType.FINISH_NO_EARLIER,
    ConstraintType.MUST_START,
    ConstraintType.MUST_FINISH,
}
_UPPER = {
    ConstraintType.START_NO_LATER,
    ConstraintType.FINISH_NO_LATER,
    ConstraintType.MUST_START,
    ConstraintType.MUST_FINISH,
}
_OF_PARENTS = {ConstraintType.START_NO_EARLIER, ConstraintType.FINISH_NO_LATER}
"""What a task with subtasks may be held to, as in MS Project; each of its subtasks is then held to it."""


class Schedule(Struct, frozen=True):
    """When each task can be done and has to be done; `finish` is the last day of all, None without tasks."""

    tasks: list[ScheduledTask]
    critical_path: list[UUID]
    finish: date | None


class _Bounds(NamedTuple):
    """How early and how late the starts of the nodes may be, and which of them lie fast."""

    floor: list[int]
    ceiling: list[int]
    fixed: list[int | None]


class _Dates(NamedTuple):
    """What the passes found, in numbers of working days, for each node."""

    early: list[int]
    late: list[int]
    free: list[int]


def schedule(activities: Sequence[Activity], links: Iterable[Link], calendar: WorkCalendar, start: date) -> Schedule:
    """The schedule of a project that begins on `start`.

    An open activity starts no earlier than the project; one that waits for nothing itself also no earlier than its own
    `start`. Activities OUTSIDE are not in the answer. CircleError when the links have no order; BeyondCalendarError
    when the plan leaves the calendar.
    """
    network = Network(activities, links, calendar)
    order = network.order()
    bounds = _bounds(network, calendar, calendar.first(start))
    early = _forward(network, order, bounds)
    ends = [
        early[node] + network.durations[node]
        for node, one in enumerate(network.leaves)
        if one.standing is Standing.OPEN
    ]
    late = _backward(network, order, bounds, max(ends, default=0))
    dates = _Dates(early, late, _free(network, order, early, max(ends, default=0)))
    leaves = [_leaf(network, node, dates, calendar) for node in range(len(network.leaves))]
    found = {one.id: one for one in leaves}
    _span_parents(network, found)
    shown = [found[one.id] for one in activities if one.standing is not Standing.OUTSIDE and one.id in found]
    return Schedule(
        shown, _critical_path(network, order, dates), max((one.earliest_finish for one in shown), default=None)
    )


def _bounds(network: Network, calendar: WorkCalendar, begin: int) -> _Bounds:
    size = len(network.ids)
    bounds = _Bounds([begin] * size, [_LATEST] * size, [None] * size)
    held = {one.id: _held(one) for one in network.parents}
    for one in network.top_down():
        if one.parent_id in held:
            held[one.id] += held[one.parent_id]
    for node, one in enumerate(network.leaves):
        if one.standing is not Standing.OPEN:
            span = network.span(node, calendar)
            bounds.fixed[node] = span[0] if span else begin
            continue
        if one.start is not None and not network.waiting[node]:
            bounds.floor[node] = max(begin, calendar.first(one.start) + _morning(network, node))
        own = [(one.constraint, one.constraint_date)] if one.constraint and one.constraint_date else []
        above = held.get(one.parent_id, ()) if one.parent_id else ()
        for kind, day in (*own, *above):
            low, high = _limits(network, node, kind, day, calendar)
            bounds.floor[node] = max(bounds.floor[node], low)
            bounds.ceiling[node] = min(bounds.ceiling[node], high)
    return bounds


def _held(parent: Activity) -> tuple[tuple[ConstraintType, date], ...]:
    if parent.constraint in _OF_PARENTS and parent.constraint_date is not None:
        return ((parent.constraint, parent.constraint_date),)
    return ()


def _morning(network: Network, node: int) -> int:
    """What to add to the number of a start's day for the node's start: a milestone may lie in the evening."""
    return 1 if network.at_end[node] else 0


def _evening(network: Network, node: int) -> int:
    """What to add to the number of a finish's day for the node's finish."""
    return 1 if network.durations[node] or network.at_end[node] else 0


def _limits(network: Network, node: int, kind: ConstraintType, day: date, calendar: WorkCalendar) -> tuple[int, int]:
    """The earliest and latest start of a node by a constraint.

    "No earlier" than a free day means the next working day, "no later" the one before; what must start on a free day
    starts on the next working day, what must finish on one finishes on the one before.
    """
    shift = _morning(network, node) if kind in _STARTS else _evening(network, node) - network.durations[node]
    later = kind in {ConstraintType.START_NO_EARLIER, ConstraintType.FINISH_NO_EARLIER, ConstraintType.MUST_START}
    number = (calendar.first(day) if later else calendar.last(day)) + shift
    return number if kind in _LOWER else _EARLIEST, number if kind in _UPPER else _LATEST


def _forward(network: Network, order: Sequence[int], bounds: _Bounds) -> list[int]:
    early = list(bounds.floor)
    before = network.before
    for node in order:
        fixed = bounds.fixed[node]
        if fixed is not None:
            early[node] = fixed
            continue
        start = early[node]
        for other, weight in before[node]:
            demanded = early[other] + weight
            start = max(start, demanded)
        early[node] = start
    return early


def _backward(network: Network, order: Sequence[int], bounds: _Bounds, finish: int) -> list[int]:
    # A gate may lie as late as what is behind it allows: it is no work that the finish would have to wait for.
    late = [
        limit if network.is_gate(node) else min(limit, finish - network.durations[node])
        for node, limit in enumerate(bounds.ceiling)
    ]
    after = network.after
    for node in reversed(order):
        fixed = bounds.fixed[node]
        if fixed is not None:
            late[node] = fixed
            continue
        start = late[node]
        for other, weight in after[node]:
            allowed = late[other] - weight
            start = min(start, allowed)
        late[node] = start
    return late


def _free(network: Network, order: Sequence[int], early: Sequence[int], finish: int) -> list[int]:
    """How far each start can slip without moving another's early start, nor the finish; through gates to the leaves."""
    gates = len(network.leaves)
    free = [_LATEST if node >= gates else finish - start - network.durations[node] for node, start in enumerate(early)]
    for node in reversed(order):
        here, slip = early[node], free[node]
        for other, weight in network.after[node]:
            apart = early[other] - weight - here + (free[other] if other >= gates else 0)
            slip = min(slip, apart)
        free[node] = slip if node >= gates else max(0, slip)
    return free


def _leaf(network: Network, node: int, dates: _Dates, calendar: WorkCalendar) -> ScheduledTask:
    one, length = network.leaves[node], network.durations[node]
    early, late = dates.early[node], dates.late[node]
    if one.standing is not Standing.OPEN and one.start is not None and one.due is not None:
        return ScheduledTask(one.id, one.start, one.due, one.start, one.due, 0, 0, critical=False, conflict=None)
    morning, evening = _morning(network, node), _evening(network, node)
    return ScheduledTask(
        one.id,
        calendar.day(early - morning),
        calendar.day(early + length - evening),
        calendar.day(late - morning),
        calendar.day(late + length - evening),
        late - early,
        dates.free[node],
        critical=late <= early,
        conflict=_conflict(network, node, early, calendar),
    )


def _conflict(network: Network, node: int, early: int, calendar: WorkCalendar) -> str | None:
    one = network.leaves[node]
    if one.constraint in _UPPER and one.constraint_date is not None:
        _, limit = _limits(network, node, one.constraint, one.constraint_date, calendar)
        if early > limit:
            start = one.constraint in _STARTS
            shift = -_morning(network, node) if start else network.durations[node] - _evening(network, node)
            word, end = ("on", "start") if one.constraint.value.startswith("must") else ("by", "start")
            end = end if start else "finish"
            return f"It has to {end} {word} {one.constraint_date}, and cannot before {calendar.day(early + shift)}."
    for other, weight in network.after[node]:
        outside = not network.is_gate(other) and network.leaves[other].standing is Standing.OUTSIDE
        if outside and early + weight > dates_of(network, other, calendar):
            return "What waits for it in another project is planned too early for it."
    return None


def dates_of(network: Network, node: int, calendar: WorkCalendar) -> int:
    """The start of a leaf that lies fast."""
    span = network.span(node, calendar)
    return span[0] if span else _LATEST


def _span_parents(network: Network, found: dict[UUID, ScheduledTask]) -> None:
    """A parent lasts from the first start to the last finish below it, and has the least slack of those."""
    for parent in reversed(network.top_down()):
        below = [found[one.id] for one in network.below[parent.id] if one.standing is not Standing.OUTSIDE]
        wrong = parent.constraint is not None and parent.constraint not in _OF_PARENTS
        found[parent.id] = ScheduledTask(
            parent.id,
            min(one.earliest_start for one in below),
            max(one.earliest_finish for one in below),
            min(one.latest_start for one in below),
            max(one.latest_finish for one in below),
            min(one.slack_days for one in below),
            min(one.free_slack_days for one in below),
            critical=any(one.critical for one in below),
            conflict="A task with subtasks is only held to start_no_earlier and finish_no_later." if wrong else None,
        )


def _critical_path(network: Network, order: Sequence[int], dates: _Dates) -> list[UUID]:
    """One chain of activities that decides the finish: from its end back along the links that hold each start."""
    early, late = dates.early, dates.late
    open_ones = [node for node in order if not network.is_gate(node) and network.leaves[node].standing is Standing.OPEN]
    if not open_ones:
        return []
    # The end: of those with the least slack the last to finish, and of those the last in order.
    node = min(reversed(open_ones), key=lambda one: (late[one] - early[one], -early[one] - network.durations[one]))
    path = [node]
    while True:
        holding = [other for other, weight in network.before[node] if early[other] + weight == early[node]]
        holding = [one for one in holding if network.is_gate(one) or network.leaves[one].standing is Standing.OPEN]
        if not holding:
            break
        node = min(holding, key=lambda one: (late[one] - early[one], one))
        path.append(node)
    return [network.ids[node] for node in reversed(path) if not network.is_gate(node)]
