"""What requests send."""

from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.auth.contracts import KycStatus
from vistone.kernel.scope import Permissions, RoleName
from vistone.kernel.wire import Body, Document, Email, Name

# Any character; neither trimmed nor composed (ASVS 5.0, 6.2.1, 6.2.5, 6.2.8). NUL could end a string elsewhere.
Password = Annotated[str, Meta(min_length=8, max_length=128, pattern=r"^[^\x00]*$")]
Token = Annotated[str, Meta(min_length=1, max_length=200)]


class Register(Body, frozen=True):
    """A new person with a new organization."""

    email: Email
    password: Password
    first_name: Name
    last_name: Name
    organization_name: Name


class Login(Body, frozen=True):
    """A sign-in with a password."""

    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=128)]


class Refresh(Body, frozen=True):
    """A refresh token; browsers send it as a cookie instead."""

    refresh_token: Token | None = None


class PasswordChange(Body, frozen=True):
    """A new password, by whoever knows the old one."""

    current_password: Annotated[str, Meta(max_length=128)]
    new_password: Password


class PasswordForgotten(Body, frozen=True):
    """The address of an account whose password is forgotten."""

    email: Email


class PasswordReset(Body, frozen=True):
    """The token out of the mail, and a new password."""

    token: Token
    password: Password


class EmailVerification(Body, frozen=True):
    """The token out of the mail."""

    token: Token


class OrganizationCreate(Body, frozen=True):
    """A new organization, with the caller as its Organizer."""

    name: Name


class OrganizationPatch(Body, frozen=True):
    """Changes to the organization."""

    name: Name | UnsetType = UNSET
    settings: Document | None | UnsetType = UNSET


class UserPatch(Body, frozen=True):
    """Changes to one's own account."""

    first_name: Name | None | UnsetType = UNSET
    last_name: Name | None | UnsetType = UNSET


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


class KycCreate(Body, frozen=True):
    """A person's documents, handed in by themselves."""

    documents: dict[str, Any] | None = None


class KycPatch(Body, frozen=True):
    """New documents by the person, or a decision by an Organizer."""

    documents: dict[str, Any] | None | UnsetType = UNSET
    status: KycStatus | UnsetType = UNSET


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
