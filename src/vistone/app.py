"""The web process: everything over HTTP and WebSocket. A composition root, with `worker` and `cli`."""

import asyncio
import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import msgspec
from litestar import Litestar, Response, get
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.types import Method
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import Select, literal, select

from vistone import __version__
from vistone.auth.oidc.directory import Directory
from vistone.auth.resolver import Resolver
from vistone.auth.startup import load_keyring, make_resolver
from vistone.kernel.db import statement
from vistone.kernel.errors import Unavailable
from vistone.kernel.http import reference as reference_page
from vistone.kernel.http.call import RecordResponse, provide_call
from vistone.kernel.http.downloads import download
from vistone.kernel.http.edge import Edge
from vistone.kernel.http.guard import check
from vistone.kernel.http.openapi import document
from vistone.kernel.http.problems import answer
from vistone.kernel.http.request import ApiRequest
from vistone.kernel.http.static import web_app
from vistone.kernel.http.token_bounds import check_bounds, resources_of
from vistone.kernel.live.hub import Hub
from vistone.kernel.live.socket import Gate, Sockets, live
from vistone.kernel.live.wake import Waker
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import System
from vistone.kernel.settings import Settings
from vistone.kernel.startup import opened
from vistone.services import SERVICES

PUBLIC = {"public": True}
WEB_APP = Path(__file__).parents[2] / "web" / "dist"


async def authenticate(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Finds out who asks, before anything of the request is read. Unauthenticated when nobody is; Forbidden for who
    has something else to do first.
    """
    if not handler.opt.get("public"):
        resolver: Resolver = connection.app.state.resolver
        who = await resolver.resolve(connection)
        check(who, handler.opt)
        asked = cast("dict[str, Any]", connection.scope)
        check_bounds(who, asked["method"], asked["path"], connection.app.state.resources)
        asked["vistone_who"] = who


@get("/health/live", opt=PUBLIC, include_in_schema=False)
async def health_live() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@statement
def _ping() -> Select[Any]:
    return select(literal(1))


@get("/health/ready", opt=PUBLIC, include_in_schema=False)
async def health_ready(state: State) -> dict[str, str]:
    """The process can answer: the database does."""
    runtime: Runtime = state.runtime
    async with runtime.database.read(System("health")) as tx:
        await tx.value(_ping())
    if not state.ready:
        raise Unavailable("The process is starting or stopping.")
    return {"status": "ready", "version": __version__}


@get("/metrics", opt=PUBLIC, include_in_schema=False, media_type=CONTENT_TYPE_LATEST)
async def metrics() -> bytes:
    """The process in numbers, for Prometheus."""
    return generate_latest()


@get("/schema/openapi.json", opt=PUBLIC, include_in_schema=False)
async def openapi(state: State) -> Response[bytes]:
    """The OpenAPI document."""
    return Response((await asyncio.to_thread(state.described))[0], media_type="application/json")


@get("/schema", opt=PUBLIC, include_in_schema=False)
async def reference(state: State) -> Response[str]:
    """The reference page."""
    headers = {"Content-Security-Policy": reference_page.POLICY}
    return Response((await asyncio.to_thread(state.described))[1], media_type="text/html", headers=headers)


def operation_id(handler: Any, _: Method, __: Any) -> str:
    """The name of an operation in the OpenAPI document: the name of its function."""
    return str(handler.handler_name)


def create_app(settings: Settings, app_dsn: str) -> Edge:
    """The whole application; it connects when the server says that it starts."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with opened(settings, app_dsn) as (runtime, waker):
            await _start(app, runtime, waker)
            freshness = asyncio.create_task(app.state.keyring.keep_fresh())
            try:
                yield
            finally:
                freshness.cancel()
                await leave()
                await app.state.hub.stop()
                await app.state.resolver.close()

    async def leave() -> None:
        app.state.ready = False
        await app.state.sockets.close()

    app = Litestar(
        route_handlers=[
            *(controller for service in SERVICES for controller in service.controllers),
            live,
            download,
            health_live,
            health_ready,
            metrics,
            openapi,
            reference,
            web_app(WEB_APP),
        ],
        lifespan=[lifespan],
        guards=[authenticate],
        dependencies={"call": Provide(provide_call, sync_to_thread=False)},
        exception_handlers={Exception: answer},
        request_class=ApiRequest,
        response_class=RecordResponse,
        request_max_body_size=settings.body_bytes,
        state=State({"ready": False}),
        openapi_config=OpenAPIConfig(
            title="Vistone",
            version=__version__,
            description="The operating system of a service company.",
            path="/schema/litestar",
            render_plugins=[],
            operation_id_creator=operation_id,
        ),
        logging_config=None,
    )

    @functools.cache
    def described() -> tuple[bytes, str]:
        """The OpenAPI document and the reference page, made when first asked for: that takes most of a second."""
        found = document(app)
        return msgspec.json.encode(found), reference_page.page(found)

    app.state.described = described
    app.state.resources = resources_of(app)
    return Edge(app, limit=settings.requests_in_flight, secure=settings.secure_cookies, leave=leave)


async def _start(app: Litestar, runtime: Runtime, waker: Waker) -> None:
    state = app.state
    state.runtime, state.database, state.seal = runtime, runtime.database, runtime.seal
    state.keyring = await load_keyring(runtime.database, runtime.seal, runtime.settings.access_token_seconds)
    state.directory = Directory(runtime.outbound)
    state.resolver = make_resolver(runtime, state.keyring, SERVICES)
    state.hub = Hub(runtime.database, waker)
    state.hub.on_event(state.resolver.forget)
    topics = {name: topic for service in SERVICES for name, topic in service.topics.items()}
    unsettling = {event.type() for service in SERVICES for event in service.unsettles}
    gate = Gate(state.resolver.resolve, state.resolver.again)
    state.sockets = Sockets(runtime.database, state.hub, topics, gate, unsettling)
    state.hub.on_event(state.sockets.unsettle)
    await state.hub.start()
    state.ready = True
