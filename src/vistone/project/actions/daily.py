"""What is computed again each night, for projects that are being worked on."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from vistone.kernel import clock
from vistone.kernel.collection import Page
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import NotFound
from vistone.kernel.jobs import Job, JobRun, Lane, enqueue
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import for_the_system
from vistone.project.actions.insights import refresh_insights
from vistone.project.actions.risks import suggest_risks
from vistone.project.contracts import AiInsight, Project, ProjectStatus
from vistone.project.queries import PROJECTS

AT_WORK = {ProjectStatus.PLANNING, ProjectStatus.ACTIVE}
_AT_NIGHT = timedelta(hours=3)
_MINUTES = 120
"""The projects of all organizations are spread over two hours."""


class ComputeAgain(Struct, frozen=True):
    """The project to look at."""

    project_id: UUID


async def refresh(tx: WriteTx, project_id: UUID) -> Page[AiInsight]:
    """Computes a project's insights anew, and from then on each night for as long as it is planned or active."""
    insights = await refresh_insights(tx, project_id)
    await plan_night(tx, await PROJECTS.get(tx, project_id))
    return insights


async def plan_night(tx: WriteTx, project: Project) -> None:
    """The project is looked at in the coming night if it is planned or active; planned once, however often asked for.

    Each night plans the next one. A night on hold or deleted plans none, so whoever sets a project to work again or
    restores it calls this.
    """
    if project.status in AT_WORK:
        await enqueue(
            tx.connection,
            compute_again,
            ComputeAgain(project.id),
            organization_id=tx.scope.organization_id,
            run_at=next_night(clock.now(), project.id),
            dedupe_key=str(project.id),
        )


def next_night(now: datetime, project_id: UUID) -> datetime:
    """Between 3 and 5 o'clock UTC of the next day, at a minute of the project's own."""
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return tomorrow + _AT_NIGHT + timedelta(minutes=project_id.int % _MINUTES)


async def _compute_again(payload: ComputeAgain, run: JobRun) -> None:
    runtime: Runtime = run.context
    assert run.organization_id is not None  # noqa: S101 -- `plan_night` gives every job its organization
    async with runtime.database.write(for_the_system(run.organization_id)) as tx:
        try:
            project = await PROJECTS.get(tx, payload.project_id)
        except NotFound:  # deleted meanwhile; whoever restores it plans a night
            project = None
        if project is not None and project.status in AT_WORK:
            await suggest_risks(tx, project.id)
            await refresh(tx, project.id)
        await run.settle(tx.connection)


compute_again = Job(name="project.compute_again", payload=ComputeAgain, handler=_compute_again, lane=Lane.SLOW)
