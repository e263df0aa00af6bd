"""Writes to what hangs on a document: who may do what with it, and what it is about."""

from uuid import UUID

from vistone.auth import api as people
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.knowledge.contracts import DocumentLink, DocumentPermission
from vistone.knowledge.events import (
    DocumentLinkCreated,
    DocumentLinkDeleted,
    DocumentLinkUpdated,
    DocumentPermissionCreated,
    DocumentPermissionDeleted,
    DocumentPermissionUpdated,
)
from vistone.knowledge.queries import DOCUMENTS, LINK, LINKS, PERMISSION, PERMISSIONS
from vistone.knowledge.schemas import (
    DocumentLinkCreate,
    DocumentLinkPatch,
    DocumentPermissionCreate,
    DocumentPermissionPatch,
)


async def add_permission(tx: WriteTx, data: DocumentPermissionCreate) -> DocumentPermission:
    """Names a person or a role on a document. From the first one on, only those named see it."""
    if (data.user_id is None) == (data.role_id is None):
        raise Invalid("userId", "Name a person or a role: give userId or roleId, not both and not neither.")
    await DOCUMENTS.get(tx, data.document_id, "manage")
    if data.user_id is not None:
        await people.check_member(tx, data.user_id, field="userId")
    if data.role_id is not None:
        await people.check_role(tx, data.role_id, field="roleId")
    permission = await add(tx, PERMISSION, given(data))
    await publish(tx, DocumentPermissionCreated(record=permission))
    return permission


async def update_permission(
    tx: WriteTx, id: UUID, data: DocumentPermissionPatch, if_match: int | None
) -> DocumentPermission:
    """Changes what the one named may do."""
    old = await PERMISSIONS.hold(tx, id, "update")
    await DOCUMENTS.get(tx, old.document_id, "manage")
    new = await change(tx, PERMISSION, id, given(data), if_match=if_match)
    await publish(tx, DocumentPermissionUpdated.of(old, new))
    return new


async def remove_permission(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes a right back. With the last one gone, all staff who see the document's project see it again."""
    permission = await PERMISSIONS.hold(tx, id, "delete")
    await DOCUMENTS.get(tx, permission.document_id, "manage")
    await remove(tx, PERMISSION, id, if_match=if_match)
    await publish(tx, DocumentPermissionDeleted(record=permission))


async def add_link(tx: WriteTx, data: DocumentLinkCreate) -> DocumentLink:
    """Ties a document to a record of any service; whether that record is there is not asked across services."""
    await DOCUMENTS.get(tx, data.document_id, "update")
    link = await add(tx, LINK, given(data))
    await publish(tx, DocumentLinkCreated(record=link))
    return link


async def update_link(tx: WriteTx, id: UUID, data: DocumentLinkPatch, if_match: int | None) -> DocumentLink:
    """Ties a document to another record instead."""
    old = await LINKS.hold(tx, id, "update")
    await DOCUMENTS.get(tx, old.document_id, "update")
    new = await change(tx, LINK, id, given(data), if_match=if_match)
    await publish(tx, DocumentLinkUpdated.of(old, new))
    return new


async def remove_link(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Unties a document from a record."""
    link = await LINKS.hold(tx, id, "delete")
    await DOCUMENTS.get(tx, link.document_id, "update")
    await remove(tx, LINK, id, if_match=if_match)
    await publish(tx, DocumentLinkDeleted(record=link))
