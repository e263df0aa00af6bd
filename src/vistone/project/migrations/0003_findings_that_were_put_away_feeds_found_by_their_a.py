"""Findings that were put away; feeds found by their address."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Findings that were put away; feeds found by their address."""
    op.add_column(
        "risk_register", sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True), schema="project"
    )
    # A feed is looked up by its secret address before it is known whose it is.
    op.execute("DROP POLICY reading ON project.calendar_feeds")
    op.execute(
        "CREATE POLICY reading ON project.calendar_feeds FOR SELECT USING (organization_id = "
        "nullif(current_setting('vistone.organization_id', true), '')::uuid "
        "OR current_setting('vistone.system', true) = 'on')"
    )
