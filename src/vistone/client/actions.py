"""Every write of the service: check, change, publish."""

from uuid import UUID

from vistone.auth import api as people
from vistone.client import queries
from vistone.client.contracts import Client, ClientContact, ClientFeedback, ProjectClient, Proposal
from vistone.client.events import (
    ClientContactCreated,
    ClientContactDeleted,
    ClientContactUpdated,
    ClientCreated,
    ClientDeleted,
    ClientFeedbackCreated,
    ClientFeedbackDeleted,
    ClientFeedbackUpdated,
    ClientUpdated,
    ProjectClientCreated,
    ProjectClientDeleted,
    ProjectClientUpdated,
    ProposalCreated,
    ProposalDeleted,
    ProposalUpdated,
)
from vistone.client.queries import (
    CLIENT,
    CLIENTS,
    CONTACT,
    CONTACTS,
    FEEDBACK,
    FEEDBACKS,
    PROJECT_CLIENT,
    PROJECT_CLIENTS,
    PROPOSAL,
    PROPOSALS,
)
from vistone.client.schemas import (
    ClientContactCreate,
    ClientContactPatch,
    ClientCreate,
    ClientFeedbackCreate,
    ClientFeedbackPatch,
    ClientPatch,
    ProjectClientCreate,
    ProjectClientPatch,
    ProposalCreate,
    ProposalPatch,
)
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Forbidden
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove


async def create_client(tx: WriteTx, data: ClientCreate) -> Client:
    """A new client."""
    tx.scope.require("clients", "create")
    client = await add(tx, CLIENT, given(data))
    await publish(tx, ClientCreated(record=client))
    return client


async def update_client(tx: WriteTx, id: UUID, data: ClientPatch, if_match: int | None) -> Client:
    """Changes a client. Without portal access its people see nothing of it any more."""
    old = await CLIENTS.hold(tx, id, "update")
    new = await change(tx, CLIENT, id, given(data), if_match=if_match)
    await publish(tx, ClientUpdated.of(old, new))
    return new


async def delete_client(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Puts a client away, with all that belongs to it; it can be restored."""
    await CLIENTS.hold(tx, id, "delete")
    client = await change(tx, CLIENT, id, {"deleted_at": clock.now()}, if_match=if_match)
    await publish(tx, ClientDeleted(record=client))


async def restore_client(tx: WriteTx, id: UUID) -> Client:
    """Takes a deleted client back."""
    old = await CLIENTS.hold(tx, id, "delete", deleted=True)
    client = await change(tx, CLIENT, id, {"deleted_at": None})
    await publish(tx, ClientUpdated.of(old, client))
    return client


async def add_contact(tx: WriteTx, data: ClientContactCreate) -> ClientContact:
    """A person of the organization speaks for a client from now on."""
    await CLIENTS.get(tx, data.client_id, "update")
    await people.check_member(tx, data.user_id, field="userId")
    contact = await add(tx, CONTACT, given(data))
    await publish(tx, ClientContactCreated(record=contact))
    return contact


async def update_contact(tx: WriteTx, id: UUID, data: ClientContactPatch, if_match: int | None) -> ClientContact:
    """Changes what a contact is to the client."""
    old = await CONTACTS.hold(tx, id, "update")
    new = await change(tx, CONTACT, id, given(data), if_match=if_match)
    await publish(tx, ClientContactUpdated.of(old, new))
    return new


async def remove_contact(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """A person speaks for the client no more, and sees nothing of it as its contact."""
    contact = await CONTACTS.hold(tx, id, "delete")
    await remove(tx, CONTACT, id, if_match=if_match)
    await publish(tx, ClientContactDeleted(record=contact))


async def leave_all(tx: WriteTx, user_id: UUID) -> None:
    """A person speaks for no client any more."""
    if left := await queries.take_out(tx, user_id):
        await publish(tx, *(ClientContactDeleted(record=contact) for contact in left))


async def add_project(tx: WriteTx, data: ProjectClientCreate) -> ProjectClient:
    """A project is done for a client. The project's id is kept as given: projects are above this service."""
    await CLIENTS.get(tx, data.client_id, "update")
    link = await add(tx, PROJECT_CLIENT, given(data))
    await publish(tx, ProjectClientCreated(record=link))
    return link


async def update_project(tx: WriteTx, id: UUID, data: ProjectClientPatch, if_match: int | None) -> ProjectClient:
    """Changes which project, or for whom. Both clients must be the caller's to update."""
    old = await PROJECT_CLIENTS.hold(tx, id, "update")
    changes = given(data)
    if "client_id" in changes:
        await CLIENTS.get(tx, changes["client_id"], "update")
    new = await change(tx, PROJECT_CLIENT, id, changes, if_match=if_match)
    await publish(tx, ProjectClientUpdated.of(old, new))
    return new


async def remove_project(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """A project is done for that client no more."""
    link = await PROJECT_CLIENTS.hold(tx, id, "delete")
    await remove(tx, PROJECT_CLIENT, id, if_match=if_match)
    await publish(tx, ProjectClientDeleted(record=link))


async def give_feedback(tx: WriteTx, data: ClientFeedbackCreate) -> ClientFeedback:
    """A client says something of the work, or staff take it down for them. The caller is its author."""
    await CLIENTS.get(tx, data.client_id, "give_feedback")
    feedback = await add(tx, FEEDBACK, {**given(data), "author_id": tx.scope.user_id})
    await publish(tx, ClientFeedbackCreated(record=feedback))
    return feedback


async def update_feedback(tx: WriteTx, id: UUID, data: ClientFeedbackPatch, if_match: int | None) -> ClientFeedback:
    """Changes feedback: what was said only by its author, the response only by staff."""
    old = await FEEDBACKS.hold(tx, id, "update")
    changes = given(data)
    if "response" in changes and "respond" not in old.abilities:
        raise Forbidden("The response is written by those who did the work.")
    if set(changes) - {"response"} and "reword" not in old.abilities:
        raise Forbidden("What was said is changed only by who wrote it down; you may respond to it.")
    new = await change(tx, FEEDBACK, id, changes, if_match=if_match)
    await publish(tx, ClientFeedbackUpdated.of(old, new))
    return new


async def delete_feedback(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes feedback."""
    feedback = await FEEDBACKS.hold(tx, id, "delete")
    await remove(tx, FEEDBACK, id, if_match=if_match)
    await publish(tx, ClientFeedbackDeleted(record=feedback))


async def create_proposal(tx: WriteTx, data: ProposalCreate) -> Proposal:
    """A new proposal to a client."""
    await CLIENTS.get(tx, data.client_id, "update")
    proposal = await add(tx, PROPOSAL, given(data))
    await publish(tx, ProposalCreated(record=proposal))
    return proposal


async def update_proposal(tx: WriteTx, id: UUID, data: ProposalPatch, if_match: int | None) -> Proposal:
    """Changes a proposal."""
    old = await PROPOSALS.hold(tx, id, "update")
    new = await change(tx, PROPOSAL, id, given(data), if_match=if_match)
    await publish(tx, ProposalUpdated.of(old, new))
    return new


async def delete_proposal(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a proposal."""
    proposal = await PROPOSALS.hold(tx, id, "delete")
    await remove(tx, PROPOSAL, id, if_match=if_match)
    await publish(tx, ProposalDeleted(record=proposal))
