"""Who may: which rows a role sees, as SQL, and what a scope may do with a row.

Notifications and preferences are personal: nobody sees another's, Organizers included. What is personal is its
person's to change and to throw away, whatever the role may do otherwise.
"""

import asyncpg
from sqlalchemy import ColumnElement, true

from vistone.kernel.db import me
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope
from vistone.notification.tables import notification_preferences, notifications


def visible_templates(role: str) -> ColumnElement[bool] | None:
    """The templates of the organization; for staff alone."""
    return ~true() if role == RoleName.CLIENT else None


def my_preferences(_: str) -> ColumnElement[bool]:
    """One's own preferences."""
    return notification_preferences.c.user_id == me()


def my_notifications(_: str) -> ColumnElement[bool]:
    """What one was told oneself."""
    return notifications.c.user_id == me()


def of_template(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a template."""
    return allowed(scope.permissions, "settings", "update", "delete")


def of_personal(scope: Scope, row: asyncpg.Record) -> Abilities:
    """One's own, nobody else's."""
    return ("update", "delete") if row["user_id"] == scope.user_id else ()
