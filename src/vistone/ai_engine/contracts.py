"""What others may see of the assistant: the records as they go over the wire, and their closed sets."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from vistone.kernel.rows import Record


class ContentType(StrEnum):
    """What a searchable text is about."""

    ORGANIZATION = "organization"
    USER = "user"
    PROJECT = "project"
    TASK = "task"
    MILESTONE = "milestone"
    RISK = "risk"
    CLIENT = "client"
    PROPOSAL = "proposal"
    FEEDBACK = "feedback"
    MESSAGE = "message"
    WIKI = "wiki"
    DOCUMENT = "document"
    TEAM = "team"
    SKILL = "skill"
    REPORT = "report"
    INSIGHT = "insight"


class ConversationRole(StrEnum):
    """Who said something."""

    USER = "user"
    ASSISTANT = "assistant"


class PromptCategory(StrEnum):
    """The kind of question that a prompt is for."""

    GENERAL = "general"
    PROJECT_QUERY = "project_query"
    CLIENT_QUERY = "client_query"
    KNOWLEDGE_QUERY = "knowledge_query"
    WORKFORCE_QUERY = "workforce_query"
    AGENT = "agent"
    REPORT = "report"


class RagDocument(Record, frozen=True):
    """The searchable text of one record of a service; `content_hash` tells whether it has changed."""

    id: UUID
    organization_id: UUID
    source_schema: str
    source_table: str
    source_id: UUID
    title: str
    content: str
    content_type: ContentType
    metadata: dict[str, Any] | None
    last_synced_at: datetime
    content_hash: str | None
    revision: int
    created_at: datetime
    updated_at: datetime


class RagEmbedding(Record, frozen=True):
    """One passage of a searchable text, and its place among the meanings: 1024 numbers, null until it is computed."""

    id: UUID
    organization_id: UUID
    document_id: UUID
    chunk_index: int
    chunk_text: str
    embedding: list[float] | None
    revision: int
    created_at: datetime


class ConversationHistory(Record, frozen=True):
    """One turn of a person's talk with the assistant; `metadata` names the sources that it stands on."""

    private = ("content", "metadata")

    id: UUID
    organization_id: UUID
    user_id: UUID
    session_id: UUID
    role: ConversationRole
    content: str
    metadata: dict[str, Any] | None
    revision: int
    created_at: datetime


class SystemPromptTemplate(Record, frozen=True):
    """How the assistant is told to answer a kind of question."""

    id: UUID
    organization_id: UUID
    name: str
    template: str
    category: PromptCategory
    is_active: bool
    revision: int
    created_at: datetime
    updated_at: datetime


class RagAccessControl(Record, frozen=True):
    """Whether the assistant may use a kind of content. Without an organization it holds for all that say nothing."""

    id: UUID
    organization_id: UUID | None
    content_type: ContentType
    is_enabled: bool
    revision: int
    created_at: datetime
    updated_at: datetime
