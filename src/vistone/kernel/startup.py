"""Opening what a process needs, and closing it again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from vistone.kernel.db import connect
from vistone.kernel.live.wake import Waker
from vistone.kernel.mail import SmtpMailer
from vistone.kernel.runtime import Runtime
from vistone.kernel.seal import Seal, secret_of
from vistone.kernel.settings import Settings


@asynccontextmanager
async def opened(settings: Settings, app_dsn: str) -> AsyncIterator[tuple[Runtime, Waker]]:
    """The means of a process, connected as the app's role, and the waker of its readers."""
    waker = Waker(app_dsn)
    database, pool = await connect(
        app_dsn,
        size=settings.pool_size,
        wait_seconds=settings.pool_wait_seconds,
        statement_seconds=settings.statement_timeout_seconds,
        on_publish=waker.published,
    )
    mailer = SmtpMailer(settings.mail_url, settings.mail_from) if settings.mail_url else None
    await waker.start()
    try:
        yield Runtime(settings, database, Seal(settings.secret_key or secret_of(settings.data_dir)), mailer), waker
    finally:
        await waker.stop()
        await pool.close()
