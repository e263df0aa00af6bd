"""Sign-ins: sessions, their tokens, what mails hand out, tries."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, Uuid, text

from vistone.auth.contracts import SignInMethod, TokenPurpose
from vistone.auth.tables.organizations import organizations
from vistone.auth.tables.people import users
from vistone.auth.tables.schema import metadata
from vistone.kernel.policies import SYSTEM
from vistone.kernel.tables import elsewhere, global_table, moment, one_of, person_table, words

sessions = person_table(
    metadata,
    "sessions",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("organization_id", Uuid, ForeignKey(organizations.c.id, ondelete="CASCADE"), nullable=False),
    *one_of("method", SignInMethod, default=SignInMethod.PASSWORD),
    moment("mfa_at"),
    moment("proved_at"),  # when its person last proved who they are, after signing in
    Column("bound", Boolean, nullable=False, server_default=text("false")),  # good in its organization alone
    words("ip_address", nullable=True),
    words("user_agent", nullable=True),
    moment("last_used_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("ended_at"),
)

# A session's refresh tokens, each used once: the family that ends when one is used again.
refresh_tokens = person_table(
    metadata,
    "refresh_tokens",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    Column("session_id", Uuid, ForeignKey(sessions.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    moment("used_at"),
    moment("expires_at", nullable=False),
    updated=False,
)

# What a mail hands out, good once and for a while.
one_time_tokens = person_table(
    metadata,
    "one_time_tokens",
    Column("user_id", Uuid, ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, index=True),
    elsewhere("organization_id"),
    *one_of("purpose", TokenPurpose),
    words("email", nullable=True),  # where it was sent to: the address, or that which is to be the address
    Column("session_id", Uuid, ForeignKey(sessions.c.id, ondelete="CASCADE"), index=True),  # which asked for that
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    moment("expires_at", nullable=False),
    moment("used_at"),
    updated=False,
)

attempts = global_table(
    metadata,
    "attempts",
    Column("key", LargeBinary, nullable=False, unique=True),
    Column("tries", Integer, nullable=False),
    moment("blocked_until"),
    visible=SYSTEM,
    writable=SYSTEM,
)
