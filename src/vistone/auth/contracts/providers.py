"""Identity providers: a company's own sign-in (OpenID Connect), and who is known there as whom."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from vistone.kernel.rows import Record
from vistone.kernel.scope import RoleName


class IdentityProvider(Record, frozen=True):
    """An organization's identity provider. Its client secret is in no record.

    `proof` is the value of the TXT record at `_vistone-challenge.<domain>` by which a domain is proven.
    """

    id: UUID
    organization_id: UUID
    name: str
    issuer: str
    client_id: str
    domains: list[str]
    proven_domains: list[str]
    proof: str
    default_role: RoleName
    enabled: bool
    revision: int
    created_at: datetime
    updated_at: datetime


class IdentityLink(Record, frozen=True):
    """Whom the provider's `subject` is here. `email` is what the provider said when they were linked."""

    id: UUID
    organization_id: UUID
    provider_id: UUID
    user_id: UUID
    subject: str
    email: str | None
    last_used_at: datetime | None
    revision: int
    created_at: datetime
    updated_at: datetime


class ProviderTest(Struct, frozen=True, rename="camel"):
    """Whether the provider answers as it should; `problems` says in sentences what does not fit."""

    ok: bool
    problems: list[str]


class ProviderName(Struct, frozen=True, rename="camel"):
    """What the page to sign in shows of a provider."""

    id: UUID
    name: str


class ProviderLookup(Struct, frozen=True, rename="camel"):
    """How an address may sign in: by the provider that has proven its domain, by password."""

    provider: ProviderName | None
    password_sign_in: bool


class OwnIdentity(Struct, frozen=True, rename="camel"):
    """The organization's provider, and the link by which one is known there, if there is one."""

    provider: ProviderName | None
    link_id: UUID | None


class LinkStarted(Struct, frozen=True, rename="camel"):
    """Where the browser goes on, to the provider."""

    url: str
