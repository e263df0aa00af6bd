"""What requests send: bodies of `POST` (`...Create`) and `PATCH` (`...Patch`, absent fields stay as they are)."""

from msgspec import UNSET, UnsetType

from vistone.ai_engine.contracts import ContentType, PromptCategory
from vistone.kernel.wire import Body, Name, Prose


class SystemPromptTemplateCreate(Body, frozen=True):
    """A new prompt; its name is unique in the organization."""

    name: Name
    template: Prose
    category: PromptCategory
    is_active: bool = True


class SystemPromptTemplatePatch(Body, frozen=True):
    """Changes to a prompt."""

    name: Name | UnsetType = UNSET
    template: Prose | UnsetType = UNSET
    category: PromptCategory | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class RagAccessControlCreate(Body, frozen=True):
    """The organization's own switch for a kind of content, one for each kind."""

    content_type: ContentType
    is_enabled: bool = True


class RagAccessControlPatch(Body, frozen=True):
    """Switches a kind of content on or off."""

    is_enabled: bool | UnsetType = UNSET
