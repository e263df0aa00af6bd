"""The service of breached passwords: asked by five digits, never with the password, and not waited for."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest

from tests.world import World
from vistone.auth import breached, passwords
from vistone.kernel.outbound import Bounds
from vistone.kernel.settings import Settings

LEAKED = "a password that leaked somewhere"
DIGEST = hashlib.sha1(LEAKED.encode(), usedforsecurity=False).hexdigest().upper()


class Service:
    """Knows one password, and remembers what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[str] = []
        self.count = "42"
        self.delay = 0.0
        self.status = "200 OK"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        await asyncio.sleep(self.delay)
        lines = ["0" * 35 + ":7", f"{DIGEST[5:]}:{self.count}", "F" * 35 + ":0"] if DIGEST[:5] in head else []
        body = "\r\n".join(lines).encode()
        writer.write(
            f"HTTP/1.1 {self.status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
        )
        await writer.drain()
        writer.close()


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    service = Service()
    server = await asyncio.start_server(service.serve, "127.0.0.1", 0)
    service.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/range"
    monkeypatch.setattr(passwords, "settings", lambda: Settings(breach_url=service.url))
    async with server:
        yield service


async def register(world: World, password: str, email: str) -> tuple[int, str]:
    body = {"email": email, "password": password, "firstName": "A", "lastName": "B", "organizationName": "C"}
    answer = await world.http.post("/api/auth/register", json=body)
    return answer.status_code, answer.text


async def test_a_leaked_password_is_refused_and_not_told(world: World, service: Service) -> None:
    status, text = await register(world, LEAKED, "leaked@breached.example")
    assert (status, '"field":"password"' in text) == (422, True)
    assert (await register(world, "a password that nobody ever had", "fine@breached.example"))[0] == 201
    first = service.asked[0]
    assert first.startswith(f"GET /range/{DIGEST[:5]} HTTP/1.1\r\n")
    assert "add-padding: true" in first.lower()
    told = "".join(service.asked)
    assert LEAKED not in told
    assert DIGEST[5:] not in told
    assert DIGEST[:6] not in told


async def test_padding_is_no_leak(service: Service) -> None:
    service.count = "0"
    assert not await breached.is_breached(LEAKED, service.url)


@pytest.mark.parametrize("fault", ["slow", "down", "error"])
async def test_a_service_that_does_not_answer_keeps_nobody_out(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(breached, "BOUNDS", Bounds(seconds=0.3, redirects=0))
    if fault == "slow":
        service.delay = 1.0
    elif fault == "error":
        service.status = "503 Away"
    else:
        monkeypatch.setattr(passwords, "settings", lambda: Settings(breach_url="http://127.0.0.1:9/range"))
    logged: list[str] = []
    monkeypatch.setattr(breached, "log", SimpleNamespace(warning=lambda event, **_: logged.append(event)))
    assert (await register(world, LEAKED, f"{fault}@breached.example"))[0] == 201
    assert [line for line in logged if "breached passwords" in line]


async def test_nobody_is_asked_by_default(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(passwords, "is_breached", never)
    assert Settings().breach_url is None
    assert (await register(world, LEAKED, "default@breached.example"))[0] == 201
