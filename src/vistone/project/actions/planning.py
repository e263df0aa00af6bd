"""Writes to milestones, risks and insights."""

from uuid import UUID

from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.project.contracts import AiInsight, Milestone, RiskRegister
from vistone.project.events import (
    AiInsightCreated,
    AiInsightDeleted,
    AiInsightUpdated,
    MilestoneCreated,
    MilestoneDeleted,
    MilestoneUpdated,
    RiskRegisterCreated,
    RiskRegisterDeleted,
    RiskRegisterUpdated,
)
from vistone.project.queries import INSIGHT, INSIGHTS, MILESTONE, MILESTONES, PROJECTS, RISK, RISKS, TASKS
from vistone.project.schemas import (
    AiInsightCreate,
    AiInsightPatch,
    MilestoneCreate,
    MilestonePatch,
    RiskRegisterCreate,
    RiskRegisterPatch,
)


async def create_milestone(tx: WriteTx, data: MilestoneCreate) -> Milestone:
    """A new milestone of a project."""
    await PROJECTS.get(tx, data.project_id, "update")
    milestone = await add(tx, MILESTONE, given(data))
    await publish(tx, MilestoneCreated(record=milestone))
    return milestone


async def update_milestone(tx: WriteTx, id: UUID, data: MilestonePatch, if_match: int | None) -> Milestone:
    """Changes a milestone."""
    old = await MILESTONES.hold(tx, id, "update")
    new = await change(tx, MILESTONE, id, given(data), if_match=if_match)
    await publish(tx, MilestoneUpdated.of(old, new))
    return new


async def delete_milestone(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a milestone."""
    milestone = await MILESTONES.hold(tx, id, "delete")
    await remove(tx, MILESTONE, id, if_match=if_match)
    await publish(tx, MilestoneDeleted(record=milestone))


async def create_risk(tx: WriteTx, data: RiskRegisterCreate) -> RiskRegister:
    """A new risk of a project."""
    await PROJECTS.get(tx, data.project_id, "update")
    risk = await add(tx, RISK, given(data))
    await publish(tx, RiskRegisterCreated(record=risk))
    return risk


async def update_risk(tx: WriteTx, id: UUID, data: RiskRegisterPatch, if_match: int | None) -> RiskRegister:
    """Changes a risk."""
    old = await RISKS.hold(tx, id, "update")
    new = await change(tx, RISK, id, given(data), if_match=if_match)
    await publish(tx, RiskRegisterUpdated.of(old, new))
    return new


async def delete_risk(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a risk."""
    risk = await RISKS.hold(tx, id, "delete")
    await remove(tx, RISK, id, if_match=if_match)
    await publish(tx, RiskRegisterDeleted(record=risk))


async def create_insight(tx: WriteTx, data: AiInsightCreate) -> AiInsight:
    """A new insight about a project, or about a task and with it the task's project."""
    project_id = data.project_id
    if data.task_id is not None:
        task = await TASKS.get(tx, data.task_id, "update")
        if project_id not in {None, task.project_id}:
            raise Invalid("projectId", "The task lies in another project.")
        project_id = task.project_id
    if project_id is None:
        raise Invalid("projectId", "Name the project or the task that this is about.")
    await PROJECTS.get(tx, project_id, "update")
    insight = await add(tx, INSIGHT, {**given(data), "project_id": project_id})
    await publish(tx, AiInsightCreated(record=insight))
    return insight


async def update_insight(tx: WriteTx, id: UUID, data: AiInsightPatch, if_match: int | None) -> AiInsight:
    """Changes an insight."""
    old = await INSIGHTS.hold(tx, id, "update")
    new = await change(tx, INSIGHT, id, given(data), if_match=if_match)
    await publish(tx, AiInsightUpdated.of(old, new))
    return new


async def delete_insight(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes an insight."""
    insight = await INSIGHTS.hold(tx, id, "delete")
    await remove(tx, INSIGHT, id, if_match=if_match)
    await publish(tx, AiInsightDeleted(record=insight))
