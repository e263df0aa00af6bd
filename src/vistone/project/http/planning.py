"""Milestones, risks and insights, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project import queries
from vistone.project.actions import planning as actions
from vistone.project.contracts import AiInsight, Milestone, RiskRegister
from vistone.project.schemas import (
    AiInsightCreate,
    AiInsightPatch,
    MilestoneCreate,
    MilestonePatch,
    RiskRegisterCreate,
    RiskRegisterPatch,
)


class MilestoneController(Controller):
    """Milestones."""

    path = "/api/project/milestones"
    tags = ("project",)

    @get(opt=lists(queries.MILESTONES))
    async def list_milestones(self, call: Call) -> Page[Milestone]:
        """Milestones that you may see."""
        return await call.page(queries.MILESTONES)

    @post()
    async def create_milestone(self, call: Call, data: JSONBody[MilestoneCreate]) -> Milestone:
        """Adds a milestone."""
        return await call.write(actions.create_milestone, data)

    @get("/{id:uuid}")
    async def get_milestone(self, call: Call, id: FromPath[UUID]) -> Milestone:
        """One milestone."""
        return await call.get(queries.MILESTONES, id)

    @patch("/{id:uuid}")
    async def update_milestone(self, call: Call, id: FromPath[UUID], data: JSONBody[MilestonePatch]) -> Milestone:
        """Changes a milestone; fields left out stay as they are."""
        return await call.write(actions.update_milestone, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_milestone(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a milestone."""
        await call.write(actions.delete_milestone, id, call.if_match)


class RiskController(Controller):
    """Risks."""

    path = "/api/project/risk-register"
    tags = ("project",)

    @get(opt=lists(queries.RISKS))
    async def list_risks(self, call: Call) -> Page[RiskRegister]:
        """Risks that you may see."""
        return await call.page(queries.RISKS)

    @post()
    async def create_risk(self, call: Call, data: JSONBody[RiskRegisterCreate]) -> RiskRegister:
        """Adds a risk."""
        return await call.write(actions.create_risk, data)

    @get("/{id:uuid}")
    async def get_risk(self, call: Call, id: FromPath[UUID]) -> RiskRegister:
        """One risk."""
        return await call.get(queries.RISKS, id)

    @patch("/{id:uuid}")
    async def update_risk(self, call: Call, id: FromPath[UUID], data: JSONBody[RiskRegisterPatch]) -> RiskRegister:
        """Changes a risk; fields left out stay as they are."""
        return await call.write(actions.update_risk, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_risk(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a risk."""
        await call.write(actions.delete_risk, id, call.if_match)


class InsightController(Controller):
    """Insights."""

    path = "/api/project/ai-insights"
    tags = ("project",)

    @get(opt=lists(queries.INSIGHTS))
    async def list_insights(self, call: Call) -> Page[AiInsight]:
        """Insights that you may see."""
        return await call.page(queries.INSIGHTS)

    @post()
    async def create_insight(self, call: Call, data: JSONBody[AiInsightCreate]) -> AiInsight:
        """Adds an insight."""
        return await call.write(actions.create_insight, data)

    @get("/{id:uuid}")
    async def get_insight(self, call: Call, id: FromPath[UUID]) -> AiInsight:
        """One insight."""
        return await call.get(queries.INSIGHTS, id)

    @patch("/{id:uuid}")
    async def update_insight(self, call: Call, id: FromPath[UUID], data: JSONBody[AiInsightPatch]) -> AiInsight:
        """Changes an insight; fields left out stay as they are."""
        return await call.write(actions.update_insight, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_insight(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes an insight."""
        await call.write(actions.delete_insight, id, call.if_match)
