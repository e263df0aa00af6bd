"""People."""

from sqlalchemy import UniqueConstraint

from vistone.auth.tables.schema import metadata
from vistone.kernel.tables import moment, person_table, words

users = person_table(
    metadata,
    "users",
    words("email"),  # in lower case, so that one address is one person
    words("first_name", nullable=True),
    words("last_name", nullable=True),
    words("password", nullable=True),  # an argon2id hash
    moment("email_verified_at"),
    UniqueConstraint("email"),
    owner="id",
    deletable=True,
)
