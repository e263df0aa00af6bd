"""Every write of the service: check, change, publish."""

from uuid import UUID

from msgspec import UnsetType

from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.notification import queries
from vistone.notification.contracts import (
    Channel,
    MarkedRead,
    Notification,
    NotificationPreference,
    NotificationTemplate,
)
from vistone.notification.events import (
    NotificationCreated,
    NotificationDeleted,
    NotificationPreferenceCreated,
    NotificationPreferenceDeleted,
    NotificationPreferenceUpdated,
    NotificationTemplateCreated,
    NotificationTemplateDeleted,
    NotificationTemplateUpdated,
    NotificationUpdated,
)
from vistone.notification.queries import NOTIFICATION, NOTIFICATIONS, PREFERENCE, PREFERENCES, TEMPLATE, TEMPLATES
from vistone.notification.schemas import (
    NotificationCreate,
    NotificationPatch,
    NotificationPreferenceCreate,
    NotificationPreferencePatch,
    NotificationTemplateCreate,
    NotificationTemplatePatch,
)


async def create_template(tx: WriteTx, data: NotificationTemplateCreate) -> NotificationTemplate:
    """A new template."""
    tx.scope.require("settings", "create")
    _check_channels(data.channels)
    template = await add(tx, TEMPLATE, given(data))
    await publish(tx, NotificationTemplateCreated(record=template))
    return template


async def update_template(
    tx: WriteTx, id: UUID, data: NotificationTemplatePatch, if_match: int | None
) -> NotificationTemplate:
    """Changes a template."""
    old = await TEMPLATES.hold(tx, id, "update")
    _check_channels(data.channels)
    new = await change(tx, TEMPLATE, id, given(data), if_match=if_match)
    await publish(tx, NotificationTemplateUpdated.of(old, new))
    return new


def _check_channels(channels: list[Channel] | UnsetType) -> None:
    if not isinstance(channels, UnsetType) and len(set(channels)) != len(channels):
        raise Invalid("channels", "Name each channel once.")


async def delete_template(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a template."""
    template = await TEMPLATES.hold(tx, id, "delete")
    await remove(tx, TEMPLATE, id, if_match=if_match)
    await publish(tx, NotificationTemplateDeleted(record=template))


async def create_preference(tx: WriteTx, data: NotificationPreferenceCreate) -> NotificationPreference:
    """One's own preferences. Conflict when there are some already: change those."""
    tx.scope.require("notifications", "read")
    if data.user_id != tx.scope.user_id:
        raise Invalid("userId", "Preferences are personal: give your own id.")
    preference = await add(tx, PREFERENCE, given(data))
    await publish(tx, NotificationPreferenceCreated(record=preference))
    return preference


async def update_preference(
    tx: WriteTx, id: UUID, data: NotificationPreferencePatch, if_match: int | None
) -> NotificationPreference:
    """Replaces one's own preferences."""
    old = await PREFERENCES.hold(tx, id, "update")
    new = await change(tx, PREFERENCE, id, given(data), if_match=if_match)
    await publish(tx, NotificationPreferenceUpdated.of(old, new))
    return new


async def delete_preference(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes one's own preferences back to what they are without any."""
    preference = await PREFERENCES.hold(tx, id, "delete")
    await remove(tx, PREFERENCE, id, if_match=if_match)
    await publish(tx, NotificationPreferenceDeleted(record=preference))


async def create_notification(tx: WriteTx, data: NotificationCreate) -> Notification:
    """Tells oneself something; telling another takes `notifications:create`.

    The person is not looked up, this service knows none: what is told to a stranger is never seen by anybody.
    """
    tx.scope.require("notifications", "read" if data.user_id == tx.scope.user_id else "create")
    notification = await add(tx, NOTIFICATION, given(data))
    await publish(tx, NotificationCreated(record=notification))
    return notification


async def update_notification(tx: WriteTx, id: UUID, data: NotificationPatch, if_match: int | None) -> Notification:
    """Marks one's own notification as read or as unread."""
    old = await NOTIFICATIONS.hold(tx, id, "update")
    new = await change(tx, NOTIFICATION, id, given(data), if_match=if_match)
    await publish(tx, NotificationUpdated.of(old, new))
    return new


async def delete_notification(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Throws one's own notification away."""
    notification = await NOTIFICATIONS.hold(tx, id, "delete")
    await remove(tx, NOTIFICATION, id, if_match=if_match)
    await publish(tx, NotificationDeleted(record=notification))


async def mark_all_read(tx: WriteTx) -> MarkedRead:
    """Marks all of one's own notifications as read."""
    tx.scope.require("notifications", "read")
    marked = await queries.mark_all_read(tx)
    if marked:
        await publish(tx, *(NotificationUpdated(record=one, before={"isRead": False}) for one in marked))
    return MarkedRead(len(marked))
