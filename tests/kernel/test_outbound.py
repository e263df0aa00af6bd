"""What the system asks of other servers: nobody reaches through it what they could not reach themselves."""

import asyncio
import gzip
import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import dns.asyncresolver
import dns.exception
import dns.nameserver
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dns_server import NameServer, name_server
from vistone.kernel import outbound
from vistone.kernel.outbound import Bounds, Outbound, OutboundError, RefusedError, problem_with

Handler = Callable[[str, dict[str, str], asyncio.StreamWriter], Awaitable[None]]


class Web:
    """A web server on loopback that does what a test says, and remembers who asked for what."""

    def __init__(self) -> None:
        self.port = 0
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer: Handler = hello

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        self.asked.append((head[0].split()[1], headers))
        try:
            await self.answer(head[0].split()[1], headers, writer)
            await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


def plain(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def hello(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
    writer.write(plain(b"hello"))


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    web = Web()
    server = await asyncio.start_server(web.serve, "127.0.0.1", 0)
    web.port = server.sockets[0].getsockname()[1]
    async with server:
        yield web


@pytest.fixture
async def names() -> AsyncIterator[NameServer]:
    async with name_server() as server:
        yield server


def resolved_by(server: NameServer) -> Callable[[str, int], Awaitable[list[str]]]:
    """Looks names up at the test's server, numbers as the system does."""
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers = [dns.nameserver.Do53Nameserver("127.0.0.1", server.port)]
    resolver.lifetime = 2

    async def resolve(host: str, port: int) -> list[str]:
        try:
            answer = await resolver.resolve(host + ".", "A")
        except dns.exception.DNSException as error:
            raise OSError(str(error)) from error
        return [str(one) for one in answer]

    return resolve


@asynccontextmanager
async def refused(words: str = "") -> AsyncIterator[None]:
    with pytest.raises(RefusedError) as found:
        yield
    assert words in str(found.value)


async def test_a_server_in_ones_own_network_answers_where_that_is_allowed(web: Web) -> None:
    answer = await Outbound(private=True).fetch("GET", f"http://127.0.0.1:{web.port}/a?b=c", headers={"x-mine": "1"})
    assert (answer.status, answer.body) == (200, b"hello")
    path, headers = web.asked[0]
    assert path == "/a?b=c"
    assert headers["host"] == f"127.0.0.1:{web.port}"
    assert headers["x-mine"] == "1"
    assert headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",  # 127.0.0.1 as one number
        "0x7f000001",
        "0177.0.0.1",
        "localhost",
        "localhost.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "0.0.0.0",
        "[::]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "100.100.100.200",
        "168.63.129.16",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",  # Teredo
    ],
)
async def test_no_way_of_writing_an_inner_address_is_asked(host: str, web: Web) -> None:
    with pytest.raises(OutboundError, match=r"is not asked|There is no server|This is no address"):
        await Outbound().fetch("GET", f"https://{host}:{web.port}/")
    assert web.asked == []


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "[fe80::1]", "0.0.0.0", "224.0.0.1"]
)
async def test_a_clouds_credentials_are_not_asked_for_even_in_ones_own_network(host: str) -> None:
    async with refused("is not asked"):
        await Outbound(private=True).fetch("GET", f"http://{host}/latest/meta-data/")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:11211/_stats",
        "//example.com/",
        "example.com",
        "https://user:password@example.com/",
        "https:///path",
        "javascript:alert(1)",
        "https://[::1/",
        "",
    ],
)
async def test_only_plain_https_addresses_are_asked(url: str) -> None:
    async with refused():
        await Outbound().fetch("GET", url)


async def test_a_name_that_leads_inside_is_refused(names: NameServer, web: Web) -> None:
    names.say("inside.example", "A", ["127.0.0.1"])
    async with refused("inside.example"):
        await Outbound(resolve=resolved_by(names)).fetch("GET", f"https://inside.example:{web.port}/")
    assert web.asked == []


