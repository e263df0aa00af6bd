"""What HTTP does not reach: rows of models that it only reads, and who may follow a topic."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from vistone.auth.permissions import DEFAULTS
from vistone.kernel.db import Database, ReadTx
from vistone.kernel.errors import Problem
from vistone.kernel.rows import View, add
from vistone.kernel.scope import RoleName, Scope, flatten


async def put(who: Any, view: View[Any], **values: Any) -> Any:
    """A new row of the person's organization, in the application's own database."""
    scope = Scope(UUID(who.organization_id), UUID(who.id), RoleName.ORGANIZER, frozenset())
    async with database_of(who).write(scope) as tx:
        return await add(tx, view, values)


async def may_follow(
    who: Any, role: str, topic: Callable[[ReadTx, UUID | None], Awaitable[None]], id: str | None = None
) -> bool:
    """Whether the person, in that role with its default permissions, may follow the topic."""
    scope = Scope(UUID(who.organization_id), UUID(who.id), RoleName(role), flatten(DEFAULTS[RoleName(role)]))
    try:
        async with database_of(who).read(scope) as tx:
            await topic(tx, UUID(id) if id else None)
    except Problem:
        return False
    return True


def database_of(who: Any) -> Database:
    """The connections of the application that the person speaks to: below its edge lies Litestar, which has them."""
    database: Database = who.http._transport.app._app.state.database
    return database
