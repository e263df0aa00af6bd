"""What the service declares."""

from vistone.auth.events import OrganizationMemberDeleted
from vistone.client import events, handlers, queries, topics
from vistone.client.http import (
    ClientContactController,
    ClientController,
    ClientFeedbackController,
    ProjectClientController,
    ProposalController,
)
from vistone.client.tables import metadata
from vistone.kernel.events import Subscription, events_in
from vistone.kernel.service import Service

service = Service(
    name="client",
    metadata=metadata,
    events=events_in(events),
    controllers=(
        ClientController,
        ClientContactController,
        ProjectClientController,
        ClientFeedbackController,
        ProposalController,
    ),
    subscriptions=(Subscription(OrganizationMemberDeleted, handlers.person_left),),
    topics={"clients": topics.clients, "client": topics.client},
    claims={"clients": queries.my_clients},
    unsettles=(
        events.ClientUpdated,
        events.ClientDeleted,
        events.ClientContactCreated,
        events.ClientContactDeleted,
    ),
)