async def test_one_inner_address_among_several_is_enough_to_refuse(names: NameServer, web: Web) -> None:
    names.say("both.example", "A", ["8.8.8.8", "127.0.0.1"])
    async with refused():
        await Outbound(resolve=resolved_by(names)).fetch("GET", f"https://both.example:{web.port}/")


async def test_a_name_that_answers_otherwise_the_second_time_gains_nothing(names: NameServer, web: Web) -> None:
    """DNS rebinding: outside when it is looked at, inside when it is connected to. It is asked once only, and the
    connection goes to the number that was looked at.
    """
    names.say("rebinding.example", "A", ["192.168.255.253"], ["127.0.0.1"])
    outbound = Outbound(private=True, resolve=resolved_by(names))
    with pytest.raises(OutboundError):
        await outbound.fetch("GET", f"http://rebinding.example:{web.port}/", bounds=Bounds(seconds=1))
    assert names.asked == [("rebinding.example", "A")]
    assert web.asked == [], "the second answer was not followed"
    await outbound.fetch("GET", f"http://rebinding.example:{web.port}/")
    assert web.asked[0][1]["host"] == f"rebinding.example:{web.port}", "connected by number, asked by name"


async def test_the_second_address_of_a_name_is_tried_when_the_first_does_not_listen(
    names: NameServer, web: Web
) -> None:
    names.say("two.example", "A", ["127.0.0.9", "127.0.0.1"])
    answer = await Outbound(private=True, resolve=resolved_by(names)).fetch("GET", f"http://two.example:{web.port}/")
    assert answer.body == b"hello"


async def test_a_name_that_is_nowhere_says_so(names: NameServer) -> None:
    with pytest.raises(OutboundError, match=r"There is no server nowhere\.example"):
        await Outbound(resolve=resolved_by(names)).fetch("GET", "https://nowhere.example/")


async def test_a_redirect_is_looked_at_like_the_first_address(names: NameServer, web: Web) -> None:
    names.say("front.example", "A", ["127.0.0.1"])
    goals = ["http://169.254.169.254/latest/", "http://0.0.0.0/", "file:///etc/passwd", "http://u:p@127.0.0.1/"]
    outbound = Outbound(private=True, resolve=_system_after(names))
    for goal in goals:

        async def lead(_: str, __: dict[str, str], writer: asyncio.StreamWriter, goal: str = goal) -> None:
            writer.write(plain(b"", "302 Found", Location=goal))

        web.answer = lead
        async with refused():
            await outbound.fetch("GET", f"http://front.example:{web.port}/")


def _system_after(names: NameServer) -> Callable[[str, int], Awaitable[list[str]]]:
    by_test = resolved_by(names)

    async def resolve(host: str, port: int) -> list[str]:
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return await by_test(host, port)
        return [host]

    return resolve


async def test_a_redirect_elsewhere_does_not_take_credentials_along(web: Web) -> None:
    async def lead(path: str, _: dict[str, str], writer: asyncio.StreamWriter) -> None:
        goals = {"/first": "/second", "/second": f"http://localhost:{web.port}/third"}
        writer.write(plain(b"", "307 Away", Location=goals[path]) if path in goals else plain(b"there"))

    web.answer = lead
    answer = await Outbound(private=True).fetch(
        "GET", f"http://127.0.0.1:{web.port}/first", headers={"authorization": "Bearer secret"}
    )
    assert answer.body == b"there"
    assert answer.url == f"http://localhost:{web.port}/third"
    assert [headers.get("authorization") for _, headers in web.asked] == ["Bearer secret", "Bearer secret", None]


