"""What hangs on a task or a project: what would go with it."""

from uuid import UUID

from msgspec import Struct

from vistone.project.contracts.tasks import Task


class TaskDependents(Struct, frozen=True, rename="camel"):
    """How much goes with a task when it is deleted: what lies below it, and what hangs on it and on those."""

    subtasks: int
    checklist_lines: int
    comments: int
    attachments: int
    time_entries: int
    dependencies: int


class ProjectDependents(Struct, frozen=True, rename="camel"):
    """How much goes with a project when it is deleted."""

    tasks: int
    milestones: int
    risks: int
    insights: int
    members: int
    comments: int
    attachments: int
    time_entries: int
    expenses: int
    baselines: int
    saved_views: int


class RefusedTask(Struct, frozen=True):
    """A task that many were to be changed with and that stays as it was: why, and which field where it is one's."""

    id: UUID
    field: str | None
    message: str


class ChangedTasks(Struct, frozen=True):
    """What came of changing many tasks: those that changed, as they are now, and those that did not."""

    items: list[Task]
    errors: list[RefusedTask]
