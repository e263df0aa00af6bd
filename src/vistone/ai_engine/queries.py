"""Every SQL statement of the service: its collections."""

from vistone.ai_engine import access
from vistone.ai_engine.contracts import (
    ContentType,
    ConversationHistory,
    ConversationRole,
    PromptCategory,
    RagAccessControl,
    RagDocument,
    RagEmbedding,
    SystemPromptTemplate,
)
from vistone.ai_engine.tables import (
    conversation_history,
    rag_access_control,
    rag_documents,
    rag_embeddings,
    system_prompt_templates,
)
from vistone.kernel.collection import Collection
from vistone.kernel.filters import same, span
from vistone.kernel.rows import View

RAG_DOCUMENT = View("searchable text", rag_documents, RagDocument, abilities=access.of_rag_document)
EMBEDDING = View("passage", rag_embeddings, RagEmbedding, abilities=access.nothing)
TURN = View("turn of a conversation", conversation_history, ConversationHistory, abilities=access.of_history)
PROMPT = View("prompt template", system_prompt_templates, SystemPromptTemplate, abilities=access.of_setting)
ACCESS_CONTROL = View("switch", rag_access_control, RagAccessControl, abilities=access.of_access_control)

RAG_DOCUMENTS = Collection(
    RAG_DOCUMENT,
    resource="assistant",
    visible=access.organizers_only,
    filters=[
        same("source_schema", str),
        same("source_table", str),
        same("source_id"),
        same("content_type", values=ContentType),
        span("last_synced_at"),
    ],
    sorts={"title": rag_documents.c.title, "lastSyncedAt": rag_documents.c.last_synced_at},
    search=["title"],
)

EMBEDDINGS = Collection(
    EMBEDDING,
    resource="assistant",
    visible=access.organizers_only,
    filters=[same("document_id")],
    sorts={"chunkIndex": rag_embeddings.c.chunk_index},
)

HISTORY = Collection(
    TURN,
    resource="assistant",
    visible=access.my_history,
    filters=[same("user_id"), same("session_id"), same("role", values=ConversationRole), span("created_at")],
)

PROMPTS = Collection(
    PROMPT,
    resource="settings",
    visible=access.staff_only,
    filters=[same("name", str), same("category", values=PromptCategory), same("is_active", bool)],
    sorts={"name": system_prompt_templates.c.name, "updatedAt": system_prompt_templates.c.updated_at},
    search=["name", "template"],
)

ACCESS_CONTROLS = Collection(
    ACCESS_CONTROL,
    resource="settings",
    visible=access.staff_only,
    filters=[
        same("organization_id", nullable=True),
        same("content_type", values=ContentType),
        same("is_enabled", bool),
    ],
    sorts={"contentType": rag_access_control.c.content_type},
)
