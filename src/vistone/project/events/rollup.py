"""What the system added up anew. The records keep their revision: nobody's `If-Match` fails for it."""

from vistone.kernel.events import Updated
from vistone.project.contracts import Milestone, Project, Task


class TaskTotalled(Updated[Task], frozen=True):
    """The totals or the logged minutes of a task are new."""

    topics = ("project:{project_id}", "task:{id}")


class MilestoneTotalled(Updated[Milestone], frozen=True):
    """The progress of a milestone is new."""

    topics = ("project:{project_id}",)


class ProjectTotalled(Updated[Project], frozen=True):
    """The progress or the spent money of a project is new."""

    topics = ("organization", "project:{id}")