async def test_redirects_end(web: Web) -> None:
    async def lead(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
        writer.write(plain(b"", "302 Found", Location="/again"))

    web.answer = lead
    with pytest.raises(OutboundError, match="on and on"):
        await Outbound(private=True).fetch("GET", f"http://127.0.0.1:{web.port}/")
    assert len(web.asked) == 4
    posted = await Outbound(private=True).fetch("POST", f"http://127.0.0.1:{web.port}/", content=b"x")
    assert posted.status == 302, "what was sent is not sent on"


@pytest.mark.parametrize("chunked", [False, True])
async def test_an_answer_that_is_too_large_is_cut_off(web: Web, *, chunked: bool) -> None:
    async def flood(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
        length = "Transfer-Encoding: chunked" if chunked else "Content-Length: 100000000"
        writer.write(f"HTTP/1.1 200 OK\r\n{length}\r\n\r\n".encode())
        for _number in range(1000):
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n" if chunked else b"x" * 65536)
            await writer.drain()

    web.answer = flood
    with pytest.raises(OutboundError, match="more than 100,000 bytes"):
        await Outbound(private=True).fetch("GET", f"http://127.0.0.1:{web.port}/", bounds=Bounds(bytes=100_000))


@pytest.mark.parametrize("where", ["before the head", "within the head", "within the body"])
async def test_an_answer_that_is_too_slow_is_given_up(web: Web, where: str) -> None:
    async def drip(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
        if where == "within the head":
            writer.write(b"HTTP/1.1 200 OK\r\n")
        if where == "within the body":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _number in range(100):  # a byte now and then, so that no single wait is long
            await asyncio.sleep(0.05)
            writer.write(b"x" if where != "before the head" else b"")
            await writer.drain()

    web.answer = drip
    began = asyncio.get_running_loop().time()
    with pytest.raises(OutboundError, match="too long"):
        await Outbound(private=True).fetch("GET", f"http://127.0.0.1:{web.port}/", bounds=Bounds(seconds=0.4))
    assert asyncio.get_running_loop().time() - began < 2


async def test_a_name_server_that_is_silent_is_given_up(names: NameServer) -> None:
    names.silent = True
    with pytest.raises(OutboundError):
        await Outbound(resolve=resolved_by(names)).fetch("GET", "https://silent.example/", bounds=Bounds(seconds=0.3))


async def test_compressed_answers_are_not_read(web: Web) -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)

    async def send(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
        writer.write(plain(bomb, Content_Encoding="gzip"))

    web.answer = send
    with pytest.raises(OutboundError, match="compressed"):
        await Outbound(private=True).fetch("GET", f"http://127.0.0.1:{web.port}/")


async def test_a_librarys_own_requests_keep_to_the_rules(web: Web) -> None:
    async with Outbound().client() as client:
        with pytest.raises(RefusedError):
            await client.get(f"https://127.0.0.1:{web.port}/")
    async with Outbound(private=True).client(Bounds(bytes=3)) as client:
        with pytest.raises(OutboundError, match="more than 3 bytes"):
            await client.get(f"http://127.0.0.1:{web.port}/")


async def test_a_server_without_a_good_certificate_is_not_believed(
    web: Web, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, context = certificate
    server = await asyncio.start_server(web.serve, "127.0.0.1", 0, ssl=context)
    async with server:
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        with pytest.raises(OutboundError, match="does not answer: ConnectError"):
            await Outbound(private=True).fetch("GET", url)
        assert web.asked == []
        monkeypatch.setenv("SSL_CERT_FILE", str(ours))
        monkeypatch.setattr(outbound, "_trusted", outbound._trusted.__wrapped__)  # as a process that starts with it
        assert (await Outbound(private=True).fetch("GET", url)).body == b"hello"


async def test_the_environments_proxy_is_not_used(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    answer = await Outbound(private=True).fetch("GET", f"http://127.0.0.1:{web.port}/")
    assert answer.status == 200


@given(st.ip_addresses(v=4))
def test_an_address_within_another_is_judged_as_itself(inner: ipaddress.IPv4Address) -> None:
    """Written as IPv6 in any of four ways, it is not asked unless it would be by itself."""
    number = int(inner)
    ways = [
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address((0x64_FF9B << 96) | number),
        ipaddress.IPv6Address((0x64_FF9B_0001 << 80) | number),
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80)),
    ]
    for private in (False, True):
        alone = problem_with(inner, private=private)
        assert {problem_with(way, private=private) for way in ways} == {alone}
