"""Writes to milestones."""

from uuid import UUID

from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Stale
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.project.actions.sweeps import swept
from vistone.project.contracts import Milestone
from vistone.project.events import MilestoneCreated, MilestoneDeleted, MilestoneUpdated
from vistone.project.queries import MILESTONE, MILESTONES, PROJECTS
from vistone.project.queries.sweeps import MILESTONE_GONE
from vistone.project.schemas import MilestoneCreate, MilestonePatch


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
    """Removes a milestone; its tasks have none then, each with an event of its own."""
    milestone = await MILESTONES.hold(tx, id, "delete")
    if if_match is not None and if_match != milestone.revision:
        raise Stale
    await swept(tx, MILESTONE_GONE, which={"milestone_id": id})
    await remove(tx, MILESTONE, id)
    await publish(tx, MilestoneDeleted(record=milestone))
