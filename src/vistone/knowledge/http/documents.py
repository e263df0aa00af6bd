"""Folders, documents and what hangs on these, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.knowledge import queries
from vistone.knowledge.actions import document_parts, documents
from vistone.knowledge.contracts import Document, DocumentFolder, DocumentLink, DocumentPermission
from vistone.knowledge.schemas import (
    DocumentCreate,
    DocumentFolderCreate,
    DocumentFolderPatch,
    DocumentLinkCreate,
    DocumentLinkPatch,
    DocumentPatch,
    DocumentPermissionCreate,
    DocumentPermissionPatch,
)


class DocumentFolderController(Controller):
    """Folders."""

    path = "/api/knowledge/document-folders"
    tags = ("knowledge",)

    @get(opt=lists(queries.FOLDERS))
    async def list_document_folders(self, call: Call) -> Page[DocumentFolder]:
        """Folders that you may see."""
        return await call.page(queries.FOLDERS)

    @post()
    async def create_document_folder(self, call: Call, data: JSONBody[DocumentFolderCreate]) -> DocumentFolder:
        """Adds a folder."""
        return await call.write(documents.create_folder, data)

    @get("/{id:uuid}")
    async def get_document_folder(self, call: Call, id: FromPath[UUID]) -> DocumentFolder:
        """One folder."""
        return await call.get(queries.FOLDERS, id)

    @patch("/{id:uuid}")
    async def update_document_folder(
        self, call: Call, id: FromPath[UUID], data: JSONBody[DocumentFolderPatch]
    ) -> DocumentFolder:
        """Changes a folder; fields left out stay as they are."""
        return await call.write(documents.update_folder, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_document_folder(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a folder."""
        await call.write(documents.delete_folder, id, call.if_match)


class DocumentController(Controller):
    """Documents."""

    path = "/api/knowledge/documents"
    tags = ("knowledge",)

    @get(opt=lists(queries.DOCUMENTS))
    async def list_documents(self, call: Call) -> Page[Document]:
        """Documents that you may see."""
        return await call.page(queries.DOCUMENTS)

    @post()
    async def create_document(self, call: Call, data: JSONBody[DocumentCreate]) -> Document:
        """Adds a document."""
        return await call.write(documents.create_document, data)

    @get("/{id:uuid}")
    async def get_document(self, call: Call, id: FromPath[UUID]) -> Document:
        """One document."""
        return await call.get(queries.DOCUMENTS, id)

    @patch("/{id:uuid}")
    async def update_document(self, call: Call, id: FromPath[UUID], data: JSONBody[DocumentPatch]) -> Document:
        """Changes a document; fields left out stay as they are."""
        return await call.write(documents.update_document, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_document(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a document."""
        await call.write(documents.delete_document, id, call.if_match)

    @post("/{id:uuid}/restore", status_code=200)
    async def restore_document(self, call: Call, id: FromPath[UUID]) -> Document:
        """Takes a deleted document back."""
        return await call.write(documents.restore_document, id)


class DocumentPermissionController(Controller):
    """Who may do what with documents."""

    path = "/api/knowledge/document-permissions"
    tags = ("knowledge",)

    @get(opt=lists(queries.PERMISSIONS))
    async def list_document_permissions(self, call: Call) -> Page[DocumentPermission]:
        """Rights on documents that you may see."""
        return await call.page(queries.PERMISSIONS)

    @post()
    async def create_document_permission(
        self, call: Call, data: JSONBody[DocumentPermissionCreate]
    ) -> DocumentPermission:
        """Adds a right on a document."""
        return await call.write(document_parts.add_permission, data)

    @get("/{id:uuid}")
    async def get_document_permission(self, call: Call, id: FromPath[UUID]) -> DocumentPermission:
        """One right on a document."""
        return await call.get(queries.PERMISSIONS, id)

    @patch("/{id:uuid}")
    async def update_document_permission(
        self, call: Call, id: FromPath[UUID], data: JSONBody[DocumentPermissionPatch]
    ) -> DocumentPermission:
        """Changes a right on a document; fields left out stay as they are."""
        return await call.write(document_parts.update_permission, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_document_permission(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a right on a document."""
        await call.write(document_parts.remove_permission, id, call.if_match)


class DocumentLinkController(Controller):
    """What documents are about."""

    path = "/api/knowledge/document-links"
    tags = ("knowledge",)

    @get(opt=lists(queries.LINKS))
    async def list_document_links(self, call: Call) -> Page[DocumentLink]:
        """Links of documents that you may see."""
        return await call.page(queries.LINKS)

    @post()
    async def create_document_link(self, call: Call, data: JSONBody[DocumentLinkCreate]) -> DocumentLink:
        """Adds a link of a document."""
        return await call.write(document_parts.add_link, data)

    @get("/{id:uuid}")
    async def get_document_link(self, call: Call, id: FromPath[UUID]) -> DocumentLink:
        """One link of a document."""
        return await call.get(queries.LINKS, id)

    @patch("/{id:uuid}")
    async def update_document_link(
        self, call: Call, id: FromPath[UUID], data: JSONBody[DocumentLinkPatch]
    ) -> DocumentLink:
        """Changes a link of a document; fields left out stay as they are."""
        return await call.write(document_parts.update_link, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_document_link(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a link of a document."""
        await call.write(document_parts.remove_link, id, call.if_match)
