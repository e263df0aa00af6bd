"""People and their memberships, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.auth import queries
from vistone.auth.actions import people as actions
from vistone.auth.actions.sessions import sign_out_member
from vistone.auth.contracts import MfaSetting, OrganizationMember, SessionsEnded, User
from vistone.auth.http.proof import check_proof
from vistone.auth.schemas import MemberCreate, MemberPatch, UserPatch
from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION, WHOLE
from vistone.kernel.http.openapi import lists
from vistone.kernel.scope import System


class UserController(Controller):
    """The people of the organization."""

    path = "/api/auth/users"
    tags = ("auth",)

    @get(opt=lists(queries.USERS))
    async def list_people(self, call: Call) -> Page[User]:
        """People that you may see."""
        return await call.page(queries.USERS)

    @get("/{id:uuid}")
    async def get_person(self, call: Call, id: FromPath[UUID]) -> User:
        """One person."""
        return await call.get(queries.USERS, id)

    @patch("/{id:uuid}", opt=SESSION)
    async def update_person(self, call: Call, id: FromPath[UUID], data: JSONBody[UserPatch]) -> User:
        """Changes a person; fields left out stay as they are."""
        return await call.write(actions.update_user, id, data, call.if_match)

    @delete("/{id:uuid}", opt=WHOLE)
    async def delete_person(self, call: Call, id: FromPath[UUID]) -> None:
        """Deletes your own account everywhere, and signs it out; it takes a recent proof of who you are."""
        if id == call.scope.user_id:
            await check_proof(call)
        joined = await call.read_as(System("last Organizer"), queries.organizations_joined, call.scope.user_id)
        await call.write(actions.delete_user, id, call.if_match, joined=joined)


class MemberController(Controller):
    """Who belongs to the organization, as what."""

    path = "/api/auth/organization-members"
    tags = ("auth",)

    @get(opt=lists(queries.MEMBERS))
    async def list_members(self, call: Call) -> Page[OrganizationMember]:
        """Members that you may see."""
        return await call.page(queries.MEMBERS)

    @get("/{id:uuid}")
    async def get_member(self, call: Call, id: FromPath[UUID]) -> OrganizationMember:
        """One member."""
        return await call.get(queries.MEMBERS, id)

    @patch("/{id:uuid}", opt=SESSION)
    async def update_member(self, call: Call, id: FromPath[UUID], data: JSONBody[MemberPatch]) -> OrganizationMember:
        """Changes a member; fields left out stay as they are."""
        return await call.write(actions.update_member, id, data, call.if_match)

    @delete("/{id:uuid}", opt=SESSION)
    async def delete_member(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a member."""
        await call.write(actions.remove_member, id, call.if_match)

    @post(opt=WHOLE)
    async def create_member(self, call: Call, data: JSONBody[MemberCreate]) -> OrganizationMember:
        """Adds a person of another of your organizations; others are invited."""
        known = await call.read_as(System("shared organizer"), queries.organizes, call.scope.user_id, data.user_id)
        return await call.write(actions.add_member, data, known=known)

    @post("/{id:uuid}/pause", opt=SESSION, status_code=200)
    async def pause_member(self, call: Call, id: FromPath[UUID]) -> OrganizationMember:
        """Shuts a person out until they are resumed."""
        return await call.write(actions.pause_member, id)

    @post("/{id:uuid}/resume", opt=SESSION, status_code=200)
    async def resume_member(self, call: Call, id: FromPath[UUID]) -> OrganizationMember:
        """Lets a paused person in again."""
        return await call.write(actions.resume_member, id)

    @post("/{id:uuid}/end-sessions", opt=SESSION, status_code=200)
    async def end_member_sessions(self, call: Call, id: FromPath[UUID]) -> SessionsEnded:
        """Signs a member out everywhere; one who belongs to other organizations too only where the sign-in is bound to
        this one. Their API tokens stay.
        """
        member = await call.get(queries.MEMBERS, id)
        homes = await call.read_as(System("homes of a member"), queries.homes_of, member.user_id)
        return await call.write(sign_out_member, id, homes=homes)


class MfaController(Controller):
    """Who signs in with a second factor."""

    path = "/api/auth/mfa-settings"
    tags = ("auth",)

    @get(opt=lists(queries.MFA_SETTINGS))
    async def list_mfa_settings(self, call: Call) -> Page[MfaSetting]:
        """MFA settings that you may see."""
        return await call.page(queries.MFA_SETTINGS)

    @get("/{id:uuid}")
    async def get_mfa_setting(self, call: Call, id: FromPath[UUID]) -> MfaSetting:
        """One MFA setting."""
        return await call.get(queries.MFA_SETTINGS, id)
