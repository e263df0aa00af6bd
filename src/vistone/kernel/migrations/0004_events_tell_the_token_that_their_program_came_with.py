"""Events tell the token that their program came with."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Events tell the token that their program came with."""
    op.add_column("events", sa.Column("token_id", sa.Uuid(), nullable=True), schema="platform")
