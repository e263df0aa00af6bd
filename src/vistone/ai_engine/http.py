"""The service over HTTP: decode, call, return."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.ai_engine import actions, queries
from vistone.ai_engine.contracts import (
    ConversationHistory,
    RagAccessControl,
    RagDocument,
    RagEmbedding,
    SystemPromptTemplate,
)
from vistone.ai_engine.schemas import (
    RagAccessControlCreate,
    RagAccessControlPatch,
    SystemPromptTemplateCreate,
    SystemPromptTemplatePatch,
)
from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists


class RagDocumentController(Controller):
    """The texts of the index."""

    path = "/api/ai-engine/rag-documents"
    tags = ("ai_engine",)

    @get(opt=lists(queries.RAG_DOCUMENTS))
    async def list_rag_documents(self, call: Call) -> Page[RagDocument]:
        """Searchable texts that you may see."""
        return await call.page(queries.RAG_DOCUMENTS)

    @get("/{id:uuid}")
    async def get_rag_document(self, call: Call, id: FromPath[UUID]) -> RagDocument:
        """One searchable text."""
        return await call.get(queries.RAG_DOCUMENTS, id)

    @delete("/{id:uuid}")
    async def delete_rag_document(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a searchable text."""
        await call.write(actions.delete_rag_document, id, call.if_match)


class RagEmbeddingController(Controller):
    """The passages of these texts."""

    path = "/api/ai-engine/rag-embeddings"
    tags = ("ai_engine",)

    @get(opt=lists(queries.EMBEDDINGS))
    async def list_rag_embeddings(self, call: Call) -> Page[RagEmbedding]:
        """Passages that you may see."""
        return await call.page(queries.EMBEDDINGS)

    @get("/{id:uuid}")
    async def get_rag_embedding(self, call: Call, id: FromPath[UUID]) -> RagEmbedding:
        """One passage."""
        return await call.get(queries.EMBEDDINGS, id)


class ConversationHistoryController(Controller):
    """One's own talks with the assistant."""

    path = "/api/ai-engine/conversation-history"
    tags = ("ai_engine",)

    @get(opt=lists(queries.HISTORY))
    async def list_conversation_history(self, call: Call) -> Page[ConversationHistory]:
        """Turns of conversations that you may see."""
        return await call.page(queries.HISTORY)

    @get("/{id:uuid}")
    async def get_conversation_history(self, call: Call, id: FromPath[UUID]) -> ConversationHistory:
        """One turn of a conversation."""
        return await call.get(queries.HISTORY, id)

    @delete("/{id:uuid}")
    async def delete_conversation_history(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a turn of a conversation."""
        await call.write(actions.delete_turn, id, call.if_match)


class SystemPromptTemplateController(Controller):
    """How the assistant is told to answer."""

    path = "/api/ai-engine/system-prompt-templates"
    tags = ("ai_engine",)

    @get(opt=lists(queries.PROMPTS))
    async def list_system_prompt_templates(self, call: Call) -> Page[SystemPromptTemplate]:
        """Prompt templates that you may see."""
        return await call.page(queries.PROMPTS)

    @post()
    async def create_system_prompt_template(
        self, call: Call, data: JSONBody[SystemPromptTemplateCreate]
    ) -> SystemPromptTemplate:
        """Adds a prompt template."""
        return await call.write(actions.create_prompt, data)

    @get("/{id:uuid}")
    async def get_system_prompt_template(self, call: Call, id: FromPath[UUID]) -> SystemPromptTemplate:
        """One prompt template."""
        return await call.get(queries.PROMPTS, id)

    @patch("/{id:uuid}")
    async def update_system_prompt_template(
        self, call: Call, id: FromPath[UUID], data: JSONBody[SystemPromptTemplatePatch]
    ) -> SystemPromptTemplate:
        """Changes a prompt template; fields left out stay as they are."""
        return await call.write(actions.update_prompt, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_system_prompt_template(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a prompt template."""
        await call.write(actions.delete_prompt, id, call.if_match)


class RagAccessControlController(Controller):
    """What the assistant may use."""

    path = "/api/ai-engine/rag-access-control"
    tags = ("ai_engine",)

    @get(opt=lists(queries.ACCESS_CONTROLS))
    async def list_rag_access_controls(self, call: Call) -> Page[RagAccessControl]:
        """Switches that you may see."""
        return await call.page(queries.ACCESS_CONTROLS)

    @post()
    async def create_rag_access_control(self, call: Call, data: JSONBody[RagAccessControlCreate]) -> RagAccessControl:
        """Adds a switch."""
        return await call.write(actions.create_access_control, data)

    @get("/{id:uuid}")
    async def get_rag_access_control(self, call: Call, id: FromPath[UUID]) -> RagAccessControl:
        """One switch."""
        return await call.get(queries.ACCESS_CONTROLS, id)

    @patch("/{id:uuid}")
    async def update_rag_access_control(
        self, call: Call, id: FromPath[UUID], data: JSONBody[RagAccessControlPatch]
    ) -> RagAccessControl:
        """Changes a switch; fields left out stay as they are."""
        return await call.write(actions.update_access_control, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_rag_access_control(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a switch."""
        await call.write(actions.delete_access_control, id, call.if_match)
