"""Channels and who is in them, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.communication import queries
from vistone.communication.actions import channels as actions
from vistone.communication.contracts import ChannelMember, ChatChannel
from vistone.communication.schemas import (
    ChannelMemberCreate,
    ChannelMemberPatch,
    ChatChannelCreate,
    ChatChannelPatch,
)
from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists


class ChatChannelController(Controller):
    """Channels."""

    path = "/api/communication/chat-channels"
    tags = ("communication",)

    @get(opt=lists(queries.CHANNELS))
    async def list_chat_channels(self, call: Call) -> Page[ChatChannel]:
        """Channels that you may see."""
        return await call.page(queries.CHANNELS)

    @post()
    async def create_chat_channel(self, call: Call, data: JSONBody[ChatChannelCreate]) -> ChatChannel:
        """Opens a channel, which you own."""
        return await call.write(actions.create_channel, data)

    @get("/{id:uuid}")
    async def get_chat_channel(self, call: Call, id: FromPath[UUID]) -> ChatChannel:
        """One channel."""
        return await call.get(queries.CHANNELS, id)

    @patch("/{id:uuid}")
    async def update_chat_channel(
        self, call: Call, id: FromPath[UUID], data: JSONBody[ChatChannelPatch]
    ) -> ChatChannel:
        """Changes a channel; fields left out stay as they are."""
        return await call.write(actions.update_channel, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_chat_channel(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a channel; it can be restored."""
        await call.write(actions.delete_channel, id, call.if_match)

    @post("/{id:uuid}/restore", status_code=200)
    async def restore_chat_channel(self, call: Call, id: FromPath[UUID]) -> ChatChannel:
        """Takes a deleted channel back, with all that was said in it."""
        return await call.write(actions.restore_channel, id)


class ChannelMemberController(Controller):
    """Who is in which channel."""

    path = "/api/communication/channel-members"
    tags = ("communication",)

    @get(opt=lists(queries.MEMBERS))
    async def list_channel_members(self, call: Call) -> Page[ChannelMember]:
        """Channel members that you may see."""
        return await call.page(queries.MEMBERS)

    @post()
    async def create_channel_member(self, call: Call, data: JSONBody[ChannelMemberCreate]) -> ChannelMember:
        """Joins a channel, or adds somebody to it."""
        return await call.write(actions.add_member, data)

    @get("/{id:uuid}")
    async def get_channel_member(self, call: Call, id: FromPath[UUID]) -> ChannelMember:
        """One channel member."""
        return await call.get(queries.MEMBERS, id)

    @patch("/{id:uuid}")
    async def update_channel_member(
        self, call: Call, id: FromPath[UUID], data: JSONBody[ChannelMemberPatch]
    ) -> ChannelMember:
        """Changes what a person is in a channel."""
        return await call.write(actions.update_member, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_channel_member(self, call: Call, id: FromPath[UUID]) -> None:
        """Leaves a channel, or takes somebody out of it."""
        await call.write(actions.remove_member, id, call.if_match)
