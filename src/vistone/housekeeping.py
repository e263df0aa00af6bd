"""What the worker does by the clock for the whole system."""

import asyncio
from datetime import datetime, timedelta

import structlog

from vistone.kernel import clock, events, outbox
from vistone.kernel.db import Database
from vistone.kernel.events import Position
from vistone.kernel.http import idempotency
from vistone.kernel.jobs import Job, JobRun, Nothing
from vistone.kernel.reactions import SUBSCRIPTIONS, slowest
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import System
from vistone.services import SERVICES

log = structlog.get_logger("vistone.housekeeping")

MAILS_KEPT = timedelta(days=30)
FOLLOWERS = (SUBSCRIPTIONS, *(follower.name for service in SERVICES for follower in service.followers))


async def _forget(_: Nothing, run: JobRun) -> None:
    runtime: Runtime = run.context
    now = clock.now()
    async with runtime.database.write(System("housekeeping")) as tx:
        await idempotency.forget_old(tx)
        await outbox.forget_old(tx, now - MAILS_KEPT)
    await forget_events(runtime.database, now - timedelta(days=runtime.settings.events_kept_days))
    await asyncio.to_thread(runtime.files.sweep)


async def forget_events(database: Database, before: datetime) -> None:
    """Forgets what is older, as far as every follower has seen it: what one has not read yet is there only once."""
    async with database.read(System("housekeeping")) as tx:
        behind = await slowest(tx, FOLLOWERS)
    if behind is None:
        return
    name, until = behind
    while await _some(database, before, until) == events.FORGOTTEN_AT_ONCE:
        pass
    async with database.read(System("housekeeping")) as tx:
        oldest = await events.oldest_moment(tx)
    if oldest is not None and oldest < before:
        log.warning("a follower holds events back", follower=name, oldest=oldest.isoformat())


async def _some(database: Database, before: datetime, until: Position) -> int:
    async with database.write(System("housekeeping")) as tx:
        return await events.forget(tx, before, until)


forget = Job(name="platform.forget", payload=Nothing, handler=_forget, schedule="17 3 * * *")
HOUSEKEEPING = (forget,)
