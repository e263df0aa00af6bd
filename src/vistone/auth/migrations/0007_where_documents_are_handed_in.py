"""Where documents are handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

READ = ("kyc_data", "kyc_files", "organization_members")


def upgrade() -> None:
    """Where documents are handed in."""
    op.add_column("kyc_data", sa.Column("home_id", sa.Uuid(), nullable=True), schema="auth")
    for table in READ:  # the owner looks over all persons
        op.execute(f"ALTER TABLE auth.{table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE auth.kyc_data AS record SET home_id = coalesce("
        "(SELECT split_part(file_key, '/', 1)::uuid FROM auth.kyc_files AS file "
        "WHERE file.user_id = record.user_id ORDER BY file.created_at DESC LIMIT 1), "
        "(SELECT organization_id FROM auth.organization_members AS member "
        "WHERE member.user_id = record.user_id ORDER BY member.created_at LIMIT 1))"
    )
    for table in READ:
        op.execute(f"ALTER TABLE auth.{table} FORCE ROW LEVEL SECURITY")
