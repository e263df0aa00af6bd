"""Time and money: what was worked, at which rate, and what was spent besides."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Integer, Numeric, text

from vistone.kernel.tables import belongs_to, elsewhere, moment, one_of, tenant_table, words
from vistone.project.contracts import ProjectRole
from vistone.project.tables.schema import metadata

time_entries = tenant_table(
    metadata,
    "time_entries",
    *belongs_to("project_id", "project.projects"),
    *belongs_to("task_id", "project.tasks", nullable=True, on_delete="SET NULL"),
    elsewhere("user_id"),
    moment("started_at", nullable=False),
    # Null while the timer runs: one per person.
    moment("ended_at"),
    Column("minutes", Integer, nullable=False, server_default=text("0")),
    words("note", nullable=True),
    Column("billable", Boolean, nullable=False, server_default=text("true")),
    # As the rates were for that person on that day; changed with them.
    Column("hourly_rate", Numeric(10, 2)),
    Column("cost", Numeric(14, 2), nullable=False, server_default=text("0")),
    CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    CheckConstraint("ended_at >= started_at", name="times"),
    Index(
        "ux_time_entries_running", "organization_id", "user_id", unique=True, postgresql_where=text("ended_at IS NULL")
    ),
    Index(None, "organization_id", "user_id", "started_at"),
    Index(None, "organization_id", "project_id", "started_at"),
)

rates = tenant_table(
    metadata,
    "rates",
    # The narrowest that fits: person and project, person, role and project, role, project, all.
    *belongs_to("project_id", "project.projects", nullable=True),
    elsewhere("user_id", nullable=True),
    *one_of("role", ProjectRole, nullable=True),
    Column("hourly", Numeric(10, 2), nullable=False),
    Column("effective_from", Date, nullable=False),
    CheckConstraint("hourly >= 0", name="hourly"),
    CheckConstraint("user_id IS NULL OR role IS NULL", name="whose"),
    Index(
        "ux_rates_from",
        "organization_id",
        "project_id",
        "user_id",
        "role",
        "effective_from",
        unique=True,
        postgresql_nulls_not_distinct=True,
    ),
)

expenses = tenant_table(
    metadata,
    "expenses",
    *belongs_to("project_id", "project.projects"),
    *belongs_to("task_id", "project.tasks", nullable=True, on_delete="SET NULL"),
    words("description"),
    words("category", nullable=True),
    Column("amount", Numeric(14, 2), nullable=False),
    Column("spent_on", Date, nullable=False),
    elsewhere("spent_by"),
    Column("billable", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint("amount > 0", name="amount"),
)
