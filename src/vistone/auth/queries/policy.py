"""How people sign in to an organization, as conditions of the statements that sign them in."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, Uuid, and_, bindparam, cast, exists, func, or_, select

from vistone.auth.contracts import SignInMethod, SignInPolicy
from vistone.auth.queries.collections import SIGN_IN_POLICY
from vistone.auth.tables import (
    identity_providers,
    mfa_settings,
    passkeys,
    proven_domains,
    roles,
    sign_in_policies,
)
from vistone.kernel.db import ReadTx, organization, statement
from vistone.kernel.scope import RoleName

_policy = sign_in_policies


def barred(role_name: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the policy joined lets that role in by its identity provider alone. Organizers keep a way back."""
    closed = and_(_policy.c.password_sign_in.is_(False), role_name != RoleName.ORGANIZER.value)
    return func.coalesce(closed, False)


def needs_factor(role_name: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the policy joined asks that role for a second factor."""
    return func.coalesce(cast(role_name, Text) == func.any(_policy.c.mfa_roles), False)


def has_factor(user_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the person has one-time codes or a passkey."""
    codes = exists().where(mfa_settings.c.user_id == user_id, mfa_settings.c.enabled)
    return or_(codes, exists().where(passkeys.c.user_id == user_id))


def by_provider(method: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether an identity provider signed the person in: the second factor is then its business."""
    return method == SignInMethod.OIDC.value


@statement
def _of_organization() -> Select[Any]:
    return SIGN_IN_POLICY.select()


async def sign_in_policy(tx: ReadTx) -> SignInPolicy | None:
    """The policy of the scope's organization."""
    row = await tx.one(_of_organization())
    return SIGN_IN_POLICY.of(tx.scope, row) if row else None


@statement
def _provider() -> Select[Any]:
    provider = identity_providers
    proven = exists().where(
        proven_domains.c.organization_id == provider.c.organization_id, proven_domains.c.provider_id == provider.c.id
    )
    return select(provider.c.id).where(provider.c.organization_id == organization(), provider.c.enabled, proven)


async def has_provider(tx: ReadTx) -> bool:
    """Whether the organization has an identity provider that people can come in by."""
    return await tx.value(_provider()) is not None


@statement
def _barred() -> Select[Any]:
    role = roles
    return (
        select(barred(role.c.name))
        .select_from(role)
        .outerjoin(_policy, _policy.c.organization_id == role.c.organization_id)
        .where(
            role.c.organization_id == bindparam("organization_id", type_=Uuid),
            role.c.name == bindparam("role_name", type_=Text),
        )
    )


async def is_barred(tx: ReadTx, organization_id: UUID, role_name: str) -> bool:
    """Whether that role signs in to the organization by its identity provider alone. Needs a system transaction."""
    return bool(await tx.value(_barred(), organization_id=organization_id, role_name=role_name))
