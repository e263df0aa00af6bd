"""What happens to imports."""

from vistone.kernel.events import Created, Updated
from vistone.project.contracts import (
    ProjectImport,
)


class ProjectImportCreated(Created[ProjectImport], frozen=True):
    """An import was asked for."""

    topics = ("import:{id}",)


class ProjectImportUpdated(Updated[ProjectImport], frozen=True):
    """An import came further, or ended."""

    topics = ("import:{id}",)
