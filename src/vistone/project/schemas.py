"""What requests send: bodies of `POST` (`...Create`) and `PATCH` (`...Patch`, absent fields stay as they are)."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.wire import Body, Document, Moment, Money, Name, Percent, Prose, Title
from vistone.project.contracts import (
    DependencyType,
    MilestoneStatus,
    ProjectRole,
    ProjectStatus,
    RiskLevel,
    RiskStatus,
    TaskPriority,
    TaskStatus,
)

Ids = Annotated[list[UUID], Meta(max_length=200)]
Labels = Annotated[list[Annotated[str, Meta(min_length=1, max_length=50, pattern=r"^[^\x00]*$")]], Meta(max_length=50)]
Points = Annotated[float, Meta(ge=0, le=10_000)]
Confidence = Annotated[float, Meta(ge=0, le=1)]


class ProjectCreate(Body, frozen=True):
    """A new project."""

    name: Name
    description: Prose | None = None
    status: ProjectStatus = ProjectStatus.PLANNING
    start_date: Moment | None = None
    end_date: Moment | None = None
    budget: Money | None = None
    client_id: UUID | None = None
    manager_id: UUID | None = None
    team_ids: Ids = []
    metadata: Document | None = None
    client_visible: bool = False


class ProjectPatch(Body, frozen=True):
    """Changes to a project. `spentBudget` is kept by the system."""

    name: Name | UnsetType = UNSET
    description: Prose | None | UnsetType = UNSET
    status: ProjectStatus | UnsetType = UNSET
    start_date: Moment | None | UnsetType = UNSET
    end_date: Moment | None | UnsetType = UNSET
    budget: Money | None | UnsetType = UNSET
    progress: Percent | UnsetType = UNSET
    client_id: UUID | None | UnsetType = UNSET
    manager_id: UUID | None | UnsetType = UNSET
    team_ids: Ids | UnsetType = UNSET
    metadata: Document | None | UnsetType = UNSET
    client_visible: bool | UnsetType = UNSET


class ProjectMemberCreate(Body, frozen=True):
    """A person joins a project."""

    project_id: UUID
    user_id: UUID
    role: ProjectRole | None = ProjectRole.MEMBER


class ProjectMemberPatch(Body, frozen=True):
    """Changes to a person's part in a project."""

    role: ProjectRole | None | UnsetType = UNSET


class TaskCreate(Body, frozen=True):
    """A new task; it goes to the end of its column."""

    project_id: UUID
    title: Title
    parent_id: UUID | None = None
    assignee_id: UUID | None = None
    description: Prose | None = None
    status: TaskStatus = TaskStatus.TODO
    priority: TaskPriority | None = None
    due_date: Moment | None = None
    story_points: Points | None = None
    labels: Labels = []
    client_visible: bool = False


class TaskPatch(Body, frozen=True):
    """Changes to a task. To change its place on the board, move it."""

    title: Title | UnsetType = UNSET
    parent_id: UUID | None | UnsetType = UNSET
    assignee_id: UUID | None | UnsetType = UNSET
    description: Prose | None | UnsetType = UNSET
    status: TaskStatus | UnsetType = UNSET
    priority: TaskPriority | None | UnsetType = UNSET
    due_date: Moment | None | UnsetType = UNSET
    story_points: Points | None | UnsetType = UNSET
    labels: Labels | UnsetType = UNSET
    client_visible: bool | UnsetType = UNSET


class TaskMove(Body, frozen=True):
    """A new place on the board: the column, and the card that the task comes right behind or right before.

    With neither card named it goes to the end of the column.
    """

    status: TaskStatus | UnsetType = UNSET
    after_id: UUID | None = None
    before_id: UUID | None = None


class TaskChecklistCreate(Body, frozen=True):
    """A new line at the end of a task's checklist."""

    task_id: UUID
    item: Title
    is_completed: bool = False


class TaskChecklistPatch(Body, frozen=True):
    """Changes to a checklist line."""

    item: Title | UnsetType = UNSET
    is_completed: bool | UnsetType = UNSET


class TaskChecklistMove(Body, frozen=True):
    """A new place in the checklist: right behind that line, or at its head when null."""

    after_id: UUID | None = None


class TaskDependencyCreate(Body, frozen=True):
    """A task begins to wait for another."""

    task_id: UUID
    depends_on_id: UUID
    type: DependencyType


class TaskDependencyPatch(Body, frozen=True):
    """Changes to a dependency."""

    type: DependencyType | UnsetType = UNSET


class MilestoneCreate(Body, frozen=True):
    """A new milestone."""

    project_id: UUID
    title: Title
    description: Prose | None = None
    due_date: Moment | None = None
    status: MilestoneStatus = MilestoneStatus.PLANNED


class MilestonePatch(Body, frozen=True):
    """Changes to a milestone."""

    title: Title | UnsetType = UNSET
    description: Prose | None | UnsetType = UNSET
    due_date: Moment | None | UnsetType = UNSET
    status: MilestoneStatus | UnsetType = UNSET


class RiskRegisterCreate(Body, frozen=True):
    """A new risk."""

    project_id: UUID
    description: Prose
    probability: RiskLevel | None = None
    impact: RiskLevel | None = None
    mitigation_plan: Prose | None = None
    status: RiskStatus = RiskStatus.OPEN


class RiskRegisterPatch(Body, frozen=True):
    """Changes to a risk."""

    description: Prose | UnsetType = UNSET
    probability: RiskLevel | None | UnsetType = UNSET
    impact: RiskLevel | None | UnsetType = UNSET
    mitigation_plan: Prose | None | UnsetType = UNSET
    status: RiskStatus | UnsetType = UNSET


class AiInsightCreate(Body, frozen=True):
    """A new insight about a project, or about a task (whose project it then takes)."""

    content: Prose
    project_id: UUID | None = None
    task_id: UUID | None = None
    confidence: Confidence | None = None
    actionable: bool = False


class AiInsightPatch(Body, frozen=True):
    """Changes to an insight."""

    content: Prose | UnsetType = UNSET
    confidence: Confidence | None | UnsetType = UNSET
    actionable: bool | UnsetType = UNSET


class ImportCreate(Body, frozen=True):
    """What comes with a file to import: into the project of that id, or of that name, which is made when there is none.

    `mapping` gives columns of the file a field, as JSON: `{"Their Column": "title"}`.
    """

    source: Annotated[str, Meta(min_length=1, max_length=100)]
    project_id: UUID | None = None
    project_name: Name | None = None
    dry_run: bool = False
    mapping: Annotated[
        dict[Annotated[str, Meta(max_length=500)], Annotated[str, Meta(max_length=100)]], Meta(max_length=200)
    ] = {}
    encoding: Annotated[str, Meta(max_length=40)] | None = None
