"""What requests send: bodies of `POST` (`...Create`) and `PATCH` (`...Patch`, absent fields stay as they are)."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.communication.contracts import ChannelRole, ChannelType, LogType
from vistone.kernel.wire import Body, Document, Name

Content = Annotated[str, Meta(min_length=1, max_length=40_000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
People = Annotated[list[UUID], Meta(max_length=100)]
Url = Annotated[str, Meta(min_length=1, max_length=2000)]
FileType = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


class ChatChannelCreate(Body, frozen=True):
    """A new channel, which you own. `memberIds` are in it from the start: for a direct conversation the other person."""

    type: ChannelType
    name: Name | None = None
    team_id: UUID | None = None
    project_id: UUID | None = None
    is_private: bool = False
    member_ids: People = []


class ChatChannelPatch(Body, frozen=True):
    """Changes to a channel."""

    name: Name | None | UnsetType = UNSET
    is_private: bool | UnsetType = UNSET


class ChannelMemberCreate(Body, frozen=True):
    """A person joins a channel: you yourself, or somebody whom you may add. Without a role as a member."""

    channel_id: UUID
    user_id: UUID
    role: ChannelRole | None = None


class ChannelMemberPatch(Body, frozen=True):
    """Changes to a person's part in a channel."""

    role: ChannelRole | None | UnsetType = UNSET


class ChatMessageCreate(Body, frozen=True):
    """A new message. You are its sender; `senderId` may be left out and can be nobody else."""

    channel_id: UUID
    content: Content
    sender_id: UUID | None = None


class ChatMessagePatch(Body, frozen=True):
    """Changes to a message."""

    content: Content | UnsetType = UNSET


class MessageAttachmentCreate(Body, frozen=True):
    """Something goes with a message: `url` is an http(s) address or a path below /files/."""

    message_id: UUID
    url: Url
    file_type: FileType


class MessageAttachmentPatch(Body, frozen=True):
    """Changes to an attachment."""

    url: Url | UnsetType = UNSET
    file_type: FileType | UnsetType = UNSET


class CommunicationLogCreate(Body, frozen=True):
    """The record of a call, a meeting, a mail."""

    type: LogType
    details: Document
