"""Projects and who is in them, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project import queries
from vistone.project.actions import board
from vistone.project.actions import projects as actions
from vistone.project.contracts import Assignees, Board, BoardStatus, Labels, Project, ProjectDependents, ProjectMember
from vistone.project.http import columns
from vistone.project.schemas import ProjectCreate, ProjectMemberCreate, ProjectMemberPatch, ProjectPatch


class ProjectController(Controller):
    """Projects."""

    path = "/api/project/projects"
    tags = ("project",)

    @get(opt=lists(queries.PROJECTS))
    async def list_projects(self, call: Call) -> Page[Project]:
        """Projects that you may see."""
        return await call.page(queries.PROJECTS, beside=columns.OF_PROJECTS)

    @post()
    async def create_project(self, call: Call, data: JSONBody[ProjectCreate]) -> Project:
        """Adds a project."""
        return await call.write(actions.create_project, data)

    @get("/{id:uuid}")
    async def get_project(self, call: Call, id: FromPath[UUID]) -> Project:
        """One project."""
        return await call.get(queries.PROJECTS, id)

    @patch("/{id:uuid}")
    async def update_project(self, call: Call, id: FromPath[UUID], data: JSONBody[ProjectPatch]) -> Project:
        """Changes a project; fields left out stay as they are."""
        return await call.write(actions.update_project, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_project(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a project."""
        await call.write(actions.delete_project, id, call.if_match)

    @post("/{id:uuid}/restore", status_code=200)
    async def restore_project(self, call: Call, id: FromPath[UUID]) -> Project:
        """Takes a deleted project back."""
        return await call.write(actions.restore_project, id)

    @get("/{id:uuid}/dependents")
    async def get_project_dependents(self, call: Call, id: FromPath[UUID]) -> ProjectDependents:
        """How much goes with the project when you delete it; it can be restored with all of it."""
        return await call.read(queries.dependents_of_project, id)

    @post("/{id:uuid}/statuses")
    async def create_default_statuses(self, call: Call, id: FromPath[UUID]) -> Page[BoardStatus]:
        """Makes the six statuses of every project the project's own, to be changed."""
        return await call.write(board.create_default_statuses, id)

    @get("/{id:uuid}/board")
    async def get_board(self, call: Call, id: FromPath[UUID]) -> Board:
        """The columns of the board and how many cards each holds; read the cards from the tasks, by status."""
        return await call.read(queries.board, id)

    @get("/{id:uuid}/labels")
    async def get_labels(self, call: Call, id: FromPath[UUID]) -> Labels:
        """The labels that tasks of the project carry, of those that you may see, the most used first."""
        return await call.read(queries.labels_of, id)

    @get("/{id:uuid}/assignees")
    async def get_assignees(self, call: Call, id: FromPath[UUID]) -> Assignees:
        """Whose the project's tasks are, of those that you may see; some of them may have left the organization."""
        return await call.read(queries.assignees_of, id)


class ProjectMemberController(Controller):
    """People in projects."""

    path = "/api/project/project-members"
    tags = ("project",)

    @get(opt=lists(queries.MEMBERS))
    async def list_project_members(self, call: Call) -> Page[ProjectMember]:
        """Project members that you may see."""
        return await call.page(queries.MEMBERS, beside=columns.OF_MEMBERS)

    @post()
    async def create_project_member(self, call: Call, data: JSONBody[ProjectMemberCreate]) -> ProjectMember:
        """Adds a project member."""
        return await call.write(actions.add_member, data)

    @get("/{id:uuid}")
    async def get_project_member(self, call: Call, id: FromPath[UUID]) -> ProjectMember:
        """One project member."""
        return await call.get(queries.MEMBERS, id)

    @patch("/{id:uuid}")
    async def update_project_member(
        self, call: Call, id: FromPath[UUID], data: JSONBody[ProjectMemberPatch]
    ) -> ProjectMember:
        """Changes a project member; fields left out stay as they are."""
        return await call.write(actions.update_member, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_project_member(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a project member."""
        await call.write(actions.remove_member, id, call.if_match)
