"""Samples and rights of `communication`."""

from typing import Any

from tests.factories import Row, Sample
from tests.world import Company


async def channel(company: Company, **fields: Any) -> dict[str, Any]:
    """A channel of the Organizer's, open to all staff."""
    body = {"type": "organization", "name": "Kitchen", **fields}
    made: dict[str, Any] = await company.organizer.post("/api/communication/chat-channels", body)
    return made


async def message(company: Company, content: str = "Tea?") -> dict[str, Any]:
    """A message of the Organizer's in a channel of its own."""
    body = {"channelId": (await channel(company))["id"], "content": content}
    made: dict[str, Any] = await company.organizer.post("/api/communication/chat-messages", body)
    return made


async def _channel_body(_: Company) -> dict[str, Any]:
    return {"type": "organization", "name": "Kitchen"}


async def _member_body(company: Company) -> dict[str, Any]:
    newcomer = await company.person("Contributor", "newcomer")
    return {"channelId": (await channel(company))["id"], "userId": newcomer.id}


async def _message_body(company: Company) -> dict[str, Any]:
    return {"channelId": (await channel(company))["id"], "content": "Tea?"}


async def _mention(company: Company) -> dict[str, Any]:
    told = await message(company, f"@[Olga](user:{company.organizer.id})")
    page = await company.organizer.get("/api/communication/message-mentions", messageId=told["id"])
    made: dict[str, Any] = page["items"][0]
    return made


async def _attachment_body(company: Company) -> dict[str, Any]:
    return {"messageId": (await message(company))["id"], "url": "https://example.org/a.png", "fileType": "image/png"}


async def _log_body(_: Company) -> dict[str, Any]:
    return {"type": "call", "details": {"with": "Umbra"}}


SAMPLES = [
    Sample("/api/communication/chat-channels", _channel_body, {"name": "Renamed"}),
    Sample("/api/communication/channel-members", _member_body, {"role": "admin"}),
    Sample("/api/communication/chat-messages", _message_body, {"content": "Coffee?"}),
    Sample("/api/communication/message-mentions", make=_mention),
    Sample("/api/communication/message-attachments", _attachment_body, {"fileType": "image/gif"}),
    Sample("/api/communication/communication-logs", _log_body),
]

# A restore is asked for a record that is not deleted: 404 for all.
MATRIX: dict[str, Row] = {
    "list_chat_channels": (200, 200, 200, 200),
    "create_chat_channel": (201, 201, 201, 403),
    "get_chat_channel": (200, 200, 200, 404),
    "update_chat_channel": (200, 403, 403, 404),
    "delete_chat_channel": (204, 403, 403, 404),
    "restore_chat_channel": (404, 404, 404, 404),
    "list_channel_members": (200, 200, 200, 200),
    "create_channel_member": (201, 403, 403, 404),
    "get_channel_member": (200, 200, 200, 404),
    "update_channel_member": (200, 403, 403, 404),
    "delete_channel_member": (204, 403, 403, 404),
    "list_chat_messages": (200, 200, 200, 200),
    "create_chat_message": (201, 201, 201, 404),
    "get_chat_message": (200, 200, 200, 404),
    "update_chat_message": (200, 403, 403, 404),
    "delete_chat_message": (204, 403, 403, 404),
    "list_message_mentions": (200, 200, 200, 200),
    "get_message_mention": (200, 200, 200, 404),
    "list_message_attachments": (200, 200, 200, 200),
    "create_message_attachment": (201, 403, 403, 404),
    "get_message_attachment": (200, 200, 200, 404),
    "update_message_attachment": (200, 403, 403, 404),
    "delete_message_attachment": (204, 403, 403, 404),
    "list_communication_logs": (200, 200, 200, 200),
    "create_communication_log": (201, 201, 201, 403),
    "get_communication_log": (200, 200, 200, 404),
    "delete_communication_log": (204, 403, 403, 404),
}
