"""Bodies for templates and calendar feeds."""

from uuid import UUID

from msgspec import UNSET, UnsetType

from vistone.kernel.wire import Body, Moment, Name, Prose
from vistone.project.contracts import FeedKind


class ProjectTemplateCreate(Body, frozen=True):
    """Saves a project as a template."""

    name: Name
    project_id: UUID
    description: Prose | None = None


class ProjectTemplatePatch(Body, frozen=True):
    """Changes to a template."""

    name: Name | UnsetType = UNSET
    description: Prose | None | UnsetType = UNSET


class ProjectTemplateUse(Body, frozen=True):
    """A new project from a template; its first date becomes `startDate`, today unless said."""

    name: Name
    start_date: Moment | None = None
    client_id: UUID | None = None


class CalendarFeedCreate(Body, frozen=True):
    """A new calendar feed; `projectId` for one of a project alone."""

    kind: FeedKind
    project_id: UUID | None = None
