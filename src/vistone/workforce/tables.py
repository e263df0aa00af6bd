"""The tables of schema `workforce`."""

from sqlalchemy import Index, UniqueConstraint

from vistone.kernel.tables import belongs_to, between, elsewhere, moment, one_of, schema, tenant_table, words
from vistone.workforce.contracts import TeamRole

metadata = schema("workforce")

teams = tenant_table(
    metadata,
    "teams",
    words("name"),
    words("description", nullable=True),
    elsewhere("manager_id", nullable=True),
    Index(None, "organization_id", "created_at", "id"),
    Index(None, "organization_id", "manager_id"),
    deletable=True,
)

team_members = tenant_table(
    metadata,
    "team_members",
    *belongs_to("team_id", "workforce.teams"),
    elsewhere("user_id"),
    *one_of("role", TeamRole, nullable=True),
    UniqueConstraint("organization_id", "team_id", "user_id"),
    Index(None, "organization_id", "user_id"),
)

user_skills = tenant_table(
    metadata,
    "user_skills",
    elsewhere("user_id"),
    words("skill_name"),
    *between("proficiency", 1, 5, nullable=True),
    UniqueConstraint("organization_id", "user_id", "skill_name"),
    Index(None, "organization_id", "skill_name", "proficiency"),
    Index(None, "organization_id", "created_at", "id"),
)

user_availability = tenant_table(
    metadata,
    "user_availability",
    elsewhere("user_id"),
    moment("date", nullable=False),
    *between("hours_available", 0, 24),
    UniqueConstraint("organization_id", "user_id", "date"),
    Index(None, "organization_id", "date", "id"),
    Index(None, "organization_id", "created_at", "id"),
)
