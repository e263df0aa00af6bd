"""What granian calls in each web process: the application, and how it ends."""

import asyncio
import ctypes
import gc
import multiprocessing
import os
import re
import signal
import sys
from typing import Any

from litestar.types import Receive, Send

from vistone.app import create_app
from vistone.kernel import logs, postgres
from vistone.kernel.http.edge import Edge
from vistone.kernel.settings import settings

SETTLE_SECONDS = 0.3  # connections in use are closed by their next answer before granian closes the idle ones
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def make_app() -> "WebProcess":
    """The application of one web process."""
    _end_with_parent()
    known = settings()
    logs.configure(format=known.log_format, level=known.log_level)
    found = asyncio.run(postgres.connections(known.data_dir, known.database_url, known.app_database_url))
    return WebProcess(create_app(known, found.app))


def _end_with_parent() -> None:
    """A process whose granian was killed would go on listening beside the one that takes its place."""
    parent = multiprocessing.parent_process()
    if parent is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if os.getppid() != parent.pid:
        sys.exit(1)


def _end_parent(said: str) -> None:
    """Otherwise granian would wait for ever beside a process that could not start: it ends, and whoever watches it sees why."""
    reasons = [line.strip(" |") for line in said.splitlines() if _REASON.search(line)]
    sys.stderr.write(f"vistone: the web process cannot start: {reasons[-1] if reasons else said}\n")
    sys.stderr.flush()
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        os.kill(parent.pid, signal.SIGTERM)


# The last line of a traceback: the exception's full name, and what it says.
_REASON = re.compile(r"^[ |]*[\w.]+(Error|Exception|Problem): ")


class WebProcess:
    """The application in granian's hands, which tells its sockets and connections before granian closes them.

    On SIGTERM granian 2.8 ends requests in good order and drops WebSockets without a word
    (emmett-framework/granian#796). So that signal comes here first, and granian gets the other one it ends upon.
    """

    def __init__(self, app: Edge) -> None:
        self._app = app
        self._leaving: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answers one connection, or takes part in the life of the server."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        async def told(message: Any) -> None:
            if message["type"] == "lifespan.startup.complete":
                # What lives as long as the process is not looked through again: a full collection over it takes 200 ms,
                # in which every request waits.
                gc.collect()
                gc.freeze()
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._leave)
            await send(message)
            if message["type"] == "lifespan.startup.failed":
                _end_parent(str(message.get("message", "")))

        await self._app(scope, receive, told)

    def _leave(self) -> None:
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._leave_and_end())

    async def _leave_and_end(self) -> None:
        try:
            await self._app.leave()
            await asyncio.sleep(SETTLE_SECONDS)
        finally:
            signal.raise_signal(signal.SIGINT)
