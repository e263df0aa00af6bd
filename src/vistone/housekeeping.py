"""What the worker does by the clock for the whole system."""

import asyncio
from datetime import timedelta

from vistone.kernel import clock, events
from vistone.kernel.http import idempotency
from vistone.kernel.jobs import Job, JobRun, Nothing
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import System


async def _forget(_: Nothing, run: JobRun) -> None:
    runtime: Runtime = run.context
    before = clock.now() - timedelta(days=runtime.settings.events_kept_days)
    async with runtime.database.write(System("housekeeping")) as tx:
        await idempotency.forget_old(tx)
        await events.forget(tx, before)
    await asyncio.to_thread(runtime.files.sweep)


forget = Job(name="platform.forget", payload=Nothing, handler=_forget, schedule="17 3 * * *")
HOUSEKEEPING = (forget,)
