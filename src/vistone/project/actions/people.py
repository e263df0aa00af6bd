"""Asking as somebody else of the organization: whether a person may see what they are to hear of."""

from uuid import UUID

import msgspec

from vistone.auth import api as people
from vistone.client import api as clients
from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Forbidden, NotFound
from vistone.project.queries import TASKS
from vistone.workforce import api as workforce


async def sees_task(tx: ReadTx, user_id: UUID, task_id: UUID) -> bool:
    """Whether that person, with the rights that they have now, sees the task."""
    scope = await people.scope_of(tx, user_id)
    if scope is None:
        return False
    bare = ReadTx(tx.connection, scope)
    claims = {"teams": await workforce.my_teams(bare), "clients": await clients.my_clients(bare)}
    try:
        await TASKS.get(ReadTx(tx.connection, msgspec.structs.replace(scope, claims=claims)), task_id)
    except (NotFound, Forbidden):
        return False
    return True
