"""What the service declares."""

from vistone.kernel.events import events_in
from vistone.kernel.service import Service
from vistone.notification import events, topics
from vistone.notification.http import (
    NotificationController,
    NotificationPreferenceController,
    NotificationTemplateController,
)
from vistone.notification.tables import metadata

service = Service(
    name="notification",
    metadata=metadata,
    events=events_in(events),
    controllers=(NotificationTemplateController, NotificationPreferenceController, NotificationController),
    topics={"notification-templates": topics.templates},
)
