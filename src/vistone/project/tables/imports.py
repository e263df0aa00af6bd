"""Imports of backlogs."""

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    text,
)

from vistone.kernel.tables import belongs_to, elsewhere, json, moment, one_of, tenant_table, words
from vistone.project.contracts import (
    ImportStatus,
)
from vistone.project.tables.schema import metadata

project_imports = tenant_table(
    metadata,
    "project_imports",
    *belongs_to("project_id", "project.projects", nullable=True),
    words("source"),
    words("file_name"),
    words("file_key"),
    json("mapping"),
    Column("dry_run", Boolean, nullable=False, server_default=text("false")),
    *one_of("status", ImportStatus, default=ImportStatus.QUEUED),
    Column("total", Integer, nullable=False, server_default=text("0")),
    Column("created", Integer, nullable=False, server_default=text("0")),
    Column("updated", Integer, nullable=False, server_default=text("0")),
    Column("skipped", Integer, nullable=False, server_default=text("0")),
    json("errors", nullable=False, default="[]"),
    elsewhere("requested_by"),
    moment("finished_at"),
)
