"""What happens to the check of people's documents. The record tells of files, never what is in them."""

from uuid import UUID

from vistone.auth.contracts import KycData
from vistone.kernel.events import Created, Event, Updated

_TOPICS = ("user:{user_id}", "organizers")


class KycDataCreated(Created[KycData], frozen=True):
    """A person began to gather their documents."""

    topics = _TOPICS


class KycDataUpdated(Updated[KycData], frozen=True):
    """A person gathered more documents, or fewer."""

    topics = _TOPICS


class KycDataSubmitted(Updated[KycData], frozen=True):
    """A person handed their documents in."""

    topics = _TOPICS


class KycDataApproved(Updated[KycData], frozen=True):
    """An Organizer found the documents good."""

    topics = _TOPICS


class KycDataRejected(Updated[KycData], frozen=True):
    """An Organizer found the documents not good."""

    topics = _TOPICS


class KycDataReturned(Updated[KycData], frozen=True):
    """An Organizer asked for other documents."""

    topics = _TOPICS


class KycDataOpened(Event[KycData], frozen=True):
    """Somebody else than the person opened a document."""

    topics = _TOPICS

    document_id: UUID


class KycDataPurged(Updated[KycData], frozen=True):
    """The files were thrown away, as long after the decision as is set."""

    topics = _TOPICS
