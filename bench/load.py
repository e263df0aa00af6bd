"""A load of HTTP/1.1 requests over a fixed number of connections, from one process, for a fixed time."""

import asyncio
import statistics
import time
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Result:
    """What a load saw."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failures: int


async def load(port: int, request: bytes, *, connections: int, seconds: float) -> Result:
    """Sends the request again and again over each connection; answers other than 2xx are failures."""
    until = time.perf_counter() + seconds
    times: list[float] = []
    failures = 0

    async def run() -> None:
        nonlocal failures
        reader, writer = await asyncio.open_connection(HOST, port)
        try:
            while (began := time.perf_counter()) < until:
                writer.write(request)
                if not await _answer(reader):
                    failures += 1
                times.append(time.perf_counter() - began)
        finally:
            writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(run() for _ in range(connections)))
    took = time.perf_counter() - began
    hundredths = statistics.quantiles(times if len(times) > 1 else times * 2, n=100)
    return Result(len(times) / took, hundredths[49] * 1000, hundredths[98] * 1000, failures)


async def _answer(reader: asyncio.StreamReader) -> bool:
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    start = lower.index(b"content-length:") + 15
    length = int(lower[start : lower.index(b"\r", start)])
    await reader.readexactly(length)
    return head[9:10] == b"2"


def request(method: str, path: str, *, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """The request as bytes."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {HOST}",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
