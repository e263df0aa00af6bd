"""A WebSocket to the application in the test's own process, by its ASGI interface."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.world import Person, World


class Socket:
    """One open socket: what was heard, and the code that it was closed with."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def say(self, message: dict[str, Any]) -> None:
        await self.sent.put({"type": "websocket.receive", "text": json.dumps(message)})

    async def hear(self, seconds: float = 5) -> Any:
        """The next message that is no event; the closing code, as a number, when there is none any more."""
        async with asyncio.timeout(seconds):
            while True:
                told = await self.heard.get()
                if told["type"] == "websocket.close":
                    return told["code"]
                message = json.loads(told["text"])
                if message["type"] != "event":
                    return message


@asynccontextmanager
async def socket(world: World, person: Person, *, anywhere: bool = False) -> AsyncIterator[Socket]:
    """A socket of the person's; `anywhere` leaves to the server in which of their organizations."""
    one = Socket()
    own = {name: value for name, value in person.headers.items() if not anywhere or name != "X-Organization-Id"}
    headers = {**own, "host": "127.0.0.1:8080"}
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "path": "/api/live",
        "raw_path": b"/api/live",
        "root_path": "",
        "scheme": "ws",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 5000),
        "server": ("127.0.0.1", 8080),
        "subprotocols": [],
    }
    await one.sent.put({"type": "websocket.connect"})
    running = asyncio.create_task(world.app(scope, one.sent.get, one.heard.put))
    try:
        assert (await asyncio.wait_for(one.heard.get(), 5))["type"] == "websocket.accept"
        yield one
    finally:
        await one.sent.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(running, 10)
