"""The service over HTTP: decode, call, return."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.client import actions, queries
from vistone.client.contracts import Client, ClientContact, ClientFeedback, ProjectClient, Proposal
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
from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists


class ClientController(Controller):
    """Clients."""

    path = "/api/client/clients"
    tags = ("client",)

    @get(opt=lists(queries.CLIENTS))
    async def list_clients(self, call: Call) -> Page[Client]:
        """Clients that you may see."""
        return await call.page(queries.CLIENTS)

    @post()
    async def create_client(self, call: Call, data: JSONBody[ClientCreate]) -> Client:
        """Adds a client."""
        return await call.write(actions.create_client, data)

    @get("/{id:uuid}")
    async def get_client(self, call: Call, id: FromPath[UUID]) -> Client:
        """One client."""
        return await call.get(queries.CLIENTS, id)

    @patch("/{id:uuid}")
    async def update_client(self, call: Call, id: FromPath[UUID], data: JSONBody[ClientPatch]) -> Client:
        """Changes a client; fields left out stay as they are."""
        return await call.write(actions.update_client, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_client(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a client; it can be restored."""
        await call.write(actions.delete_client, id, call.if_match)

    @post("/{id:uuid}/restore", status_code=200)
    async def restore_client(self, call: Call, id: FromPath[UUID]) -> Client:
        """Takes a deleted client back, with all that belongs to it."""
        return await call.write(actions.restore_client, id)


class ClientContactController(Controller):
    """Who speaks for clients."""

    path = "/api/client/client-contacts"
    tags = ("client",)

    @get(opt=lists(queries.CONTACTS))
    async def list_client_contacts(self, call: Call) -> Page[ClientContact]:
        """Contacts that you may see."""
        return await call.page(queries.CONTACTS)

    @post()
    async def create_client_contact(self, call: Call, data: JSONBody[ClientContactCreate]) -> ClientContact:
        """Lets a person speak for a client."""
        return await call.write(actions.add_contact, data)

    @get("/{id:uuid}")
    async def get_client_contact(self, call: Call, id: FromPath[UUID]) -> ClientContact:
        """One contact."""
        return await call.get(queries.CONTACTS, id)

    @patch("/{id:uuid}")
    async def update_client_contact(
        self, call: Call, id: FromPath[UUID], data: JSONBody[ClientContactPatch]
    ) -> ClientContact:
        """Changes a contact; fields left out stay as they are."""
        return await call.write(actions.update_contact, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_client_contact(self, call: Call, id: FromPath[UUID]) -> None:
        """Takes a contact from a client."""
        await call.write(actions.remove_contact, id, call.if_match)


class ProjectClientController(Controller):
    """Which projects are done for which client."""

    path = "/api/client/project-clients"
    tags = ("client",)

    @get(opt=lists(queries.PROJECT_CLIENTS))
    async def list_project_clients(self, call: Call) -> Page[ProjectClient]:
        """Projects of clients that you may see."""
        return await call.page(queries.PROJECT_CLIENTS)

    @post()
    async def create_project_client(self, call: Call, data: JSONBody[ProjectClientCreate]) -> ProjectClient:
        """Adds a project to a client."""
        return await call.write(actions.add_project, data)

    @get("/{id:uuid}")
    async def get_project_client(self, call: Call, id: FromPath[UUID]) -> ProjectClient:
        """One project of a client."""
        return await call.get(queries.PROJECT_CLIENTS, id)

    @patch("/{id:uuid}")
    async def update_project_client(
        self, call: Call, id: FromPath[UUID], data: JSONBody[ProjectClientPatch]
    ) -> ProjectClient:
        """Changes which project, or for which client."""
        return await call.write(actions.update_project, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_project_client(self, call: Call, id: FromPath[UUID]) -> None:
        """Takes a project from a client."""
        await call.write(actions.remove_project, id, call.if_match)


class ClientFeedbackController(Controller):
    """What clients say of the work."""

    path = "/api/client/client-feedback"
    tags = ("client",)

    @get(opt=lists(queries.FEEDBACKS))
    async def list_client_feedback(self, call: Call) -> Page[ClientFeedback]:
        """Feedback that you may see."""
        return await call.page(queries.FEEDBACKS)

    @post()
    async def create_client_feedback(self, call: Call, data: JSONBody[ClientFeedbackCreate]) -> ClientFeedback:
        """Gives feedback; you are its author."""
        return await call.write(actions.give_feedback, data)

    @get("/{id:uuid}")
    async def get_client_feedback(self, call: Call, id: FromPath[UUID]) -> ClientFeedback:
        """One client's word on the work."""
        return await call.get(queries.FEEDBACKS, id)

    @patch("/{id:uuid}")
    async def update_client_feedback(
        self, call: Call, id: FromPath[UUID], data: JSONBody[ClientFeedbackPatch]
    ) -> ClientFeedback:
        """Rewords feedback or responds to it; fields left out stay as they are."""
        return await call.write(actions.update_feedback, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_client_feedback(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes feedback."""
        await call.write(actions.delete_feedback, id, call.if_match)


class ProposalController(Controller):
    """Proposals to clients."""

    path = "/api/client/proposals"
    tags = ("client",)

    @get(opt=lists(queries.PROPOSALS))
    async def list_proposals(self, call: Call) -> Page[Proposal]:
        """Proposals that you may see."""
        return await call.page(queries.PROPOSALS)

    @post()
    async def create_proposal(self, call: Call, data: JSONBody[ProposalCreate]) -> Proposal:
        """Adds a proposal."""
        return await call.write(actions.create_proposal, data)

    @get("/{id:uuid}")
    async def get_proposal(self, call: Call, id: FromPath[UUID]) -> Proposal:
        """One proposal."""
        return await call.get(queries.PROPOSALS, id)

    @patch("/{id:uuid}")
    async def update_proposal(self, call: Call, id: FromPath[UUID], data: JSONBody[ProposalPatch]) -> Proposal:
        """Changes a proposal; fields left out stay as they are."""
        return await call.write(actions.update_proposal, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_proposal(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a proposal."""
        await call.write(actions.delete_proposal, id, call.if_match)
