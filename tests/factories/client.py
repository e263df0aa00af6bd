"""Samples and rights of `client`."""

from typing import Any
from uuid import uuid4

from tests.factories import Row, Sample
from tests.world import Company


async def client(company: Company, **fields: Any) -> dict[str, Any]:
    """A client that nobody speaks for."""
    made: dict[str, Any] = await company.organizer.post("/api/client/clients", {"name": "Umbra", **fields})
    return made


async def _client_body(_: Company) -> dict[str, Any]:
    return {"name": "Umbra"}


async def _of_client(company: Company, **fields: Any) -> dict[str, Any]:
    return {"clientId": (await client(company))["id"], **fields}


async def _contact_body(company: Company) -> dict[str, Any]:
    return await _of_client(company, userId=company.organizer.id)


async def _project_body(company: Company) -> dict[str, Any]:
    return await _of_client(company, projectId=str(uuid4()))


async def _feedback_body(company: Company) -> dict[str, Any]:
    return await _of_client(company, rating=4)


async def _proposal_body(company: Company) -> dict[str, Any]:
    return await _of_client(company, title="A shop")


SAMPLES = [
    Sample("/api/client/clients", _client_body, {"name": "Renamed"}),
    Sample("/api/client/client-contacts", _contact_body, {"title": "Buyer"}),
    Sample("/api/client/project-clients", _project_body, {"projectId": "0190c6f0-0000-7000-8000-000000000000"}),
    Sample("/api/client/client-feedback", _feedback_body, {"response": "Thank you."}),
    Sample("/api/client/proposals", _proposal_body, {"title": "Renamed"}),
]

# A restore is asked for a record that is not deleted: 404 for all.
MATRIX: dict[str, Row] = {
    "list_clients": (200, 200, 200, 200),
    "create_client": (201, 201, 403, 403),
    "get_client": (200, 200, 200, 404),
    "update_client": (200, 200, 403, 404),
    "delete_client": (204, 403, 403, 404),
    "restore_client": (404, 404, 404, 404),
    "list_client_contacts": (200, 200, 200, 200),
    "create_client_contact": (201, 201, 403, 404),
    "get_client_contact": (200, 200, 200, 404),
    "update_client_contact": (200, 200, 403, 404),
    "delete_client_contact": (204, 204, 403, 404),
    "list_project_clients": (200, 200, 200, 200),
    "create_project_client": (201, 201, 403, 404),
    "get_project_client": (200, 200, 200, 404),
    "update_project_client": (200, 200, 403, 404),
    "delete_project_client": (204, 204, 403, 404),
    "list_client_feedback": (200, 200, 200, 200),
    "create_client_feedback": (201, 201, 403, 404),
    "get_client_feedback": (200, 200, 200, 404),
    "update_client_feedback": (200, 200, 403, 404),
    "delete_client_feedback": (204, 204, 403, 404),
    "list_proposals": (200, 200, 200, 200),
    "create_proposal": (201, 201, 403, 404),
    "get_proposal": (200, 200, 200, 404),
    "update_proposal": (200, 200, 403, 404),
    "delete_proposal": (204, 204, 403, 404),
}
