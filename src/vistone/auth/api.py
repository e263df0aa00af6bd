"""What other services may ask of `auth`."""

from typing import Any
from uuid import UUID

from vistone.auth import queries
from vistone.auth.contracts import User
from vistone.auth.queries import directory
from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Invalid
from vistone.kernel.names import names_in
from vistone.kernel.scope import Scope


async def check_member(tx: ReadTx, user_id: UUID, *, field: str) -> None:
    """Invalid, naming the field, unless the person belongs to the organization."""
    if not await queries.is_member(tx, user_id):
        raise Invalid(field, "There is no such person in this organization.")


async def check_role(tx: ReadTx, role_id: UUID, *, field: str) -> None:
    """Invalid, naming the field, unless it is a role of the organization."""
    if not await queries.is_role(tx, role_id):
        raise Invalid(field, "There is no such role in this organization.")


async def my_roles(tx: ReadTx) -> tuple[UUID, ...]:
    """The ids of the scope's roles, as a claim for services that give rights to roles; at most one for now."""
    role_id = await queries.my_role(tx)
    return () if role_id is None else (role_id,)


async def organization_settings(tx: ReadTx) -> dict[str, Any]:
    """What the organization has set, by key. It is free JSON: whoever reads a key checks its value."""
    return await directory.organization_settings(tx)


async def people_by_name_or_email(tx: ReadTx) -> dict[str, UUID | None]:
    """Who of the organization is meant by a full name or an address, both case-folded; None where it is several."""
    return await directory.people_by_name(tx)


async def scope_of(tx: ReadTx, user_id: UUID) -> Scope | None:
    """The person's present right to act in the organization, for work that is done later than it was asked for.

    Without claims: the caller adds those that its rules need. None when they have no right (any more).
    """
    return await directory.scope_of(tx, user_id)


def _name(user: User) -> str:
    return " ".join(part for part in (user.first_name, user.last_name) if part) or user.email


person_names = names_in(queries.USERS, _name)
"""What the people are called whom the scope may see; by their address who gave no name."""
