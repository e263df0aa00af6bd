"""What the kernel keeps: events, jobs, mail, keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from vistone.kernel.migrating import app_role

revision = "0002"
down_revision = "0001"

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON platform.cursors TO {app}",
    "ALTER TABLE platform.cursors ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE platform.cursors FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON platform.cursors FOR SELECT USING (true)",
    "CREATE POLICY writing ON platform.cursors USING (true) WITH CHECK (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON platform.events TO {app}",
    "ALTER TABLE platform.events ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE platform.events FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON platform.events FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON platform.events USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on') WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON platform.idempotency_keys TO {app}",
    "ALTER TABLE platform.idempotency_keys ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE platform.idempotency_keys FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON platform.idempotency_keys FOR SELECT USING (organization_id IS NULL OR organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON platform.idempotency_keys USING (organization_id IS NULL OR organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on') WITH CHECK (organization_id IS NULL OR organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON platform.job_schedules TO {app}",
    "ALTER TABLE platform.job_schedules ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE platform.job_schedules FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON platform.job_schedules FOR SELECT USING (current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON platform.job_schedules USING (current_setting('vistone.system', true) = 'on') WITH CHECK (current_setting('vistone.system', true) = 'on')",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON platform.jobs TO {app}",
    "ALTER TABLE platform.jobs ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE platform.jobs FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON platform.jobs FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "CREATE POLICY writing ON platform.jobs USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on') WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid OR current_setting('vistone.system', true) = 'on')",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON platform.outbox_mails TO {app}",
    "ALTER TABLE platform.outbox_mails ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE platform.outbox_mails FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON platform.outbox_mails FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON platform.outbox_mails USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """What the kernel keeps: events, jobs, mail, keys."""
    op.create_table(
        "cursors",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("transaction", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cursors")),
        schema="platform",
    )
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "transaction", sa.BigInteger(), server_default=sa.text("platform.current_transaction()"), nullable=False
        ),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("topics", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("ip_address", sa.Text(), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        schema="platform",
    )
    op.create_index("ix_events_created_at", "events", ["created_at"], unique=False, schema="platform")
    op.create_index(
        "ix_events_entity", "events", ["organization_id", "entity", "entity_id", "id"], unique=False, schema="platform"
    )
    op.create_index("ix_events_position", "events", ["transaction", "id"], unique=False, schema="platform")
    op.create_table(
        "idempotency_keys",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        schema="platform",
    )
    op.create_index(
        "ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"], unique=False, schema="platform"
    )
    op.create_table(
        "job_schedules",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("expression", sa.Text(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_schedules")),
        schema="platform",
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'queued'"), nullable=False),
        sa.Column("priority", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('queued', 'running', 'held')", name=op.f("ck_jobs_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        schema="platform",
    )
    op.create_index(
        "ix_jobs_due",
        "jobs",
        ["lane", sa.literal_column("priority DESC"), "run_at", "id"],
        unique=False,
        schema="platform",
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_index(
        "ix_jobs_held",
        "jobs",
        ["updated_at"],
        unique=False,
        schema="platform",
        postgresql_where=sa.text("status = 'held'"),
    )
    op.create_index(
        "ix_jobs_lease",
        "jobs",
        ["lease_until"],
        unique=False,
        schema="platform",
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index(
        "uq_jobs_dedupe_key",
        "jobs",
        ["organization_id", "name", "dedupe_key"],
        unique=True,
        schema="platform",
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("status = 'queued' AND dedupe_key IS NOT NULL"),
    )
    op.create_table(
        "outbox_mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default=sa.text("'queued'"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('queued', 'sent', 'kept', 'failed')", name=op.f("ck_outbox_mails_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mails")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_outbox_mails_organization_id_id")),
        schema="platform",
    )
    op.create_index(
        op.f("ix_outbox_mails_organization_id_created_at_id"),
        "outbox_mails",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="platform",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
