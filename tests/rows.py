"""Rows of models that HTTP only reads: written as the code that will fill them does, through the kernel."""

from typing import Any
from uuid import UUID

from vistone.kernel.db import Database
from vistone.kernel.rows import View, add
from vistone.kernel.scope import RoleName, Scope


async def put(who: Any, view: View[Any], **values: Any) -> Any:
    """A new row of the person's organization, in the application's own database."""
    scope = Scope(UUID(who.organization_id), UUID(who.id), RoleName.ORGANIZER, frozenset())
    async with database_of(who).write(scope) as tx:
        return await add(tx, view, values)


def database_of(who: Any) -> Database:
    """The connections of the application that the person speaks to: below its edge lies Litestar, which has them."""
    database: Database = who.http._transport.app._app.state.database
    return database
