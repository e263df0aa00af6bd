"""The chain of the activity log."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

from vistone.auth.chain import COVERED, FIRST, entry_hash
from vistone.kernel.migrating import app_role

revision = "0002"
down_revision = "0001"

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON auth.activity_heads TO {app}",
    "ALTER TABLE auth.activity_heads ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE auth.activity_heads FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON auth.activity_heads FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON auth.activity_heads USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """The chain of the activity log."""
    op.create_table(
        "activity_heads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_heads")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_activity_heads_organization_id_id")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_activity_heads_organization_id")),
        schema="auth",
    )
    op.add_column("activity_logs", sa.Column("sequence", sa.BigInteger()), schema="auth")
    op.add_column("activity_logs", sa.Column("hash", sa.LargeBinary()), schema="auth")
    _chain_what_is_there()
    op.alter_column("activity_logs", "sequence", nullable=False, schema="auth")
    op.alter_column("activity_logs", "hash", nullable=False, schema="auth")
    op.create_unique_constraint(
        op.f("uq_activity_logs_organization_id_sequence"),
        "activity_logs",
        ["organization_id", "sequence"],
        schema="auth",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))


def _chain_what_is_there() -> None:
    """Entries from before the chain are taken as they are, in the order of their times."""
    connection = op.get_bind()
    op.execute("ALTER TABLE auth.activity_logs NO FORCE ROW LEVEL SECURITY")  # the owner looks over all organizations
    heads: dict[UUID, tuple[int, bytes]] = {}
    columns = ", ".join(COVERED)
    rows = connection.execute(sa.text(f"SELECT {columns} FROM auth.activity_logs ORDER BY created_at, id"))
    for row in rows.mappings().all():
        last, before = heads.get(row["organization_id"], (0, FIRST))
        hash = entry_hash(before, last + 1, dict(row))
        connection.execute(
            sa.text("UPDATE auth.activity_logs SET sequence = :sequence, hash = :hash WHERE id = :id"),
            {"sequence": last + 1, "hash": hash, "id": row["id"]},
        )
        heads[row["organization_id"]] = (last + 1, hash)
    for organization_id, (sequence, hash) in heads.items():
        connection.execute(
            sa.text(
                "INSERT INTO auth.activity_heads (id, organization_id, sequence, hash, created_at, updated_at) "
                "VALUES (gen_random_uuid(), :organization, :sequence, :hash, now(), now())"
            ),
            {"organization": organization_id, "sequence": sequence, "hash": hash},
        )
    op.execute("ALTER TABLE auth.activity_logs FORCE ROW LEVEL SECURITY")
