"""What row level security and the event log stand on."""

from alembic import op

from vistone.kernel.migrating import app_role

revision = "0001"
down_revision = None

# The scope is set by SET LOCAL inside plpgsql: set_config() would not reach the workers of a Citus cluster.
FUNCTIONS = (
    """
    CREATE FUNCTION platform.set_scope(organization uuid, person uuid) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        EXECUTE format('SET LOCAL vistone.organization_id = %L', organization);
        EXECUTE format('SET LOCAL vistone.user_id = %L', person);
        SET LOCAL vistone.system = '';
    END $$
    """,
    """
    CREATE FUNCTION platform.set_system() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        SET LOCAL vistone.system = 'on';
        SET LOCAL vistone.organization_id = '';
        SET LOCAL vistone.user_id = '';
    END $$
    """,
    # For the reads of a session: the organization stays until the next call.
    """
    CREATE FUNCTION platform.enter(organization uuid) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        EXECUTE format('SET vistone.organization_id = %L', organization);
    END $$
    """,
    """
    CREATE FUNCTION platform.current_transaction() RETURNS bigint LANGUAGE sql VOLATILE
        RETURN pg_current_xact_id()::text::bigint
    """,
    """
    CREATE FUNCTION platform.oldest_running_transaction() RETURNS bigint LANGUAGE sql STABLE
        RETURN pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    """,
)


def upgrade() -> None:
    """What row level security and the event log stand on."""
    for function in FUNCTIONS:
        op.execute(function)
    op.execute(f'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA platform TO "{app_role()}"')
