"""Starts web processes under granian, which calls `vistone.web` in each. Imports little: this process only watches."""

from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.server import Server

from vistone.kernel.settings import Settings

DRAIN_SECONDS = 10  # then what still runs is ended; `up` gives 20, containers and systemd more than 10


def serve(known: Settings) -> None:
    """Serves until SIGTERM: then no new connections, requests in flight end, sockets are told to come back."""
    Server(
        "vistone.web:make_app",
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
