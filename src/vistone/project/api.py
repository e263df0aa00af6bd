"""What other services may ask of `project`."""

from uuid import UUID

from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Forbidden, Invalid, NotFound
from vistone.project.queries import PROJECTS


async def check_project(tx: ReadTx, project_id: UUID, *, field: str) -> None:
    """Invalid, naming the field, unless there is such a project that the scope may see."""
    try:
        await PROJECTS.get(tx, project_id)
    except (NotFound, Forbidden):
        raise Invalid(field, "There is no such project that you can see.") from None
