"""Whose a project's tasks are."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func

from vistone.kernel.db import ReadTx, statement
from vistone.project import access
from vistone.project.contracts import AssigneeCount, Assignees
from vistone.project.queries.projects import PROJECTS
from vistone.project.queries.tasks import TASK
from vistone.project.tables import tasks

MOST = 1000


@statement
def _assignees(role: str) -> Select[Any]:
    count = func.count().label("count")
    return (
        TASK.select(tasks.c.project_id == bindparam("project_id", type_=Uuid), access.visible_tasks(role))
        .where(tasks.c.deleted_at.is_(None), tasks.c.assignee_id.is_not(None))
        .with_only_columns(tasks.c.assignee_id, count)
        .group_by(tasks.c.assignee_id)
        .order_by(count.desc(), tasks.c.assignee_id)
        .limit(MOST)
    )


async def assignees_of(tx: ReadTx, project_id: UUID) -> Assignees:
    """Whose those of the project's tasks are that the scope may see, those with the most first."""
    tx.scope.require("tasks", "read")
    await PROJECTS.get(tx, project_id)
    rows = await tx.all(_assignees(tx.scope.role), project_id=project_id)
    return Assignees([AssigneeCount(row["assignee_id"], row["count"]) for row in rows])
