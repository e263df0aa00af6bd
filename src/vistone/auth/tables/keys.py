"""The keys that tokens are signed with."""

from vistone.auth.tables.schema import metadata
from vistone.kernel.policies import SYSTEM
from vistone.kernel.tables import global_table, moment, sealed

signing_keys = global_table(
    metadata,
    "signing_keys",
    sealed("private_key", "signing key"),  # a JWK
    moment("retired_at"),
    visible=SYSTEM,
    writable=SYSTEM,
    updated=False,
)
