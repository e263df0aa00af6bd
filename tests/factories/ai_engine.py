"""Samples and rights of `ai_engine`."""

import itertools
from typing import Any
from uuid import UUID

from tests.factories import Row, Sample
from tests.rows import put
from tests.world import Company
from vistone.ai_engine.contracts import ContentType, RagDocument
from vistone.ai_engine.queries import EMBEDDING, RAG_DOCUMENT, TURN
from vistone.kernel import clock
from vistone.kernel.ids import new_id
from vistone.kernel.rows import as_json

_numbers = itertools.count(1)
_SWITCHES = "/api/ai-engine/rag-access-control"


async def text(company: Company, **fields: Any) -> RagDocument:
    """A text of the index, as the sync will write it."""
    values = {
        "source_schema": "project",
        "source_table": "tasks",
        "source_id": new_id(),
        "title": "Fix the door",
        "content": "It squeaks.",
        "content_type": "task",
        "last_synced_at": clock.now(),
    }
    made: RagDocument = await put(company.organizer, RAG_DOCUMENT, **{**values, **fields})
    return made


async def _text(company: Company) -> dict[str, Any]:
    return as_json(await text(company))


async def _passage(company: Company) -> dict[str, Any]:
    document_id = (await text(company)).id
    return as_json(await put(company.organizer, EMBEDDING, document_id=document_id, chunk_text="It squeaks."))


async def _turn(company: Company) -> dict[str, Any]:
    values = {"session_id": new_id(), "role": "user", "content": "What is late?"}
    return as_json(await put(company.organizer, TURN, user_id=UUID(company.organizer.id), **values))


async def _prompt_body(_: Company) -> dict[str, Any]:
    return {"name": f"Answer {next(_numbers)}", "template": "Be brief.", "category": "general"}


async def _switch_body(company: Company) -> dict[str, Any]:
    """A kind of content for which the company has no switch yet."""
    taken = {one["contentType"] for one in (await company.organizer.get(_SWITCHES, organizationId=company.id))["items"]}
    return {"contentType": next(kind.value for kind in ContentType if kind.value not in taken)}


SAMPLES = [
    Sample("/api/ai-engine/rag-documents", make=_text),
    Sample("/api/ai-engine/rag-embeddings", make=_passage),
    Sample("/api/ai-engine/conversation-history", make=_turn),
    Sample("/api/ai-engine/system-prompt-templates", _prompt_body, {"isActive": False}),
    Sample(_SWITCHES, _switch_body, {"isEnabled": False}),
]

# The turn of the talk is the Organizer's own.
MATRIX: dict[str, Row] = {
    "list_rag_documents": (200, 200, 200, 200),
    "get_rag_document": (200, 404, 404, 404),
    "delete_rag_document": (204, 404, 404, 404),
    "list_rag_embeddings": (200, 200, 200, 200),
    "get_rag_embedding": (200, 404, 404, 404),
    "list_conversation_history": (200, 200, 200, 200),
    "get_conversation_history": (200, 404, 404, 404),
    "delete_conversation_history": (204, 404, 404, 404),
    "list_system_prompt_templates": (200, 200, 200, 200),
    "create_system_prompt_template": (201, 403, 403, 403),
    "get_system_prompt_template": (200, 200, 200, 404),
    "update_system_prompt_template": (200, 403, 403, 404),
    "delete_system_prompt_template": (204, 403, 403, 404),
    "list_rag_access_controls": (200, 200, 200, 200),
    "create_rag_access_control": (201, 403, 403, 403),
    "get_rag_access_control": (200, 200, 200, 404),
    "update_rag_access_control": (200, 403, 403, 404),
    "delete_rag_access_control": (204, 403, 403, 404),
}
