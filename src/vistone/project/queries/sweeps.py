"""One change to all tasks that meet a condition, some at a time: their number may be any."""

import functools
from collections.abc import AsyncIterator, Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import ARRAY, ColumnElement, Select, Text, Uuid, bindparam, func, null, select, update
from sqlalchemy.sql.dml import Update

from vistone.kernel import clock
from vistone.kernel.db import WriteTx, organization, statement
from vistone.project.contracts import Task
from vistone.project.queries.tasks import TASK
from vistone.project.tables import tasks

AT_ONCE = 1000
"""Tasks that are in memory at one time, as they were and as they are."""

_NOW = bindparam("now", type_=tasks.c.updated_at.type)
_STATUS = tasks.c.status_id == bindparam("status_id", type_=Uuid)
_FIELD = bindparam("field", type_=Text)


class Sweep(Struct, frozen=True, eq=False):
    """Which tasks, deleted ones too, get which values. The parameters of `which` and of `values` are given to `sweep`."""

    which: ColumnElement[bool]
    values: Mapping[str, Any]


FIELD_GONE = Sweep(tasks.c.fields.has_key(_FIELD), {"fields": tasks.c.fields.op("-")(_FIELD)})
"""The value of the custom field `field` is taken away."""

MILESTONE_GONE = Sweep(tasks.c.milestone_id == bindparam("milestone_id", type_=Uuid), {"milestone_id": null()})
"""The tasks of the milestone `milestone_id` have none."""

STATUS_GONE = Sweep(_STATUS, {"status_id": null()})
"""The tasks in the status `status_id` have none; what they count as stays."""

STATUS_MADE = Sweep(
    (tasks.c.project_id == bindparam("project_id", type_=Uuid))
    & (tasks.c.status == bindparam("category", type_=Text))
    & tasks.c.status_id.is_(None),
    {"status_id": bindparam("new_status_id", type_=Uuid)},
)
"""The tasks of `project_id` that count as `category` and have no status get `new_status_id`."""


@functools.cache
def status_changed(*, starts: bool, completes: bool | None) -> Sweep:
    """The tasks in `status_id` stand in `new_status_id`, perhaps the same one, and count as `new_category`.

    `starts`: those that never were in work are now. `completes`: whether they are done now; None leaves when they were.
    """
    values: dict[str, Any] = {
        "status_id": bindparam("new_status_id", type_=Uuid),
        "status": bindparam("new_category", type_=Text),
    }
    if starts:
        values["started_at"] = func.coalesce(tasks.c.started_at, _NOW)
    if completes is not None:
        values["completed_at"] = _NOW if completes else null()
    return Sweep(_STATUS, values)


@statement
def _hold(which: ColumnElement[bool]) -> Select[Any]:
    mine = tasks.c.organization_id == organization()
    return select(tasks.c.id).where(mine, which).order_by(tasks.c.id).with_for_update(key_share=True)


_THESE = tasks.c.id == func.any(bindparam("ids", type_=ARRAY(Uuid)))


@statement
def _those() -> Select[Any]:
    return TASK.select(_THESE)


@statement
def _set(one: Sweep) -> Update:
    stamps = {"revision": tasks.c.revision + 1, "updated_at": _NOW}
    mine = tasks.c.organization_id == organization()
    return update(tasks).where(mine, _THESE).values({**one.values, **stamps}).returning(*TASK.columns)


async def sweep(
    tx: WriteTx, one: Sweep, *, which: Mapping[str, Any], values: Mapping[str, Any]
) -> AsyncIterator[list[tuple[Task, Task]]]:
    """Changes the tasks, which are held in one order first; the old and the new ones, up to a thousand at a time."""
    ids = [row["id"] for row in await tx.all(_hold(one.which), **which)]
    now = clock.now()
    for start in range(0, len(ids), AT_ONCE):
        these = ids[start : start + AT_ONCE]
        old = {row["id"]: TASK.of(tx.scope, row) for row in await tx.all(_those(), ids=these)}
        rows = await tx.all(_set(one), ids=these, now=now, **values)
        yield [(old[row["id"]], TASK.of(tx.scope, row)) for row in rows]
