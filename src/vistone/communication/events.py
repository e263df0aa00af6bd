"""What happens in channels. Who sees a channel hears of all that is in it, under `channel:<id>`."""

from vistone.communication.contracts import (
    ChannelMember,
    ChatChannel,
    ChatMessage,
    CommunicationLog,
    MessageAttachment,
    MessageMention,
)
from vistone.kernel.events import Created, Deleted, Updated


class ChatChannelCreated(Created[ChatChannel], frozen=True):
    """A channel was opened."""

    topics = ("channel:{id}",)


class ChatChannelUpdated(Updated[ChatChannel], frozen=True):
    """A channel was changed, or taken back after its deletion."""

    topics = ("channel:{id}",)


class ChatChannelDeleted(Deleted[ChatChannel], frozen=True):
    """A channel was put away."""

    topics = ("channel:{id}",)


class ChannelMemberCreated(Created[ChannelMember], frozen=True):
    """A person joined a channel."""

    topics = ("channel:{channel_id}", "user:{user_id}")


class ChannelMemberUpdated(Updated[ChannelMember], frozen=True):
    """A person's part in a channel was changed."""

    topics = ("channel:{channel_id}", "user:{user_id}")


class ChannelMemberDeleted(Deleted[ChannelMember], frozen=True):
    """A person left a channel."""

    topics = ("channel:{channel_id}", "user:{user_id}")


class ChatMessageCreated(Created[ChatMessage], frozen=True):
    """Somebody said something."""

    topics = ("channel:{channel_id}",)


class ChatMessageUpdated(Updated[ChatMessage], frozen=True):
    """A message was changed."""

    topics = ("channel:{channel_id}",)


class ChatMessageDeleted(Deleted[ChatMessage], frozen=True):
    """A message was taken away, with what goes with it."""

    topics = ("channel:{channel_id}",)


class MessageMentionCreated(Created[MessageMention], frozen=True):
    """A person was mentioned."""

    topics = ("channel:{channel_id}", "user:{user_id}")


class MessageMentionDeleted(Deleted[MessageMention], frozen=True):
    """A person is mentioned no more."""

    topics = ("channel:{channel_id}", "user:{user_id}")


class MessageAttachmentCreated(Created[MessageAttachment], frozen=True):
    """Something was attached to a message."""

    topics = ("channel:{channel_id}",)


class MessageAttachmentUpdated(Updated[MessageAttachment], frozen=True):
    """An attachment was changed."""

    topics = ("channel:{channel_id}",)


class MessageAttachmentDeleted(Deleted[MessageAttachment], frozen=True):
    """An attachment was removed."""

    topics = ("channel:{channel_id}",)


class CommunicationLogCreated(Created[CommunicationLog], frozen=True):
    """Talk elsewhere was recorded."""


class CommunicationLogDeleted(Deleted[CommunicationLog], frozen=True):
    """A record of talk elsewhere was removed."""
