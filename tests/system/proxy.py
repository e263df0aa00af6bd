"""A proxy before PostgreSQL's socket that can be made to fail: the database is away, or says nothing."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

NAME = ".s.PGSQL.5432"


class Proxy:
    """Passes bytes on, unless it is told otherwise."""

    def __init__(self, dsn: str, folder: Path) -> None:
        parts = urlsplit(dsn)
        self._to = Path(parse_qs(parts.query)["host"][0]) / NAME
        self._at = folder / NAME
        self.dsn = urlunsplit(parts._replace(query=urlencode({"host": str(folder)})))
        self._flows = asyncio.Event()
        self._flows.set()
        self._swallow: bytes | None = None
        self.swallowed = asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """The database is there (again)."""
        self._flows.set()
        if self._server is None:
            self._server = await asyncio.start_unix_server(self._serve, self._at)

    async def refuse(self) -> None:
        """The database is gone: connections end, new ones are refused."""
        if self._server is not None:
            self._server.close()
            self._server = None
            self._at.unlink(missing_ok=True)
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def silence(self) -> None:
        """The network is cut: connections stay and nothing comes through."""
        self._flows.clear()

    def swallow_commit(self, after: bytes) -> None:
        """The next COMMIT that follows these bytes arrives and nobody learns of it: from then on nothing comes through."""
        self._swallow = after
        self.swallowed.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        ends = [writer]
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(self._to)
            ends.append(far_writer)
            pumps = [
                asyncio.create_task(self._pump(reader, far_writer, watched=True)),
                asyncio.create_task(self._pump(far_reader, writer, watched=False)),
            ]
            try:
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
        except (asyncio.CancelledError, OSError):
            pass  # refused: both ends are closed below
        finally:
            for end in ends:  # also when the cancel came while the pumps were being stopped
                end.close()
            self._open.discard(task)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, watched: bool) -> None:
        seen = False
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                seen |= watched and self._swallow is not None and self._swallow in data
                if seen and self._swallow is not None and b"COMMIT" in data:
                    self._swallow = None
                    self._flows.clear()
                    self.swallowed.set()
                else:
                    await self._flows.wait()
                writer.write(data)
                await writer.drain()


@asynccontextmanager
async def proxied(dsn: str, folder: Path) -> AsyncIterator[Proxy]:
    """A proxy before the database of that address; the folder's name is short: a socket's path has 107 bytes."""
    proxy = Proxy(dsn, folder)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.refuse()
