"""Messages and what goes with them, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.communication import queries
from vistone.communication.actions import messages as actions
from vistone.communication.contracts import ChatMessage, MessageAttachment, MessageMention
from vistone.communication.schemas import (
    ChatMessageCreate,
    ChatMessagePatch,
    MessageAttachmentCreate,
    MessageAttachmentPatch,
)
from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists


class ChatMessageController(Controller):
    """Messages."""

    path = "/api/communication/chat-messages"
    tags = ("communication",)

    @get(opt=lists(queries.MESSAGES))
    async def list_chat_messages(self, call: Call) -> Page[ChatMessage]:
        """Messages that you may see."""
        return await call.page(queries.MESSAGES)

    @post()
    async def create_chat_message(self, call: Call, data: JSONBody[ChatMessageCreate]) -> ChatMessage:
        """Sends a message, as yourself."""
        return await call.write(actions.send, data)

    @get("/{id:uuid}")
    async def get_chat_message(self, call: Call, id: FromPath[UUID]) -> ChatMessage:
        """One message."""
        return await call.get(queries.MESSAGES, id)

    @patch("/{id:uuid}")
    async def update_chat_message(
        self, call: Call, id: FromPath[UUID], data: JSONBody[ChatMessagePatch]
    ) -> ChatMessage:
        """Changes your message; fields left out stay as they are."""
        return await call.write(actions.edit, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_chat_message(self, call: Call, id: FromPath[UUID]) -> None:
        """Takes a message away for good."""
        await call.write(actions.delete_message, id, call.if_match)


class MessageMentionController(Controller):
    """Who is mentioned in messages; kept by the system."""

    path = "/api/communication/message-mentions"
    tags = ("communication",)

    @get(opt=lists(queries.MENTIONS))
    async def list_message_mentions(self, call: Call) -> Page[MessageMention]:
        """Mentions that you may see."""
        return await call.page(queries.MENTIONS)

    @get("/{id:uuid}")
    async def get_message_mention(self, call: Call, id: FromPath[UUID]) -> MessageMention:
        """One mention."""
        return await call.get(queries.MENTIONS, id)


class MessageAttachmentController(Controller):
    """What goes with messages."""

    path = "/api/communication/message-attachments"
    tags = ("communication",)

    @get(opt=lists(queries.ATTACHMENTS))
    async def list_message_attachments(self, call: Call) -> Page[MessageAttachment]:
        """Attachments that you may see."""
        return await call.page(queries.ATTACHMENTS)

    @post()
    async def create_message_attachment(self, call: Call, data: JSONBody[MessageAttachmentCreate]) -> MessageAttachment:
        """Attaches something to your message."""
        return await call.write(actions.attach, data)

    @get("/{id:uuid}")
    async def get_message_attachment(self, call: Call, id: FromPath[UUID]) -> MessageAttachment:
        """One attachment."""
        return await call.get(queries.ATTACHMENTS, id)

    @patch("/{id:uuid}")
    async def update_message_attachment(
        self, call: Call, id: FromPath[UUID], data: JSONBody[MessageAttachmentPatch]
    ) -> MessageAttachment:
        """Changes an attachment; fields left out stay as they are."""
        return await call.write(actions.update_attachment, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_message_attachment(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes an attachment."""
        await call.write(actions.detach, id, call.if_match)
