"""Who may: which rows a role sees, as SQL, and what a scope may do with a row.

A channel is seen by its members, and, unless it is private, by those it is for: staff, the people of a team, those who
see a project. Groups and direct conversations are seen by their members alone, also by no Organizer who is none of
them. A client channel is where Clients talk: they see it exactly while they see its project.

Everything in a channel is seen by those who see the channel.
"""

from uuid import UUID

import asyncpg
from sqlalchemy import Column, ColumnElement, ScalarSelect, and_, exists, false, literal_column, or_, select, true

from vistone.communication.contracts import ChannelRole, ChannelType
from vistone.communication.tables import channel_members, chat_channels
from vistone.kernel.db import claim, me, organization
from vistone.kernel.rows import Abilities
from vistone.kernel.scope import RoleName, Scope

CHANNELS = "channels"


def visible_channels(role: str) -> ColumnElement[bool]:
    """The channels that the role sees."""
    c = chat_channels.c
    is_open = and_(~c.is_private, _is_for(role))
    # An alias: the statement around this may be about the members itself.
    mine = channel_members.alias("mine")
    member = exists().where(mine.c.organization_id == organization(), mine.c.channel_id == c.id, mine.c.user_id == me())
    if role == RoleName.CLIENT:
        shared = or_(c.type != ChannelType.CLIENT, _in_my_projects())
        return or_(is_open, and_(member, shared))
    return or_(is_open, member)


def _is_for(role: str) -> ColumnElement[bool]:
    """The channels that are for the role's person, were none of them private."""
    c = chat_channels.c
    if role == RoleName.ORGANIZER:
        return and_(c.type != ChannelType.GROUP, c.type != ChannelType.DIRECT)
    if role == RoleName.CLIENT:
        return and_(c.type == ChannelType.CLIENT, _in_my_projects())
    return or_(
        c.type == ChannelType.ORGANIZATION,
        and_(c.type == ChannelType.TEAM, c.team_id == claim("teams").any_()),
        and_(or_(c.type == ChannelType.PROJECT, c.type == ChannelType.CLIENT), _in_my_projects()),
    )


def _in_my_projects() -> ColumnElement[bool]:
    return chat_channels.c.project_id == claim("projects").any_()


def in_visible_channel(channel_id: ColumnElement[UUID], role: str) -> ColumnElement[bool]:
    """Rows of a channel that is there and that the role sees."""
    return exists().where(
        chat_channels.c.organization_id == organization(),
        chat_channels.c.id == channel_id,
        chat_channels.c.deleted_at.is_(None),
        visible_channels(role),
    )


def visible_logs(role: str) -> ColumnElement[bool]:
    """The communication log is for staff."""
    return false() if role == RoleName.CLIENT else true()


def my_role(channel_id: Column[UUID]) -> ScalarSelect[str | None]:
    """What the person of the transaction is in the channel that a row names; null when no member."""
    me_there = channel_members.alias("me_there")
    return (
        select(me_there.c.role)
        .where(
            me_there.c.organization_id == organization(),
            me_there.c.channel_id == of_the_row(channel_id),
            me_there.c.user_id == me(),
        )
        .scalar_subquery()
    )


def channel_type(channel_id: Column[UUID]) -> ScalarSelect[str]:
    """The type of the channel that a row names."""
    return (
        select(chat_channels.c.type)
        .where(chat_channels.c.organization_id == organization(), chat_channels.c.id == of_the_row(channel_id))
        .scalar_subquery()
    )


def of_the_row(column: Column[UUID]) -> ColumnElement[UUID]:
    """A column of the row that a subquery is about, by name: in `INSERT ... RETURNING` SQLAlchemy takes a plain column
    for a table of the subquery's own.
    """
    return literal_column(f"{column.table.fullname}.{column.name}", column.type)


def of_channel(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with a channel that it sees.

    To `talk` is to send messages, to `assign` to say who is in it, to `own` to make and unmake owners. A direct
    conversation has no name and no end; its owner is who began it and may bring in the other person. Clients run no
    channels.
    """
    if not scope.may(CHANNELS, "update"):
        return ()
    return ("talk", *_managing(scope, row["type"], row["my_role"]))


def _managing(scope: Scope, type: str, my_role: str | None) -> Abilities:
    if scope.role is RoleName.CLIENT:
        return ()
    if type == ChannelType.DIRECT:
        return ("assign",) if my_role == ChannelRole.OWNER else ()
    if my_role == ChannelRole.OWNER or (scope.role is RoleName.ORGANIZER and type != ChannelType.GROUP):
        return ("update", "assign", "own", *(("delete",) if scope.may(CHANNELS, "delete") else ()))
    return ("update", "assign") if my_role == ChannelRole.ADMIN else ()


def of_member(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with a person's part in a channel: one may leave; a direct conversation keeps its people."""
    if row["channel_type"] == ChannelType.DIRECT:
        return ()
    if scope.may(CHANNELS, "update") and "assign" in _managing(scope, row["channel_type"], row["my_role"]):
        return ("update", "delete")
    return ("delete",) if row["user_id"] == scope.user_id else ()


def of_message(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with a message: its sender may all, who runs the channel may take it away."""
    if not scope.may(CHANNELS, "update"):
        return ()
    if row["sender_id"] == scope.user_id:
        return ("update", "delete")
    if row["channel_type"] == ChannelType.DIRECT:
        return ()
    runs = scope.role is RoleName.ORGANIZER or row["my_role"] in {ChannelRole.OWNER, ChannelRole.ADMIN}
    return ("delete",) if runs else ()


def of_log(scope: Scope, row: asyncpg.Record) -> Abilities:
    """An entry is removed by its author or an Organizer, and changed by nobody."""
    return ("delete",) if row["author_id"] == scope.user_id or scope.role is RoleName.ORGANIZER else ()


def of_mention(_: Scope, __: asyncpg.Record) -> Abilities:
    """A mention goes with its message."""
    return ()
