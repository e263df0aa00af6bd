"""The two tables of jobs. A job that is done leaves no row, so there is no log to prune."""

from sqlalchemy import Column, Index, Integer, Table, Text, Uuid, desc, text

from vistone.kernel.platform import metadata
from vistone.kernel.policies import SYSTEM
from vistone.kernel.tables import moment, one_of, words

job_table = Table(
    "jobs",
    metadata,
    Column("id", Uuid, primary_key=True),
    # Empty for work that is no organization's. Row level security: an organization sees its own, a worker all.
    Column("organization_id", Uuid),
    words("name"),
    # JSON as text: it is read by the worker alone, and text does not depend on the codecs of a connection.
    words("payload"),
    words("lane"),
    *one_of("status", ("queued", "running", "held"), default="queued"),
    Column("priority", Integer, nullable=False, server_default=text("0")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    moment("run_at", nullable=False),
    words("dedupe_key", nullable=True),
    Column("worker_id", Uuid),
    moment("lease_until"),
    Column("error", Text),
    moment("created_at", nullable=False),
    moment("updated_at", nullable=False),
    Index("ix_jobs_due", "lane", desc("priority"), "run_at", "id", postgresql_where=text("status = 'queued'")),
    Index("ix_jobs_lease", "lease_until", postgresql_where=text("status = 'running'")),
    Index("ix_jobs_held", "updated_at", postgresql_where=text("status = 'held'")),
    # A key counts only while the job waits: what comes in while it runs may be news to it and is queued again.
    Index(
        "uq_jobs_dedupe_key",
        "organization_id",
        "name",
        "dedupe_key",
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("status = 'queued' AND dedupe_key IS NOT NULL"),
    ),
    info={"tenancy": "log"},
)

job_schedules = Table(
    "job_schedules",
    metadata,
    Column("name", Text, primary_key=True),
    words("expression"),
    moment("next_at", nullable=False),
    info={"tenancy": "custom", "visible": SYSTEM, "writable": SYSTEM},
)
