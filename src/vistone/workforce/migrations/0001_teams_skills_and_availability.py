"""Teams, skills and availability."""

import sqlalchemy as sa
from alembic import op

from vistone.kernel.migrating import app_role

revision = "0001"
down_revision = None

SECURITY = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON workforce.teams TO {app}",
    "ALTER TABLE workforce.teams ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE workforce.teams FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON workforce.teams FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON workforce.teams USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON workforce.user_availability TO {app}",
    "ALTER TABLE workforce.user_availability ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE workforce.user_availability FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON workforce.user_availability FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON workforce.user_availability USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON workforce.user_skills TO {app}",
    "ALTER TABLE workforce.user_skills ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE workforce.user_skills FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON workforce.user_skills FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON workforce.user_skills USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON workforce.team_members TO {app}",
    "ALTER TABLE workforce.team_members ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE workforce.team_members FORCE ROW LEVEL SECURITY",
    "CREATE POLICY reading ON workforce.team_members FOR SELECT USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
    "CREATE POLICY writing ON workforce.team_members USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid)",
)


def upgrade() -> None:
    """Teams, skills and availability."""
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_teams_organization_id_id")),
        schema="workforce",
    )
    op.create_index(
        op.f("ix_teams_organization_id_created_at_id"),
        "teams",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="workforce",
    )
    op.create_index(
        op.f("ix_teams_organization_id_manager_id"),
        "teams",
        ["organization_id", "manager_id"],
        unique=False,
        schema="workforce",
    )
    op.create_table(
        "user_availability",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("date", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hours_available", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours_available BETWEEN 0 AND 24", name=op.f("ck_user_availability_hours_available")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_availability")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_user_availability_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "user_id", "date", name=op.f("uq_user_availability_organization_id_user_id_date")
        ),
        schema="workforce",
    )
    op.create_index(
        op.f("ix_user_availability_organization_id_created_at_id"),
        "user_availability",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="workforce",
    )
    op.create_index(
        op.f("ix_user_availability_organization_id_date_id"),
        "user_availability",
        ["organization_id", "date", "id"],
        unique=False,
        schema="workforce",
    )
    op.create_table(
        "user_skills",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("skill_name", sa.Text(), nullable=False),
        sa.Column("proficiency", sa.Integer(), nullable=True),
        sa.CheckConstraint("proficiency BETWEEN 1 AND 5", name=op.f("ck_user_skills_proficiency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_skills")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_user_skills_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "user_id", "skill_name", name=op.f("uq_user_skills_organization_id_user_id_skill_name")
        ),
        schema="workforce",
    )
    op.create_index(
        op.f("ix_user_skills_organization_id_created_at_id"),
        "user_skills",
        ["organization_id", "created_at", "id"],
        unique=False,
        schema="workforce",
    )
    op.create_index(
        op.f("ix_user_skills_organization_id_skill_name_proficiency"),
        "user_skills",
        ["organization_id", "skill_name", "proficiency"],
        unique=False,
        schema="workforce",
    )
    op.create_table(
        "team_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.CheckConstraint("role IN ('lead', 'member')", name=op.f("ck_team_members_role")),
        sa.ForeignKeyConstraint(
            ["organization_id", "team_id"],
            ["workforce.teams.organization_id", "workforce.teams.id"],
            name=op.f("fk_team_members_organization_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_members")),
        sa.UniqueConstraint("organization_id", "id", name=op.f("uq_team_members_organization_id_id")),
        sa.UniqueConstraint(
            "organization_id", "team_id", "user_id", name=op.f("uq_team_members_organization_id_team_id_user_id")
        ),
        schema="workforce",
    )
    op.create_index(
        op.f("ix_team_members_organization_id_team_id"),
        "team_members",
        ["organization_id", "team_id"],
        unique=False,
        schema="workforce",
    )
    op.create_index(
        op.f("ix_team_members_organization_id_user_id"),
        "team_members",
        ["organization_id", "user_id"],
        unique=False,
        schema="workforce",
    )
    for statement in SECURITY:
        op.execute(statement.format(app=app_role()))
