"""A process that makes and starts the database of a data folder, as `up` does; the tests kill it."""

import asyncio
import sys
from pathlib import Path

from vistone.kernel import postgres


def say(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main(data_dir: Path) -> None:
    """Print `ready <pid>` and stay until standard input ends, then stop the server."""
    try:
        cluster = postgres.prepare(data_dir, progress=say)
        running = await postgres.start(cluster, progress=say)
    except postgres.PostgresError as error:
        sys.exit(f"error: {error}")
    say(f"ready {running.pid}")
    await asyncio.to_thread(sys.stdin.read)
    await running.stop()
    say("stopped")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
