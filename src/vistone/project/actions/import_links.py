"""What an import puts between tasks once all are there: which lies below which, and which waits for which.

Who imports holds `lock_links`, as whoever makes a link over HTTP does, so no circle closes over two of them. Circles are
the same too, and looked for in memory (`import_network`): the API asks the database for each link, which takes some
milliseconds, and an import has ten thousand of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.events import Event, publish
from vistone.kernel.ids import new_id
from vistone.kernel.rows import change
from vistone.project.actions.import_network import Network, Step, below, waits
from vistone.project.contracts import DependencyType, Task, TaskDependency
from vistone.project.events import TaskDependencyCreated, TaskDependencyUpdated, TaskUpdated
from vistone.project.importing.model import ImportedLink, ImportedTask, RowError
from vistone.project.queries import DEPENDENCY
from vistone.project.queries import imports as queries_imports

DEEPEST = 100
LINKS_AT_ONCE = 2_000
_SHOWN_IN_CIRCLE = 6
_SHOWN_OF_TITLE = 60


class Wanted(msgspec.Struct, frozen=True):
    """What a task of the file says of its place among the others."""

    name: str
    parent: str | None
    links: tuple[ImportedLink, ...]
    row: int

    def names(self) -> list[str]:
        """The tasks that it concerns."""
        return [self.name, *([self.parent] if self.parent else []), *(link.source_id for link in self.links)]


class Links:
    """All links of the file, and what is known of the project's tree and of what waits for what."""

    def __init__(self) -> None:
        self.wanted: dict[str, Wanted] = {}
        self.unchanged: set[str] = set()  # tasks that were counted as skipped
        self.planned: dict[str, UUID] = {}  # in a dry run: ids of the tasks that would be made
        self.titles: dict[UUID, str] = {}
        self.network = Network()
        self.looked = False  # whether `network` was read from the database

    def want(self, task: ImportedTask) -> None:
        """Remembers what the task says of its place."""
        if task.parent_source_id is not None or task.links:
            self.wanted[task.source_id] = Wanted(task.source_id, task.parent_source_id, task.links, task.row)

    def plan(self, tasks: Iterable[tuple[str, Task]]) -> None:
        """Remembers tasks that a dry run would make."""
        for name, task in tasks:
            self.planned[name] = task.id
            self.titles[task.id] = task.title

    def of(self, names: Sequence[str]) -> list[Wanted]:
        """What those tasks say."""
        return [self.wanted[name] for name in names]


class Outcome(msgspec.Struct):
    """What is to be written, and what was refused."""

    errors: list[RowError] = []
    moved: dict[str, tuple[Task, Task]] = {}
    added: list[TaskDependency] = []
    retyped: list[tuple[TaskDependency, ImportedLink]] = []
    changed: set[str] = set()


def place(wanted: Sequence[Wanted], known: Mapping[str, Task], links: Links) -> Outcome:
    """Which of the links are new, can be, and change something; keeps `links.network` as if they were written."""
    work = _Placing(known, links)
    work.look_for_circles(wanted)
    for one in wanted:
        id = work.node(one.name)
        if id is None:
            continue  # deleted here since it was imported
        if one.parent is not None:
            work.set_parent(one, id)
        for link in one.links:
            problem = work.add_link(one, id, link)
            if problem:
                work.outcome.errors.append(RowError(one.row, "dependsOn", problem, skipped=False))
    return work.outcome


