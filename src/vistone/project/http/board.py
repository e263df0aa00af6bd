"""A project's own statuses, custom fields and saved views, over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project import queries
from vistone.project.actions import board, custom_fields, saved_views
from vistone.project.contracts import BoardStatus, CustomField, SavedView
from vistone.project.schemas import (
    BoardStatusCreate,
    BoardStatusPatch,
    CustomFieldCreate,
    CustomFieldPatch,
    PlaceAfter,
    SavedViewCreate,
    SavedViewPatch,
)

MoveTo = Annotated[UUID | None, QueryParameter(name="moveTo", description="Where the tasks of the status go.")]


class BoardStatusController(Controller):
    """Statuses that projects have of their own."""

    path = "/api/project/project-statuses"
    tags = ("project",)

    @get(opt=lists(queries.BOARD_STATUSES))
    async def list_statuses(self, call: Call) -> Page[BoardStatus]:
        """Statuses of the projects that you may see."""
        return await call.page(queries.BOARD_STATUSES)

    @post()
    async def create_status(self, call: Call, data: JSONBody[BoardStatusCreate]) -> BoardStatus:
        """Adds a status at the end of the project's board. The project's tasks that count as its category and have no
        status get it.
        """
        return await call.write(board.create_status, data)

    @get("/{id:uuid}")
    async def get_status(self, call: Call, id: FromPath[UUID]) -> BoardStatus:
        """One status."""
        return await call.get(queries.BOARD_STATUSES, id)

    @patch("/{id:uuid}")
    async def update_status(self, call: Call, id: FromPath[UUID], data: JSONBody[BoardStatusPatch]) -> BoardStatus:
        """Changes a status; fields left out stay as they are. With another category its tasks count as that."""
        return await call.write(board.update_status, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_status(self, call: Call, id: FromPath[UUID], move_to: MoveTo = None) -> None:
        """Removes a status. Its tasks go to the status that `moveTo` names; 409 when there are some and it names none.
        With the last status of a project its tasks go back to the six of every project.
        """
        await call.write(board.delete_status, id, move_to, call.if_match)

    @post("/{id:uuid}/move", status_code=200)
    async def move_status(self, call: Call, id: FromPath[UUID], data: JSONBody[PlaceAfter]) -> BoardStatus:
        """Puts a status behind another of the same project, or at the head."""
        return await call.write(board.move_status, id, data)


class CustomFieldController(Controller):
    """Fields that tasks have besides those of every task."""

    path = "/api/project/custom-fields"
    tags = ("project",)

    @get(opt=lists(queries.CUSTOM_FIELDS))
    async def list_custom_fields(self, call: Call) -> Page[CustomField]:
        """Custom fields of all projects and of those that you may see."""
        return await call.page(queries.CUSTOM_FIELDS)

    @post()
    async def create_custom_field(self, call: Call, data: JSONBody[CustomFieldCreate]) -> CustomField:
        """Adds a custom field, to a project or, without one, to all."""
        return await call.write(custom_fields.create_field, data)

    @get("/{id:uuid}")
    async def get_custom_field(self, call: Call, id: FromPath[UUID]) -> CustomField:
        """One custom field."""
        return await call.get(queries.CUSTOM_FIELDS, id)

    @patch("/{id:uuid}")
    async def update_custom_field(
        self, call: Call, id: FromPath[UUID], data: JSONBody[CustomFieldPatch]
    ) -> CustomField:
        """Changes a custom field; fields left out stay as they are. Tasks keep a choice that is taken away."""
        return await call.write(custom_fields.update_field, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_custom_field(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a custom field and its value from every task."""
        await call.write(custom_fields.delete_field, id, call.if_match)

    @post("/{id:uuid}/move", status_code=200)
    async def move_custom_field(self, call: Call, id: FromPath[UUID], data: JSONBody[PlaceAfter]) -> CustomField:
        """Puts a field behind another of the same project, or at the head."""
        return await call.write(custom_fields.move_field, id, data)


class SavedViewController(Controller):
    """Ways to look at tasks that people kept."""

    path = "/api/project/saved-views"
    tags = ("project",)

    @get(opt=lists(queries.SAVED_VIEWS))
    async def list_saved_views(self, call: Call) -> Page[SavedView]:
        """Your own views, and the shared ones of the projects that you may see."""
        return await call.page(queries.SAVED_VIEWS)

    @post()
    async def create_saved_view(self, call: Call, data: JSONBody[SavedViewCreate]) -> SavedView:
        """Keeps a view, for you or, shared, for all staff who see its project."""
        return await call.write(saved_views.create_view, data)

    @get("/{id:uuid}")
    async def get_saved_view(self, call: Call, id: FromPath[UUID]) -> SavedView:
        """One saved view."""
        return await call.get(queries.SAVED_VIEWS, id)

    @patch("/{id:uuid}")
    async def update_saved_view(self, call: Call, id: FromPath[UUID], data: JSONBody[SavedViewPatch]) -> SavedView:
        """Changes a saved view; fields left out stay as they are."""
        return await call.write(saved_views.update_view, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_saved_view(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a saved view."""
        await call.write(saved_views.delete_view, id, call.if_match)
