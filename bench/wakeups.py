"""NOTIFY inside the writing transaction against our wake-up after the commit: `python -m bench.wakeups`.

Eight writers commit a row and an event of 1 kB each, as fast as they can, on the embedded PostgreSQL with its durable
settings. What they are woken by differs: by nothing, by NOTIFY in each transaction, or by `kernel.live.wake.Waker`,
told of every commit as the web process tells it. Rounds alternate; the medians are printed.
The figures and what follows from them are in `docs/decisions/0003-wake-ups.md`.
"""

import asyncio
import os
import re
import statistics
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg

from bench.servers import database
from vistone.kernel import postgres
from vistone.kernel.live.wake import CHANNEL, Waker

WRITERS, ROUNDS, SECONDS = 8, 5, 4
PROBES = 40
INSERT = "INSERT INTO bench_rows (body) VALUES (repeat('x', 1000));\nINSERT INTO bench_events (body) VALUES (repeat('y', 1000));"
SCRIPTS = {
    "no wake-up": f"BEGIN;\n{INSERT}\nCOMMIT;\n",
    "NOTIFY in the transaction": f"BEGIN;\n{INSERT}\nSELECT pg_notify('{CHANNEL}', '');\nCOMMIT;\n",
    "our wake-up after it": f"BEGIN;\n{INSERT}\nCOMMIT;\n",
}


async def _writers(dsn: str, script: str, folder: Path) -> tuple[float, float]:
    """Commits per second of all writers together, and the mean milliseconds of one."""
    file = folder / "script.sql"
    file.write_text(script)
    parts = urlsplit(dsn)
    program = str(postgres.binaries() / "pgbench")
    child = await asyncio.create_subprocess_exec(
        *(program, "-n", "-M", "prepared", "-f", str(file), "-c", str(WRITERS), "-j", "2", "-T", str(SECONDS)),
        *("-h", unquote(parts.query.removeprefix("host=")), "-U", str(parts.username), "vistone"),
        env={"PATH": os.defpath, "PGPASSWORD": unquote(str(parts.password))},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, errors = (text.decode() for text in await child.communicate())
    rate, latency = re.search(r"tps = ([\d.]+)", said), re.search(r"latency average = ([\d.]+)", said)
    if rate is None or latency is None:
        raise RuntimeError(said + errors)
    return float(rate[1]), float(latency[1])


async def _publishing(waker: Waker) -> None:
    """Tells the waker of a commit every millisecond, which is more often than it passes on."""
    while True:
        waker.published()
        await asyncio.sleep(0.001)


async def _delay(dsn: str, *, ours: bool) -> float:
    """Milliseconds from just before a COMMIT until another process' listener hears of it, the median of some."""
    heard, writer, listener, took = asyncio.Event(), await asyncpg.connect(dsn), await asyncpg.connect(dsn), []
    await listener.add_listener(CHANNEL, lambda *_: heard.set())
    waker = Waker(dsn)
    await waker.start()
    await asyncio.sleep(0.5)
    for _ in range(PROBES):
        await asyncio.sleep(0.02)
        heard.clear()
        await writer.execute("BEGIN; INSERT INTO bench_rows (body) VALUES ('x')")
        if not ours:
            await writer.execute(f"NOTIFY {CHANNEL}")
        began = time.perf_counter()
        await writer.execute("COMMIT")
        if ours:
            waker.published()
        await heard.wait()
        took.append((time.perf_counter() - began) * 1000)
    await waker.stop()
    await writer.close()
    await listener.close()
    return statistics.median(took)


async def main() -> None:
    """Runs the rounds and prints the medians."""
    async with database() as (cluster, _):
        dsn, folder = cluster.admin_dsn(), Path(tempfile.mkdtemp(prefix="vistone-bench-"))
        connection = await asyncpg.connect(dsn)
        for table in ("bench_rows", "bench_events"):
            await connection.execute(
                f"CREATE TABLE {table} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text)"
            )
        listeners = [await asyncpg.connect(dsn) for _ in range(2)]  # a web and a job process
        for listener in listeners:
            await listener.add_listener(CHANNEL, lambda *_: None)
        seen: dict[str, list[tuple[float, float]]] = {name: [] for name in SCRIPTS}
        for number in range(ROUNDS + 1):
            for name, script in SCRIPTS.items():
                waker, publishing = Waker(dsn), None
                if name.startswith("our"):
                    await waker.start()
                    publishing = asyncio.create_task(_publishing(waker))
                result = await _writers(dsn, script, folder)
                if publishing is not None:
                    publishing.cancel()
                    with suppress(asyncio.CancelledError):
                        await publishing
                    await waker.stop()
                if number > 0:  # the first warms up
                    seen[name].append(result)
        print(f"{WRITERS} writers, {ROUNDS} rounds of {SECONDS} s, medians")
        bare = [rate for rate, _ in seen["no wake-up"]]
        for name, results in seen.items():
            ratios = [rate / base for (rate, _), base in zip(results, bare, strict=True)]
            rate, latency = (statistics.median(column) for column in zip(*results, strict=True))
            ratio = statistics.median(ratios)
            print(f"{name:<28} {rate:8.0f} commits/s  {latency:6.2f} ms each  {ratio:5.2f} of no wake-up")
        print(
            f"heard elsewhere after COMMIT: NOTIFY {await _delay(dsn, ours=False):.1f} ms, ours {await _delay(dsn, ours=True):.1f} ms"
        )
        for one in (connection, *listeners):
            await one.close()


if __name__ == "__main__":
    asyncio.run(main())
