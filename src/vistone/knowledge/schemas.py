"""What requests send: bodies of `POST` (`...Create`) and `PATCH` (`...Patch`, absent fields stay as they are)."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Link, Name, Prose, Title
from vistone.kernel.wire import Document as Json
from vistone.knowledge.contracts import Permission

EntityType = Annotated[
    str,
    Meta(
        max_length=100,
        pattern=r"^(auth|project|client|communication|knowledge|workforce|notification|monitoring|ai_engine)"
        r"\.([A-Z][a-z0-9]*)+(?!\s)$",
        description="The service and the model, for example project.Task.",
    ),
]


class WikiPageCreate(Body, frozen=True):
    """A new page, at the top or below another."""

    title: Title
    content: Prose | None = None
    parent_id: UUID | None = None


class WikiPagePatch(Body, frozen=True):
    """Changes to a page; a new title or content makes a new version."""

    title: Title | UnsetType = UNSET
    content: Prose | UnsetType | None = UNSET
    parent_id: UUID | UnsetType | None = UNSET


class DocumentFolderCreate(Body, frozen=True):
    """A new folder, at the top or in another."""

    name: Name
    parent_id: UUID | None = None


class DocumentFolderPatch(Body, frozen=True):
    """Changes to a folder."""

    name: Name | UnsetType = UNSET
    parent_id: UUID | UnsetType | None = UNSET


class DocumentCreate(Body, frozen=True):
    """A new document."""

    name: Name
    url: Link
    folder_id: UUID | None = None
    project_id: UUID | None = None
    metadata: Json | None = None


class DocumentPatch(Body, frozen=True):
    """Changes to a document; another address makes a new version, another project takes the right to manage it."""

    name: Name | UnsetType = UNSET
    url: Link | UnsetType = UNSET
    folder_id: UUID | UnsetType | None = UNSET
    project_id: UUID | UnsetType | None = UNSET
    metadata: Json | UnsetType | None = UNSET


class DocumentPermissionCreate(Body, frozen=True):
    """Names a person or a role, exactly one of the two, on a document."""

    document_id: UUID
    permission: Permission
    user_id: UUID | None = None
    role_id: UUID | None = None


class DocumentPermissionPatch(Body, frozen=True):
    """Changes what the one named may do."""

    permission: Permission | UnsetType = UNSET


class DocumentLinkCreate(Body, frozen=True):
    """Ties a document to a record."""

    document_id: UUID
    entity_type: EntityType
    entity_id: UUID


class DocumentLinkPatch(Body, frozen=True):
    """Ties a document to another record instead."""

    entity_type: EntityType | UnsetType = UNSET
    entity_id: UUID | UnsetType = UNSET
