"""Organizations, their members, roles and invitations."""

from uuid import UUID

from msgspec import UNSET, UnsetType

from vistone.auth.schemas.fields import Password, Token
from vistone.kernel.scope import Permissions, RoleName
from vistone.kernel.wire import Body, Document, Email, Name


class OrganizationCreate(Body, frozen=True):
    """A new organization, with the caller as its Organizer."""

    name: Name


class OrganizationPatch(Body, frozen=True):
    """Changes to the organization."""

    name: Name | UnsetType = UNSET
    settings: Document | None | UnsetType = UNSET


class MemberCreate(Body, frozen=True):
    """A person of another of your organizations joins this one; others are invited."""

    user_id: UUID
    role_id: UUID


class MemberPatch(Body, frozen=True):
    """A new role for a person."""

    role_id: UUID | UnsetType = UNSET


class RoleCreate(Body, frozen=True):
    """A role of the four that was deleted, made again."""

    name: RoleName
    permissions: Permissions | None = None


class RolePatch(Body, frozen=True):
    """What a role may do from now on."""

    permissions: Permissions | UnsetType = UNSET


class InvitationCreate(Body, frozen=True):
    """An invitation by mail."""

    email: Email
    role_name: RoleName


class InvitationAccept(Body, frozen=True):
    """Accepting an invitation: with a new account, or with the password of the one that the address has."""

    token: Token
    password: Password
    first_name: Name | None = None
    last_name: Name | None = None
