"""Project templates, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project.actions import templates as actions
from vistone.project.contracts import Project, ProjectTemplate
from vistone.project.queries.templates import TEMPLATES
from vistone.project.schemas import ProjectTemplateCreate, ProjectTemplatePatch, ProjectTemplateUse


class ProjectTemplateController(Controller):
    """Project templates."""

    path = "/api/project/project-templates"
    tags = ("project",)

    @get(opt=lists(TEMPLATES))
    async def list_project_templates(self, call: Call) -> Page[ProjectTemplate]:
        """Project templates, for those who make projects."""
        return await call.page(TEMPLATES)

    @post()
    async def create_project_template(self, call: Call, data: JSONBody[ProjectTemplateCreate]) -> ProjectTemplate:
        """Saves a project as a template."""
        return await call.write(actions.create_template, data)

    @get("/{id:uuid}")
    async def get_project_template(self, call: Call, id: FromPath[UUID]) -> ProjectTemplate:
        """One project template."""
        return await call.get(TEMPLATES, id)

    @patch("/{id:uuid}")
    async def update_project_template(
        self, call: Call, id: FromPath[UUID], data: JSONBody[ProjectTemplatePatch]
    ) -> ProjectTemplate:
        """Changes a project template; fields left out stay as they are."""
        return await call.write(actions.update_template, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_project_template(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a project template."""
        await call.write(actions.delete_template, id, call.if_match)

    @post("/{id:uuid}/use")
    async def use_project_template(self, call: Call, id: FromPath[UUID], data: JSONBody[ProjectTemplateUse]) -> Project:
        """Adds a project made from the template, with its plan shifted to begin on `startDate`."""
        return await call.write(actions.use_template, id, data)
