"""Every SQL statement of the service: the collections and what they do not cover."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Select, Table, Text, Uuid, bindparam, func, null, select, update
from sqlalchemy.sql.dml import Update

from vistone.kernel import clock
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.filters import same, span
from vistone.kernel.rows import View
from vistone.knowledge import access
from vistone.knowledge.contracts import (
    Document,
    DocumentFolder,
    DocumentLink,
    DocumentPermission,
    Permission,
    WikiPage,
    WikiPageVersion,
)
from vistone.knowledge.tables import (
    document_folders,
    document_links,
    document_permissions,
    documents,
    wiki_page_versions,
    wiki_pages,
)

PAGE = View("wiki page", wiki_pages, WikiPage, abilities=access.of_page)
VERSION = View("version", wiki_page_versions, WikiPageVersion, abilities=access.of_version)
FOLDER = View("folder", document_folders, DocumentFolder, abilities=access.of_folder)
DOCUMENT = View(
    "document",
    documents,
    Document,
    abilities=access.of_document,
    computed={"restricted": access.RESTRICTED, "my_permission": access.MY_PERMISSION},
)
PERMISSION = View("permission", document_permissions, DocumentPermission, abilities=access.of_document_part)
LINK = View("link", document_links, DocumentLink, abilities=access.of_document_part)

PAGES = Collection(
    PAGE,
    resource="wiki",
    visible=access.staff_only,
    filters=[same("parent_id", nullable=True), span("updated_at")],
    sorts={"title": wiki_pages.c.title, "updatedAt": wiki_pages.c.updated_at},
    search=["title", "content"],
)

VERSIONS = Collection(
    VERSION,
    resource="wiki",
    visible=access.visible_versions,
    filters=[same("wiki_page_id"), same("version", int), same("created_by")],
    sorts={"version": wiki_page_versions.c.version},
)

FOLDERS = Collection(
    FOLDER,
    resource="documents",
    visible=access.staff_only,
    filters=[same("parent_id", nullable=True)],
    sorts={"name": document_folders.c.name, "updatedAt": document_folders.c.updated_at},
    search=["name"],
)

DOCUMENTS = Collection(
    DOCUMENT,
    resource="documents",
    visible=access.visible_documents,
    filters=[
        same("folder_id", nullable=True),
        same("project_id", nullable=True),
        same("created_by"),
        span("updated_at"),
    ],
    sorts={"name": documents.c.name, "updatedAt": documents.c.updated_at},
    search=["name"],
)

PERMISSIONS = Collection(
    PERMISSION,
    resource="documents",
    visible=access.visible_permissions,
    filters=[
        same("document_id"),
        same("user_id", nullable=True),
        same("role_id", nullable=True),
        same("permission", values=Permission),
    ],
)

LINKS = Collection(
    LINK,
    resource="documents",
    visible=access.visible_links,
    filters=[same("document_id"), same("entity_type", str), same("entity_id")],
)


@statement
def _lock_tree() -> Select[Any]:
    return select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("tree", type_=Text), 0)))


async def lock_tree(tx: WriteTx, tree: Table) -> None:
    """Lets one transaction at a time change what lies below what in a tree of the organization.

    Two moves at once could otherwise make a circle that neither of them sees. Comes before any lock on a row.
    """
    await tx.value(_lock_tree(), tree=f"{tree.fullname} {tx.scope.organization_id}")


@statement
def _ancestors(tree: Table) -> Select[Any]:
    start = (
        select(tree.c.id, tree.c.parent_id)
        .where(tree.c.organization_id == organization(), tree.c.id == bindparam("start", type_=Uuid))
        .cte("ancestors", recursive=True)
    )
    up = select(tree.c.id, tree.c.parent_id).where(
        tree.c.organization_id == organization(), tree.c.id == start.c.parent_id
    )
    return select(start.union(up).c.id)


async def ancestors(tx: ReadTx, tree: Table, id: UUID) -> set[UUID]:
    """The row, its parent, the parent's parent and so on."""
    return {row["id"] for row in await tx.all(_ancestors(tree), start=id)}


def _below_and_itself() -> Select[Any]:
    start = (
        select(wiki_pages.c.id)
        .where(wiki_pages.c.organization_id == organization(), wiki_pages.c.id == bindparam("page_id", type_=Uuid))
        .cte("subtree", recursive=True)
    )
    below = select(wiki_pages.c.id).where(
        wiki_pages.c.organization_id == organization(), wiki_pages.c.parent_id == start.c.id
    )
    return select(start.union(below).c.id)


@statement
def _set_deleted(*, restore: bool) -> Update:
    then = bindparam("then", type_=wiki_pages.c.deleted_at.type)
    values = {
        "deleted_at": null() if restore else then,
        "revision": wiki_pages.c.revision + 1,
        "updated_at": bindparam("now", type_=wiki_pages.c.updated_at.type),
    }
    return (
        update(wiki_pages)
        .where(
            wiki_pages.c.organization_id == organization(),
            wiki_pages.c.id.in_(_below_and_itself()),
            wiki_pages.c.deleted_at == then if restore else wiki_pages.c.deleted_at.is_(None),
        )
        .values(values)
        .returning(*PAGE.columns)
    )


async def set_deleted(tx: WriteTx, page_id: UUID, then: datetime, *, restore: bool = False) -> list[WikiPage]:
    """Deletes the page and those below it, softly, or restores those deleted at `then`; the pages as they now are."""
    rows = await tx.all(_set_deleted(restore=restore), page_id=page_id, then=then, now=clock.now())
    return [PAGE.of(tx.scope, row) for row in rows]


@statement
def _inside() -> Select[Any]:
    folder_id = bindparam("folder_id", type_=Uuid)
    folders = select(func.count()).where(
        document_folders.c.organization_id == organization(), document_folders.c.parent_id == folder_id
    )
    files = select(func.count()).where(
        documents.c.organization_id == organization(),
        documents.c.folder_id == folder_id,
        documents.c.deleted_at.is_(None),
    )
    return select(folders.scalar_subquery().label("folders"), files.scalar_subquery().label("documents"))


async def inside(tx: ReadTx, folder_id: UUID) -> tuple[int, int]:
    """How many folders and documents lie directly in a folder, whoever sees them; deleted documents do not count."""
    row: asyncpg.Record | None = await tx.one(_inside(), folder_id=folder_id)
    assert row is not None  # noqa: S101 -- a SELECT of two numbers answers one row
    return row["folders"], row["documents"]
