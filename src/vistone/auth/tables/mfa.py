"""Second factors: one-time codes, passkeys, and what is asked of somebody who signs in."""

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, ForeignKey, Integer, LargeBinary, Text, Uuid, text

from vistone.auth.tables.people import users
from vistone.auth.tables.schema import metadata
from vistone.kernel.policies import PERSON, SYSTEM
from vistone.kernel.tables import global_table, moment, one_of, person_table, sealed, words

CHALLENGES = ("second_factor", "passkey_registration", "passkey_sign_in")

mfa_settings = person_table(
    metadata,
    "mfa_settings",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, unique=True),
    Column("enabled", Boolean, nullable=False, server_default=text("false")),
    sealed("secret", "one-time codes", nullable=True, text=True),  # without `enabled` it waits for its first code
    Column("last_step", BigInteger),  # the 30 seconds, counted since 1970, of the last code taken: each is good once
    Column("backup_codes", ARRAY(Text), nullable=False, server_default=text("'{}'")),  # argon2id hashes
)

passkeys = person_table(
    metadata,
    "passkeys",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, index=True),
    words("name"),
    Column("credential_id", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),  # COSE
    Column("sign_count", BigInteger, nullable=False),
    Column("backed_up", Boolean, nullable=False),
    moment("last_used_at"),
)

# What is asked of somebody, good once and for five minutes: the second factor after a password, a passkey's signature.
# `secret` is the hash of the token that was handed out, or the bytes to sign.
challenges = global_table(
    metadata,
    "challenges",
    *one_of("kind", CHALLENGES),
    Column("secret", LargeBinary, nullable=False, unique=True),
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), index=True),
    Column("home_id", Uuid),  # the organization that is signed in to
    Column("tries", Integer, nullable=False, server_default=text("0")),
    moment("expires_at", nullable=False),
    visible=f"{SYSTEM} OR user_id = {PERSON}",
    writable=f"{SYSTEM} OR user_id = {PERSON}",
    updated=False,
)
