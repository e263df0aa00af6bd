"""The outermost layer of the web process, plain ASGI: request id, log line, metrics, security headers, overload."""

import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from litestar.types import ASGIApp, Message, Receive, Send
from prometheus_client import Counter, Gauge, Histogram

from vistone.kernel.errors import Unavailable
from vistone.kernel.http.problems import encoded
from vistone.kernel.ids import new_id

log = structlog.get_logger("vistone.access")

SECONDS = Histogram("vistone_request_seconds", "Time to answer", ["method", "route", "status"])
IN_FLIGHT = Gauge("vistone_requests_in_flight", "Requests being answered")
SHED = Counter("vistone_requests_shed_total", "Requests answered with 503 because too many were at work")

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
API_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
NO_STORE = (b"cache-control", b"no-store")
HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


CLOSE = (b"connection", b"close")


class Edge:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, *, limit: int, secure: bool, leave: Callable[[], Awaitable[None]]) -> None:
        self._app = app
        self._limit = limit
        self._leave = leave
        self._leaving = False
        self._in_flight = 0
        self._always = HEADERS + ([HSTS] if secure else [])

    async def leave(self) -> None:
        """Readies the process for its end: from now on each answer closes its connection, and sockets are sent away."""
        self._leaving = True
        await self._leave()

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answers one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope["vistone_request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            if scope["type"] == "http":
                await self._http(scope, receive, send, request_id)
            else:
                await self._app(scope, receive, send)
        finally:
            structlog.contextvars.clear_contextvars()

    async def _http(self, scope: Any, receive: Receive, send: Send, request_id: str) -> None:
        started, status = time.perf_counter(), 500

        async def with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message.get("headers", []), *self._always, (b"x-request-id", request_id.encode())]
                names = {name for name, _ in headers}
                headers += [header for header in (API_POLICY, NO_STORE) if header[0] not in names]
                if self._leaving and scope["http_version"] == "1.1":
                    headers.append(CLOSE)
                message["headers"] = headers
            await send(message)

        if self._in_flight >= self._limit and not scope["path"].startswith("/health/"):
            SHED.inc()
            await _refuse(with_headers, request_id)
            return
        self._in_flight += 1
        IN_FLIGHT.set(self._in_flight)
        try:
            await self._app(scope, receive, with_headers)
        finally:
            self._in_flight -= 1
            IN_FLIGHT.set(self._in_flight)
            seconds = time.perf_counter() - started
            route = str(scope.get("path_template") or "other")
            SECONDS.labels(scope["method"], route, status).observe(seconds)
            path = scope.get("vistone_logged_path", scope["path"])  # an address may be a secret
            log.info("request", method=scope["method"], path=path, status=status, ms=round(seconds * 1000, 1))


def _request_id(scope: Any) -> str:
    for name, value in scope.get("headers", ()):
        if name == b"x-request-id" and _SANE_ID.fullmatch(sent := value.decode("latin-1")):
            return str(sent)
    return new_id().hex


async def _refuse(send: Send, request_id: str) -> None:
    problem = Unavailable("Too many requests are being answered; try again in a moment.", retry_after=2)
    headers = [(b"content-type", b"application/problem+json"), (b"retry-after", b"2")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": encoded(problem, request_id), "more_body": False})
