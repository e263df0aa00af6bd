"""What requests send: bodies of `POST` (`...Create`) and `PATCH` (`...Patch`, absent fields stay as they are)."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.client.contracts import ProposalStatus
from vistone.kernel.wire import Body, Document, Line, Name, Prose, Title

Rating = Annotated[int, Meta(ge=1, le=5)]


class ClientCreate(Body, frozen=True):
    """A new client."""

    name: Name
    contact_info: Document | None = None
    portal_access: bool = False


class ClientPatch(Body, frozen=True):
    """Changes to a client."""

    name: Name | UnsetType = UNSET
    contact_info: Document | None | UnsetType = UNSET
    portal_access: bool | UnsetType = UNSET


class ClientContactCreate(Body, frozen=True):
    """A person speaks for a client."""

    client_id: UUID
    user_id: UUID
    title: Line | None = None


class ClientContactPatch(Body, frozen=True):
    """Changes to a contact."""

    title: Line | None | UnsetType = UNSET


class ProjectClientCreate(Body, frozen=True):
    """A project is done for a client."""

    project_id: UUID
    client_id: UUID


class ProjectClientPatch(Body, frozen=True):
    """Another project, or another client that the project is done for."""

    project_id: UUID | UnsetType = UNSET
    client_id: UUID | UnsetType = UNSET


class ClientFeedbackCreate(Body, frozen=True):
    """What a client says of the work."""

    client_id: UUID
    project_id: UUID | None = None
    rating: Rating | None = None
    comment: Prose | None = None


class ClientFeedbackPatch(Body, frozen=True):
    """Changes to feedback: its author rewords it, staff respond."""

    project_id: UUID | None | UnsetType = UNSET
    rating: Rating | None | UnsetType = UNSET
    comment: Prose | None | UnsetType = UNSET
    response: Prose | None | UnsetType = UNSET


class ProposalCreate(Body, frozen=True):
    """A new proposal to a client."""

    client_id: UUID
    title: Title
    content: Prose | None = None
    status: ProposalStatus = ProposalStatus.DRAFT


class ProposalPatch(Body, frozen=True):
    """Changes to a proposal."""

    title: Title | UnsetType = UNSET
    content: Prose | None | UnsetType = UNSET
    status: ProposalStatus | UnsetType = UNSET
