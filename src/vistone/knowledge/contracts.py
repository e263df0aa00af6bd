"""What others may see of the wiki and of documents: the records as they go over the wire, and their closed sets."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from vistone.kernel.rows import Record


class Permission(StrEnum):
    """What somebody who is named on a document may do with it, from least to most; each includes those before it."""

    READ = "read"
    COMMENT = "comment"
    WRITE = "write"
    MANAGE = "manage"


class WikiPage(Record, frozen=True):
    """A page of the wiki. `version` is the number of its newest WikiPageVersion."""

    id: UUID
    organization_id: UUID
    title: str
    content: str | None
    parent_id: UUID | None
    version: int
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class WikiPageVersion(Record, frozen=True):
    """A page as it was from one change of its title or content to the next, and who made that change."""

    id: UUID
    organization_id: UUID
    wiki_page_id: UUID
    title: str
    content: str
    version: int
    created_by: UUID
    revision: int
    created_at: datetime


class DocumentFolder(Record, frozen=True):
    """A folder of documents and further folders."""

    id: UUID
    organization_id: UUID
    name: str
    parent_id: UUID | None
    revision: int
    created_at: datetime
    updated_at: datetime


class Document(Record, frozen=True):
    """A file or an address with a name. `version` counts the addresses it has had.

    `restricted` says that only those named in its permissions see it, besides its creator and Organizers;
    `my_permission` is the most that the asker is named for, null when they are not named.
    """

    id: UUID
    organization_id: UUID
    folder_id: UUID | None
    project_id: UUID | None
    name: str
    url: str
    version: int
    metadata: dict[str, Any] | None
    created_by: UUID
    restricted: bool
    my_permission: Permission | None
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class DocumentPermission(Record, frozen=True):
    """What one person, or everybody of one role, may do with a document."""

    id: UUID
    organization_id: UUID
    document_id: UUID
    user_id: UUID | None
    role_id: UUID | None
    permission: Permission
    revision: int
    created_at: datetime
    updated_at: datetime


class DocumentLink(Record, frozen=True):
    """A document's tie to a record of any service; `entity_type` is `<schema>.<Model>`, for example project.Task."""

    id: UUID
    organization_id: UUID
    document_id: UUID
    entity_type: str
    entity_id: UUID
    revision: int
    created_at: datetime
    updated_at: datetime
