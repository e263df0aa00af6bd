"""Rights to projects and to what belongs to a project as a whole."""

import asyncpg
import msgspec
from sqlalchemy import ColumnElement, exists, or_, true

from vistone.kernel.db import claim, me, organization
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope
from vistone.project.contracts import Project
from vistone.project.tables import (
    project_members,
    projects,
)

PROJECTS = "projects"


def visible_projects(role: str) -> ColumnElement[bool] | None:
    """The projects that the role sees."""
    if role == RoleName.ORGANIZER:
        return None
    if role == RoleName.CLIENT:
        return projects.c.client_visible & (projects.c.client_id == claim("clients").any_())
    member = exists().where(
        project_members.c.organization_id == organization(),
        project_members.c.project_id == projects.c.id,
        project_members.c.user_id == me(),
    )
    return or_(projects.c.manager_id == me(), projects.c.team_ids.op("&&")(claim("teams")), member)


def in_visible_project(project_id: ColumnElement[object], role: str) -> ColumnElement[bool]:
    """Rows of a project that is there and that the role sees."""
    seen = visible_projects(role)
    return exists().where(
        projects.c.organization_id == organization(),
        projects.c.id == project_id,
        projects.c.deleted_at.is_(None),
        true() if seen is None else seen,
    )


def staff_only(condition: ColumnElement[bool], role: str) -> ColumnElement[bool]:
    """Nothing for Clients, else the condition."""
    return ~true() if role == RoleName.CLIENT else condition


def of_project(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a project that it sees, and with what belongs to the project as a whole."""
    return allowed(scope.permissions, PROJECTS, "update", "delete", "assign")


def shown_project(scope: Scope, project: Project) -> Project:
    """Money is for who manages the project, notes are for staff: others see the project without them."""
    if scope.may(PROJECTS, "update"):
        return project
    metadata = None if scope.role is RoleName.CLIENT else project.metadata
    return msgspec.structs.replace(project, budget=None, spent_budget=None, metadata=metadata)
