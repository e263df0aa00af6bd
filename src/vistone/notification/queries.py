"""Every SQL statement of the service: the collections and what they do not cover."""

from sqlalchemy import true, update
from sqlalchemy.sql.dml import Update

from vistone.kernel.collection import Collection
from vistone.kernel.db import WriteTx, me, statement
from vistone.kernel.filters import same, span
from vistone.kernel.rows import View
from vistone.notification import access
from vistone.notification.contracts import Notification, NotificationPreference, NotificationTemplate
from vistone.notification.tables import notification_preferences, notification_templates, notifications

TEMPLATE = View("notification template", notification_templates, NotificationTemplate, abilities=access.of_template)
PREFERENCE = View(
    "notification preference", notification_preferences, NotificationPreference, abilities=access.of_personal
)
NOTIFICATION = View("notification", notifications, Notification, abilities=access.of_personal)

TEMPLATES = Collection(
    TEMPLATE,
    resource="settings",
    visible=access.visible_templates,
    filters=[same("name", str)],
    sorts={"name": notification_templates.c.name, "updatedAt": notification_templates.c.updated_at},
    search=["name", "content"],
)

PREFERENCES = Collection(PREFERENCE, resource="notifications", visible=access.my_preferences, filters=[same("user_id")])

NOTIFICATIONS = Collection(
    NOTIFICATION,
    resource="notifications",
    visible=access.my_notifications,
    filters=[same("user_id"), same("is_read", bool), same("type", str, nullable=True), span("created_at")],
)


@statement
def _mark_all_read() -> Update:
    return (
        update(notifications)
        .where(*NOTIFICATION.here(), notifications.c.user_id == me(), notifications.c.is_read.is_(False))
        .values(is_read=true(), revision=notifications.c.revision + 1)
        .returning(*NOTIFICATION.columns)
    )


async def mark_all_read(tx: WriteTx) -> list[Notification]:
    """Marks everything that the person was told as read; the notifications that were not."""
    return [NOTIFICATION.of(tx.scope, row) for row in await tx.all(_mark_all_read())]
