"""What happens to the wiki and to documents.

Pages and folders are everybody's of the staff. A document may be seen by few: only those who follow it hear of it, its
creator, and who is named on it.
"""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.knowledge.contracts import Document, DocumentFolder, DocumentLink, DocumentPermission, WikiPage


class WikiPageCreated(Created[WikiPage], frozen=True):
    """A wiki page was added."""

    topics = ("organization",)


class WikiPageUpdated(Updated[WikiPage], frozen=True):
    """A wiki page was changed."""

    topics = ("organization",)


class WikiPageDeleted(Deleted[WikiPage], frozen=True):
    """A wiki page was taken away."""

    topics = ("organization",)


class DocumentFolderCreated(Created[DocumentFolder], frozen=True):
    """A folder was added."""

    topics = ("organization",)


class DocumentFolderUpdated(Updated[DocumentFolder], frozen=True):
    """A folder was changed."""

    topics = ("organization",)


class DocumentFolderDeleted(Deleted[DocumentFolder], frozen=True):
    """A folder was taken away."""

    topics = ("organization",)


class DocumentCreated(Created[Document], frozen=True):
    """A document was added."""

    topics = ("document:{id}", "user:{created_by}")


class DocumentUpdated(Updated[Document], frozen=True):
    """A document was changed."""

    topics = ("document:{id}", "user:{created_by}")


class DocumentDeleted(Deleted[Document], frozen=True):
    """A document was taken away."""

    topics = ("document:{id}", "user:{created_by}")


class DocumentPermissionCreated(Created[DocumentPermission], frozen=True):
    """A right on a document was added."""

    topics = ("document:{document_id}", "user:{user_id}")


class DocumentPermissionUpdated(Updated[DocumentPermission], frozen=True):
    """A right on a document was changed."""

    topics = ("document:{document_id}", "user:{user_id}")


class DocumentPermissionDeleted(Deleted[DocumentPermission], frozen=True):
    """A right on a document was taken away."""

    topics = ("document:{document_id}", "user:{user_id}")


class DocumentLinkCreated(Created[DocumentLink], frozen=True):
    """A document's link was added."""

    topics = ("document:{document_id}",)


class DocumentLinkUpdated(Updated[DocumentLink], frozen=True):
    """A document's link was changed."""

    topics = ("document:{document_id}",)


class DocumentLinkDeleted(Deleted[DocumentLink], frozen=True):
    """A document's link was taken away."""

    topics = ("document:{document_id}",)
