"""Every SQL statement of the service: the collections and what they do not cover."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, delete, func, select
from sqlalchemy.sql.dml import ReturningDelete

from vistone.communication import access
from vistone.communication.contracts import (
    ChannelMember,
    ChannelRole,
    ChannelType,
    ChatChannel,
    ChatMessage,
    CommunicationLog,
    LogType,
    MessageAttachment,
    MessageMention,
)
from vistone.communication.tables import (
    channel_members,
    chat_channels,
    chat_messages,
    communication_logs,
    message_attachments,
    message_mentions,
)
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.filters import same, span
from vistone.kernel.rows import View

CHANNEL = View("channel", chat_channels, ChatChannel, abilities=access.of_channel)
MEMBER = View("channel member", channel_members, ChannelMember, abilities=access.of_member)
MESSAGE = View("message", chat_messages, ChatMessage, abilities=access.of_message)
MENTION = View("mention", message_mentions, MessageMention, abilities=access.of_mention)
ATTACHMENT = View("attachment", message_attachments, MessageAttachment, abilities=access.of_message)
LOG = View("log entry", communication_logs, CommunicationLog, abilities=access.of_log)

# Read beside the record and not part of it: the abilities depend on what one is in the channel.
CHANNEL.columns.append(access.my_role(chat_channels.c.id).label("my_role"))
for view in (MEMBER, MESSAGE, ATTACHMENT):
    view.columns.append(access.my_role(view.table.c.channel_id).label("my_role"))
    view.columns.append(access.channel_type(view.table.c.channel_id).label("channel_type"))
_SENDER = select(chat_messages.c.sender_id).where(
    chat_messages.c.organization_id == organization(),
    chat_messages.c.id == access.of_the_row(message_attachments.c.message_id),
)
ATTACHMENT.columns.append(_SENDER.scalar_subquery().label("sender_id"))

CHANNELS = Collection(
    CHANNEL,
    resource="channels",
    visible=access.visible_channels,
    filters=[
        same("type", values=ChannelType),
        same("team_id", nullable=True),
        same("project_id", nullable=True),
        same("is_private", bool),
    ],
    sorts={"name": chat_channels.c.name, "updatedAt": chat_channels.c.updated_at},
    search=["name"],
)

MEMBERS = Collection(
    MEMBER,
    resource="channels",
    visible=lambda role: access.in_visible_channel(channel_members.c.channel_id, role),
    filters=[same("channel_id"), same("user_id"), same("role", values=ChannelRole, nullable=True)],
)

MESSAGES = Collection(
    MESSAGE,
    resource="channels",
    visible=lambda role: access.in_visible_channel(chat_messages.c.channel_id, role),
    filters=[same("channel_id"), same("sender_id"), span("created_at")],
    search=["content"],
)

MENTIONS = Collection(
    MENTION,
    resource="channels",
    visible=lambda role: access.in_visible_channel(message_mentions.c.channel_id, role),
    filters=[same("channel_id"), same("message_id"), same("user_id")],
)

ATTACHMENTS = Collection(
    ATTACHMENT,
    resource="channels",
    visible=lambda role: access.in_visible_channel(message_attachments.c.channel_id, role),
    filters=[same("channel_id"), same("message_id"), same("file_type", str)],
)

LOGS = Collection(
    LOG,
    resource="channels",
    visible=access.visible_logs,
    filters=[same("type", values=LogType), same("author_id"), span("created_at")],
)


@statement
def _members() -> Select[int, int]:
    return select(func.count(), func.count().filter(channel_members.c.role == ChannelRole.OWNER)).where(
        channel_members.c.organization_id == organization(),
        channel_members.c.channel_id == bindparam("channel_id", type_=Uuid),
    )


async def count_members(tx: ReadTx, channel_id: UUID) -> tuple[int, int]:
    """How many members a channel has, and how many of them own it."""
    row = await tx.one(_members(), channel_id=channel_id)
    assert row is not None  # noqa: S101 -- a count always answers one row
    return row[0], row[1]


@statement
def _take_out() -> ReturningDelete[Any]:
    return (
        delete(channel_members)
        .where(
            channel_members.c.organization_id == organization(),
            channel_members.c.user_id == bindparam("user_id", type_=Uuid),
        )
        .returning(*MEMBER.columns)
    )


async def take_out(tx: WriteTx, user_id: UUID) -> list[ChannelMember]:
    """Takes a person out of every channel; what they were in them."""
    return [MEMBER.of(tx.scope, row) for row in await tx.all(_take_out(), user_id=user_id)]


@statement
def _mentions_of() -> Select[Any]:
    return MENTION.select(message_mentions.c.message_id == bindparam("message_id", type_=Uuid))


async def mentions_of(tx: ReadTx, message_id: UUID) -> list[MessageMention]:
    """Who is mentioned in a message."""
    return [MENTION.of(tx.scope, row) for row in await tx.all(_mentions_of(), message_id=message_id)]
