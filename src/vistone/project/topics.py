"""Who may follow what live."""

from uuid import UUID

from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Forbidden, NotFound
from vistone.kernel.scope import RoleName
from vistone.project.queries import IMPORTS, PROJECTS, TASKS


async def project(tx: ReadTx, id: UUID | None) -> None:
    """A project's own events, for staff who see the project: Clients see some of its tasks only."""
    if tx.scope.role == RoleName.CLIENT:
        raise Forbidden("Clients follow what is shared with them.")
    if id is None:
        raise NotFound("project")
    await PROJECTS.get(tx, id)


async def task(tx: ReadTx, id: UUID | None) -> None:
    """What hangs on a task, for those who see it."""
    if id is None:
        raise NotFound("task")
    await TASKS.get(tx, id)


async def project_import(tx: ReadTx, id: UUID | None) -> None:
    """How far an import is, for those who see it."""
    if id is None:
        raise NotFound("import")
    await IMPORTS.get(tx, id)
