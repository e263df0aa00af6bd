"""What other services may ask of `auth`."""

from uuid import UUID

from vistone.auth import queries
from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Invalid


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
