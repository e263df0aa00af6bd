"""Rights to risks, templates and calendar feeds."""

import asyncpg
from sqlalchemy import ColumnElement, and_, true

from vistone.kernel.db import me
from vistone.kernel.rows import Abilities
from vistone.kernel.scope import RoleName, Scope
from vistone.project.access.projects import PROJECTS, in_visible_project, staff_only
from vistone.project.tables import calendar_feeds, risk_register


def visible_risks(role: str) -> ColumnElement[bool]:
    """The risks of the projects that the role sees, for staff alone; not the findings that were put away."""
    seen = in_visible_project(risk_register.c.project_id, role)
    return staff_only(and_(seen, risk_register.c.dismissed_at.is_(None)), role)


def visible_templates(role: str) -> ColumnElement[bool]:
    """Templates are for those who make projects."""
    return true() if role in {RoleName.ORGANIZER, RoleName.MANAGER} else ~true()


def of_template(scope: Scope, row: asyncpg.Record) -> Abilities:
    """Who saved a template changes it; Organizers change all."""
    if scope.role is RoleName.ORGANIZER or row["created_by"] == scope.user_id:
        return tuple(action for action in ("update", "delete") if scope.may(PROJECTS, action))
    return ()


def visible_feeds(role: str) -> ColumnElement[bool]:
    """A feed shows what its person sees, so it is that person's alone."""
    return calendar_feeds.c.user_id == me()


def of_feed(scope: Scope, row: asyncpg.Record) -> Abilities:
    """One's own feed can be revoked and taken away."""
    return ("revoke", "delete") if row["user_id"] == scope.user_id else ()
