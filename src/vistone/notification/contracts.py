"""What others may see of notifications: the records as they go over the wire, and their closed sets."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record


class Channel(StrEnum):
    """A way to reach a person."""

    IN_APP = "in_app"
    EMAIL = "email"
    WEB_PUSH = "web_push"
    WEBHOOK = "webhook"
    CHAT = "chat"


class NotificationTemplate(Record, frozen=True):
    """What a kind of notification says, and through which channels it goes."""

    id: UUID
    organization_id: UUID
    name: str
    content: str
    channels: list[Channel]
    revision: int
    created_at: datetime
    updated_at: datetime


class NotificationPreference(Record, frozen=True):
    """What a person wants to be told, and how."""

    private = ("preferences",)

    id: UUID
    organization_id: UUID
    user_id: UUID
    preferences: dict[str, Any]
    revision: int
    created_at: datetime
    updated_at: datetime


class Notification(Record, frozen=True):
    """Something a person is told. `type` is the kind that a service declares, for example project.task.assigned."""

    private = ("content",)

    id: UUID
    organization_id: UUID
    user_id: UUID
    content: str
    is_read: bool
    type: str | None
    revision: int
    created_at: datetime


class MarkedRead(Struct, frozen=True):
    """How many notifications were unread before."""

    count: int
