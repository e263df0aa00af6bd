"""PostgreSQL: the embedded one that Vistone makes, starts and supervises, or one that a setting names."""

from vistone.kernel.postgres.cluster import APP_ROLE, OWNER_ROLE, Cluster, Lock, Progress, existing, prepare
from vistone.kernel.postgres.errors import InUseError, PostgresError
from vistone.kernel.postgres.external import Connections, connections, opened
from vistone.kernel.postgres.processes import binaries, tied_command
from vistone.kernel.postgres.server import Running, start

__all__ = [
    "APP_ROLE",
    "OWNER_ROLE",
    "Cluster",
    "Connections",
    "InUseError",
    "Lock",
    "PostgresError",
    "Progress",
    "Running",
    "binaries",
    "connections",
    "existing",
    "opened",
    "prepare",
    "start",
    "tied_command",
]
