"""What the service declares."""

from vistone.kernel.events import events_in
from vistone.kernel.service import Service
from vistone.project import events, queries, topics
from vistone.project.actions.rollup import rollup
from vistone.project.actions.talk import watch_what_is_assigned
from vistone.project.http.board import BoardStatusController, CustomFieldController, SavedViewController
from vistone.project.http.documents import ProjectDocumentController
from vistone.project.http.feeds import CalendarController, CalendarFeedController
from vistone.project.http.imports import ImportController
from vistone.project.http.insights import ComputedController, InsightController
from vistone.project.http.money import (
    ExpenseController,
    ProjectMoneyController,
    RateController,
    TimeEntryController,
)
from vistone.project.http.planning import MilestoneController
from vistone.project.http.projects import ProjectController, ProjectMemberController
from vistone.project.http.recurring import TaskRecurrenceController
from vistone.project.http.risks import ProjectRiskController, RiskController
from vistone.project.http.schedule import BaselineController, ScheduleController
from vistone.project.http.talk import (
    TaskAttachmentController,
    TaskCommentController,
    TaskHistoryController,
    TaskWatcherController,
)
from vistone.project.http.tasks import TaskChecklistController, TaskController, TaskDependencyController
from vistone.project.http.templates import ProjectTemplateController
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
        ScheduleController,
        BaselineController,
        TaskHistoryController,
        TaskCommentController,
        TaskAttachmentController,
        TaskWatcherController,
        TaskRecurrenceController,
        BoardStatusController,
        CustomFieldController,
        SavedViewController,
        MilestoneController,
        RiskController,
        ProjectRiskController,
        InsightController,
        ComputedController,
        ProjectTemplateController,
        CalendarFeedController,
        CalendarController,
        ImportController,
        ProjectDocumentController,
        TimeEntryController,
        RateController,
        ExpenseController,
        ProjectMoneyController,
    ),
    followers=(rollup, watch_what_is_assigned),
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
