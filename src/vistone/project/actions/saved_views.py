"""Writes to saved views."""

from uuid import UUID

import msgspec

from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.kernel.scope import RoleName
from vistone.kernel.wire import Document
from vistone.project import queries
from vistone.project.contracts import SavedView
from vistone.project.events import SavedViewCreated, SavedViewDeleted, SavedViewUpdated
from vistone.project.queries import PROJECTS, SAVED_VIEW, SAVED_VIEWS
from vistone.project.schemas import SavedViewCreate, SavedViewPatch

MOST = 500
"""Views that one person keeps."""

LARGEST = 20_000
"""Bytes of a view's config, as JSON."""


async def create_view(tx: WriteTx, data: SavedViewCreate) -> SavedView:
    """Keeps a view for oneself or, with `shared`, for all staff who see its project."""
    tx.scope.require("tasks", "read")
    if data.project_id is not None:
        await PROJECTS.get(tx, data.project_id)
    _check_shared(tx, data.project_id, shared=data.shared)
    _check_config(data.config)
    if await queries.count_views(tx) >= MOST:
        raise Conflict("limit", f"You have {MOST} views already: remove one first.")
    view = await add(tx, SAVED_VIEW, {**given(data), "owner_id": tx.scope.user_id})
    await publish(tx, SavedViewCreated(record=view))
    return view


async def update_view(tx: WriteTx, id: UUID, data: SavedViewPatch, if_match: int | None) -> SavedView:
    """Changes a view. Only its owner shares it or takes that back."""
    old = await SAVED_VIEWS.hold(tx, id, "update")
    changes = given(data)
    if changes.get("shared", old.shared) != old.shared:
        if old.owner_id != tx.scope.user_id:
            raise Forbidden("Only who made a view may share it or take that back.")
        _check_shared(tx, old.project_id, shared=changes["shared"])
    _check_config(changes.get("config", {}))
    new = await change(tx, SAVED_VIEW, id, changes, if_match=if_match)
    await publish(tx, SavedViewUpdated.of(old, new))
    return new


async def delete_view(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a view."""
    view = await SAVED_VIEWS.hold(tx, id, "delete")
    await remove(tx, SAVED_VIEW, id, if_match=if_match)
    await publish(tx, SavedViewDeleted(record=view))


def _check_shared(tx: WriteTx, project_id: UUID | None, *, shared: bool) -> None:
    if shared and tx.scope.role is RoleName.CLIENT:
        raise Forbidden("Views are shared among staff.")
    if shared and project_id is None:
        raise Invalid("shared", "A view over all of your work is yours alone; share one of a project.")


def _check_config(config: Document) -> None:
    if len(msgspec.json.encode(config)) > LARGEST:
        raise Invalid("config", f"A view's config has up to {LARGEST:,} bytes.")
