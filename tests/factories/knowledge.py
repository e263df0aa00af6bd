"""Samples and rights of `knowledge`."""

from typing import Any
from uuid import uuid4

from tests.factories import Row, Sample
from tests.world import Company


async def page(company: Company, **fields: Any) -> dict[str, Any]:
    """A page of the wiki, by the Organizer."""
    made: dict[str, Any] = await company.organizer.post("/api/knowledge/wiki-pages", {"title": "Handbook", **fields})
    return made


async def document(company: Company, **fields: Any) -> dict[str, Any]:
    """A document of the Organizer's that names nobody."""
    made: dict[str, Any] = await company.organizer.post(
        "/api/knowledge/documents", {**await _document_body(company), **fields}
    )
    return made


async def _version(company: Company) -> dict[str, Any]:
    made = await page(company)
    found = await company.organizer.get("/api/knowledge/wiki-page-versions", wikiPageId=made["id"])
    version: dict[str, Any] = found["items"][0]
    return version


async def _page_body(_: Company) -> dict[str, Any]:
    return {"title": "Handbook", "content": "Be kind."}


async def _folder_body(_: Company) -> dict[str, Any]:
    return {"name": "Contracts"}


async def _document_body(_: Company) -> dict[str, Any]:
    return {"name": "Offer", "url": "https://files.example/offer.pdf"}


async def _permission_body(company: Company) -> dict[str, Any]:
    return {"documentId": (await document(company))["id"], "userId": company.organizer.id, "permission": "read"}


async def _link_body(company: Company) -> dict[str, Any]:
    return {"documentId": (await document(company))["id"], "entityType": "project.Task", "entityId": str(uuid4())}


SAMPLES = [
    Sample("/api/knowledge/wiki-pages", _page_body, {"title": "Renamed"}),
    Sample("/api/knowledge/wiki-page-versions", make=_version),
    Sample("/api/knowledge/document-folders", _folder_body, {"name": "Renamed"}),
    Sample("/api/knowledge/documents", _document_body, {"name": "Renamed"}),
    Sample("/api/knowledge/document-permissions", _permission_body, {"permission": "write"}),
    Sample("/api/knowledge/document-links", _link_body, {"entityType": "client.Proposal"}),
]

# A restore is asked for a record that is not deleted: 404 for all. The permission names the Organizer alone, so that
# nobody else sees the document any more; the other documents name nobody and are all staff's.
MATRIX: dict[str, Row] = {
    "list_wiki_pages": (200, 200, 200, 200),
    "create_wiki_page": (201, 201, 201, 403),
    "get_wiki_page": (200, 200, 200, 404),
    "update_wiki_page": (200, 200, 200, 404),
    "delete_wiki_page": (204, 204, 403, 404),
    "restore_wiki_page": (404, 404, 404, 404),
    "list_wiki_page_versions": (200, 200, 200, 200),
    "get_wiki_page_version": (200, 200, 200, 404),
    "list_document_folders": (200, 200, 200, 200),
    "create_document_folder": (201, 201, 201, 403),
    "get_document_folder": (200, 200, 200, 404),
    "update_document_folder": (200, 200, 200, 404),
    "delete_document_folder": (204, 204, 403, 404),
    "list_documents": (200, 200, 200, 200),
    "create_document": (201, 201, 201, 403),
    "get_document": (200, 200, 200, 404),
    "update_document": (200, 200, 200, 404),
    "delete_document": (204, 204, 403, 404),
    "restore_document": (404, 404, 404, 404),
    "list_document_permissions": (200, 200, 200, 200),
    "create_document_permission": (201, 201, 403, 404),
    "get_document_permission": (200, 404, 404, 404),
    "update_document_permission": (200, 404, 404, 404),
    "delete_document_permission": (204, 404, 404, 404),
    "list_document_links": (200, 200, 200, 200),
    "create_document_link": (201, 201, 201, 404),
    "get_document_link": (200, 200, 200, 404),
    "update_document_link": (200, 200, 200, 404),
    "delete_document_link": (204, 204, 204, 404),
}
