"""Personal API tokens: credentials for programs that act as a person, in one organization, within bounds."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from vistone.auth import queries
from vistone.auth.actions import letters
from vistone.auth.actions.sessions import whoami
from vistone.auth.contracts import ApiToken, NewApiToken
from vistone.auth.events import ApiTokenCreated, ApiTokenDeleted
from vistone.auth.queries import API_TOKEN, API_TOKENS
from vistone.auth.schemas import ApiTokenCreate
from vistone.auth.tokens import PERSONAL, random_token, token_hash
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, remove
from vistone.kernel.scope import ACTIONS, RESOURCES, Scope
from vistone.kernel.settings import settings

LONGEST = timedelta(days=366)
MOST = 50
HINT = 4


async def create(tx: WriteTx, data: ApiTokenCreate) -> NewApiToken:
    """A new token of the scope's person. Its secret is told now and never again; the person is told by mail."""
    now = clock.now()
    if not now < data.expires_at <= now + LONGEST:
        raise Invalid("expiresAt", "Give a time from now on, at most a year from now.")
    permissions = _within(tx.scope, data.permissions)
    if await queries.tokens_of_mine(tx) >= MOST:
        raise Conflict("too-many-tokens", f"You have {MOST} tokens here already; revoke one first.")
    token = PERSONAL + random_token()
    values = {
        "user_id": tx.scope.user_id,
        "name": data.name.strip(),
        "permissions": permissions,
        "token_hash": token_hash(token),
        "hint": token[-HINT:],
        "expires_at": data.expires_at,
    }
    record = await add(tx, API_TOKEN, values)
    await publish(tx, ApiTokenCreated(record=record))
    user, organization = await whoami(tx)
    told = {
        "name": record.name,
        "organization": organization.name,
        "until": record.expires_at.strftime("%Y-%m-%d %H:%M UTC"),
        "link": f"{settings().origin}/settings/tokens",
    }
    await letters.send(tx, "api_token_created", user.email, told)
    return NewApiToken(token, record)


def _within(scope: Scope, permissions: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The permissions without repetitions and in order. Invalid for what there is not, or what the role has not."""
    for resource, actions in permissions.items():
        field = f"permissions.{resource}"
        if resource not in RESOURCES:
            raise Invalid(field, f"A token may have rights on {', '.join(RESOURCES)}, and nothing else.")
        for action in actions:
            if action not in ACTIONS:
                raise Invalid(field, f"{action!r} is none of {', '.join(ACTIONS)}.")
            if not scope.may(resource, action):
                raise Invalid(field, f"Your role, {scope.role.value}, may not {action} {resource} itself.")
    asked = {
        resource: [action for action in ACTIONS if action in permissions[resource]]
        for resource in RESOURCES
        if permissions.get(resource)
    }
    if not asked:
        raise Invalid("permissions", "Give the token at least one permission.")
    return asked


async def revoke(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes a token away: it is good for nothing from the commit on."""
    token = await API_TOKENS.hold(tx, id, "delete")
    await remove(tx, API_TOKEN, id, if_match=if_match)
    await publish(tx, ApiTokenDeleted(record=token))


async def revoke_all_of(tx: WriteTx, user_id: UUID) -> list[ApiToken]:
    """Takes away every token that the person has in the organization, as they leave it."""
    gone = await queries.drop_tokens_of(tx, user_id)
    if gone:
        await publish(tx, *(ApiTokenDeleted(record=token) for token in gone))
    return gone
