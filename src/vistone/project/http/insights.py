"""Insights, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project import queries
from vistone.project.actions import daily
from vistone.project.actions import insights as actions
from vistone.project.contracts import AiInsight, Task
from vistone.project.schemas import AiInsightCreate, AiInsightPatch


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


class ComputedController(Controller):
    """What is computed when it is asked for."""

    path = "/api/project"
    tags = ("project",)

    @post("/projects/{id:uuid}/insights/refresh", status_code=200)
    async def refresh_insights(self, call: Call, id: FromPath[UUID]) -> Page[AiInsight]:
        """Computes the project's insights anew: likely finish, what is late, stands still or is not estimated."""
        return await call.write(daily.refresh, id)

    @post("/tasks/{id:uuid}/suggest", status_code=200)
    async def suggest_for_task(self, call: Call, id: FromPath[UUID]) -> Task:
        """Computes the task's `aiSuggestions` from finished tasks like it."""
        return await call.write(actions.suggest_for_task, id)
