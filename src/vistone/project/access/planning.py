"""Rights to insights and imports."""

import asyncpg
from sqlalchemy import ColumnElement, and_, or_, true

from vistone.kernel.db import me
from vistone.kernel.rows import Abilities
from vistone.kernel.scope import RoleName, Scope
from vistone.project.access.projects import in_visible_project
from vistone.project.access.tasks import in_visible_task
from vistone.project.tables import (
    ai_insights,
    project_imports,
)


def visible_insights(role: str) -> ColumnElement[bool]:
    """Insights about a project and, where they name one, a task that the role sees; for staff alone."""
    return and_(
        true() if role != RoleName.CLIENT else ~true(),
        or_(ai_insights.c.project_id.is_(None), in_visible_project(ai_insights.c.project_id, role)),
        or_(ai_insights.c.task_id.is_(None), in_visible_task(ai_insights.c.task_id, role)),
    )


def visible_imports(role: str) -> ColumnElement[bool]:
    """The imports that one asked for oneself; for Organizers all."""
    return true() if role == RoleName.ORGANIZER else project_imports.c.requested_by == me()


def of_import(_: Scope, __: asyncpg.Record) -> Abilities:
    """An import is only looked at."""
    return ()
