"""Writes to folders and documents."""

from uuid import UUID

from msgspec import UNSET

from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.knowledge import queries
from vistone.knowledge.actions.trees import check_place
from vistone.knowledge.contracts import Document, DocumentFolder
from vistone.knowledge.events import (
    DocumentCreated,
    DocumentDeleted,
    DocumentFolderCreated,
    DocumentFolderDeleted,
    DocumentFolderUpdated,
    DocumentUpdated,
)
from vistone.knowledge.queries import DOCUMENT, DOCUMENTS, FOLDER, FOLDERS
from vistone.knowledge.schemas import DocumentCreate, DocumentFolderCreate, DocumentFolderPatch, DocumentPatch
from vistone.knowledge.tables import document_folders
from vistone.project import api as projects


async def create_folder(tx: WriteTx, data: DocumentFolderCreate) -> DocumentFolder:
    """A new folder."""
    tx.scope.require("documents", "create")
    if data.parent_id is not None:
        await queries.lock_tree(tx, document_folders)
        await check_place(tx, FOLDERS, data.parent_id)
    folder = await add(tx, FOLDER, given(data))
    await publish(tx, DocumentFolderCreated(record=folder))
    return folder


async def update_folder(tx: WriteTx, id: UUID, data: DocumentFolderPatch, if_match: int | None) -> DocumentFolder:
    """Renames a folder, or moves it with all that is in it."""
    if data.parent_id is not UNSET:
        await queries.lock_tree(tx, document_folders)
    old = await FOLDERS.hold(tx, id, "update")
    changes = given(data)
    if (parent_id := changes.get("parent_id", old.parent_id)) != old.parent_id and parent_id is not None:
        await check_place(tx, FOLDERS, parent_id, moving=id)
    new = await change(tx, FOLDER, id, changes, if_match=if_match)
    await publish(tx, DocumentFolderUpdated.of(old, new))
    return new


async def delete_folder(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes an empty folder. A document that is put into it at this very moment ends at the top."""
    await queries.lock_tree(tx, document_folders)
    folder = await FOLDERS.hold(tx, id, "delete")
    folders, documents = await queries.inside(tx, id)
    if folders or documents:
        raise Conflict(
            "not_empty", f"The folder still holds {folders} folders and {documents} documents. Move them first."
        )
    await remove(tx, FOLDER, id, if_match=if_match)
    await publish(tx, DocumentFolderDeleted(record=folder))


async def create_document(tx: WriteTx, data: DocumentCreate) -> Document:
    """A new document; whoever makes it manages it."""
    tx.scope.require("documents", "create")
    if data.folder_id is not None:
        await _check_folder(tx, data.folder_id)
    if data.project_id is not None:
        await projects.check_project(tx, data.project_id, field="projectId")
    document = await add(tx, DOCUMENT, {**given(data), "created_by": tx.scope.user_id})
    await publish(tx, DocumentCreated(record=document))
    return document


async def update_document(tx: WriteTx, id: UUID, data: DocumentPatch, if_match: int | None) -> Document:
    """Changes a document. Its project decides who sees it, so that changing it takes `manage`."""
    old = await DOCUMENTS.hold(tx, id, "update")
    changes = given(data)
    if changes.get("folder_id", old.folder_id) != old.folder_id and data.folder_id:
        await _check_folder(tx, data.folder_id)
    if changes.get("project_id", old.project_id) != old.project_id:
        if "manage" not in old.abilities:
            raise Forbidden("You may change this document but not who sees it: its project stays.")
        if data.project_id:
            await projects.check_project(tx, data.project_id, field="projectId")
    if changes.get("url", old.url) != old.url:
        changes["version"] = old.version + 1
    new = await change(tx, DOCUMENT, id, changes, if_match=if_match)
    await publish(tx, DocumentUpdated.of(old, new))
    return new


async def delete_document(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Puts a document away; it can be restored."""
    await DOCUMENTS.hold(tx, id, "delete")
    document = await change(tx, DOCUMENT, id, {"deleted_at": clock.now()}, if_match=if_match)
    await publish(tx, DocumentDeleted(record=document))


async def restore_document(tx: WriteTx, id: UUID) -> Document:
    """Takes a deleted document back."""
    old = await DOCUMENTS.hold(tx, id, "delete", deleted=True)
    document = await change(tx, DOCUMENT, id, {"deleted_at": None})
    await publish(tx, DocumentUpdated.of(old, document))
    return document


async def _check_folder(tx: ReadTx, id: UUID) -> None:
    try:
        await FOLDERS.get(tx, id)
    except NotFound:
        raise Invalid("folderId", "There is no such folder that you can see.") from None
