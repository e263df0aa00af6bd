"""The checks of columns that were added later: what the tables declare, the database holds."""

from alembic import op

revision = "0004"
down_revision = "0003"

CHECKS = (
    ("milestones", "ck_milestones_progress", "progress BETWEEN 0 AND 100"),
    ("task_dependencies", "ck_task_dependencies_lag_days", "lag_days BETWEEN -1000 AND 1000"),
    ("tasks", "ck_tasks_constraint", "(constraint_type IS NULL) = (constraint_date IS NULL)"),
    (
        "tasks",
        "ck_tasks_constraint_type",
        (
            "constraint_type IN ('start_no_earlier', 'start_no_later', 'finish_no_earlier', 'finish_no_later', "
            "'must_start', 'must_finish')"
        ),
    ),
    ("tasks", "ck_tasks_dates", "due_date >= start_date"),
    ("tasks", "ck_tasks_duration_days", "duration_days BETWEEN 0 AND 10000"),
    ("tasks", "ck_tasks_estimate_minutes", "estimate_minutes BETWEEN 0 AND 10000000"),
    ("tasks", "ck_tasks_progress", "progress BETWEEN 0 AND 100"),
)


def upgrade() -> None:
    """The checks of columns that were added later."""
    # Imports took starts after the due date. Row level security is forced, so that the owner sees no row of it otherwise.
    op.execute("ALTER TABLE project.tasks NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE project.tasks SET start_date = NULL WHERE due_date < start_date")
    op.execute("ALTER TABLE project.tasks FORCE ROW LEVEL SECURITY")
    for table, name, condition in CHECKS:
        op.create_check_constraint(op.f(name), table, condition, schema="project")
