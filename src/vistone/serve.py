"""Starts web processes under granian, and what granian calls in each."""

import asyncio

from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.server import Server
from litestar.types import ASGIApp

from vistone.app import create_app
from vistone.kernel import logs, postgres
from vistone.kernel.settings import Settings, settings

DRAIN_SECONDS = 10


def make_app() -> ASGIApp:
    """The application of one web process."""
    known = settings()
    logs.configure(format=known.log_format, level=known.log_level)
    found = asyncio.run(postgres.connections(known.data_dir, known.database_url, known.app_database_url))
    return create_app(known, found.app)


def serve(known: Settings) -> None:
    """Serves until SIGTERM: then no new connections, requests in flight end, sockets are told to come back."""
    Server(
        "vistone.serve:make_app",
        factory=True,
        address=known.host,
        port=known.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=known.web_workers,
        workers_kill_timeout=DRAIN_SECONDS,
        respawn_failed_workers=True,
        websockets=True,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        log_access=False,
    ).serve()
