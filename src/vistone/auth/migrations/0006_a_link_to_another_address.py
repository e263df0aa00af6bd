"""A link to another address."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """A link to another address."""
    op.add_column("one_time_tokens", sa.Column("email", sa.Text(), nullable=True), schema="auth")
    op.add_column("one_time_tokens", sa.Column("session_id", sa.Uuid(), nullable=True), schema="auth")
    op.create_index(
        op.f("ix_one_time_tokens_session_id"), "one_time_tokens", ["session_id"], unique=False, schema="auth"
    )
    op.create_foreign_key(
        op.f("fk_one_time_tokens_session_id"),
        "one_time_tokens",
        "sessions",
        ["session_id"],
        ["id"],
        source_schema="auth",
        referent_schema="auth",
        ondelete="CASCADE",
    )
    op.drop_constraint(op.f("ck_one_time_tokens_purpose"), "one_time_tokens", schema="auth", type_="check")
    op.create_check_constraint(
        op.f("ck_one_time_tokens_purpose"),
        "one_time_tokens",
        "purpose IN ('password_reset', 'email_verification', 'email_change')",
        schema="auth",
    )
