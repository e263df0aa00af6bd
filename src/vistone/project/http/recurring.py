"""Tasks that come again, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project import queries
from vistone.project.actions import recurring
from vistone.project.contracts import RecurrenceTimes, TaskRecurrence
from vistone.project.schemas import TaskRecurrenceCreate, TaskRecurrencePatch, TaskRecurrencePreview


class TaskRecurrenceController(Controller):
    """Rules by which tasks come again."""

    path = "/api/project/task-recurrences"
    tags = ("project",)

    @get(opt=lists(queries.RECURRENCES))
    async def list_task_recurrences(self, call: Call) -> Page[TaskRecurrence]:
        """Rules that you may see."""
        return await call.page(queries.RECURRENCES)

    @post()
    async def create_task_recurrence(self, call: Call, data: JSONBody[TaskRecurrenceCreate]) -> TaskRecurrence:
        """Makes a task come again."""
        return await call.write(recurring.add_recurrence, data)

    @post("/preview", status_code=200)
    async def preview_task_recurrence(self, call: Call, data: JSONBody[TaskRecurrencePreview]) -> RecurrenceTimes:
        """The first times of a rule, at most ten; nothing is kept."""
        return await call.write(recurring.preview, data)

    @get("/{id:uuid}")
    async def get_task_recurrence(self, call: Call, id: FromPath[UUID]) -> TaskRecurrence:
        """One rule."""
        return await call.get(queries.RECURRENCES, id)

    @patch("/{id:uuid}")
    async def update_task_recurrence(
        self, call: Call, id: FromPath[UUID], data: JSONBody[TaskRecurrencePatch]
    ) -> TaskRecurrence:
        """Changes a rule; fields left out stay as they are."""
        return await call.write(recurring.update_recurrence, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_task_recurrence(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a rule; tasks that came of it stay."""
        await call.write(recurring.remove_recurrence, id, call.if_match)
