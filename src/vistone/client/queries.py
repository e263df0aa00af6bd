"""Every SQL statement of the service: the collections and what they do not cover."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, delete, select
from sqlalchemy.sql.dml import ReturningDelete

from vistone.client import access
from vistone.client.contracts import Client, ClientContact, ClientFeedback, ProjectClient, Proposal, ProposalStatus
from vistone.client.tables import client_contacts, client_feedback, clients, project_clients, proposals
from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, WriteTx, organization, statement
from vistone.kernel.filters import same, span
from vistone.kernel.rows import View

CLIENT = View("client", clients, Client, abilities=access.of_client)
CONTACT = View("contact", client_contacts, ClientContact, abilities=access.of_part)
PROJECT_CLIENT = View("project of a client", project_clients, ProjectClient, abilities=access.of_part)
FEEDBACK = View("feedback", client_feedback, ClientFeedback, abilities=access.of_feedback)
PROPOSAL = View("proposal", proposals, Proposal, abilities=access.of_part)

CLIENTS = Collection(
    CLIENT,
    resource="clients",
    visible=access.visible_clients,
    filters=[same("portal_access", bool)],
    sorts={"name": clients.c.name, "updatedAt": clients.c.updated_at},
    search=["name"],
)

CONTACTS = Collection(
    CONTACT,
    resource="clients",
    visible=lambda role: access.for_staff(client_contacts.c.client_id, role),
    filters=[same("client_id"), same("user_id")],
)

PROJECT_CLIENTS = Collection(
    PROJECT_CLIENT,
    resource="clients",
    visible=lambda role: access.for_staff(project_clients.c.client_id, role),
    filters=[same("project_id"), same("client_id")],
)

FEEDBACKS = Collection(
    FEEDBACK,
    resource="clients",
    visible=access.visible_feedback,
    filters=[
        same("client_id"),
        same("project_id", nullable=True),
        same("author_id"),
        same("rating", int, nullable=True),
        span("created_at"),
    ],
    sorts={"rating": client_feedback.c.rating, "updatedAt": client_feedback.c.updated_at},
    search=["comment", "response"],
)

PROPOSALS = Collection(
    PROPOSAL,
    resource="clients",
    visible=access.visible_proposals,
    filters=[same("client_id"), same("status", values=ProposalStatus), span("created_at")],
    sorts={"title": proposals.c.title, "status": proposals.c.status, "updatedAt": proposals.c.updated_at},
    search=["title", "content"],
)


@statement
def _my_clients(role: str) -> Select[Any]:
    return select(clients.c.id).where(clients.c.organization_id == organization(), access.spoken_for(role))


async def my_clients(tx: ReadTx) -> tuple[UUID, ...]:
    """The claim `clients`: those whose contact one is; for Clients only while the portal is open to them."""
    return tuple(row["id"] for row in await tx.all(_my_clients(tx.scope.role)))


@statement
def _take_out() -> ReturningDelete[Any]:
    return (
        delete(client_contacts)
        .where(
            client_contacts.c.organization_id == organization(),
            client_contacts.c.user_id == bindparam("user_id", type_=Uuid),
        )
        .returning(*CONTACT.columns)
    )


async def take_out(tx: WriteTx, user_id: UUID) -> list[ClientContact]:
    """Lets a person speak for no client any more; for which they did."""
    return [CONTACT.of(tx.scope, row) for row in await tx.all(_take_out(), user_id=user_id)]
