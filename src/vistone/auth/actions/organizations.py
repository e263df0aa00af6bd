"""Founding organizations, and what they and their roles are."""

import re
import secrets
import unicodedata
from uuid import UUID

from vistone.auth import permissions, queries
from vistone.auth.actions.passwords import send_verification
from vistone.auth.actions.policy import found_policy
from vistone.auth.actions.providers import delete_provider
from vistone.auth.actions.sessions import start_session
from vistone.auth.actions.withdrawing import withdraw
from vistone.auth.contracts import Organization, OrganizationMember, Role, SignedIn
from vistone.auth.events import (
    OrganizationCreated,
    OrganizationDeleted,
    OrganizationMemberCreated,
    OrganizationUpdated,
    RoleCreated,
    RoleDeleted,
    RoleUpdated,
    UserCreated,
)
from vistone.auth.queries import MEMBER, ORGANIZATION, ORGANIZATIONS, ROLE, ROLES, USER
from vistone.auth.schemas import OrganizationPatch, Register, RoleCreate, RolePatch
from vistone.auth.tokens import Keyring
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.kernel.scope import RoleName


async def register(tx: WriteTx, data: Register, password_hash: str, keyring: Keyring) -> SignedIn:
    """A new person, as the Organizer of a new organization, signed in. The scope carries both new ids."""
    values = {
        "id": tx.scope.user_id,
        "email": data.email.lower(),
        "first_name": data.first_name,
        "last_name": data.last_name,
        "password": password_hash,
    }
    try:
        user = await add(tx, USER, values)
    except Conflict:
        raise Conflict("email-taken", "There is already an account with this address.", field="email") from None
    await found(tx, data.organization_name)
    await publish(tx, UserCreated(record=user))
    await send_verification(tx, user.email)
    return await start_session(tx, keyring)


async def found(tx: WriteTx, name: str) -> Organization:
    """The scope's organization, new, with its four roles and the scope's person as its Organizer."""
    organization = None
    slug = slugify(name)
    while organization is None:
        organization = await queries.add_organization(tx, name, slug)
        slug = f"{slugify(name)}-{secrets.token_hex(3)}"
    roles = {}
    for role_name, allowed in permissions.DEFAULTS.items():
        full = permissions.checked(role_name, {resource: list(actions) for resource, actions in allowed.items()})
        roles[role_name] = await add(tx, ROLE, {"name": role_name, "permissions": full, "is_system": True})
    await publish(tx, OrganizationCreated(record=organization))
    await found_policy(tx)
    await join(tx, tx.scope.user_id, roles[RoleName.ORGANIZER])
    return organization


async def join(tx: WriteTx, user_id: UUID, role: Role) -> OrganizationMember:
    """A person becomes a member of the scope's organization."""
    member = await add(tx, MEMBER, {"user_id": user_id, "role_id": role.id})
    await queries.forget_former(tx, user_id)
    await publish(tx, OrganizationMemberCreated(record=member))
    return member


def slugify(name: str) -> str:
    """The name as lower-case ASCII words with hyphens, at most 40 characters; `company` when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "company"


async def update_organization(tx: WriteTx, id: UUID, data: OrganizationPatch, if_match: int | None) -> Organization:
    """Changes the organization's name or settings."""
    old = await ORGANIZATIONS.hold(tx, id, "update")
    new = await change(tx, ORGANIZATION, id, given(data), if_match=if_match)
    await publish(tx, OrganizationUpdated.of(old, new))
    return new


async def delete_organization(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Closes the organization: nobody can work in it from then on, nor sign in by its provider, whose domains are free."""
    await ORGANIZATIONS.hold(tx, id, "delete")
    provider = await queries.own_provider(tx)
    if provider is not None:
        await delete_provider(tx, provider["id"], None)
    organization = await change(tx, ORGANIZATION, id, {"deleted_at": clock.now()}, if_match=if_match)
    await publish(tx, OrganizationDeleted(record=organization))


async def create_role(tx: WriteTx, data: RoleCreate) -> Role:
    """Makes a role again that was deleted: there is one of each name."""
    permissions.check_may_change(tx.scope, RoleName.MANAGER)
    wanted = data.permissions if data.permissions is not None else permissions.DEFAULTS[data.name]
    full = permissions.checked(data.name, {resource: list(actions) for resource, actions in wanted.items()})
    if await queries.role_named(tx, data.name) is not None:
        raise Conflict("one-role-of-a-name", f"There is already a role {data.name.value}.", field="name")
    role = await add(tx, ROLE, {"name": data.name, "permissions": full, "is_system": True})
    await publish(tx, RoleCreated(record=role))
    return role


async def update_role(tx: WriteTx, id: UUID, data: RolePatch, if_match: int | None) -> Role:
    """Changes what a role may do, within its bounds."""
    old = await ROLES.hold(tx, id, "update")
    permissions.check_may_change(tx.scope, old.name)
    changes = given(data)
    if "permissions" in changes:
        changes["permissions"] = permissions.checked(old.name, changes["permissions"])
    new = await change(tx, ROLE, id, changes, if_match=if_match)
    await publish(tx, RoleUpdated.of(old, new))
    await withdraw(tx, await queries.who_has_role(tx, id), new)
    return new


async def delete_role(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Deletes a role that nobody has; never the Organizer's."""
    role = await ROLES.hold(tx, id, "delete")
    if role.name is RoleName.ORGANIZER:
        raise Conflict("organizer-stays", "An organization always has the role Organizer.")
    if people := await queries.people_with_role(tx, id):
        raise Conflict("role-in-use", f"{people} people have this role; give them another first.")
    await remove(tx, ROLE, id, if_match=if_match)
    await publish(tx, RoleDeleted(record=role))
