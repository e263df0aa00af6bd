"""Child processes of `up`: started, watched, started again when they die, stopped in good order."""

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from vistone.kernel.postgres import tied_command

Progress = Callable[[str], None]
STEADY_SECONDS = 60.0  # a process that lived this long is not failing at its start; back-off begins anew
LONGEST_PAUSE_SECONDS = 30.0
LARGEST_LOG = 20 * 1024 * 1024


class Child:
    """One command of Vistone as a process of its own, whose output goes to a file."""

    def __init__(self, name: str, arguments: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self.log = log
        self.deaths = 0
        self._arguments = arguments
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False

    async def run(self, *, progress: Progress) -> None:
        """Keep the process alive until `stop`; pauses between tries grow from half a second to half a minute."""
        pause = 0.5
        while not self._stopping:
            began = time.monotonic()
            process = await self._start()
            code = await process.wait()
            if self._stopping:
                return
            self.deaths += 1
            if time.monotonic() - began > STEADY_SECONDS:
                pause = 0.5
            progress(f"{self.name} ended unexpectedly (exit {code}, see {self.log}); starting it again in {pause:g} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def stop(self, seconds: float) -> bool:
        """Ask it to finish its work and end; end it by force after `seconds`. True when it ended by itself."""
        self._stopping = True
        if self._process is None or self._process.returncode is not None:
            return True
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            self.kill()
            await self._process.wait()
            return False
        return True

    def kill(self) -> None:
        """End it now."""
        self._stopping = True
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()

    def last_lines(self, count: int = 15) -> str:
        """The end of its log."""
        with suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])
        return ""

    async def _start(self) -> asyncio.subprocess.Process:
        with suppress(FileNotFoundError):
            if self.log.stat().st_size > LARGEST_LOG:
                self.log.replace(self.log.with_suffix(".log.1"))
        command = [sys.executable, "-P", "-m", "vistone.cli", *self._arguments]
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *tied_command(signal.SIGTERM, command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                env=dict(self._environment),
                start_new_session=True,  # Ctrl-C at the terminal reaches `up` alone, which stops things in order
            )
        return self._process
