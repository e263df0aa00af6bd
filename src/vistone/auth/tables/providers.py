"""Identity providers, the domains that they have proven, who is linked, and who has left."""

from sqlalchemy import ARRAY, Boolean, Column, ForeignKey, Index, Text, UniqueConstraint, Uuid, text

from vistone.auth.tables.people import users
from vistone.auth.tables.schema import metadata
from vistone.kernel.policies import SYSTEM
from vistone.kernel.scope import RoleName
from vistone.kernel.tables import belongs_to, moment, one_of, sealed, tenant_table, words

identity_providers = tenant_table(
    metadata,
    "identity_providers",
    words("name"),
    words("issuer"),
    words("client_id"),
    sealed("client_secret", "client secret"),
    Column("domains", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    words("proof"),
    *one_of("default_role", [role for role in RoleName if role is not RoleName.ORGANIZER]),
    Column("enabled", Boolean, nullable=False, server_default=text("true")),
    UniqueConstraint("organization_id"),
    also_visible=SYSTEM,
)

# A domain is one organization's: the key spans all of them, whatever row level security shows.
proven_domains = tenant_table(
    metadata,
    "proven_domains",
    *belongs_to("provider_id", "auth.identity_providers"),
    Column("domain", Text, nullable=False, unique=True),
    also_visible=SYSTEM,
)

identity_links = tenant_table(
    metadata,
    "identity_links",
    *belongs_to("provider_id", "auth.identity_providers"),
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    words("subject"),
    words("email", nullable=True),
    moment("last_used_at"),
    UniqueConstraint("provider_id", "subject"),
    UniqueConstraint("provider_id", "user_id"),
    Index(None, "user_id"),
    also_visible=SYSTEM,
)

# Who was removed or left: a provider does not let them in again by itself.
former_members = tenant_table(
    metadata,
    "former_members",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    UniqueConstraint("organization_id", "user_id"),
    Index(None, "user_id"),
    updated=False,
)
