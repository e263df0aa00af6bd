"""Writes to channels and to who is in them."""

from uuid import UUID

from vistone.auth import api as people
from vistone.communication import queries
from vistone.communication.contracts import ChannelMember, ChannelRole, ChannelType, ChatChannel
from vistone.communication.events import (
    ChannelMemberCreated,
    ChannelMemberDeleted,
    ChannelMemberUpdated,
    ChatChannelCreated,
    ChatChannelDeleted,
    ChatChannelUpdated,
)
from vistone.communication.queries import CHANNEL, CHANNELS, MEMBER, MEMBERS
from vistone.communication.schemas import (
    ChannelMemberCreate,
    ChannelMemberPatch,
    ChatChannelCreate,
    ChatChannelPatch,
)
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Forbidden, Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.kernel.scope import RoleName
from vistone.project import api as projects
from vistone.workforce import api as workforce

MEMBERS_ALONE = {ChannelType.GROUP, ChannelType.DIRECT}


async def create_channel(tx: WriteTx, data: ChatChannelCreate) -> ChatChannel:
    """A new channel, owned by who opens it, with its first members."""
    tx.scope.require("channels", "create")
    others = [id for id in dict.fromkeys(data.member_ids) if id != tx.scope.user_id]
    _check_shape(data, others)
    if data.team_id is not None:
        await workforce.check_team(tx, data.team_id, field="teamId")
    if data.project_id is not None:
        await projects.check_project(tx, data.project_id, field="projectId")
    for user_id in others:
        await people.check_member(tx, user_id, field="memberIds")
    values = given(data)
    del values["member_ids"]
    channel = await add(tx, CHANNEL, values)
    roles = {tx.scope.user_id: ChannelRole.OWNER, **dict.fromkeys(others, ChannelRole.MEMBER)}
    members = [
        await add(tx, MEMBER, {"channel_id": channel.id, "user_id": user_id, "role": role})
        for user_id, role in roles.items()
    ]
    await publish(tx, ChatChannelCreated(record=channel), *(ChannelMemberCreated(record=one) for one in members))
    return await CHANNELS.get(tx, channel.id)


def _check_shape(data: ChatChannelCreate, others: list[UUID]) -> None:
    if data.name is None and data.type not in MEMBERS_ALONE:
        raise Invalid("name", f"A channel of type {data.type.value} has a name.")
    if data.team_id is None and data.type is ChannelType.TEAM:
        raise Invalid("teamId", "Name the team that this channel is for.")
    if data.project_id is None and data.type in {ChannelType.PROJECT, ChannelType.CLIENT}:
        raise Invalid("projectId", "Name the project that this channel is for.")
    if len(others) > 1 and data.type is ChannelType.DIRECT:
        raise Invalid("memberIds", "A direct conversation is between two people; open a group instead.")


async def update_channel(tx: WriteTx, id: UUID, data: ChatChannelPatch, if_match: int | None) -> ChatChannel:
    """Changes a channel."""
    old = await CHANNELS.hold(tx, id, "update")
    changes = given(data)
    if changes.get("name", old.name) is None and old.type not in MEMBERS_ALONE:
        raise Invalid("name", f"A channel of type {old.type} has a name.")
    new = await change(tx, CHANNEL, id, changes, if_match=if_match)
    await publish(tx, ChatChannelUpdated.of(old, new))
    return new


async def delete_channel(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Puts a channel away, with all that was said in it; it can be restored."""
    await CHANNELS.hold(tx, id, "delete")
    channel = await change(tx, CHANNEL, id, {"deleted_at": clock.now()}, if_match=if_match)
    await publish(tx, ChatChannelDeleted(record=channel))


async def restore_channel(tx: WriteTx, id: UUID) -> ChatChannel:
    """Takes a deleted channel back."""
    old = await CHANNELS.hold(tx, id, "delete", deleted=True)
    channel = await change(tx, CHANNEL, id, {"deleted_at": None})
    await publish(tx, ChatChannelUpdated.of(old, channel))
    return channel


async def add_member(tx: WriteTx, data: ChannelMemberCreate) -> ChannelMember:
    """A person joins a channel: by themselves where they see it, as a member (a Client as a guest), or added by who
    runs it, in any role.
    """
    channel = await CHANNELS.hold(tx, data.channel_id, "read")
    joining = data.user_id == tx.scope.user_id
    usual = ChannelRole.GUEST if joining and tx.scope.role is RoleName.CLIENT else ChannelRole.MEMBER
    role = data.role or usual
    if not joining or role is not usual:
        _require(channel, "own" if role is ChannelRole.OWNER else "assign")
    if not joining:
        await people.check_member(tx, data.user_id, field="userId")
    if channel.type == ChannelType.DIRECT and (await queries.count_members(tx, channel.id))[0] >= 2:
        raise Conflict("direct", "A direct conversation is between two people; open a group instead.")
    member = await add(tx, MEMBER, {**given(data), "role": role})
    await publish(tx, ChannelMemberCreated(record=member))
    return member


async def update_member(tx: WriteTx, id: UUID, data: ChannelMemberPatch, if_match: int | None) -> ChannelMember:
    """Changes what a person is in a channel. Only owners make and unmake owners."""
    channel, old = await _hold(tx, id, "update")
    changes = given(data)
    role = changes.get("role", old.role)
    if role != old.role and ChannelRole.OWNER in {role, old.role}:
        _require(channel, "own")
        if old.role == ChannelRole.OWNER:
            await _check_not_last_owner(tx, channel)
    new = await change(tx, MEMBER, id, changes, if_match=if_match)
    await publish(tx, ChannelMemberUpdated.of(old, new))
    return new


async def remove_member(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """A person leaves, or is taken out by who runs the channel; an owner only by an owner."""
    channel, member = await _hold(tx, id, "delete")
    if member.role == ChannelRole.OWNER:
        if member.user_id != tx.scope.user_id:
            _require(channel, "own")
        await _check_not_last_owner(tx, channel)
    await remove(tx, MEMBER, id, if_match=if_match)
    await publish(tx, ChannelMemberDeleted(record=member))


async def leave_all(tx: WriteTx, user_id: UUID) -> None:
    """Takes a person out of every channel, also where they are the last owner."""
    if left := await queries.take_out(tx, user_id):
        await publish(tx, *(ChannelMemberDeleted(record=member) for member in left))


async def _hold(tx: WriteTx, member_id: UUID, action: str) -> tuple[ChatChannel, ChannelMember]:
    """The channel first, so that changes to who is in it go one after the other, then the member as it now is."""
    channel_id = (await MEMBERS.get(tx, member_id, action)).channel_id
    channel = await CHANNELS.hold(tx, channel_id, "read")
    return channel, await MEMBERS.hold(tx, member_id, action)


async def _check_not_last_owner(tx: WriteTx, channel: ChatChannel) -> None:
    _, owners = await queries.count_members(tx, channel.id)
    if owners == 1:
        raise Conflict("last-owner", "Somebody has to own the channel: make another owner first, or delete it.")


def _require(channel: ChatChannel, ability: str) -> None:
    if ability not in channel.abilities:
        what = "make and unmake owners of" if ability == "own" else "say who is in"
        raise Forbidden(f"You may see this channel but not {what} it.")
