"""The schedule again, slowly: no network, no order, no gates; inequalities between leaves, repeated until none is broken."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from uuid import UUID

from vistone.project.contracts import ConstraintType as C
from vistone.project.contracts import DependencyType
from vistone.project.scheduling import Activity, Link, Standing

FAR = 10**6


@dataclass
class Slow:
    """Early and late starts and free slack of each leaf, as indexes into the list of working days."""

    early: dict[UUID, int]
    late: dict[UUID, int]
    free: dict[UUID, int]
    length: dict[UUID, int]
    evening: dict[UUID, bool]


def working_days(working: set[int], holidays: set[date], start: date) -> list[date]:
    """A few years of working days around the start, by looking at each day."""
    days = [start + timedelta(days=number) for number in range(-800, 2500)]
    return [day for day in days if day.isoweekday() in working and day not in holidays]


def leaves_of(id: UUID, activities: list[Activity]) -> list[UUID]:
    below = [one.id for one in activities if one.parent_id == id]
    return [leaf for one in below for leaf in leaves_of(one, activities)] if below else [id]


def parents_of(one: Activity, activities: list[Activity]) -> list[Activity]:
    found = [other for other in activities if other.id == one.parent_id]
    return [*found, *parents_of(found[0], activities)] if found else []


class Plan:
    """What holds, leaf by leaf."""

    def __init__(self, activities: list[Activity], links: list[Link], days: list[date]) -> None:
        self.days = days
        ids = {one.id for one in activities}
        self.leaves = {one.id: one for one in activities if leaves_of(one.id, activities) == [one.id]}
        self.activities = activities
        self.links = [one for one in links if one.task in ids and one.on in ids]
        self.length = {id: self._length(one) for id, one in self.leaves.items()}
        self.rules: list[tuple[UUID, UUID, int]] = []
        self.evening = dict.fromkeys(self.leaves, False)
        for link in self.links:
            for task, on in product(leaves_of(link.task, activities), leaves_of(link.on, activities)):
                if self.leaves[task].standing is Standing.DONE:
                    continue
                from_finish = link.type in {DependencyType.FS, DependencyType.FF}
                to_finish = link.type in {DependencyType.FF, DependencyType.SF}
                weight = link.lag + (self.length[on] if from_finish else 0) - (self.length[task] if to_finish else 0)
                self.rules.append((on, task, weight))
            for task in leaves_of(link.task, activities):
                waits = link.type in {DependencyType.FS, DependencyType.FF} or link.task != task
                if self.length[task] == 0 and waits and self.leaves[task].standing is not Standing.DONE:
                    self.evening[task] = True

    def _length(self, one: Activity) -> int:
        if one.standing is Standing.OPEN or one.start is None or one.due is None:
            return one.duration
        return len([day for day in self.days if one.start <= day <= one.due])

    def first(self, day: date) -> int:
        return next(number for number, one in enumerate(self.days) if one >= day)

    def last(self, day: date) -> int:
        return max(number for number, one in enumerate(self.days) if one <= day)

    def _limits(self, one: Activity, kind: C, day: date) -> tuple[int, int]:
        start = 1 if self.evening[one.id] else 0
        finish = (1 if self.length[one.id] or self.evening[one.id] else 0) - self.length[one.id]
        match kind:
            case C.START_NO_EARLIER:
                return self.first(day) + start, FAR
            case C.FINISH_NO_EARLIER:
                return self.first(day) + finish, FAR
            case C.START_NO_LATER:
                return -FAR, self.last(day) + start
            case C.FINISH_NO_LATER:
                return -FAR, self.last(day) + finish
            case C.MUST_START:
                return self.first(day) + start, self.first(day) + start
        return self.last(day) + finish, self.last(day) + finish

    def bounds(self, begin: int) -> tuple[dict[UUID, int], dict[UUID, int], dict[UUID, int]]:
        floor, ceiling, fixed = dict.fromkeys(self.leaves, begin), dict.fromkeys(self.leaves, FAR), {}
        waiting = {link.task for link in self.links if not self._done(link.task)}
        for id, one in self.leaves.items():
            if one.standing is not Standing.OPEN:
                assert one.start
                assert one.due
                fixed[id] = min(self.first(one.start), self.last(one.due) + 1)
                continue
            if one.start and id not in waiting:
                floor[id] = max(begin, self.first(one.start) + (1 if self.evening[id] else 0))
            kinds = [one] if one.constraint else []
            kinds += [
                up
                for up in parents_of(one, self.activities)
                if up.constraint in {C.START_NO_EARLIER, C.FINISH_NO_LATER}
            ]
            for up in kinds:
                assert up.constraint is not None
                assert up.constraint_date is not None
                low, high = self._limits(one, up.constraint, up.constraint_date)
                floor[id], ceiling[id] = max(floor[id], low), min(ceiling[id], high)
        return floor, ceiling, fixed

    def _done(self, id: UUID) -> bool:
        return id in self.leaves and self.leaves[id].standing is Standing.DONE

    def early(self, floor: dict[UUID, int], fixed: dict[UUID, int]) -> dict[UUID, int]:
        starts = {**floor, **fixed}
        changed = True
        while changed:
            changed = False
            for on, task, weight in self.rules:
                if task not in fixed and starts[task] < starts[on] + weight:
                    starts[task] = starts[on] + weight
                    changed = True
        return starts

    def finish(self, starts: dict[UUID, int]) -> int:
        return max(
            (starts[id] + self.length[id] for id, one in self.leaves.items() if one.standing is Standing.OPEN),
            default=0,
        )


def slow(activities: list[Activity], links: list[Link], days: list[date], start: date) -> Slow:
    """The whole schedule."""
    plan = Plan(activities, links, days)
    floor, ceiling, fixed = plan.bounds(plan.first(start))
    early = plan.early(floor, fixed)
    end = plan.finish(early)
    late = {id: fixed.get(id, min(ceiling[id], end - plan.length[id])) for id in plan.leaves}
    changed = True
    while changed:
        changed = False
        for on, task, weight in plan.rules:
            if on not in fixed and late[on] > late[task] - weight:
                late[on] = late[task] - weight
                changed = True
    free = {}
    for id, one in plan.leaves.items():
        if one.standing is not Standing.OPEN:
            continue
        free[id] = 0
        others = {other: number for other, number in early.items() if other != id}
        held = [fixed[task] - weight for on, task, weight in plan.rules if on == id and task in fixed]
        while True:
            later = plan.early({**floor, id: early[id] + free[id] + 1}, fixed)
            same = {other: number for other, number in later.items() if other != id} == others
            if not same or plan.finish(later) != end or later[id] > min(held, default=FAR):
                break
            free[id] += 1
    return Slow(early, late, free, plan.length, plan.evening)
