"""The service over HTTP: decode, call, return."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.notification import actions, queries
from vistone.notification.contracts import MarkedRead, Notification, NotificationPreference, NotificationTemplate
from vistone.notification.schemas import (
    NotificationCreate,
    NotificationPatch,
    NotificationPreferenceCreate,
    NotificationPreferencePatch,
    NotificationTemplateCreate,
    NotificationTemplatePatch,
)


class NotificationTemplateController(Controller):
    """Templates of what people are told."""

    path = "/api/notification/notification-templates"
    tags = ("notification",)

    @get(opt=lists(queries.TEMPLATES))
    async def list_notification_templates(self, call: Call) -> Page[NotificationTemplate]:
        """Notification templates that you may see."""
        return await call.page(queries.TEMPLATES)

    @post()
    async def create_notification_template(
        self, call: Call, data: JSONBody[NotificationTemplateCreate]
    ) -> NotificationTemplate:
        """Adds a notification template."""
        return await call.write(actions.create_template, data)

    @get("/{id:uuid}")
    async def get_notification_template(self, call: Call, id: FromPath[UUID]) -> NotificationTemplate:
        """One notification template."""
        return await call.get(queries.TEMPLATES, id)

    @patch("/{id:uuid}")
    async def update_notification_template(
        self, call: Call, id: FromPath[UUID], data: JSONBody[NotificationTemplatePatch]
    ) -> NotificationTemplate:
        """Changes a notification template; fields left out stay as they are."""
        return await call.write(actions.update_template, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_notification_template(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a notification template."""
        await call.write(actions.delete_template, id, call.if_match)


class NotificationPreferenceController(Controller):
    """What one wants to be told."""

    path = "/api/notification/notification-preferences"
    tags = ("notification",)

    @get(opt=lists(queries.PREFERENCES))
    async def list_notification_preferences(self, call: Call) -> Page[NotificationPreference]:
        """Notification preferences that you may see."""
        return await call.page(queries.PREFERENCES)

    @post()
    async def create_notification_preference(
        self, call: Call, data: JSONBody[NotificationPreferenceCreate]
    ) -> NotificationPreference:
        """Adds a notification preference."""
        return await call.write(actions.create_preference, data)

    @get("/{id:uuid}")
    async def get_notification_preference(self, call: Call, id: FromPath[UUID]) -> NotificationPreference:
        """One notification preference."""
        return await call.get(queries.PREFERENCES, id)

    @patch("/{id:uuid}")
    async def update_notification_preference(
        self, call: Call, id: FromPath[UUID], data: JSONBody[NotificationPreferencePatch]
    ) -> NotificationPreference:
        """Changes a notification preference; fields left out stay as they are."""
        return await call.write(actions.update_preference, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_notification_preference(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a notification preference."""
        await call.write(actions.delete_preference, id, call.if_match)


class NotificationController(Controller):
    """What one was told."""

    path = "/api/notification/notifications"
    tags = ("notification",)

    @get(opt=lists(queries.NOTIFICATIONS))
    async def list_notifications(self, call: Call) -> Page[Notification]:
        """Notifications that you may see."""
        return await call.page(queries.NOTIFICATIONS)

    @post()
    async def create_notification(self, call: Call, data: JSONBody[NotificationCreate]) -> Notification:
        """Adds a notification."""
        return await call.write(actions.create_notification, data)

    @get("/{id:uuid}")
    async def get_notification(self, call: Call, id: FromPath[UUID]) -> Notification:
        """One notification."""
        return await call.get(queries.NOTIFICATIONS, id)

    @patch("/{id:uuid}")
    async def update_notification(
        self, call: Call, id: FromPath[UUID], data: JSONBody[NotificationPatch]
    ) -> Notification:
        """Changes a notification; fields left out stay as they are."""
        return await call.write(actions.update_notification, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_notification(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a notification."""
        await call.write(actions.delete_notification, id, call.if_match)

    @post("/mark-all-read", status_code=200)
    async def mark_all_read(self, call: Call) -> MarkedRead:
        """Marks all of your notifications as read."""
        return await call.write(actions.mark_all_read)
