"""What others may see of talk: the records as they go over the wire, and the closed sets of their values."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from vistone.kernel.rows import Record


class ChannelType(StrEnum):
    """Whom a channel is for: all staff, a team, a project's staff, a project's staff and its client, or its members."""

    ORGANIZATION = "organization"
    TEAM = "team"
    PROJECT = "project"
    CLIENT = "client"
    GROUP = "group"
    DIRECT = "direct"


class ChannelRole(StrEnum):
    """What a person is in a channel."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"


class LogType(StrEnum):
    """What kind of talk was recorded."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    NOTE = "note"
    MESSAGE = "message"


class ChatChannel(Record, frozen=True):
    """A place to talk. Groups, direct conversations and what is private are seen by their members alone."""

    private = ("name",)

    id: UUID
    organization_id: UUID
    name: str | None
    type: ChannelType
    team_id: UUID | None
    project_id: UUID | None
    is_private: bool
    revision: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class ChannelMember(Record, frozen=True):
    """A person's part in a channel."""

    id: UUID
    organization_id: UUID
    channel_id: UUID
    user_id: UUID
    role: ChannelRole | None
    revision: int
    created_at: datetime
    updated_at: datetime


class ChatMessage(Record, frozen=True):
    """What somebody said in a channel. `content` is Markdown; `@[Name](user:<id>)` in it mentions a person."""

    private = ("content", "ai_flags")

    id: UUID
    organization_id: UUID
    channel_id: UUID
    sender_id: UUID
    content: str
    ai_flags: dict[str, Any] | None
    revision: int
    created_at: datetime
    updated_at: datetime


class MessageMention(Record, frozen=True):
    """A person who is mentioned in a message."""

    id: UUID
    organization_id: UUID
    channel_id: UUID
    message_id: UUID
    user_id: UUID
    revision: int
    created_at: datetime


class MessageAttachment(Record, frozen=True):
    """Something that goes with a message: an address on the web, or the path of a file kept here."""

    private = ("url", "file_type")

    id: UUID
    organization_id: UUID
    channel_id: UUID
    message_id: UUID
    url: str
    file_type: str
    revision: int
    created_at: datetime


class CommunicationLog(Record, frozen=True):
    """The record of talk that happened elsewhere. `authorId` wrote it down."""

    id: UUID
    organization_id: UUID
    author_id: UUID
    type: LogType
    details: dict[str, Any]
    revision: int
    created_at: datetime
