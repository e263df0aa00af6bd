"""What the service declares."""

from vistone.auth.events import OrganizationMemberDeleted, OrganizationMemberUpdated
from vistone.communication import events, handlers, topics
from vistone.communication.http.channels import ChannelMemberController, ChatChannelController
from vistone.communication.http.logs import CommunicationLogController
from vistone.communication.http.messages import (
    ChatMessageController,
    MessageAttachmentController,
    MessageMentionController,
)
from vistone.communication.tables import metadata
from vistone.kernel.events import Subscription, events_in
from vistone.kernel.service import Service

service = Service(
    name="communication",
    metadata=metadata,
    events=events_in(events),
    controllers=(
        ChatChannelController,
        ChannelMemberController,
        ChatMessageController,
        MessageMentionController,
        MessageAttachmentController,
        CommunicationLogController,
    ),
    subscriptions=(
        Subscription(OrganizationMemberDeleted, handlers.person_left),
        Subscription(OrganizationMemberUpdated, handlers.person_became_client),
    ),
    topics={"channel": topics.channel},
    unsettles=(events.ChatChannelUpdated, events.ChatChannelDeleted, events.ChannelMemberDeleted),
)
