"""What requests send: bodies of `POST` (`...Create`) and `PATCH` (`...Patch`, absent fields stay as they are)."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Document, Name, Prose
from vistone.notification.contracts import Channel

Channels = Annotated[list[Channel], Meta(min_length=1, max_length=len(Channel))]
Kind = Annotated[
    str,
    Meta(
        max_length=100,
        pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+(?!\s)$",
        description="The kind as its service declares it, for example project.task.assigned.",
    ),
]


class NotificationTemplateCreate(Body, frozen=True):
    """A new template; its name is unique in the organization."""

    name: Name
    content: Prose
    channels: Channels


class NotificationTemplatePatch(Body, frozen=True):
    """Changes to a template."""

    name: Name | UnsetType = UNSET
    content: Prose | UnsetType = UNSET
    channels: Channels | UnsetType = UNSET


class NotificationPreferenceCreate(Body, frozen=True):
    """One's own preferences, once for each organization."""

    user_id: UUID
    preferences: Document


class NotificationPreferencePatch(Body, frozen=True):
    """Changes to one's own preferences; they are replaced as a whole."""

    preferences: Document | UnsetType = UNSET


class NotificationCreate(Body, frozen=True):
    """Something to tell oneself or, with the permission, another."""

    user_id: UUID
    content: Prose
    type: Kind | None = None


class NotificationPatch(Body, frozen=True):
    """Marks a notification as read or as unread."""

    is_read: bool | UnsetType = UNSET
