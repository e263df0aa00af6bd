"""What happens to clients. The topics are for staff who may read clients: Clients do not hear of drafts and links."""

from vistone.client.contracts import Client, ClientContact, ClientFeedback, ProjectClient, Proposal
from vistone.kernel.events import Created, Deleted, Updated


class ClientCreated(Created[Client], frozen=True):
    """A client was added."""

    topics = ("clients", "client:{id}")


class ClientUpdated(Updated[Client], frozen=True):
    """A client was changed, or taken back after its deletion."""

    topics = ("clients", "client:{id}")


class ClientDeleted(Deleted[Client], frozen=True):
    """A client was put away."""

    topics = ("clients", "client:{id}")


class ClientContactCreated(Created[ClientContact], frozen=True):
    """A person speaks for a client."""

    topics = ("client:{client_id}", "user:{user_id}")


class ClientContactUpdated(Updated[ClientContact], frozen=True):
    """A contact was changed."""

    topics = ("client:{client_id}", "user:{user_id}")


class ClientContactDeleted(Deleted[ClientContact], frozen=True):
    """A person speaks for a client no more."""

    topics = ("client:{client_id}", "user:{user_id}")


class ProjectClientCreated(Created[ProjectClient], frozen=True):
    """A project is done for a client."""

    topics = ("client:{client_id}",)


class ProjectClientUpdated(Updated[ProjectClient], frozen=True):
    """A project is done for another client, or a client has another project."""

    topics = ("client:{client_id}",)


class ProjectClientDeleted(Deleted[ProjectClient], frozen=True):
    """A project is done for that client no more."""

    topics = ("client:{client_id}",)


class ClientFeedbackCreated(Created[ClientFeedback], frozen=True):
    """A client said something of the work."""

    topics = ("clients", "client:{client_id}", "user:{author_id}")


class ClientFeedbackUpdated(Updated[ClientFeedback], frozen=True):
    """Feedback was reworded or answered."""

    topics = ("clients", "client:{client_id}", "user:{author_id}")


class ClientFeedbackDeleted(Deleted[ClientFeedback], frozen=True):
    """Feedback was removed."""

    topics = ("clients", "client:{client_id}", "user:{author_id}")


class ProposalCreated(Created[Proposal], frozen=True):
    """A proposal was begun."""

    topics = ("clients", "client:{client_id}")


class ProposalUpdated(Updated[Proposal], frozen=True):
    """A proposal was changed."""

    topics = ("clients", "client:{client_id}")


class ProposalDeleted(Deleted[Proposal], frozen=True):
    """A proposal was removed."""

    topics = ("clients", "client:{client_id}")
