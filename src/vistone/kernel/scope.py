"""Who is asking: the verified organization, person, role and what they may do. Made only by `auth`'s resolver."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from vistone.kernel.errors import Forbidden


class RoleName(StrEnum):
    """The four roles; there are no others."""

    ORGANIZER = "Organizer"
    MANAGER = "Manager"
    CONTRIBUTOR = "Contributor"
    CLIENT = "Client"


RESOURCES = (
    "users", "teams", "projects", "tasks", "clients", "wiki", "documents", "channels", "settings", "reports",
    "automation", "assistant", "notifications",
)  # fmt: skip
ACTIONS = ("create", "read", "update", "delete", "assign")
META_PERMISSIONS = ("manage_permissions", "pause_contributors")

Permissions = Annotated[
    dict[str, list[str]],
    Meta(
        description="What a role may do: resource -> actions. `_meta` holds `manage_permissions`, `pause_contributors`."
    ),
]


class Origin(Struct, frozen=True):
    """Where a request came from, for the event log."""

    request_id: str = ""
    ip_address: str | None = None
    user_agent: str | None = None


class PersonalToken(Struct, frozen=True):
    """The personal API token that a program came with: which, until when, and what of the role it withholds."""

    id: UUID
    expires_at: datetime
    withheld: frozenset[str]


class Scope(Struct, frozen=True):
    """The right to act in one organization as one person.

    `claims` are the ids that services add to what a person is known by (their teams, their clients), under the name
    that the service declares; statements use them through `db.claim`. With a `token` a program asks: `permissions` are
    then those that the role and the token have in common.
    """

    organization_id: UUID
    user_id: UUID
    role: RoleName
    permissions: frozenset[str]
    session_id: UUID | None = None
    claims: Mapping[str, tuple[UUID, ...]] = MappingProxyType({})
    origin: Origin = Origin()
    token: PersonalToken | None = None
    bound: bool = False
    """Whether the sign-in is good in this organization alone, because its identity provider made it."""
    unfinished: str | None = None
    """What is to be done before anything else: see `kernel.http.guard`."""

    @property
    def token_id(self) -> UUID | None:
        """The personal API token that a program came with; None for a person who is signed in."""
        return self.token.id if self.token else None

    def may(self, resource: str, action: str) -> bool:
        """Whether the role allows the action on the resource at all; which records, the loaders in `access` say."""
        return f"{resource}:{action}" in self.permissions

    def require(self, resource: str, action: str) -> None:
        """Raises Forbidden unless `may(resource, action)`."""
        if self.may(resource, action):
            return
        if self.token is not None:
            raise Forbidden(f"This token may not {action} {resource}.")
        raise Forbidden(f"Your role, {self.role.value}, may not {action} {resource}. Ask an Organizer.")


class System(Struct, frozen=True):
    """The right to act for no organization: sign-in, the event log, housekeeping.

    Row level security then shows the tables of `platform` and those about persons, and no tenant's row. `reason` says
    in the log why; an architecture test lists who may make one.
    """

    reason: str
    origin: Origin = Origin()


def flatten(permissions: Mapping[str, list[str]]) -> frozenset[str]:
    """`{"tasks": ["read"]}` as `{"tasks:read"}`, the form that `Scope` keeps."""
    return frozenset(f"{resource}:{action}" for resource, actions in permissions.items() for action in actions)


NOBODY = UUID(int=0)


def for_the_system(organization_id: UUID, *, on_behalf_of: UUID | None = None) -> Scope:
    """The scope of work that the system itself does in an organization: jobs and reactions to events."""
    everything = frozenset(f"{resource}:{action}" for resource in RESOURCES for action in ACTIONS)
    return Scope(organization_id, on_behalf_of or NOBODY, RoleName.ORGANIZER, everything)
