"""Writes to messages and to what goes with them."""

from urllib.parse import unquote, urlsplit
from uuid import UUID

from vistone.auth import api as people
from vistone.communication import queries
from vistone.communication.contracts import ChatMessage, MessageAttachment, MessageMention
from vistone.communication.events import (
    ChatMessageCreated,
    ChatMessageDeleted,
    ChatMessageUpdated,
    MessageAttachmentCreated,
    MessageAttachmentDeleted,
    MessageAttachmentUpdated,
    MessageMentionCreated,
    MessageMentionDeleted,
)
from vistone.communication.mentions import mentioned
from vistone.communication.queries import ATTACHMENT, ATTACHMENTS, CHANNELS, MENTION, MESSAGE, MESSAGES
from vistone.communication.schemas import (
    ChatMessageCreate,
    ChatMessagePatch,
    MessageAttachmentCreate,
    MessageAttachmentPatch,
)
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove

MAX_MENTIONS = 50


async def send(tx: WriteTx, data: ChatMessageCreate) -> ChatMessage:
    """The caller says something in a channel."""
    await CHANNELS.get(tx, data.channel_id, "talk")
    if data.sender_id not in {None, tx.scope.user_id}:
        raise Invalid("senderId", "You send messages as yourself.")
    message = await add(tx, MESSAGE, {**given(data), "sender_id": tx.scope.user_id})
    await publish(tx, ChatMessageCreated(record=message))
    await _keep_mentions(tx, message, [])
    return message


async def edit(tx: WriteTx, id: UUID, data: ChatMessagePatch, if_match: int | None) -> ChatMessage:
    """The sender changes a message, and with it whom it mentions."""
    old = await MESSAGES.hold(tx, id, "update")
    new = await change(tx, MESSAGE, id, given(data), if_match=if_match)
    await publish(tx, ChatMessageUpdated.of(old, new))
    await _keep_mentions(tx, new, await queries.mentions_of(tx, id))
    return new


async def delete_message(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes a message away for good."""
    message = await MESSAGES.hold(tx, id, "delete")
    await remove(tx, MESSAGE, id, if_match=if_match)
    await publish(tx, ChatMessageDeleted(record=message))


async def _keep_mentions(tx: WriteTx, message: ChatMessage, known: list[MessageMention]) -> None:
    """Makes the mentions those of the text. Invalid when it newly names somebody who is not in the organization."""
    wanted = mentioned(message.content)
    if len(wanted) > MAX_MENTIONS:
        raise Invalid("content", f"A message mentions up to {MAX_MENTIONS} people; this one {len(wanted)}.")
    news: list[MessageMentionCreated | MessageMentionDeleted] = []
    for mention in known:
        if mention.user_id not in wanted:
            await remove(tx, MENTION, mention.id)
            news.append(MessageMentionDeleted(record=mention))
    for user_id in set(wanted) - {mention.user_id for mention in known}:
        await people.check_member(tx, user_id, field="content")
        values = {"channel_id": message.channel_id, "message_id": message.id, "user_id": user_id}
        news.append(MessageMentionCreated(record=await add(tx, MENTION, values)))
    if news:
        await publish(tx, *news)


async def attach(tx: WriteTx, data: MessageAttachmentCreate) -> MessageAttachment:
    """The sender of a message attaches something to it."""
    message = await MESSAGES.get(tx, data.message_id, "update")
    _check_url(data.url)
    attachment = await add(tx, ATTACHMENT, {**given(data), "channel_id": message.channel_id})
    await publish(tx, MessageAttachmentCreated(record=attachment))
    return attachment


async def update_attachment(
    tx: WriteTx, id: UUID, data: MessageAttachmentPatch, if_match: int | None
) -> MessageAttachment:
    """The sender changes an attachment."""
    old = await ATTACHMENTS.hold(tx, id, "update")
    changes = given(data)
    if "url" in changes:
        _check_url(changes["url"])
    new = await change(tx, ATTACHMENT, id, changes, if_match=if_match)
    await publish(tx, MessageAttachmentUpdated.of(old, new))
    return new


async def detach(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes an attachment: its sender, or who may take the message away."""
    attachment = await ATTACHMENTS.hold(tx, id, "delete")
    await remove(tx, ATTACHMENT, id, if_match=if_match)
    await publish(tx, MessageAttachmentDeleted(record=attachment))


def _check_url(url: str) -> None:
    if not (_is_web_address(url) or _is_file_here(url)):
        raise Invalid("url", "Give an http or https address, or a path that begins with /files/.")


def _is_plain(url: str) -> bool:
    """Nothing that a browser reads as another address than the one shown: others will click on it."""
    return url.isascii() and url.isprintable() and not set(url) & set(' \\"<>^`{|}')


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return _is_plain(url) and parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # brackets that hold no address
        return False


def _is_file_here(url: str) -> bool:
    return _is_plain(url) and url.startswith("/files/") and ".." not in unquote(url)
