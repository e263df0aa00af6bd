"""What a record's history is made of."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """What a record's history is made of."""
    op.add_column("events", sa.Column("about_id", sa.Uuid(), nullable=True), schema="platform")
    op.create_index(
        "ix_events_about",
        "events",
        ["organization_id", "about_id", "id"],
        unique=False,
        schema="platform",
        postgresql_where=sa.text("about_id IS NOT NULL"),
    )
