"""The check of people's documents."""

from sqlalchemy import Column, ForeignKey, Uuid

from vistone.auth.contracts import KycStatus
from vistone.auth.tables.people import users
from vistone.auth.tables.schema import metadata
from vistone.kernel.tables import json, moment, one_of, person_table, words

kyc_data = person_table(
    metadata,
    "kyc_data",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, unique=True),
    Column("home_id", Uuid),  # the organization that they are handed in to, which alone decides
    *one_of("status", KycStatus, default=KycStatus.PENDING),
    json("documents"),
    words("reason", nullable=True),
    moment("submitted_at"),
    moment("decided_at"),
    Column("decided_by", Uuid),  # no key: the decision outlives the Organizer
    moment("verified_at"),
    moment("purged_at"),
)

# Where the files rest: told to nobody. `id` is that of the document in `kyc_data.documents`.
kyc_files = person_table(
    metadata,
    "kyc_files",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, index=True),
    words("file_key"),
    updated=False,
)
