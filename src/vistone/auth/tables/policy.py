"""How people sign in to an organization."""

from sqlalchemy import ARRAY, Boolean, CheckConstraint, Column, Text, UniqueConstraint, text

from vistone.auth.tables.schema import metadata
from vistone.kernel.policies import SYSTEM
from vistone.kernel.scope import RoleName
from vistone.kernel.tables import tenant_table

_ROLES = ", ".join(f"'{role.value}'" for role in RoleName)

sign_in_policies = tenant_table(
    metadata,
    "sign_in_policies",
    Column("mfa_roles", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("password_sign_in", Boolean, nullable=False, server_default=text("true")),
    CheckConstraint(f"mfa_roles <@ ARRAY[{_ROLES}]", name="mfa_roles"),
    UniqueConstraint("organization_id"),
    also_visible=SYSTEM,
)
