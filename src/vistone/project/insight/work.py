"""What the insights look at: tasks, links, milestones and the working time of one project, at one moment."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from vistone.project.contracts import Milestone, Project, TaskStatus
from vistone.project.scheduling.calendar import STANDARD, WorkCalendar

CLOSED = {TaskStatus.DONE, TaskStatus.CANCELLED}
AT_WORK = {TaskStatus.IN_PROGRESS, TaskStatus.IN_REVIEW}
DAY_SECONDS = 86_400.0
MADE_AS_DONE = timedelta(minutes=1)
"""What was finished within this time of its making was entered as finished: its duration is not known."""


class Piece(Struct, frozen=True):
    """A task, as far as the insights look at it. Times of work are in minutes."""

    id: UUID
    project_id: UUID
    parent_id: UUID | None
    assignee_id: UUID | None
    title: str
    status: str
    labels: list[str]
    estimate_minutes: int | None
    logged_minutes: int
    progress: int
    start_date: datetime | None
    due_date: datetime | None
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None
    completed_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether there is still something to do."""
        return self.status not in CLOSED

    @property
    def left_minutes(self) -> int | None:
        """The estimated work that is left; None without an estimate."""
        if self.estimate_minutes is None:
            return None
        by_progress = self.estimate_minutes * (100 - self.progress) // 100
        return max(0, min(by_progress, self.estimate_minutes - self.logged_minutes))

    @property
    def took_days(self) -> float | None:
        """How long it was at work, in days of 24 hours: from its start (else its making) to its end; None if unknown."""
        if self.completed_at is None or self.completed_at - self.created_at < MADE_AS_DONE:
            return None
        begun = min(self.started_at or self.created_at, self.completed_at)
        return max((self.completed_at - begun).total_seconds() / DAY_SECONDS, 1 / 24)

    @property
    def waited_days(self) -> float | None:
        """How long it lay before it was started, in days; None if unknown."""
        if self.started_at is None:
            return None
        return max(0.0, (self.started_at - self.created_at).total_seconds() / DAY_SECONDS)


class Link(Struct, frozen=True):
    """A task of the project that waits for another, which may lie in another project."""

    id: UUID
    type: str
    lag_days: int
    task: Piece
    waits_for: Piece


class WorkingTime(Struct, frozen=True):
    """When the project's people work: which days, and how many hours of each."""

    calendar: WorkCalendar = STANDARD
    hours_per_day: float = 8.0

    def minutes(self, first: date, days: int) -> int:
        """The minutes that one person works in so many calendar days from the first on."""
        at_work = self.calendar.working_days(first, first + timedelta(days=days - 1))
        return round(at_work * self.hours_per_day * 60)


class Snapshot(Struct, frozen=True, kw_only=True):
    """A project at one moment. `load` are the open tasks, of all projects, of the people who have some in this one."""

    now: datetime
    project: Project
    tasks: Sequence[Piece]
    links: Sequence[Link] = ()
    load: Sequence[Piece] = ()
    milestones: Sequence[Milestone] = ()
    working: WorkingTime = WorkingTime()

    @property
    def today(self) -> datetime:
        """The midnight, UTC, that began the day."""
        return self.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)

    def leaves(self) -> Iterator[Piece]:
        """The tasks without subtasks: the work itself, each counted once."""
        parents = {task.parent_id for task in self.tasks}
        return (task for task in self.tasks if task.id not in parents)

    def remaining(self) -> list[Piece]:
        """The work that is left."""
        return [task for task in self.leaves() if task.open]


def record_of(piece: Piece) -> dict[str, str]:
    """A task as evidence: what a reader needs to open it."""
    return {"entity": "project.Task", "id": str(piece.id), "title": piece.title}
