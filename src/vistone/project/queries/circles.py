"""Tasks that would wait for each other forever: found before a link is made, and spelled out.

What a task waits for holds for its subtasks, and a task is done when its subtasks are. So each task counts twice: where
it begins (it waits for its links' targets to be done, and for what its parent waits for) and where it is done (after
it began, and after each subtask is done). A circle is a place that is reached from itself. Deleted tasks count: they
may be restored.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    Select,
    Text,
    Uuid,
    bindparam,
    exists,
    false,
    func,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.selectable import CTE, LateralFromClause

from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.errors import Conflict
from vistone.project import access
from vistone.project.tables import task_dependencies, tasks

_SPELLED = 12
"""So many titles are said in the sentence of a problem; its member `cycle` has all."""

_UNSEEN = "a task that you cannot see"


class Place(NamedTuple):
    """Where a task begins, or where it is done."""

    id: UUID
    done: bool


@statement
def _lock_links() -> Select[Any]:
    return select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("links", type_=Text), 0)))


async def lock_links(tx: WriteTx) -> None:
    """Lets one transaction at a time of the organization make a task wait for another, or put it below another.

    Not a lock on the projects of the two tasks: a circle may close over links in projects that share none.
    """
    await tx.value(_lock_links(), links=f"project.links:{tx.scope.organization_id}")


def _steps(here: CTE) -> LateralFromClause:
    """From a place to those that come right before it."""
    child = tasks.alias("child")
    ours = task_dependencies.c
    steps = union_all(
        select(tasks.c.parent_id.label("id"), false().label("done"))
        .where(tasks.c.organization_id == organization(), tasks.c.id == here.c.id, tasks.c.parent_id.is_not(None))
        .where(~here.c.done)
        .correlate(here),
        select(ours.depends_on_id, true())
        .where(ours.organization_id == organization(), ours.task_id == here.c.id, ~here.c.done)
        .correlate(here),
        select(here.c.id, false()).where(here.c.done).correlate(here),
        select(child.c.id, true())
        .where(child.c.organization_id == organization(), child.c.parent_id == here.c.id, here.c.done)
        .correlate(here),
    )
    return steps.lateral("step")


def _reached() -> CTE:
    """Every place that comes before the one given, and that one."""
    start = select(
        bindparam("from_id", type_=Uuid).label("id"), bindparam("from_done", type_=Boolean).label("done")
    ).cte("reached", recursive=True)
    step = _steps(start)
    return start.union(select(step.c.id, step.c.done).select_from(start.join(step, true())))


@statement
def _reaches() -> Select[Any]:
    reached = _reached()
    to_id, to_done = bindparam("to_id", type_=Uuid), bindparam("to_done", type_=Boolean)
    return select(exists().where(reached.c.id == to_id, reached.c.done == to_done))


@statement
def _edges() -> Select[Any]:
    reached = _reached()
    step = _steps(reached)
    return select(reached.c.id, reached.c.done, step.c.id.label("next_id"), step.c.done.label("next_done")).select_from(
        reached.join(step, true())
    )


async def refuse_circle(tx: WriteTx, start: Place, end: Place, *, field: str) -> None:
    """Conflict `circle`, naming the field and the tasks, when `end` comes before `start` already."""
    ends = {"from_id": start.id, "from_done": start.done, "to_id": end.id, "to_done": end.done}
    if not await tx.value(_reaches(), **ends):
        return
    following: dict[Place, list[Place]] = {}
    for row in await tx.all(_edges(), from_id=start.id, from_done=start.done):
        following.setdefault(Place(row[0], row[1]), []).append(Place(row[2], row[3]))
    raise await circle_conflict(tx, _way(following, start, end), field=field)


def _way(following: Mapping[Place, Sequence[Place]], start: Place, end: Place) -> list[UUID]:
    """The tasks along a shortest way between two places, the first one last: where the circle will close."""
    came: dict[Place, Place] = {start: start}
    row = [start]
    for here in row:  # grows while it is read
        for one in following.get(here, ()):
            if one not in came:
                came[one] = here
                row.append(one)
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    named = [place.id for place in reversed(way)]
    steps = [one for place, one in enumerate(named) if not place or one != named[place - 1]]
    return [steps[-1], *steps[:-1]] if steps[0] != steps[-1] else steps[:-1]


@statement
def _titles(role: str) -> Select[Any]:
    return select(tasks.c.id, tasks.c.title).where(
        tasks.c.organization_id == organization(),
        tasks.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid))),
        access.visible_tasks(role),
    )


async def circle_conflict(tx: ReadTx, ids: Sequence[UUID], *, field: str | None = None) -> Conflict:
    """The problem that tells of a circle: each of the tasks waits for the next, the last for the first.

    Of tasks that the scope may not see it says only that there is one.
    """
    rows = await tx.all(_titles(tx.scope.role), ids=list(ids))
    titles = {row["id"]: row["title"] for row in rows}
    cycle = [{"id": id if id in titles else None, "title": titles.get(id, _UNSEEN)} for id in ids]
    said = [f"“{titles[id]}”" if id in titles else _UNSEEN for id in ids]
    if len(said) > _SPELLED:
        said = [*said[: _SPELLED - 1], f"{len(said) - _SPELLED + 1} more"]
    detail = f"They would wait for each other in a circle: {' → '.join([*said, said[0]])}."
    return Conflict("circle", detail, field=field, members={"cycle": cycle})
