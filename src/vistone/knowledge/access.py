"""Who may: which rows a role sees, as SQL, and what a scope may do with a row.

The wiki and the folders are the staff's: Clients see nothing of them. A document is seen

- by Organizers, always;
- by the person whom one of its permissions names, wherever it lies;
- by those who see its project (or by all, when it has none), if they are its creator, or a permission names their
  role, or, for staff alone, when it has no permissions at all.
"""

import asyncpg
from sqlalchemy import ColumnElement, and_, case, exists, or_, select, true

from vistone.kernel.db import claim, me, organization
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope
from vistone.knowledge.contracts import Permission
from vistone.knowledge.tables import document_links, document_permissions, documents, wiki_page_versions, wiki_pages

WIKI, DOCUMENTS = "wiki", "documents"

_grants = document_permissions.alias("grants")
_of_this_document = and_(_grants.c.organization_id == organization(), _grants.c.document_id == documents.c.id)
_in_reach = or_(documents.c.project_id.is_(None), documents.c.project_id == claim("projects").any_())
_names_me = _grants.c.user_id == me()
_names_my_role = and_(_grants.c.role_id == claim("roles").any_(), _in_reach)

RESTRICTED: ColumnElement[bool] = exists().where(_of_this_document)
"""Whether only those named see the document."""

MY_PERMISSION = (
    select(_grants.c.permission)
    .where(_of_this_document, or_(_names_me, _names_my_role))
    .order_by(case({level.value: rank for rank, level in enumerate(Permission)}, value=_grants.c.permission).desc())
    .limit(1)
    .scalar_subquery()
)
"""The most that the document's permissions give the person."""


def staff_only(role: str) -> ColumnElement[bool] | None:
    """Nothing for Clients, all of the organization for everybody else."""
    return ~true() if role == RoleName.CLIENT else None


def visible_versions(role: str) -> ColumnElement[bool]:
    """The versions of the pages that are there and that the role sees."""
    seen = staff_only(role)
    return exists().where(
        wiki_pages.c.organization_id == organization(),
        wiki_pages.c.id == wiki_page_versions.c.wiki_page_id,
        wiki_pages.c.deleted_at.is_(None),
        true() if seen is None else seen,
    )


def visible_documents(role: str) -> ColumnElement[bool] | None:
    """The documents that the role sees, see the module."""
    if role == RoleName.ORGANIZER:
        return None
    named = exists().where(_of_this_document, or_(_names_me, _names_my_role))
    if role == RoleName.CLIENT:
        return named
    return or_(named, and_(_in_reach, or_(documents.c.created_by == me(), ~RESTRICTED)))


def in_visible_document(document_id: ColumnElement[object], role: str) -> ColumnElement[bool]:
    """Rows of a document that is there and that the role sees."""
    seen = visible_documents(role)
    return exists().where(
        documents.c.organization_id == organization(),
        documents.c.id == document_id,
        documents.c.deleted_at.is_(None),
        true() if seen is None else seen,
    )


def visible_permissions(role: str) -> ColumnElement[bool]:
    """The permissions of the documents that the role sees; a Client sees those that name them, not who else is."""
    seen = in_visible_document(document_permissions.c.document_id, role)
    return and_(seen, document_permissions.c.user_id == me()) if role == RoleName.CLIENT else seen


def visible_links(role: str) -> ColumnElement[bool]:
    """The links of the documents that the role sees; for staff alone, they tell of what a Client may not see."""
    return ~true() if role == RoleName.CLIENT else in_visible_document(document_links.c.document_id, role)


def of_page(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a page that it sees."""
    return allowed(scope.permissions, WIKI, "update", "delete")


def of_version(_: Scope, __: asyncpg.Record) -> Abilities:
    """A version is only looked at."""
    return ()


def of_folder(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a folder that it sees."""
    return allowed(scope.permissions, DOCUMENTS, "update", "delete")


def of_document(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with a document that it sees: what its role may at all, and the document's permissions give.

    `manage` is the right to say who else sees it, and in which project it lies.
    """
    level = _level(scope, row)
    rights = []
    if level in {Permission.WRITE, Permission.MANAGE} and scope.may(DOCUMENTS, "update"):
        rights.append("update")
    if level == Permission.MANAGE and scope.may(DOCUMENTS, "delete"):
        rights.append("delete")
    if level == Permission.MANAGE and scope.may(DOCUMENTS, "update"):
        rights.append("manage")
    return tuple(rights)


def _level(scope: Scope, row: asyncpg.Record) -> str | None:
    """Organizers and the creator manage; on a document without permissions so does who may delete any document."""
    if scope.role == RoleName.ORGANIZER or row["created_by"] == scope.user_id:
        return Permission.MANAGE
    if row["restricted"]:
        level: str | None = row["my_permission"]
        return level
    return Permission.MANAGE if scope.may(DOCUMENTS, "delete") else Permission.WRITE


def of_document_part(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a permission or a link; the action also asks for the right on the document itself."""
    return ("update", "delete") if scope.may(DOCUMENTS, "update") else ()
