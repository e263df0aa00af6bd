"""What the service declares."""

from vistone.auth import api as people
from vistone.kernel.events import events_in
from vistone.kernel.service import Service
from vistone.knowledge import events, topics
from vistone.knowledge.http.documents import (
    DocumentController,
    DocumentFolderController,
    DocumentLinkController,
    DocumentPermissionController,
)
from vistone.knowledge.http.wiki import WikiPageController, WikiPageVersionController
from vistone.knowledge.tables import metadata

service = Service(
    name="knowledge",
    metadata=metadata,
    events=events_in(events),
    controllers=(
        WikiPageController,
        WikiPageVersionController,
        DocumentFolderController,
        DocumentController,
        DocumentPermissionController,
        DocumentLinkController,
    ),
    topics={"document": topics.document},
    unsettles=(events.DocumentDeleted, events.DocumentPermissionUpdated, events.DocumentPermissionDeleted),
    claims={"roles": people.my_roles},
)
