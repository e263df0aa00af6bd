"""Organizations and their roles, over HTTP."""

from uuid import UUID

import msgspec
from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.auth import queries
from vistone.auth.actions import organizations as actions
from vistone.auth.contracts import Organization, Role, RoleBounds
from vistone.auth.http.proof import check_proof
from vistone.auth.permissions import DEFAULTS, bounds
from vistone.auth.schemas import OrganizationCreate, OrganizationPatch, RoleCreate, RolePatch
from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION, WHOLE
from vistone.kernel.http.openapi import lists
from vistone.kernel.ids import new_id
from vistone.kernel.scope import RoleName


class OrganizationController(Controller):
    """The organizations that you belong to."""

    path = "/api/auth/organizations"
    tags = ("auth",)

    @get(opt=lists(queries.ORGANIZATIONS))
    async def list_organizations(self, call: Call) -> Page[Organization]:
        """Organizations that you may see."""
        return await call.page(queries.ORGANIZATIONS)

    @get("/{id:uuid}")
    async def get_organization(self, call: Call, id: FromPath[UUID]) -> Organization:
        """One organization."""
        return await call.get(queries.ORGANIZATIONS, id)

    @patch("/{id:uuid}", opt=SESSION)
    async def update_organization(
        self, call: Call, id: FromPath[UUID], data: JSONBody[OrganizationPatch]
    ) -> Organization:
        """Changes an organization; fields left out stay as they are."""
        return await call.write(actions.update_organization, id, data, call.if_match)

    @delete("/{id:uuid}", opt=SESSION)
    async def delete_organization(self, call: Call, id: FromPath[UUID]) -> None:
        """Closes an organization; it takes a recent proof of who you are."""
        if_match = call.if_match  # what is wrong with the request is told first
        organization = await call.get(queries.ORGANIZATIONS, id)
        if "delete" in organization.abilities:
            await check_proof(call)
        await call.write(actions.delete_organization, id, if_match)

    @post(opt=WHOLE)
    async def create_organization(self, call: Call, data: JSONBody[OrganizationCreate]) -> Organization:
        """Founds another organization, with you as its Organizer."""
        founder = msgspec.structs.replace(call.scope, organization_id=new_id(), role=RoleName.ORGANIZER)
        return await call.write_as(founder, actions.found, data.name)


class RoleController(Controller):
    """The four roles and what they may do."""

    path = "/api/auth/roles"
    tags = ("auth",)

    @get(opt=lists(queries.ROLES))
    async def list_roles(self, call: Call) -> Page[Role]:
        """Roles that you may see."""
        return await call.page(queries.ROLES)

    @get("/bounds")
    async def get_role_bounds(self, call: Call) -> list[RoleBounds]:
        """What each of the four roles may do unless it was changed, and the most that it can be given."""
        call.scope.require("settings", "read")
        return [
            RoleBounds(name, {of: list(actions) for of, actions in DEFAULTS[name].items()}, bounds(name))
            for name in RoleName
        ]

    @get("/{id:uuid}")
    async def get_role(self, call: Call, id: FromPath[UUID]) -> Role:
        """One role."""
        return await call.get(queries.ROLES, id)

    @post(opt=SESSION)
    async def create_role(self, call: Call, data: JSONBody[RoleCreate]) -> Role:
        """Adds a role."""
        return await call.write(actions.create_role, data)

    @patch("/{id:uuid}", opt=SESSION)
    async def update_role(self, call: Call, id: FromPath[UUID], data: JSONBody[RolePatch]) -> Role:
        """Changes a role; fields left out stay as they are."""
        return await call.write(actions.update_role, id, data, call.if_match)

    @delete("/{id:uuid}", opt=SESSION)
    async def delete_role(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a role."""
        await call.write(actions.delete_role, id, call.if_match)
