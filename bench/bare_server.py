"""Serves the bare handlers as our web process is served."""

import os
from uuid import UUID

from granian.constants import Interfaces, Loops
from granian.server import Server
from litestar import Litestar

from bench.bare import bare


def make() -> Litestar:
    """The bare application."""
    return bare(os.environ["BENCH_DSN"], UUID(os.environ["BENCH_ORGANIZATION"]))


if __name__ == "__main__":
    Server(
        "bench.bare_server:make",
        factory=True,
        address="127.0.0.1",
        port=int(os.environ["BENCH_PORT"]),
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=1,
        log_access=False,
    ).serve()
