"""What the service declares."""

from vistone.kernel.events import events_in
from vistone.kernel.service import Service
from vistone.project import events, queries, topics
from vistone.project.http.imports import ImportController
from vistone.project.http.planning import InsightController, MilestoneController, RiskController
from vistone.project.http.projects import ProjectController, ProjectMemberController
from vistone.project.http.tasks import TaskChecklistController, TaskController, TaskDependencyController
from vistone.project.jobs import JOBS
from vistone.project.tables import metadata

service = Service(
    name="project",
    metadata=metadata,
    events=events_in(events),
    controllers=(
        ProjectController,
        ProjectMemberController,
        TaskController,
        TaskChecklistController,
        TaskDependencyController,
        MilestoneController,
        RiskController,
        InsightController,
        ImportController,
    ),
    jobs=JOBS,
    topics={"project": topics.project, "task": topics.task, "import": topics.project_import},
    claims={"projects": queries.my_projects},
    unsettles=(
        events.ProjectCreated,
        events.ProjectUpdated,
        events.ProjectDeleted,
        events.ProjectMemberCreated,
        events.ProjectMemberDeleted,
    ),
)
