"""Who may: which rows a role sees, as SQL, and what a scope may do with a row.

The index holds text of every service. Until the search brings each asker's own rights, Organizers alone read it as it
is. What a person said to the assistant is theirs: nobody else reads it, Organizers included.
"""

import asyncpg
from sqlalchemy import ColumnElement, true

from vistone.ai_engine.tables import conversation_history
from vistone.kernel.db import me
from vistone.kernel.rows import Abilities, allowed
from vistone.kernel.scope import RoleName, Scope


def organizers_only(role: str) -> ColumnElement[bool] | None:
    """All of the organization for Organizers, nothing for everybody else."""
    return None if role == RoleName.ORGANIZER else ~true()


def staff_only(role: str) -> ColumnElement[bool] | None:
    """Nothing for Clients, all of the organization for everybody else."""
    return ~true() if role == RoleName.CLIENT else None


def my_history(_: str) -> ColumnElement[bool]:
    """What one said oneself, and what one was answered."""
    return conversation_history.c.user_id == me()


def of_rag_document(scope: Scope, _: asyncpg.Record) -> Abilities:
    """A text is written by the index and can be taken out of it."""
    return allowed(scope.permissions, "assistant", "delete")


def of_history(_: Scope, __: asyncpg.Record) -> Abilities:
    """One sees one's own alone, and may throw it away."""
    return ("delete",)


def of_setting(scope: Scope, _: asyncpg.Record) -> Abilities:
    """What a scope may do with a prompt."""
    return allowed(scope.permissions, "settings", "update", "delete")


def of_access_control(scope: Scope, row: asyncpg.Record) -> Abilities:
    """What a scope may do with a switch; those for all organizations are nobody's here."""
    return of_setting(scope, row) if row["organization_id"] is not None else ()


def nothing(_: Scope, __: asyncpg.Record) -> Abilities:
    """Records that are only looked at."""
    return ()
