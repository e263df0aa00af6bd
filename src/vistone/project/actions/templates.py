"""Writes to project templates, and new projects from them."""

from uuid import UUID

from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.project.actions.project_documents import build_project
from vistone.project.actions.projects import update_project
from vistone.project.contracts import Project, ProjectTemplate
from vistone.project.events import ProjectTemplateCreated, ProjectTemplateDeleted, ProjectTemplateUpdated
from vistone.project.exporting import project_document
from vistone.project.queries import PROJECTS
from vistone.project.queries.templates import TEMPLATE, TEMPLATES, template_content
from vistone.project.schemas import ProjectPatch, ProjectTemplateCreate, ProjectTemplatePatch, ProjectTemplateUse
from vistone.project.templating import template_of


async def create_template(tx: WriteTx, data: ProjectTemplateCreate) -> ProjectTemplate:
    """Saves a project as a template, for all who make projects. Needs the right to change that project."""
    await PROJECTS.get(tx, data.project_id, "update")
    tx.scope.require("projects", "create")
    content = template_of(await project_document(tx, data.project_id))
    values = {"name": data.name, "description": data.description, "content": content, "created_by": tx.scope.user_id}
    template = await add(tx, TEMPLATE, values)
    await publish(tx, ProjectTemplateCreated(record=template))
    return template


async def update_template(tx: WriteTx, id: UUID, data: ProjectTemplatePatch, if_match: int | None) -> ProjectTemplate:
    """Changes a template's name or description."""
    old = await TEMPLATES.hold(tx, id, "update")
    new = await change(tx, TEMPLATE, id, given(data), if_match=if_match)
    await publish(tx, ProjectTemplateUpdated.of(old, new))
    return new


async def delete_template(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a template; projects made from it stay."""
    template = await TEMPLATES.hold(tx, id, "delete")
    await remove(tx, TEMPLATE, id, if_match=if_match)
    await publish(tx, ProjectTemplateDeleted(record=template))


async def use_template(tx: WriteTx, id: UUID, data: ProjectTemplateUse) -> Project:
    """A new project from the template, which who asks manages.

    The plan is shifted by whole days: its earliest day becomes `startDate`, or today. People whom it names keep their
    tasks if they are still in the organization.
    """
    await TEMPLATES.get(tx, id)
    start = given(data).get("start_date") or clock.now()
    project = await build_project(tx, await template_content(tx, id), name=data.name, start=start)
    if data.client_id is None:
        return project
    return await update_project(tx, project.id, ProjectPatch(client_id=data.client_id), None)
