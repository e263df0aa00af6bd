"""Opening what a process needs, and closing it again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from vistone.kernel.db import connect
from vistone.kernel.files import Files
from vistone.kernel.live.wake import Waker
from vistone.kernel.mail import SmtpMailer
from vistone.kernel.outbound import Outbound
from vistone.kernel.runtime import Runtime
from vistone.kernel.seal import Seal, secret_of
from vistone.kernel.settings import Settings

FILE_LINKS = "file links"
"""The purpose of the key that signs links to files."""


@asynccontextmanager
async def opened(settings: Settings, app_dsn: str) -> AsyncIterator[tuple[Runtime, Waker]]:
    """The means of a process, connected as the app's role, and the waker of its readers."""
    waker = Waker(app_dsn)
    database, pool = await connect(
        app_dsn,
        size=settings.pool_size,
        wait_seconds=settings.pool_wait_seconds,
        statement_seconds=settings.statement_timeout_seconds,
        sessions=not settings.database_pooled,
        on_publish=waker.published,
    )
    mailer = SmtpMailer(settings.mail_url, settings.mail_from) if settings.mail_url else None
    seal = Seal(settings.secret_key or secret_of(settings.data_dir), settings.former_secrets)
    files = Files(settings.files_url or (settings.data_dir / "files").resolve().as_uri(), seal.key(FILE_LINKS))
    await waker.start()
    try:
        yield Runtime(settings, database, seal, files, mailer, Outbound(private=settings.private_network)), waker
    finally:
        await waker.stop()
        await pool.close()
