"""What happens to projects and who is in them."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.project.contracts import (
    Project,
    ProjectMember,
)


class ProjectCreated(Created[Project], frozen=True):
    """A project was added."""

    topics = ("organization", "project:{id}")


class ProjectUpdated(Updated[Project], frozen=True):
    """A project was changed."""

    topics = ("organization", "project:{id}")


class ProjectDeleted(Deleted[Project], frozen=True):
    """A project was taken away."""

    topics = ("organization", "project:{id}")


class ProjectMemberCreated(Created[ProjectMember], frozen=True):
    """A person's part in a project was added."""

    topics = ("organization", "project:{project_id}")


class ProjectMemberUpdated(Updated[ProjectMember], frozen=True):
    """A person's part in a project was changed."""

    topics = ("organization", "project:{project_id}")


class ProjectMemberDeleted(Deleted[ProjectMember], frozen=True):
    """A person's part in a project was taken away."""

    topics = ("organization", "project:{project_id}")
