"""What a service declares of itself. `vistone.services` lists the declarations; nobody reaches in."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from litestar import Controller
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct
from sqlalchemy import MetaData

from vistone.kernel.db import ReadTx
from vistone.kernel.events import Event, Follower, Subscription
from vistone.kernel.jobs import Job

Claim = Callable[[ReadTx], Awaitable[tuple[UUID, ...]]]
Topic = Callable[[ReadTx, UUID | None], Awaitable[None]]


class Service(Struct, frozen=True, kw_only=True):
    """One service: its name is its package, its schema and, with `-` for `_`, its URL prefix."""

    name: str
    metadata: MetaData
    controllers: tuple[type[Controller] | HTTPRouteHandler, ...] = ()
    events: tuple[type[Event[Any]], ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    followers: tuple[Follower, ...] = ()
    jobs: tuple[Job[Any], ...] = ()
    claims: Mapping[str, Claim] = {}
    """Ids that a person is known by, for `db.claim`: cached with the scope, made in the order of the services, so that
    a claim may stand on those of the services below."""
    topics: Mapping[str, Topic] = {}
    """Live topics `name` or `name:<id>`: the function raises when the scope may not follow it."""
    unsettles: tuple[type[Event[Any]], ...] = ()
    """Events after which the scopes of the organization are made anew: a role, a membership or a claim changed.

    Those who are the event's `userId`, or follow one of its topics, are also asked again what they may follow."""