class _Placing:
    """One go at placing some tasks."""

    def __init__(self, known: Mapping[str, Task], links: Links) -> None:
        self.outcome = Outcome()
        self._known = known
        self._planned = links.planned
        self._network = links.network
        self._titles = {**links.titles, **{task.id: task.title for task in known.values()}}
        self._knotted: Callable[[Step], bool] = lambda _: True

    def node(self, name: str) -> UUID | None:
        """The task of that name; None when there is none, or it was deleted here."""
        task = self._known.get(name)
        if task is None:
            return self._planned.get(name)
        return task.id if task.deleted_at is None else None

    def look_for_circles(self, wanted: Sequence[Wanted]) -> None:
        """Finds, in one look at everything, which of the links may be part of a circle; the others need no search."""
        steps: list[Step] = []
        for one in wanted:
            id = self.node(one.name)
            if id is None:
                continue
            parent = self.node(one.parent) if one.parent is not None else None
            steps += [*below(id, parent)] if parent is not None else []
            steps += [waits(id, other) for link in one.links if (other := self.node(link.source_id)) is not None]
        self._knotted = self._network.knots(steps)

    def set_parent(self, one: Wanted, child: UUID) -> None:
        """Puts the task below the one that it names."""
        name = one.parent or ""
        parent = self.node(name)
        problem = self._refused(child, parent, name)
        if problem or parent is None:
            self.outcome.errors.append(RowError(one.row, "parent", problem or "", skipped=False))
            return
        if self._network.parents.get(child) == parent:
            return
        self._network.put_below(child, parent)
        old = self._known.get(one.name)
        if old is not None:
            moved = {"parent_id": parent, "revision": old.revision + 1, "updated_at": clock.now()}
            self.outcome.moved[one.name] = (old, msgspec.structs.replace(old, **moved))
            self.outcome.changed.add(one.name)

    def _refused(self, child: UUID, parent: UUID | None, name: str) -> str | None:
        """Why the one task cannot lie below the other; None when it can."""
        if parent is None:
            return f"There is no task “{name[:100]}” in the file or the project; the task has no parent."
        above: UUID | None = parent
        for _ in range(DEEPEST):
            if above is None:
                break
            if above == child:
                return f"“{self._title(above)}” lies below this task itself; the task has no parent."
            above = self._network.parents.get(above)
        else:
            return f"Tasks lie at most {DEEPEST} deep; the task has no parent."
        circle = next((way for step in below(child, parent) if (way := self._circle(step))), None)
        if circle is not None:
            return f"Below “{self._title(parent)}” it would wait in a circle: {self._told(circle)}. The task has no parent."
        return None

    def add_link(self, one: Wanted, task_id: UUID, link: ImportedLink) -> str | None:
        """Adds or changes a dependency; why it cannot be, if so."""
        name = link.source_id[:100]
        other = self.node(link.source_id)
        if other is None:
            return f"There is no task “{name}” in the file or the project; the task does not wait for it."
        if other == task_id:
            return "The task is said to wait for itself; it does not."
        links = self._network.links.get(task_id, {})
        if other in links:
            old = links[other]
            if old is not None and (old.type.value, old.lag_days) != (link.type, link.lag_days):
                self.outcome.retyped.append((old, link))
                self.outcome.changed.add(one.name)
            return None
        circle = self._circle(waits(task_id, other))
        if circle is not None:
            return f"Waiting for “{self._title(other)}” would close a circle: {self._told(circle)}. The task does not wait for it."
        self._network.wait(task_id, other, None)
        if one.name in self._known:
            self.outcome.added.append(_dependency(self._known[one.name], other, link))
            self.outcome.changed.add(one.name)
        return None

    def _circle(self, step: Step) -> list[UUID] | None:
        return self._network.way(step[1], step[0]) if self._knotted(step) else None

    def _told(self, circle: list[UUID]) -> str:
        shown = [f"“{self._title(id)}”" for id in [circle[-1], *circle]]
        if len(shown) > _SHOWN_IN_CIRCLE:
            shown = [*shown[: _SHOWN_IN_CIRCLE - 1], "…", shown[-1]]
        return " → ".join(shown)

    def _title(self, id: UUID) -> str:
        """A task as it is told of; one that the file does not name may be none of theirs to see who imports."""
        return self._titles.get(id, "another task")[:_SHOWN_OF_TITLE]


def _dependency(task: Task, other: UUID, link: ImportedLink) -> TaskDependency:
    moment = clock.now()
    return TaskDependency(
        id=new_id(),
        organization_id=task.organization_id,
        project_id=task.project_id,
        task_id=task.id,
        depends_on_id=other,
        type=DependencyType(link.type),
        lag_days=link.lag_days,
        revision=1,
        created_at=moment,
        updated_at=moment,
    )


async def write(tx: WriteTx, outcome: Outcome) -> None:
    """Writes what `place` found."""
    happened: list[Event[Any]] = []
    if outcome.moved:
        await queries_imports.set_tasks(tx, [new for _, new in outcome.moved.values()], ("parent_id",))
        happened += [TaskUpdated.of(old, new) for old, new in outcome.moved.values()]
    if outcome.added:
        await queries_imports.add_dependencies(tx, outcome.added)
        happened += [TaskDependencyCreated(record=one) for one in outcome.added]
    for old, link in outcome.retyped:
        new = await change(tx, DEPENDENCY, old.id, {"type": link.type, "lag_days": link.lag_days})
        happened.append(TaskDependencyUpdated.of(old, new))
    if happened:
        await publish(tx, *happened)
