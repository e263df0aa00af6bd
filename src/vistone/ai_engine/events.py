"""What happens to the index, the talks and the settings of the assistant."""

from vistone.ai_engine.contracts import ConversationHistory, RagAccessControl, RagDocument, SystemPromptTemplate
from vistone.kernel.events import Created, Deleted, Updated


class RagDocumentDeleted(Deleted[RagDocument], frozen=True):
    """A searchable text was taken away."""

    topics = ("assistant-index",)


class ConversationHistoryDeleted(Deleted[ConversationHistory], frozen=True):
    """A turn of a talk was taken away."""

    topics = ("user:{user_id}",)


class SystemPromptTemplateCreated(Created[SystemPromptTemplate], frozen=True):
    """A prompt was added."""

    topics = ("assistant-settings",)


class SystemPromptTemplateUpdated(Updated[SystemPromptTemplate], frozen=True):
    """A prompt was changed."""

    topics = ("assistant-settings",)


class SystemPromptTemplateDeleted(Deleted[SystemPromptTemplate], frozen=True):
    """A prompt was taken away."""

    topics = ("assistant-settings",)


class RagAccessControlCreated(Created[RagAccessControl], frozen=True):
    """A switch for a kind of content was added."""

    topics = ("assistant-settings",)


class RagAccessControlUpdated(Updated[RagAccessControl], frozen=True):
    """A switch for a kind of content was changed."""

    topics = ("assistant-settings",)


class RagAccessControlDeleted(Deleted[RagAccessControl], frozen=True):
    """A switch for a kind of content was taken away."""

    topics = ("assistant-settings",)
