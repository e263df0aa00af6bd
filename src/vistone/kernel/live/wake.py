"""Waking those who read the event log, in every process.

A commit wakes the readers of its own process at once and the others by one NOTIFY on a connection of its own. NOTIFY
inside the writing transaction would take PostgreSQL's one notify lock and hold it over the flush to disk, so that
commits go one after the other (`docs/decisions/0003-wake-ups.md` has the figures). A wake-up that is lost costs
nothing but time: readers look by themselves every second.
"""

import asyncio
import contextlib
from collections.abc import Callable

import asyncpg
import structlog

log = structlog.get_logger("vistone.wake")

CHANNEL = "vistone_events"
LOOK_EVERY = 1.0
TOGETHER = 0.005  # seconds in which the wake-ups of many commits become one
RECONNECT_AFTER = 1.0
SIGN_OF_LIFE_EVERY = 10.0


async def pause(event: asyncio.Event, seconds: float) -> bool:
    """Waits until the event is set, at most so long, and clears it. Whether it was set.

    Not by `asyncio.wait_for`: in Python 3.11 that can swallow a cancellation which comes together with the event.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    was_set = event.is_set()
    event.clear()
    return was_set


class Waker:
    """One listening connection of a process, and the events that its readers wait for."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._readers: set[asyncio.Event] = set()
        self._bells: list[Callable[[], None]] = []
        self._published = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def reader(self) -> asyncio.Event:
        """An event that is set whenever there may be something new in the log."""
        event = asyncio.Event()
        self._readers.add(event)
        return event

    def on_wake(self, bell: Callable[[], None]) -> None:
        """Calls `bell` whenever there may be something new in the log."""
        self._bells.append(bell)

    def published(self) -> None:
        """Called after a commit that wrote events."""
        self._published.set()
        self._wake()

    def _wake(self) -> None:
        for event in self._readers:
            event.set()
        for bell in self._bells:
            bell()

    async def start(self) -> None:
        """Starts listening, and listens again whenever the connection is lost."""
        self._task = asyncio.create_task(self._supervise())

    async def stop(self) -> None:
        """Stops listening."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _supervise(self) -> None:
        while True:
            try:
                await self._listen()
            except Exception as error:  # noqa: BLE001 -- whatever it is, the next try comes
                log.warning("listener lost", error=repr(error))
            await asyncio.sleep(RECONNECT_AFTER)

    async def _listen(self) -> None:
        connection = await asyncpg.connect(self._dsn, server_settings={"application_name": "vistone-listener"})
        try:
            await connection.add_listener(CHANNEL, lambda *_: self._wake())
            self._wake()
            while not connection.is_closed():
                try:
                    async with asyncio.timeout(SIGN_OF_LIFE_EVERY):
                        await self._published.wait()
                except TimeoutError:
                    await connection.execute("SELECT 1")
                    continue
                self._published.clear()
                await connection.execute(f"NOTIFY {CHANNEL}")
                await asyncio.sleep(TOGETHER)
        finally:
            connection.terminate()
