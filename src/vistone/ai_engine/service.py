"""What the service declares."""

from vistone.ai_engine import events, topics
from vistone.ai_engine.http import (
    ConversationHistoryController,
    RagAccessControlController,
    RagDocumentController,
    RagEmbeddingController,
    SystemPromptTemplateController,
)
from vistone.ai_engine.tables import metadata
from vistone.kernel.events import events_in
from vistone.kernel.service import Service

service = Service(
    name="ai_engine",
    metadata=metadata,
    events=events_in(events),
    controllers=(
        RagDocumentController,
        RagEmbeddingController,
        ConversationHistoryController,
        SystemPromptTemplateController,
        RagAccessControlController,
    ),
    topics={"assistant-settings": topics.settings, "assistant-index": topics.index},
)
