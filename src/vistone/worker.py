"""The job process: runs jobs, follows the event log, keeps house."""

import asyncio
import signal
from typing import Any

from vistone import keys
from vistone.housekeeping import HOUSEKEEPING
from vistone.kernel import postgres
from vistone.kernel.jobs import Job, Worker
from vistone.kernel.outbox import deliver
from vistone.kernel.reactions import Reactor, reaction_jobs
from vistone.kernel.settings import Settings
from vistone.kernel.startup import opened
from vistone.kernel.thrown_away import drop_file
from vistone.services import SERVICES


async def work(settings: Settings) -> None:
    """Works until SIGTERM or SIGINT. WrongKeyError when the secret is not the one of the database."""
    found = await postgres.connections(settings.data_dir, settings.database_url, settings.app_database_url)
    async with opened(settings, found.app) as (runtime, waker):
        await keys.check(runtime)
        kinds = {kind.type(): kind for service in SERVICES for kind in service.events}
        subscriptions = [one for service in SERVICES for one in service.subscriptions]
        reactions, queueing = reaction_jobs(subscriptions, kinds)
        jobs: list[Job[Any]] = [
            deliver,
            drop_file,
            *HOUSEKEEPING,
            *reactions,
            *(job for service in SERVICES for job in service.jobs),
        ]
        worker = Worker(found.app, jobs, context=runtime)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, worker.stop)
        followers = [queueing, *(follower for service in SERVICES for follower in service.followers)]
        reactor = Reactor(runtime.database, waker, followers)
        waker.on_wake(worker.wake)
        await reactor.start()
        try:
            await worker.run()
        finally:
            await reactor.stop()
