"""The forms in which the data files write down projects and tasks. Days are counted from today."""

from msgspec import Struct

from vistone.project.contracts import MilestoneStatus, ProjectStatus, RiskLevel, RiskStatus, TaskPriority, TaskStatus

BACKLOG, TODO, DOING, REVIEW, DONE, DROPPED = TaskStatus
LOW, MEDIUM, HIGH, URGENT = TaskPriority


class Task(Struct, frozen=True):
    """A task. `labels` are words, `key` is what `after` of others calls it, a `checklist` line with `+` is ticked."""

    title: str
    status: TaskStatus
    who: str | None = None
    due: int | None = None
    priority: TaskPriority | None = None
    points: float | None = None
    labels: str = ""
    text: str | None = None
    checklist: tuple[str, ...] = ()
    parts: tuple["Task", ...] = ()
    key: str | None = None
    after: tuple[str, ...] = ()
    shared: bool = False


class Milestone(Struct, frozen=True):
    """A milestone."""

    title: str
    due: int
    status: MilestoneStatus
    text: str | None = None


class Risk(Struct, frozen=True):
    """A line of the risk register."""

    text: str
    probability: RiskLevel
    impact: RiskLevel
    plan: str
    status: RiskStatus = RiskStatus.OPEN


class Insight(Struct, frozen=True):
    """Something that the assistant noticed, about the project or about the task with that key."""

    text: str
    confidence: float
    actionable: bool = False
    task: str | None = None


class Project(Struct, frozen=True, kw_only=True):
    """A project with all that is in it. Money is in euros."""

    key: str
    name: str
    text: str
    status: ProjectStatus
    manager: str
    start: int
    end: int
    budget: str | None = None
    spent: str | None = None
    client: str | None = None
    shared: bool = False
    teams: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    viewers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    risks: tuple[Risk, ...] = ()
    insights: tuple[Insight, ...] = ()
