"""Writes to the wiki. Each change of a page's title or content leaves a version."""

from uuid import UUID

from msgspec import UNSET

from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, NotFound, Stale
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given
from vistone.knowledge import queries
from vistone.knowledge.actions.trees import check_place
from vistone.knowledge.contracts import WikiPage
from vistone.knowledge.events import WikiPageCreated, WikiPageDeleted, WikiPageUpdated
from vistone.knowledge.queries import PAGE, PAGES, VERSION
from vistone.knowledge.schemas import WikiPageCreate, WikiPagePatch
from vistone.knowledge.tables import wiki_pages


async def create_page(tx: WriteTx, data: WikiPageCreate) -> WikiPage:
    """A new page and its version 1."""
    tx.scope.require("wiki", "create")
    if data.parent_id is not None:
        await queries.lock_tree(tx, wiki_pages)
        await check_place(tx, PAGES, data.parent_id)
    page = await add(tx, PAGE, given(data))
    await _keep_version(tx, page)
    await publish(tx, WikiPageCreated(record=page))
    return page


async def update_page(tx: WriteTx, id: UUID, data: WikiPagePatch, if_match: int | None) -> WikiPage:
    """Changes a page, or moves it with those below it."""
    if data.parent_id is not UNSET:
        await queries.lock_tree(tx, wiki_pages)
    old = await PAGES.hold(tx, id, "update")
    changes = given(data)
    if (parent_id := changes.get("parent_id", old.parent_id)) != old.parent_id and parent_id is not None:
        await check_place(tx, PAGES, parent_id, moving=id)
    rewritten = any(changes.get(field, getattr(old, field)) != getattr(old, field) for field in ("title", "content"))
    if rewritten:
        changes["version"] = old.version + 1
    new = await change(tx, PAGE, id, changes, if_match=if_match)
    if rewritten:
        await _keep_version(tx, new)
    await publish(tx, WikiPageUpdated.of(old, new))
    return new


async def _keep_version(tx: WriteTx, page: WikiPage) -> None:
    values = {"wiki_page_id": page.id, "title": page.title, "content": page.content or "", "version": page.version}
    await add(tx, VERSION, {**values, "created_by": tx.scope.user_id})


async def delete_page(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Puts a page and those below it away; they can be restored together."""
    await queries.lock_tree(tx, wiki_pages)
    old = await PAGES.hold(tx, id, "delete")
    if if_match is not None and if_match != old.revision:
        raise Stale
    gone = await queries.set_deleted(tx, id, clock.now())
    await publish(tx, *(WikiPageDeleted(record=page) for page in gone))


async def restore_page(tx: WriteTx, id: UUID) -> WikiPage:
    """Takes a deleted page back, with those below it that went with it. Conflict while its parent is deleted."""
    await queries.lock_tree(tx, wiki_pages)
    old = await PAGES.hold(tx, id, "delete", deleted=True)
    assert old.deleted_at is not None  # noqa: S101 -- it was asked for as a deleted one
    if old.parent_id is not None:
        try:
            await PAGES.get(tx, old.parent_id)
        except NotFound:
            raise Conflict("parent_deleted", "The page above it is deleted too: restore that one first.") from None
    back = await queries.set_deleted(tx, id, old.deleted_at, restore=True)
    await publish(tx, *(WikiPageUpdated(record=page, before={"deletedAt": old.deleted_at}) for page in back))
    return next(page for page in back if page.id == id)
