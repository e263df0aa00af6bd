"""Which labels a project's tasks carry."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select

from vistone.kernel.db import ReadTx, statement
from vistone.project import access
from vistone.project.contracts import LabelCount, Labels
from vistone.project.queries.projects import PROJECTS
from vistone.project.queries.tasks import TASK
from vistone.project.tables import tasks

MOST = 200


@statement
def _labels(role: str) -> Select[Any]:
    seen = (
        TASK.select(tasks.c.project_id == bindparam("project_id", type_=Uuid), access.visible_tasks(role))
        .where(tasks.c.deleted_at.is_(None))
        .with_only_columns(func.unnest(tasks.c.labels).label("name"))
        .subquery("seen")
    )
    count = func.count().label("count")
    return select(seen.c.name, count).group_by(seen.c.name).order_by(count.desc(), seen.c.name).limit(MOST)


async def labels_of(tx: ReadTx, project_id: UUID) -> Labels:
    """The labels of those of the project's tasks that the scope may see, the most used first."""
    tx.scope.require("tasks", "read")
    await PROJECTS.get(tx, project_id)
    rows = await tx.all(_labels(tx.scope.role), project_id=project_id)
    return Labels([LabelCount(row["name"], row["count"]) for row in rows])
