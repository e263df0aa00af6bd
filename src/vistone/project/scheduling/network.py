"""The network behind a schedule: activities and gates as numbered nodes, links as inequalities between their starts.

By Moder, Phillips and Davis (1983) each kind of link is one inequality between the starts `s` of two activities with
durations `d`; all are of the form `s[task] >= s[on] + weight`, so that the early dates are longest paths:

    FS  s[task]           >= s[on] + d[on] + lag        SS  s[task]           >= s[on] + lag
    FF  s[task] + d[task] >= s[on] + d[on] + lag        SF  s[task] + d[task] >= s[on] + lag

A link of a parent holds for each leaf below it. Gates, nodes of no duration, carry it there: without them two linked
parents with a thousand subtasks each would make a million links.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from vistone.project.scheduling.calendar import WorkCalendar
from vistone.project.scheduling.model import Activity, CircleError, Link, Standing

# By what a link holds: from a finish or a start, to a finish or a start. Keyed by the text: an enum hashes slowly.
_ENDS = {"FS": (True, False), "SS": (False, False), "FF": (True, True), "SF": (False, True)}


class Network:
    """The nodes: first the leaves, in the order given, then gates.

    `before[j]` are pairs `(i, weight)` with `start[j] >= start[i] + weight`; `after` are the same the other way round.
    `ids` names each node's task (a gate's is the parent it stands for). `at_end` says of milestones that they lie in
    the evening of their day: those that wait for something do, others lie in its morning. `waiting` says of leaves
    whether they have links of their own to wait for.
    """

    def __init__(self, activities: Sequence[Activity], links: Iterable[Link], calendar: WorkCalendar) -> None:
        known = {one.id for one in activities}
        self.below: dict[UUID, list[Activity]] = defaultdict(list)
        for one in activities:
            if one.parent_id in known and one.parent_id is not None:
                self.below[one.parent_id].append(one)
        self.leaves = [one for one in activities if one.id not in self.below]
        self.parents = [one for one in activities if one.id in self.below]
        self._place = {one.id: -1 for one in self.parents} | {one.id: place for place, one in enumerate(self.leaves)}
        self.ids = [one.id for one in self.leaves]
        self.durations = [_length(one, calendar) for one in self.leaves]
        self.before: list[list[tuple[int, int]]] = [[] for _ in self.leaves]
        self.after: list[list[tuple[int, int]]] = [[] for _ in self.leaves]
        self.at_end = [False] * len(self.leaves)
        self.waiting = [False] * len(self.leaves)
        self._gates: dict[tuple[UUID, bool, bool], int] = {}
        for link in links:
            self._join(link)

    def _join(self, link: Link) -> None:
        target, source = self._place.get(link.task), self._place.get(link.on)
        if target is None or source is None:
            return
        from_finish, to_finish = _ENDS[link.type.value]
        lag = link.lag
        if source < 0:
            source = self._gate(link.on, into=False, finish=from_finish)
        elif from_finish:
            lag += self.durations[source]
        if target < 0:
            target = self._gate(link.task, into=True, finish=to_finish)
        elif self.leaves[target].standing is Standing.DONE:
            return
        else:
            self.waiting[target] = True
            if not self.durations[target]:
                self.at_end[target] |= from_finish
            elif to_finish:
                lag -= self.durations[target]
        self.before[target].append((source, lag))
        self.after[source].append((target, lag))

    def _edge(self, source: int, target: int, weight: int) -> None:
        self.before[target].append((source, weight))
        self.after[source].append((target, weight))

    def _gate(self, parent: UUID, *, into: bool, finish: bool) -> int:
        """The gate through which what is below a parent waits (`into`), or is waited for, by its start or finish."""
        key = (parent, into, finish)
        if key in self._gates:
            return self._gates[key]
        self._open(key)
        unfinished = [key]
        while unfinished:
            top, _, _ = here = unfinished.pop()
            gate = self._gates[here]
            for one in self.below[top]:
                number = self._place[one.id]
                if number < 0:
                    inner = (one.id, into, finish)
                    if inner not in self._gates:
                        self._open(inner)
                        unfinished.append(inner)
                    number, length = self._gates[inner], 0
                else:
                    length = self.durations[number] if finish else 0
                if not into:
                    self._edge(number, gate, length)
                elif self.is_gate(number):
                    self._edge(gate, number, 0)
                elif one.standing is not Standing.DONE:
                    self._edge(gate, number, -length)
                    self.at_end[number] |= not self.durations[number]
        return self._gates[key]

    def _open(self, key: tuple[UUID, bool, bool]) -> None:
        self._gates[key] = len(self.ids)
        self.ids.append(key[0])
        self.durations.append(0)
        self.before.append([])
        self.after.append([])
        self.at_end.append(False)

    def is_gate(self, node: int) -> bool:
        """Whether the node stands for no activity of its own."""
        return node >= len(self.leaves)

    def order(self) -> list[int]:
        """The nodes, each behind all that it waits for (Kahn 1962). CircleError when there is no such order."""
        missing = [len(found) for found in self.before]
        ready = [node for node, count in enumerate(missing) if not count]
        for node in ready:  # grows while it is read
            for following, _ in self.after[node]:
                missing[following] -= 1
                if not missing[following]:
                    ready.append(following)
        if len(ready) < len(self.ids):
            raise CircleError(self._circle(missing))
        return ready

    def _circle(self, missing: list[int]) -> list[UUID]:
        """One circle among the nodes that have no place: each of them waits for another of them."""
        node = next(node for node, count in enumerate(missing) if count)
        path: dict[int, None] = {}
        while node not in path:
            path[node] = None
            node = next(one for one, _ in self.before[node] if missing[one])
        steps = list(path)
        named = [self.ids[one] for one in steps[steps.index(node) :]]
        return [one for place, one in enumerate(named) if len(named) == 1 or one != named[place - 1]]

    def top_down(self) -> list[Activity]:
        """The parents, each ahead of those below it."""
        tops = [one for one in self.parents if one.parent_id not in self.below]
        for one in tops:  # grows while it is read
            tops += [child for child in self.below[one.id] if child.id in self.below]
        return tops

    def span(self, node: int, calendar: WorkCalendar) -> tuple[int, int] | None:
        """Morning and evening of a leaf where it is planned; None when it has no dates.

        With one date alone the other follows from the duration. A milestone takes no time on its day.
        """
        one, duration = self.leaves[node], self.durations[node]
        if one.start is None and one.due is None:
            return None
        if not duration and one.standing is Standing.OPEN:
            day = one.due or one.start
            assert day is not None  # noqa: S101 -- one of the two is there, as seen above
            number = calendar.last(day) + 1 if self.at_end[node] else calendar.first(day)
            return number, number
        if one.due is None:
            assert one.start is not None  # noqa: S101 -- as above
            start = calendar.first(one.start)
            return start, start + duration
        end = calendar.last(one.due) + 1
        if one.start is None:
            return end - duration, end
        start = calendar.first(one.start)
        if one.standing is Standing.OPEN:  # planned for free days alone it takes the working day that follows
            return start, max(start + 1, end)
        return min(start, end), end


def _length(one: Activity, calendar: WorkCalendar) -> int:
    """The working days that an activity takes: those of its dates where the schedule may not place it."""
    if one.standing is Standing.OPEN or one.start is None or one.due is None:
        return one.duration
    return calendar.working_days(one.start, one.due)
