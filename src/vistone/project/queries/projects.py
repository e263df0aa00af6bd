"""Projects and who is in them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from vistone.kernel.collection import Collection
from vistone.kernel.db import ReadTx, organization, statement
from vistone.kernel.filters import contains, same, span
from vistone.kernel.rows import View
from vistone.kernel.scope import RoleName
from vistone.project import access
from vistone.project.contracts import (
    Project,
    ProjectMember,
    ProjectRole,
    ProjectStatus,
)
from vistone.project.tables import (
    project_members,
    projects,
)

PROJECT = View("project", projects, Project, abilities=access.of_project, shown=access.shown_project)


MEMBER = View("project member", project_members, ProjectMember, abilities=access.of_project)


PROJECTS = Collection(
    PROJECT,
    resource="projects",
    visible=access.visible_projects,
    filters=[
        same("status", values=ProjectStatus),
        same("client_id", nullable=True),
        same("manager_id", nullable=True),
        contains("team_ids", "teamId"),
        span("start_date"),
        span("end_date"),
    ],
    sorts={
        "name": projects.c.name,
        "status": projects.c.status,
        "progress": projects.c.progress,
        "startDate": projects.c.start_date,
        "endDate": projects.c.end_date,
        "updatedAt": projects.c.updated_at,
    },
    search=["name", "description"],
)


MEMBERS = Collection(
    MEMBER,
    resource="projects",
    visible=lambda role: access.staff_only(access.in_visible_project(project_members.c.project_id, role), role),
    filters=[same("project_id"), same("user_id"), same("role", values=ProjectRole, nullable=True)],
)


@statement
def _my_projects(role: str) -> Select[Any]:
    query = select(projects.c.id).where(projects.c.organization_id == organization(), projects.c.deleted_at.is_(None))
    seen = access.visible_projects(role)
    return query if seen is None else query.where(seen)


async def my_projects(tx: ReadTx) -> tuple[UUID, ...]:
    """The claim `projects`: what belongs to a project elsewhere is seen by those who see the project.

    Organizers need none: they see all.
    """
    if tx.scope.role == RoleName.ORGANIZER:
        return ()
    return tuple(row["id"] for row in await tx.all(_my_projects(tx.scope.role)))
