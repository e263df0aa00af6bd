"""The stage of the demo: one transaction, in which each person acts with the rights that they really have.

All of it commits at once or not at all, so that a load that is killed leaves nothing behind.
"""

import inspect
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import msgspec

from vistone.auth import api as people
from vistone.client import queries as clients
from vistone.demo.shapes import Task
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.scope import Origin, Scope
from vistone.project import queries as projects
from vistone.workforce import queries as teams

SATURDAY = 5
MONEY_EUR = "EUR"

# In the order of the services: a claim may stand on those before it.
CLAIMS: dict[str, Callable[[ReadTx], Awaitable[tuple[UUID, ...]]]] = {
    "teams": teams.my_teams,
    "clients": clients.my_clients,
    "projects": projects.my_projects,
    "roles": people.my_roles,
}


class Company:
    """Northwind Studio while it is being made. The dictionaries give ids by the short keys that the data uses."""

    def __init__(self, tx: WriteTx) -> None:
        self.owner = tx
        self.people: dict[str, UUID] = {}
        self.teams: dict[str, UUID] = {}
        self.clients: dict[str, UUID] = {}
        self.projects: dict[str, UUID] = {}
        self.tasks: dict[str, UUID] = {}
        self.made: dict[tuple[str, str], UUID] = {}
        """Every task by the key of its project and its title."""
        self.pages: dict[str, UUID] = {}
        self.moves: list[tuple[Task, UUID]] = []
        """Tasks that their assignees still have to bring to where the data has them."""
        self.done: list[tuple[Task, UUID]] = []
        """Tasks whose work lies in the past."""
        self._today = datetime.combine(clock.now().date(), time(), UTC)
        self._scopes: dict[str, Scope] = {}
        self._acting: UUID = tx.scope.user_id

    def day(self, days: int) -> datetime:
        """Midnight so many days from today; a weekend becomes the Friday before or, in the future, the Monday after."""
        found = self._today + timedelta(days=days)
        if found.weekday() >= SATURDAY:
            found += timedelta(days=SATURDAY - 1 - found.weekday() if days < 0 else 7 - found.weekday())
        return found

    def weekday(self, place: int) -> datetime:
        """The working day at that place, counted from the Monday of this week."""
        week, day = divmod(place, 5)
        return self._today + timedelta(days=7 * week + day - self._today.weekday())

    async def by(self, who: str) -> WriteTx:
        """The transaction as the person of that key."""
        if who not in self._scopes:
            self._scopes[who] = await self._scope(self.people[who])
        return await self.acting(self._scopes[who])

    async def acting(self, scope: Scope) -> WriteTx:
        """The transaction as that scope, for row level security too."""
        if self._acting != scope.user_id:
            enter = f"SELECT platform.set_scope('{scope.organization_id}', '{scope.user_id}')"
            await self.owner.connection.execute(enter)
            self._acting = scope.user_id
        return WriteTx(self.owner.connection, scope)

    def unsettle(self) -> None:
        """Has everybody's rights looked up anew: teams, clients or projects have changed."""
        self._scopes.clear()

    async def _scope(self, user_id: UUID) -> Scope:
        scope = await people.scope_of(self.owner, user_id)
        if scope is None:
            raise LookupError(f"{user_id} is no member")
        scope = msgspec.structs.replace(scope, origin=Origin(request_id="demo"))
        for name, find in CLAIMS.items():
            found = await find(WriteTx(self.owner.connection, scope))
            scope = msgspec.structs.replace(scope, claims={**scope.claims, name: found})
        return scope


def prose(text: str | None) -> str | None:
    """A text of the data without the indentation that it has in the source."""
    return None if text is None else inspect.cleandoc(text)
