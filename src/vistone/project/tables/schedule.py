"""When work is done: the working days of a project, and plans that were kept to compare with."""

from sqlalchemy import ARRAY, CheckConstraint, Column, Date, Numeric, SmallInteger, UniqueConstraint, text

from vistone.kernel.tables import belongs_to, elsewhere, json, tenant_table, words
from vistone.project.tables.schema import metadata

project_calendars = tenant_table(
    metadata,
    "project_calendars",
    *belongs_to("project_id", "project.projects"),
    # 1 is Monday, as in ISO 8601.
    Column("working_days", ARRAY(SmallInteger), nullable=False, server_default=text("'{1,2,3,4,5}'")),
    Column("holidays", ARRAY(Date), nullable=False, server_default=text("'{}'")),
    Column("hours_per_day", Numeric(4, 2), nullable=False, server_default=text("8")),
    CheckConstraint("cardinality(working_days) > 0 AND working_days <@ '{1,2,3,4,5,6,7}'", name="working_days"),
    CheckConstraint("hours_per_day > 0 AND hours_per_day <= 24", name="hours_per_day"),
    UniqueConstraint("organization_id", "project_id"),
)

baselines = tenant_table(
    metadata,
    "baselines",
    *belongs_to("project_id", "project.projects"),
    words("name"),
    elsewhere("taken_by"),
    # By task: start and end as they were planned then.
    json("tasks", nullable=False),
    updated=False,
)
