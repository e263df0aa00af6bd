"""What holds of a task's fields, whichever way they change: by an edit, a move, many at once, or an import."""

from typing import Any
from uuid import UUID

from vistone.auth import api as people
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Invalid, NotFound
from vistone.project import queries
from vistone.project.actions.field_values import with_field_values
from vistone.project.contracts import BoardStatus, Task, TaskStatus
from vistone.project.queries import MILESTONES, TASKS, Place

STARTED = {TaskStatus.IN_PROGRESS, TaskStatus.IN_REVIEW}


def with_moments(old: Task | None, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes, with `started_at` and `completed_at` where they change the status.

    A task starts when it first comes into work: what is done at once was never seen to start. It is completed while it
    is done, and no more once it is opened again.
    """
    if "status" not in changes or (old is not None and changes["status"] == old.status):
        return changes
    moments: dict[str, Any] = {}
    if changes["status"] in STARTED and (old is None or old.started_at is None):
        moments["started_at"] = clock.now()
    if changes["status"] == TaskStatus.DONE:
        moments["completed_at"] = clock.now()
    elif old is not None and old.completed_at is not None:
        moments["completed_at"] = None
    return changes | moments


async def checked(tx: WriteTx, project_id: UUID, old: Task | None, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes to a task (of None: the fields of a new one) as they are to be stored. Invalid, naming the field."""
    _check_days(old, changes)
    _check_constraint(old, changes)
    if _is_new("parent_id", old, changes):
        await _check_parent(tx, changes["parent_id"], project_id, child=old.id if old else None)
    if _is_new("assignee_id", old, changes):
        await people.check_member(tx, changes["assignee_id"], field="assigneeId")
    if _is_new("milestone_id", old, changes):
        await _check_milestone(tx, changes["milestone_id"], project_id)
    changes = await with_field_values(tx, project_id, old, changes)
    return with_moments(old, await _with_status(tx, project_id, old, changes))


def _is_new(name: str, old: Task | None, changes: dict[str, Any]) -> bool:
    """Whether the field is given a value that it did not have; what is there already is not asked about again."""
    value = changes.get(name)
    return value is not None and (old is None or value != getattr(old, name))


def _after(name: str, old: Task | None, changes: dict[str, Any]) -> Any:
    return changes[name] if name in changes or old is None else getattr(old, name)


def _check_days(old: Task | None, changes: dict[str, Any]) -> None:
    if changes.keys().isdisjoint({"start_date", "due_date"}):
        return
    start, due = (_after(name, old, changes) for name in ("start_date", "due_date"))
    if start is not None and due is not None and due < start:
        raise Invalid("dueDate", "A task may not be due before it starts.")


def _check_constraint(old: Task | None, changes: dict[str, Any]) -> None:
    if changes.keys().isdisjoint({"constraint_type", "constraint_date"}):
        return
    kind, day = (_after(name, old, changes) for name in ("constraint_type", "constraint_date"))
    if (kind is None) != (day is None):
        missing = "constraintType" if kind is None else "constraintDate"
        raise Invalid(missing, "A constraint is a type and a date: give both, or null for both.")


async def _check_parent(tx: WriteTx, parent_id: UUID, project_id: UUID, child: UUID | None) -> None:
    try:
        parent = await TASKS.get(tx, parent_id)
    except NotFound:
        raise Invalid("parentId", "There is no such task that you can see.") from None
    if parent.project_id != project_id:
        raise Invalid("parentId", "A subtask stays in the project of its parent.")
    if child is None:
        return
    await queries.lock_links(tx)  # of two moves at once, or a move and a link, the second sees the first
    if child in await queries.ancestors(tx, parent_id):
        raise Invalid("parentId", "A task cannot lie below itself.")
    # From now on it waits for what the parent waits for, and the parent is done after it.
    for done in (False, True):
        start, end = Place(child if done else parent_id, done), Place(parent_id if done else child, done)
        await queries.refuse_circle(tx, start, end, field="parentId")


async def _check_milestone(tx: ReadTx, milestone_id: UUID, project_id: UUID) -> None:
    try:
        milestone = await MILESTONES.get(tx, milestone_id)
    except NotFound:
        raise Invalid("milestoneId", "There is no such milestone that you can see.") from None
    if milestone.project_id != project_id:
        raise Invalid("milestoneId", "A task counts towards a milestone of its own project.")


async def _with_status(tx: ReadTx, project_id: UUID, old: Task | None, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes with `status` and the project's own status in step.

    A status of the project says which of the six it counts as; one of the six alone picks the first of the project's
    that counts as it and may be gone to from here.
    """
    if old is not None and changes.keys().isdisjoint({"status", "status_id"}):
        return changes
    if old is None and changes.get("status_id") is None:
        changes = {name: value for name, value in changes.items() if name != "status_id"}
    own = await queries.statuses_of(tx, project_id)
    if not own:
        if changes.get("status_id") is not None:
            raise Invalid("statusId", "This project has no statuses of its own.")
        return changes
    new = _named(own, changes) if "status_id" in changes else _first(own, old, changes)
    if new is None:
        return changes
    here = next((one for one in own if old is not None and one.id == old.status_id), None)
    if here is not None and here.id != new.id and here.next_ids is not None and new.id not in here.next_ids:
        allowed = _names([one for one in own if one.id in here.next_ids])
        raise Invalid("statusId", f"From “{here.name}” a task goes to {allowed}, not to “{new.name}”.")
    return changes | {"status": new.category, "status_id": new.id}


def _named(own: list[BoardStatus], changes: dict[str, Any]) -> BoardStatus:
    new = next((one for one in own if one.id == changes["status_id"]), None)
    if new is None:
        raise Invalid("statusId", f"Give a status of this project: {_names(own)}.")
    if changes.get("status", new.category) != new.category:
        raise Invalid("status", f"“{new.name}” counts as {new.category.value}; leave this out.")
    return new


def _first(own: list[BoardStatus], old: Task | None, changes: dict[str, Any]) -> BoardStatus | None:
    """The status meant by one of the six alone; None where the task has that one already."""
    category = changes.get("status", TaskStatus.TODO)
    if old is not None and old.status == category and old.status_id is not None:
        return None
    fitting = [one for one in own if one.category == category]
    if not fitting and "status" not in changes:
        return own[0]
    if not fitting:
        raise Invalid("status", f"No status of this project counts as {category.value}; there are {_names(own)}.")
    here = next((one for one in own if old is not None and one.id == old.status_id), None)
    reached = [one for one in fitting if here is None or here.next_ids is None or one.id in here.next_ids]
    return (reached or fitting)[0]


def _names(statuses: list[BoardStatus]) -> str:
    return ", ".join(f"“{one.name}”" for one in statuses) or "no other"
