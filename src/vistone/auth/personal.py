"""Personal API token -> Scope: the rights that the role and the token have in common, remembered for a few seconds."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from litestar.connection import ASGIConnection

from vistone.auth import queries
from vistone.auth.finished import to_do
from vistone.kernel import clock
from vistone.kernel.db import Database
from vistone.kernel.errors import Problem, Unauthenticated
from vistone.kernel.scope import PersonalToken, RoleName, Scope, System, flatten

log = structlog.get_logger("vistone.auth")

TOUCH_EVERY = timedelta(minutes=1)
_REMEMBERED = 20_000


def bearer(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The token of the header `Authorization`; None without one. Unauthenticated when it holds something else."""
    header = connection.headers.get("authorization")
    if header is None:
        return None
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Unauthenticated("Authorization takes `Bearer <access token>`.")
    return token.strip()


class PersonalTokens:
    """The tokens that this process has seen lately. When one was used is noted beside the request, once a minute."""

    def __init__(self, database: Database, with_claims: Callable[[Scope], Awaitable[Scope]], *, seconds: float) -> None:
        self._database = database
        self._with_claims = with_claims
        self._seconds = seconds
        self._known: dict[bytes, tuple[float, Scope]] = {}
        self._touched: dict[UUID, datetime] = {}
        self._noting: set[asyncio.Task[None]] = set()

    async def scope(self, hash: bytes) -> Scope:
        """The scope of the token of that hash. Unauthenticated when it is good for nothing (any more)."""
        until, scope = self._known.get(hash, (0.0, None))
        if scope is None or until < time.monotonic():
            scope = await self._look_up(hash)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
                self._touched.clear()
            self._known[hash] = (time.monotonic() + self._seconds, scope)
        if scope.token is None or scope.token.expires_at <= clock.now():
            raise Unauthenticated("This token has expired.")
        self._touch(scope, scope.token)
        return scope

    async def _look_up(self, hash: bytes) -> Scope:
        async with self._database.read(System("resolve a personal token")) as tx:
            row = await queries.token_credential(tx, hash)
        if row is None:
            raise Unauthenticated("This token is good for nothing (any more).")
        role, asked = flatten(row["permissions"]), flatten(row["token_permissions"])
        if row["last_used_at"] is not None:
            self._touched.setdefault(row["id"], row["last_used_at"])
        return await self._with_claims(
            Scope(
                organization_id=row["organization_id"],
                user_id=row["user_id"],
                role=RoleName(row["name"]),
                permissions=role & asked,
                token=PersonalToken(row["id"], row["expires_at"], role - asked),
                unfinished=to_do(row),
            )
        )

    def _touch(self, scope: Scope, token: PersonalToken) -> None:
        now, last = clock.now(), self._touched.get(token.id)
        if last is None or now - last >= TOUCH_EVERY:
            self._touched[token.id] = now
            task = asyncio.create_task(self._note(scope, token, now))
            self._noting.add(task)
            task.add_done_callback(self._noting.discard)

    async def _note(self, scope: Scope, token: PersonalToken, now: datetime) -> None:
        try:
            async with self._database.write(scope) as tx:
                await queries.touch_token(tx, token.id, now)
        except Problem as problem:  # busy, or away: the next minute notes it
            log.warning("use of a token not noted", token=str(token.id), problem=problem.detail)

    def forget(self, token_id: UUID) -> None:
        """Drops one token."""
        self._drop(lambda scope: scope.token_id == token_id)

    def forget_organization(self, organization_id: UUID) -> None:
        """Drops what may have changed."""
        self._drop(lambda scope: scope.organization_id == organization_id)

    def _drop(self, gone: Callable[[Scope], bool]) -> None:
        for hash in [hash for hash, (_, scope) in self._known.items() if gone(scope)]:
            del self._known[hash]

    async def close(self) -> None:
        """Waits for what is still being noted."""
        await asyncio.gather(*self._noting, return_exceptions=True)
