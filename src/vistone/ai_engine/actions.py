"""Every write of the service: check, change, publish. The index and the talks are written by the assistant alone."""

from uuid import UUID

from vistone.ai_engine.contracts import RagAccessControl, SystemPromptTemplate
from vistone.ai_engine.events import (
    ConversationHistoryDeleted,
    RagAccessControlCreated,
    RagAccessControlDeleted,
    RagAccessControlUpdated,
    RagDocumentDeleted,
    SystemPromptTemplateCreated,
    SystemPromptTemplateDeleted,
    SystemPromptTemplateUpdated,
)
from vistone.ai_engine.queries import (
    ACCESS_CONTROL,
    ACCESS_CONTROLS,
    HISTORY,
    PROMPT,
    PROMPTS,
    RAG_DOCUMENT,
    RAG_DOCUMENTS,
    TURN,
)
from vistone.ai_engine.schemas import (
    RagAccessControlCreate,
    RagAccessControlPatch,
    SystemPromptTemplateCreate,
    SystemPromptTemplatePatch,
)
from vistone.kernel.db import WriteTx
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove


async def delete_rag_document(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes a text out of the index, with its passages, until its source changes."""
    document = await RAG_DOCUMENTS.hold(tx, id, "delete")
    await remove(tx, RAG_DOCUMENT, id, if_match=if_match)
    await publish(tx, RagDocumentDeleted(record=document))


async def delete_turn(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Throws away one turn of one's own talk."""
    turn = await HISTORY.hold(tx, id, "delete")
    await remove(tx, TURN, id, if_match=if_match)
    await publish(tx, ConversationHistoryDeleted(record=turn))


async def create_prompt(tx: WriteTx, data: SystemPromptTemplateCreate) -> SystemPromptTemplate:
    """A new prompt."""
    tx.scope.require("settings", "create")
    prompt = await add(tx, PROMPT, given(data))
    await publish(tx, SystemPromptTemplateCreated(record=prompt))
    return prompt


async def update_prompt(
    tx: WriteTx, id: UUID, data: SystemPromptTemplatePatch, if_match: int | None
) -> SystemPromptTemplate:
    """Changes a prompt."""
    old = await PROMPTS.hold(tx, id, "update")
    new = await change(tx, PROMPT, id, given(data), if_match=if_match)
    await publish(tx, SystemPromptTemplateUpdated.of(old, new))
    return new


async def delete_prompt(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a prompt."""
    prompt = await PROMPTS.hold(tx, id, "delete")
    await remove(tx, PROMPT, id, if_match=if_match)
    await publish(tx, SystemPromptTemplateDeleted(record=prompt))


async def create_access_control(tx: WriteTx, data: RagAccessControlCreate) -> RagAccessControl:
    """The organization's own switch. Conflict when there is one for that kind of content already."""
    tx.scope.require("settings", "create")
    switch = await add(tx, ACCESS_CONTROL, given(data))
    await publish(tx, RagAccessControlCreated(record=switch))
    return switch


async def update_access_control(
    tx: WriteTx, id: UUID, data: RagAccessControlPatch, if_match: int | None
) -> RagAccessControl:
    """Switches a kind of content on or off."""
    old = await ACCESS_CONTROLS.hold(tx, id, "update")
    new = await change(tx, ACCESS_CONTROL, id, given(data), if_match=if_match)
    await publish(tx, RagAccessControlUpdated.of(old, new))
    return new


async def delete_access_control(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes the organization's own switch: what holds for all organizations holds for it again."""
    switch = await ACCESS_CONTROLS.hold(tx, id, "delete")
    await remove(tx, ACCESS_CONTROL, id, if_match=if_match)
    await publish(tx, RagAccessControlDeleted(record=switch))
