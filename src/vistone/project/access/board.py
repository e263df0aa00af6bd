"""Rights to statuses, custom fields and saved views."""

import asyncpg
from sqlalchemy import ColumnElement, and_, or_

from vistone.kernel.db import me
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope
from vistone.project.access.projects import PROJECTS, in_visible_project, staff_only
from vistone.project.tables import custom_fields, project_statuses, saved_views

SETTINGS = "settings"


def visible_statuses(role: str) -> ColumnElement[bool]:
    """The statuses of the projects that the role sees."""
    return in_visible_project(project_statuses.c.project_id, role)


def visible_custom_fields(role: str) -> ColumnElement[bool]:
    """The fields of all projects and of those that the role sees; for staff alone, as their values are."""
    seen = or_(custom_fields.c.project_id.is_(None), in_visible_project(custom_fields.c.project_id, role))
    return staff_only(seen, role)


def of_custom_field(scope: Scope, row: asyncpg.Record) -> Abilities:
    """A project's fields belong to the project; those of all projects to who may change the organization's settings."""
    if row["project_id"] is not None:
        return allowed(scope.permissions, PROJECTS, "update", "delete")
    return ("update", "delete") if scope.may(SETTINGS, "update") else ()


def visible_views(role: str) -> ColumnElement[bool]:
    """One's own views, and for staff the shared ones of the projects that the role sees.

    Nobody sees the views that others keep for themselves, Organizers neither.
    """
    seen = in_visible_project(saved_views.c.project_id, role)
    own = and_(saved_views.c.owner_id == me(), or_(saved_views.c.project_id.is_(None), seen))
    return own if role == RoleName.CLIENT else or_(own, and_(saved_views.c.shared, seen))


def of_view(scope: Scope, row: asyncpg.Record) -> Abilities:
    """A view is its owner's; a shared one also of those who may change its project."""
    return ("update", "delete") if row["owner_id"] == scope.user_id or scope.may(PROJECTS, "update") else ()
