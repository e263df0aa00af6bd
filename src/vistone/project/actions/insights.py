"""Writes to insights, and computing them."""

import asyncio
from typing import Any
from uuid import UUID

from vistone.kernel import clock
from vistone.kernel.collection import Page
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.kernel.scope import RoleName
from vistone.project.actions.findings import keep
from vistone.project.contracts import AiInsight, Task
from vistone.project.events import AiInsightCreated, AiInsightDeleted, AiInsightUpdated, TaskUpdated
from vistone.project.insight import project as rules
from vistone.project.insight.project import Insight
from vistone.project.insight.task import suggestions
from vistone.project.insight.work import Snapshot
from vistone.project.queries import INSIGHT, INSIGHTS, PROJECTS, TASK, TASKS
from vistone.project.queries import insights as queries
from vistone.project.schemas import AiInsightCreate, AiInsightPatch


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


async def refresh_insights(tx: WriteTx, project_id: UUID) -> Page[AiInsight]:
    """Computes a project's insights anew: one of each kind, changed where it was there, removed where it holds no more.

    What people wrote themselves is left alone.
    """
    project = await PROJECTS.hold(tx, project_id, "update")
    snapshot = await queries.snapshot(tx, project)
    history = await queries.finished(tx, seen=False)
    found = await asyncio.to_thread(rules.found, snapshot, history)
    known = await queries.kept(tx, INSIGHT, project_id)
    insights = await keep(
        tx,
        INSIGHT,
        (AiInsightCreated, AiInsightUpdated, AiInsightDeleted),
        {kind: insight for kind, (insight, _) in known.items()},
        {one.kind: _values(project_id, one) for one in found},
    )
    return Page(insights)


def _values(project_id: UUID, insight: Insight) -> dict[str, Any]:
    return {
        "project_id": project_id,
        "kind": insight.kind,
        "content": insight.content,
        "confidence": insight.confidence,
        "actionable": insight.actionable,
        "evidence": insight.evidence,
    }


async def suggest_for_task(tx: WriteTx, id: UUID) -> Task:
    """Computes `aiSuggestions` of a task: who might do it, how much it is, its parts, how late it will be."""
    old = await TASKS.hold(tx, id, "update")
    project, piece = await PROJECTS.get(tx, old.project_id), queries.piece_of(old)
    snapshot = Snapshot(now=clock.now(), project=project, tasks=[piece], load=await queries.load(tx, project.id))
    history = await queries.finished(tx, seen=False)
    seen = history if tx.scope.role is RoleName.ORGANIZER else await queries.finished(tx, seen=True)
    people = await queries.people_of(tx, old.project_id)
    made = await asyncio.to_thread(suggestions, piece, snapshot, seen=seen, history=history, people=people)
    new = await change(tx, TASK, id, {"ai_suggestions": made})
    await publish(tx, TaskUpdated.of(old, new))
    return new
