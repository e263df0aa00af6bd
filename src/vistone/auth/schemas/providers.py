"""What requests about identity providers send."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from vistone.kernel.scope import RoleName
from vistone.kernel.wire import Body, Name

Issuer = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=500,
        pattern=r"^https?://[^\s\x00-\x1f\\?#@]+(?!\s)$",
        description="The provider's issuer, as its discovery document says it; https.",
    ),
]
ClientId = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[\x21-\x7e]+(?!\s)$")]
ClientSecret = Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"^[\x20-\x7e]+(?!\n)$")]
Domains = Annotated[list[Annotated[str, Meta(min_length=1, max_length=253)]], Meta(max_length=20)]
ReturnTo = Annotated[str, Meta(max_length=2000)]


class IdentityProviderCreate(Body, frozen=True):
    """An organization's identity provider. One that is not enabled is kept without asking it."""

    name: Name
    issuer: Issuer
    client_id: ClientId
    client_secret: ClientSecret
    domains: Domains = []
    default_role: RoleName = RoleName.CONTRIBUTOR
    enabled: bool = True


class IdentityProviderPatch(Body, frozen=True):
    """Changes to the identity provider. Another issuer unlinks everybody: its subjects are other people."""

    name: Name | UnsetType = UNSET
    issuer: Issuer | UnsetType = UNSET
    client_id: ClientId | UnsetType = UNSET
    client_secret: ClientSecret | UnsetType = UNSET
    domains: Domains | UnsetType = UNSET
    default_role: RoleName | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET


class LinkStart(Body, frozen=True):
    """Linking one's account to the provider: needs the password again."""

    provider_id: UUID
    current_password: Annotated[str, Meta(max_length=128)]
    return_to: ReturnTo | None = None
