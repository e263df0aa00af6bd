"""The schedule of 10,000 tasks with 20,000 links, against a bare longest path through the same graph.

python -m bench.scheduling
"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from uuid import UUID

from vistone.project.contracts import DependencyType
from vistone.project.scheduling import STANDARD, Activity, Link, schedule

TASKS, LINKS, ROUNDS = 10_000, 20_000, 7
START = date(2026, 1, 5)


def plan(tasks: int = TASKS, links: int = LINKS) -> tuple[list[Activity], list[Link]]:
    """A tenth of the tasks are parents of five; links of all kinds go forward, each to one of the next 200."""
    chance = random.Random(20261122)
    ids = [UUID(int=number + 1) for number in range(tasks)]
    activities = [
        Activity(id, chance.randint(1, 8), ids[number - number % 10] if 0 < number % 10 < 6 else None)
        for number, id in enumerate(ids)
    ]
    kinds = list(DependencyType)
    found: dict[tuple[int, int], Link] = {}
    while len(found) < links:
        on = chance.randrange(tasks - 10)
        task = min(tasks - 1, (on // 10 + 1) * 10 + chance.randrange(200))
        kind = DependencyType.FS if chance.random() < 0.8 else chance.choice(kinds)
        found.setdefault((task, on), Link(ids[task], ids[on], kind, chance.randint(-1, 2)))
    return activities, list(found.values())


def bare(activities: list[Activity], links: list[Link]) -> int:
    """The longest path, forward alone: numbers for ids, finish to start, no calendar, no lag, no parents, no dates."""
    number = {one.id: place for place, one in enumerate(activities)}
    length = [one.duration for one in activities]
    after: list[list[int]] = [[] for _ in activities]
    missing = [0] * len(activities)
    for link in links:
        after[number[link.on]].append(number[link.task])
        missing[number[link.task]] += 1
    start = [0] * len(activities)
    ready = [one for one, count in enumerate(missing) if not count]
    for one in ready:
        end = start[one] + length[one]
        for following in after[one]:
            start[following] = max(start[following], end)
            missing[following] -= 1
            if not missing[following]:
                ready.append(following)
    return max(map(sum, zip(start, length, strict=True)))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measured() -> tuple[float, float, float]:
    """Median seconds of ours and of the bare path, in rounds in turn, and the median ratio of the two."""
    activities, links = plan()
    rounds = [
        (
            _seconds(lambda: schedule(activities, links, STANDARD, START)),
            _seconds(lambda: bare(activities, links)),
        )
        for _ in range(ROUNDS)
    ]
    ours, theirs = zip(*rounds, strict=True)
    return statistics.median(ours), statistics.median(theirs), statistics.median(a / b for a, b in rounds)


if __name__ == "__main__":
    mine, path, ratio = measured()
    print(
        f"schedule of {TASKS:,} tasks, {LINKS:,} links: {mine * 1000:.0f} ms; bare {path * 1000:.0f} ms; {ratio:.1f} x"
    )
