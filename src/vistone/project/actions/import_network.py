"""What waits for what, in memory, while an import adds thousands of links: circles found without asking for each.

By the rule of `queries.circles`: a task counts twice, where it begins and where it is done. It begins after its parent
began and after what it waits for is done; it is done after it began and after its subtasks are done. What comes after
itself is a circle. Strongly connected components after R. Tarjan, "Depth-first search and linear graph algorithms"
(1972), without recursion: a link whose two ends lie in different components is part of no circle.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from vistone.project.contracts import TaskDependency

Place = tuple[UUID, bool]
"""Where a task begins (False), or where it is done (True)."""
Step = tuple[Place, Place]
"""A place, and one that comes right before it."""


def waits(task_id: UUID, other: UUID) -> Step:
    """The one task begins after the other is done."""
    return (task_id, False), (other, True)


def below(child: UUID, parent: UUID) -> tuple[Step, Step]:
    """The child begins after its parent, and the parent is done after its child."""
    return ((child, False), (parent, False)), ((parent, True), (child, True))


class Network:
    """The tasks of a project by what they lie below, and by what they wait for."""

    def __init__(self) -> None:
        self.parents: dict[UUID, UUID] = {}
        self.links: dict[UUID, dict[UUID, TaskDependency | None]] = {}
        self._children: dict[UUID, dict[UUID, None]] = {}
        self._awaited: dict[UUID, dict[UUID, None]] = {}

    @classmethod
    def of(cls, parents: Mapping[UUID, UUID], dependencies: Iterable[TaskDependency]) -> "Network":
        """The network as it is in the database."""
        network = cls()
        for child, parent in parents.items():
            network.put_below(child, parent)
        for one in dependencies:
            network.wait(one.task_id, one.depends_on_id, one)
        return network

    def wait(self, task_id: UUID, other: UUID, known: TaskDependency | None) -> None:
        """Lets a task wait for another, as the database has it or, with None, as it will."""
        self.links.setdefault(task_id, {})[other] = known
        self._awaited.setdefault(other, {})[task_id] = None

    def put_below(self, child: UUID, parent: UUID) -> None:
        """Puts a task below another, from wherever it was."""
        if child in self.parents:
            self._children[self.parents[child]].pop(child, None)
        self.parents[child] = parent
        self._children.setdefault(parent, {})[child] = None

    def before(self, place: Place) -> Iterator[Place]:
        """The places that come right before one."""
        id, done = place
        if done:
            yield id, False
            for child in self._children.get(id, ()):
                yield child, True
            return
        if id in self.parents:
            yield self.parents[id], False
        for other in self.links.get(id, ()):
            yield other, True

    def after(self, place: Place) -> Iterator[Place]:
        """The places that come right after one."""
        id, done = place
        if not done:
            yield id, True
            for child in self._children.get(id, ()):
                yield child, False
            return
        if id in self.parents:
            yield self.parents[id], True
        for other in self._awaited.get(id, ()):
            yield other, False

    def way(self, start: Place, end: Place) -> list[UUID] | None:
        """The tasks on a way from one place to another that comes before it; None when there is none.

        Sought from both ends, from where less was found so far: one of the two is mostly soon at its own end, as in a
        chain that is as long as the file.
        """
        if start == end:
            return [start[0]]
        came: dict[Place, Place | None] = {start: None}
        goes: dict[Place, Place | None] = {end: None}
        ahead, behind = [start], [end]
        while ahead and behind:
            forth = len(came) <= len(goes)
            mine, theirs, edge = (came, goes, ahead) if forth else (goes, came, behind)
            here = edge.pop()
            for further in self.before(here) if forth else self.after(here):
                if further in mine:
                    continue
                mine[further] = here
                if further in theirs:
                    return _ids([*reversed([*_trail(came, further)]), *_trail(goes, goes[further])])
                edge.append(further)
        return None

    def knots(self, steps: Sequence[Step]) -> Callable[[Step], bool]:
        """Were all the steps taken: whether one of them lay within a knot of circles."""
        more: dict[Place, list[Place]] = {}
        for here, there in steps:
            more.setdefault(here, []).append(there)
        component = _components([here for here, _ in steps], lambda here: [*self.before(here), *more.get(here, ())])
        return lambda step: component.get(step[0]) == component.get(step[1])


def _trail(by: Mapping[Place, Place | None], place: Place | None) -> Iterator[Place]:
    while place is not None:
        yield place
        place = by[place]


def _ids(places: Iterable[Place]) -> list[UUID]:
    """The tasks of the places, each once where both of its places follow each other."""
    way: list[UUID] = []
    for id, _ in places:
        if not way or way[-1] != id:
            way.append(id)
    return way


def _components(starts: Iterable[Place], before: Callable[[Place], Sequence[Place]]) -> dict[Place, int]:
    """Places by the number of their strongly connected component."""
    number: dict[Place, int] = {}
    low: dict[Place, int] = {}
    component: dict[Place, int] = {}
    open_places: list[Place] = []
    for start in starts:
        if start in number:
            continue
        path: list[tuple[Place, Iterator[Place]]] = [(start, iter(before(start)))]
        number[start] = low[start] = len(number)
        open_places.append(start)
        while path:
            here, rest = path[-1]
            further = next(rest, None)
            if further is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[here])
                if low[here] == number[here]:
                    while here not in component:
                        component[open_places.pop()] = number[here]
            elif further not in number:
                number[further] = low[further] = len(number)
                open_places.append(further)
                path.append((further, iter(before(further))))
            elif further not in component:
                low[here] = min(low[here], number[further])
    return component
