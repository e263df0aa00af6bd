"""The follower that keeps what is added up: totals of tasks, milestones and projects, logged time, cost, spent money.

It reads every change once and in order, and computes anew, from the rows as they are now, only what the changes of a
batch can have moved: the tasks above them, their milestones, their projects. What commits while it works comes as a
later event, so that in the end nothing is missed (`docs/decisions/0009-rollup.md`).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from vistone.kernel.db import WriteTx
from vistone.kernel.events import Event, Follower, LoggedEvent, publish
from vistone.project.contracts import Project, Task, TaskTotals
from vistone.project.events import MilestoneTotalled, ProjectTotalled, TaskTotalled
from vistone.project.queries import money
from vistone.project.queries import rollup as queries
from vistone.project.rollup import Node, mean, read_totals, roll_up

PATIENCE = "SET LOCAL lock_timeout = '800ms'"
"""Shorter than PostgreSQL waits before it looks for a deadlock: of two that wait for each other, this one gives up."""

WEIGHTY = {
    "status", "progress", "estimateMinutes", "startDate", "dueDate", "parentId", "milestoneId", "projectId", "deletedAt",
}  # fmt: skip
"""The fields of a task of which something else is added up."""

_ALWAYS = datetime.min.replace(tzinfo=UTC)


class Touched:
    """What a batch of events can have moved."""

    def __init__(self, events: Sequence[LoggedEvent]) -> None:
        self.tasks: set[UUID] = set()
        self.logged: set[UUID] = set()
        self.milestones: set[UUID] = set()
        self.progress: set[UUID] = set()
        self.spent: set[UUID] = set()
        self.entries: set[UUID] = set()
        self.spans: set[money.Span] = set()
        for event in events:
            if not event.type.endswith(".totalled"):
                record, before = event.payload["record"], event.payload.get("before") or {}
                match event.entity:
                    case "project.Task":
                        self._task(event, record, before)
                    case "project.TimeEntry":
                        self._entry(event, record, before)
                    case "project.Rate":
                        self._rate(record, before)
                    case "project.Expense":
                        self.spent |= _ids(record, before, "projectId")
                    case "project.ProjectMember":
                        self.spans.add((UUID(record["projectId"]), UUID(record["userId"]), _ALWAYS))
                    case "project.Project":
                        self._project(event, before)

    def _task(self, event: LoggedEvent, record: dict[str, Any], before: dict[str, Any]) -> None:
        if event.type.endswith(".updated") and not WEIGHTY & before.keys():
            return
        self.tasks |= {event.entity_id} | _ids(record, before, "parentId")
        self.milestones |= _ids(record, before, "milestoneId")
        self.progress |= _ids(record, before, "projectId")

    def _entry(self, event: LoggedEvent, record: dict[str, Any], before: dict[str, Any]) -> None:
        self.entries.add(event.entity_id)
        self.logged |= _ids(record, before, "taskId")
        self.spent |= _ids(record, before, "projectId")

    def _rate(self, record: dict[str, Any], before: dict[str, Any]) -> None:
        since = min(record["effectiveFrom"], before.get("effectiveFrom", record["effectiveFrom"]))
        start = datetime.combine(date.fromisoformat(since), time(), UTC)
        project, person = record["projectId"], record["userId"]
        self.spans.add((UUID(project) if project else None, UUID(person) if person else None, start))

    def _project(self, event: LoggedEvent, before: dict[str, Any]) -> None:
        if "progressByHand" in before:
            self.progress.add(event.entity_id)
        if "managerId" in before:
            self.spans.add((event.entity_id, None, _ALWAYS))

    def anything(self) -> bool:
        """Whether there is something to do at all."""
        return bool(self.tasks or self.progress or self.logged or self.spent or self.entries or self.spans)


def _ids(record: dict[str, Any], before: dict[str, Any], field: str) -> set[UUID]:
    return {UUID(id) for id in (record.get(field), before.get(field)) if id is not None}


async def _keep(tx: WriteTx, events: Sequence[LoggedEvent]) -> None:
    touched = Touched(events)
    if not touched.anything():
        return
    await tx.connection.execute(PATIENCE)
    await queries.lock_projects(tx, touched.progress | touched.spent)
    if touched.entries or touched.spans:
        touched.spent |= await money.price(tx, touched.entries, sorted(touched.spans, key=str))
    told: list[Event[Any]] = []
    if touched.tasks or touched.logged:
        told += await _tasks(tx, touched)
    if touched.milestones:
        told += await _milestones(tx, touched.milestones)
    told += await _projects(tx, touched)
    if told:
        await publish(tx, *told)


async def _tasks(tx: WriteTx, touched: Touched) -> list[Event[Any]]:
    """Totals and logged minutes of the touched tasks and of all above them; adds the milestones that those are in."""
    kept, milestones = await queries.chains(tx, touched.tasks | touched.logged)
    touched.milestones |= milestones
    logged = await queries.logged_minutes(tx, touched.logged) if touched.logged else {}
    nodes = {
        id: replace(node, logged_minutes=logged[id]) if id in logged else node for id, node in kept.items()
    }  # fmt: skip
    below = await queries.children(tx, nodes.keys())
    totals = roll_up(nodes, [nodes.get(child.id, child) for child in below])
    changes: dict[UUID, tuple[int, TaskTotals | None]] = {
        id: (nodes[id].logged_minutes, new)
        for id, new in totals.items()
        if (nodes[id].logged_minutes, new) != (kept[id].logged_minutes, kept[id].totals)
    }
    tasks = await queries.set_totals(tx, changes) if changes else []
    return [TaskTotalled(record=task, before=_before(kept[task.id], task)) for task in tasks]


def _before(old: Node, task: Task) -> dict[str, Any]:
    before: dict[str, Any] = {}
    if old.logged_minutes != task.logged_minutes:
        before["loggedMinutes"] = old.logged_minutes
    if old.totals != read_totals(task.totals):
        before["totals"] = old.totals
    return before


async def _milestones(tx: WriteTx, ids: set[UUID]) -> list[Event[Any]]:
    found = await queries.milestone_sums(tx, ids)
    values = {id: (mean(sums), tasks, done) for id, (sums, tasks, done) in found.items()}
    old = await queries.kept_milestones(tx, ids)
    return [MilestoneTotalled.of(old[new.id], new) for new in await queries.set_milestones(tx, values)]


async def _projects(tx: WriteTx, touched: Touched) -> list[Event[Any]]:
    old = await queries.kept_projects(tx, touched.progress | touched.spent)
    new: dict[UUID, Project] = {}
    if touched.progress:
        progress = {id: mean(sums) for id, sums in (await queries.project_sums(tx, touched.progress)).items()}
        new |= {project.id: project for project in await queries.set_progress(tx, progress)}
    if touched.spent:
        new |= {project.id: project for project in await queries.set_spent(tx, sorted(touched.spent))}
    return [ProjectTotalled.of(old[id], project) for id, project in new.items()]


rollup = Follower("project.rollup", _keep)
