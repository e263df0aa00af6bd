"""Roll-up: how far a task, a milestone, a project is, from what lies below it. Pure rules, without a database.

- A task is as far as its subtasks are, each weighing as much as it was estimated (with all below it). One without an
  estimate weighs as much as the others do on average; where none has one, all weigh the same.
- A task that is done is at 100, whatever lies below it. Cancelled and deleted tasks do not count, nor what lies below.
- Minutes, estimated and logged, add up: the task's own and those below. Dates span the task's own and those below.
- Rounded to whole percent, but 100 is said only when everything is done, and 0 only when nothing has begun.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from vistone.project.contracts import TaskStatus, TaskTotals

ALL = 100


class Node(Struct, frozen=True):
    """What roll-up needs to know of one task that is not deleted. `totals` as they were last kept."""

    id: UUID
    parent_id: UUID | None
    status: str
    progress: int
    estimate_minutes: int | None
    logged_minutes: int
    start_date: datetime | None
    due_date: datetime | None
    totals: TaskTotals | None = None


class Sums(Struct, frozen=True):
    """What a weighted mean of percents needs: of those with a weight how many, their weights, and weights by percents;
    of those without how many and their percents; and the least and the greatest percent of all.
    """

    weighed: int = 0
    weights: int = 0
    products: int = 0
    unweighed: int = 0
    percents: int = 0
    least: int = 0
    greatest: int = 0


def mean(sums: Sums) -> int:
    """The mean in whole percent, 0 of nothing. Exact: no fraction is rounded but the last.

    What has no weight weighs as much as the others do on average, so that with `weighed` as common denominator all
    weights are whole: w * weighed, and `weights` for each without one.
    """
    if sums.weighed + sums.unweighed == 0 or sums.greatest == 0:
        return 0
    if sums.least >= ALL:
        return ALL
    if sums.weighed:
        total = sums.products * sums.weighed + sums.percents * sums.weights
        weight = sums.weights * sums.weighed + sums.unweighed * sums.weights
    else:
        total, weight = sums.percents, sums.unweighed
    return min(max((2 * total + weight) // (2 * weight), 1), ALL - 1)


def sums_of(parts: Iterable[tuple[int, int]]) -> Sums:
    """The sums of (percent, weight) pairs; a weight of 0 is none."""
    found = list(parts)
    if not found:
        return Sums()
    heavy = [(percent, weight) for percent, weight in found if weight]
    percents = [percent for percent, _ in found]
    return Sums(
        weighed=len(heavy),
        weights=sum(weight for _, weight in heavy),
        products=sum(percent * weight for percent, weight in heavy),
        unweighed=len(found) - len(heavy),
        percents=sum(percent for percent, weight in found if not weight),
        least=min(percents),
        greatest=max(percents),
    )


def counts(status: str) -> bool:
    """Whether a task of that status counts for what lies above it."""
    return status != TaskStatus.CANCELLED


def percent(node: Node, totals: TaskTotals | None) -> int:
    """How far one task is."""
    if node.status == TaskStatus.DONE:
        return ALL
    return node.progress if totals is None else totals.progress


def totals_of(node: Node, below: Sequence[tuple[Node, TaskTotals | None]]) -> TaskTotals | None:
    """The totals of a task with its subtasks, each with its own; None when it has none that count."""
    counted = [(child, totals) for child, totals in below if counts(child.status)]
    if not counted:
        return None
    full = [(child, totals or _alone(child)) for child, totals in counted]
    starts = [node.start_date, *(totals.start_date for _, totals in full)]
    ends = [node.due_date, *(totals.due_date for _, totals in full)]
    far = mean(
        sums_of(
            (percent(child, own), every.estimate_minutes)
            for (child, own), (_, every) in zip(counted, full, strict=True)
        )
    )
    return TaskTotals(
        progress=ALL if node.status == TaskStatus.DONE else far,
        estimate_minutes=(node.estimate_minutes or 0) + sum(totals.estimate_minutes for _, totals in full),
        logged_minutes=node.logged_minutes + sum(totals.logged_minutes for _, totals in full),
        start_date=min((day for day in starts if day is not None), default=None),
        due_date=max((day for day in ends if day is not None), default=None),
        tasks=sum(totals.tasks + 1 for _, totals in full),
        tasks_done=sum(totals.tasks_done + (child.status == TaskStatus.DONE) for child, totals in full),
    )  # fmt: skip


def _alone(node: Node) -> TaskTotals:
    return TaskTotals(
        progress=node.progress,
        estimate_minutes=node.estimate_minutes or 0,
        logged_minutes=node.logged_minutes,
        start_date=node.start_date,
        due_date=node.due_date,
    )


def roll_up(affected: Mapping[UUID, Node], children: Iterable[Node]) -> dict[UUID, TaskTotals | None]:
    """The totals of the affected tasks, from all the children that they have: those of a child that is affected too are
    computed first, those of any other child are taken as kept. A circle of parents, which should not be, is left alone.
    """
    below: dict[UUID, list[Node]] = defaultdict(list)
    for child in children:
        if child.parent_id is not None and child.parent_id in affected:
            below[child.parent_id].append(child)
    waiting = {id: sum(child.id in affected for child in below[id]) for id in affected}
    ready = [id for id, count in waiting.items() if count == 0]
    found: dict[UUID, TaskTotals | None] = {}
    for id in ready:  # grows while it is walked
        node = affected[id]
        found[id] = totals_of(node, [(child, found.get(child.id, child.totals)) for child in below[id]])
        if node.parent_id in waiting:
            waiting[node.parent_id] -= 1
            if waiting[node.parent_id] == 0:
                ready.append(node.parent_id)
    return found


def read_totals(kept: Any) -> TaskTotals | None:
    """Totals as the database keeps them."""
    return None if kept is None else msgspec.convert(kept, TaskTotals)
