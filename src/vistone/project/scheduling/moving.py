"""What shifts when tasks are moved: the plan's own dates, pushed only as far as the links demand.

Moved tasks go to their new days, or later where what they wait for holds them. Their successors follow only when
they have to, keep their length in working days, and are never pulled earlier: gaps that somebody left stay until they
are used up. Tasks that are done, or of other projects, stay where they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec
from msgspec import Struct

from vistone.project.scheduling.calendar import WorkCalendar
from vistone.project.scheduling.model import Activity, Link, Standing
from vistone.project.scheduling.network import Network


class Move(Struct, frozen=True):
    """New days, or a new length in working days, for one task; what is None stays, but for what follows from it."""

    start: date | None = None
    due: date | None = None
    duration: int | None = None


class Moved(Struct, frozen=True):
    """Where a task was planned and where it is planned now."""

    id: UUID
    old_start: date | None
    old_due: date | None
    start: date | None
    due: date | None


class MoveError(ValueError):
    """A move that makes no sense: which task, which field (as in `Move`), and why."""

    def __init__(self, task: UUID, field: str, message: str) -> None:
        super().__init__(message)
        self.task = task
        self.field = field
        self.message = message


def move(
    activities: Sequence[Activity], links: Iterable[Link], calendar: WorkCalendar, moves: Mapping[UUID, Move]
) -> list[Moved]:
    """Every task whose dates change, in the order given. MoveError, CircleError, BeyondCalendarError as they say."""
    known = {one.id: one for one in activities}
    parents = {one.parent_id for one in activities}
    planned = {id: _planned(known[id], one, calendar) for id, one in moves.items() if id not in parents}
    children = _below(activities)
    for id, one in moves.items():
        if id in parents:
            _move_below(known[id], one, children, planned, calendar)
    now = [_lasting(planned.get(one.id, one), calendar) for one in activities]
    network = Network(now, links, calendar)
    shifted = _push(network, calendar, set(planned))
    _stretch_parents(network, shifted, known, planned)
    return [
        Moved(one.id, one.start, one.due, new.start, new.due)
        for one in activities
        if (new := shifted.get(one.id)) is not None and (one.start, one.due) != (new.start, new.due)
    ]


def _planned(one: Activity, to: Move, calendar: WorkCalendar) -> Activity:
    """The task with the move made: as it will be planned unless something holds it."""
    start, due, length = to.start, to.due, to.duration
    if start is not None and due is not None:
        if length is not None:
            raise MoveError(one.id, "duration", "Give two of start, due date and duration: the third follows.")
        length = one.duration
    elif length is not None:
        if start is None and due is not None:
            start = calendar.day(calendar.last(due) + 1 - length) if length else due
        else:
            start = start or one.start
            due = _end(start, length, calendar) if start else one.due
    elif start is not None:
        length = max(1, calendar.working_days(one.start, one.due)) if one.start and one.due else one.duration
        due = _end(start, length, calendar) if one.due is not None else None
    else:
        start, length = one.start, one.duration
    if start is not None and due is not None and due < start:
        raise MoveError(one.id, "due", "A task cannot end before it starts.")
    return msgspec.structs.replace(one, start=start, due=due, duration=length)


def _end(start: date, length: int, calendar: WorkCalendar) -> date:
    return max(start, calendar.day(calendar.first(start) + length - 1)) if length else start


def _below(activities: Sequence[Activity]) -> dict[UUID, list[Activity]]:
    children: dict[UUID, list[Activity]] = {}
    for one in activities:
        if one.parent_id is not None:
            children.setdefault(one.parent_id, []).append(one)
    return children


def _move_below(
    parent: Activity,
    to: Move,
    children: Mapping[UUID, list[Activity]],
    planned: dict[UUID, Activity],
    calendar: WorkCalendar,
) -> None:
    """Moves all below a parent by as many working days as the parent moves; what is moved by itself is left alone."""
    family, leaves = [parent], []
    for one in family:  # grows while it is read
        family += children.get(one.id, [])
        leaves += [] if one.id in children else [one]
    starts = [day for one in leaves if (day := one.start or one.due) is not None]
    ends = [day for one in leaves if (day := one.due or one.start) is not None]
    start = parent.start or min(starts, default=None)
    if to.duration is not None or to.start is None or start is None:
        field = "duration" if to.duration is not None else "due" if to.start is None else "start"
        raise MoveError(parent.id, field, "A task with subtasks lasts as long as they do: move those, or its start.")
    end = parent.due or max(ends, default=start)
    if to.due is not None and calendar.working_days(to.start, to.due) != calendar.working_days(start, end):
        raise MoveError(parent.id, "due", "A task with subtasks lasts as long as they do: move those, or its start.")
    days = calendar.first(to.start) - calendar.first(start)
    for one in family:
        if one.id not in planned and one.standing is Standing.OPEN and (one.start or one.due):
            planned[one.id] = _later(one, days, calendar)


def _later(one: Activity, days: int, calendar: WorkCalendar) -> Activity:
    start = calendar.day(calendar.first(one.start) + days) if one.start else None
    due = calendar.day(calendar.last(one.due) + days) if one.due else None
    if start is not None and due is not None:
        due = max(start, due)
    return msgspec.structs.replace(one, start=start, due=due)


def _lasting(one: Activity, calendar: WorkCalendar) -> Activity:
    """The task lasting from its first to its last day, where it has both: that is what is kept when it shifts."""
    if one.start is None or one.due is None or not one.duration:
        return one
    return msgspec.structs.replace(one, duration=max(1, calendar.working_days(one.start, one.due)))


def _push(network: Network, calendar: WorkCalendar, moved: set[UUID]) -> dict[UUID, Activity]:
    """The leaves that were moved or have to follow, as they are planned now.

    Two numbers go along the links: where a node lies now (`here`), which holds those that were moved on purpose; and
    where it lies because something shifted (`pushed`), which alone makes others follow: what overlapped before and has
    nothing to do with the move stays as it is.
    """
    here: list[int | None] = [None] * len(network.ids)
    pushed: list[int | None] = [None] * len(network.ids)
    shifted: dict[UUID, Activity] = {}
    for node in network.order():
        leaf = None if network.is_gate(node) else network.leaves[node]
        span = network.span(node, calendar) if leaf else None
        if leaf is not None and leaf.standing is not Standing.OPEN:
            here[node] = span[0] if span else None
            pushed[node] = here[node] if leaf.id in moved else None
            if leaf.id in moved:
                shifted[leaf.id] = leaf
            continue
        held = _latest(network, node, here)
        demanded = _latest(network, node, pushed)
        if leaf is None or span is None:
            here[node], pushed[node] = held, demanded
            continue
        start = span[0]
        limit = held if leaf.id in moved else demanded
        if limit is not None and limit > start:
            shifted[leaf.id] = _later(leaf, limit - start, calendar)
            here[node] = pushed[node] = limit
        else:
            here[node] = start
            if leaf.id in moved:
                shifted[leaf.id] = leaf
                pushed[node] = start
    return shifted


def _latest(network: Network, node: int, at: Sequence[int | None]) -> int | None:
    demands = [start + weight for other, weight in network.before[node] if (start := at[other]) is not None]
    return max(demands, default=None)


def _stretch_parents(
    network: Network, shifted: dict[UUID, Activity], known: Mapping[UUID, Activity], planned: Mapping[UUID, Activity]
) -> None:
    """Parents that have dates of their own last at least as long as what shifted below them."""
    for parent in reversed(network.top_down()):
        now = planned.get(parent.id, known[parent.id])
        below = [shifted[one.id] for one in network.below[parent.id] if one.id in shifted]
        starts = [one.start for one in below if one.start is not None]
        ends = [one.due for one in below if one.due is not None]
        start = min([now.start, *starts]) if now.start is not None else None
        due = max([now.due, *ends]) if now.due is not None else None
        if below or parent.id in planned:
            shifted[parent.id] = msgspec.structs.replace(now, start=start, due=due)
