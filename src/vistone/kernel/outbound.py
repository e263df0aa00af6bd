"""What the system asks of other servers because somebody entered their address: identity providers, webhooks, previews.

Whoever enters an address must not reach through us what they cannot reach themselves (server-side request forgery,
OWASP API7:2023). So a name is resolved once, each address it has is looked at, and the connection goes to one that was
looked at, by number: a name that answers differently the second time gains nothing. Redirects are followed by hand,
each hop looked at like the first. Answers have a largest size and a last moment; compressed ones are not asked for and
not read, since a small one may hold a large one.

    async with outbound.client() as client:              # for libraries that bring their own requests
    answer = await outbound.fetch("GET", "https://…")    # for everything else
"""

import asyncio
import functools
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urljoin

import httpx2
from msgspec import Struct

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]

# Where clouds hand out a machine's credentials; refused also where one's own network is open. The usual one,
# 169.254.169.254, is link-local and refused with all of those.
METADATA = frozenset(ipaddress.ip_address(one) for one in ("fd00:ec2::254", "100.100.100.200", "168.63.129.16"))
_EMBEDDING = ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48")  # NAT64 (RFC 6052, 8215)
_SHARED = ipaddress.IPv4Network("100.64.0.0/10")  # between a provider and its customers (RFC 6598)
_REDIRECTS = {301, 302, 303, 307, 308}
_AGENT = "Vistone"


class OutboundError(Exception):
    """The other server cannot be asked, or does not answer as it should. The text may be shown to who asked."""


class RefusedError(OutboundError):
    """The address is none that we ask."""


class Bounds(Struct, frozen=True):
    """How much of an answer is waited for: seconds from the first lookup to the last byte, bytes, and redirects."""

    seconds: float = 10.0
    bytes: int = 1024 * 1024
    redirects: int = 3


class Answer(Struct, frozen=True):
    """What came back. `url` is where it came from in the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


STANDARD = Bounds()


async def of_the_system(host: str, port: int) -> list[str]:
    """The addresses of a name as the system knows them, the numbers of a numeric one."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for _, _, _, _, address in found))


def problem_with(address: Address, *, private: bool) -> str | None:
    """Why we do not connect to the address, or None. `private` opens one's own network, and that alone."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.teredo is not None:
            return "it leads through a tunnel"
        if (inner := _embedded(address)) is not None:
            return problem_with(inner, private=private)
    if address.is_link_local or address in METADATA:
        return "it is of one network card alone, where clouds keep a machine's credentials"
    if address.is_multicast or address.is_unspecified:
        return "it is no address of a single server"
    if address.is_global or (private and (address.is_private or address in _SHARED)):
        return None
    return "it is of a private network (VISTONE_PRIVATE_NETWORK would allow that)"


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to."""
    if any(address in network for network in _EMBEDDING):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


class Outbound:
    """The way out of a process. `private` as VISTONE_PRIVATE_NETWORK; `resolve` is for tests."""

    def __init__(self, *, private: bool = False, resolve: Resolve = of_the_system) -> None:
        self.private = private
        self._resolve = resolve

    async def fetch(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        bounds: Bounds = STANDARD,
    ) -> Answer:
        """The answer, whatever its status. Raises OutboundError, or RefusedErrorError for an address that we do not ask.

        A redirect of a GET or HEAD is followed, without the `headers` when it leads to another server; any other
        redirect is the answer.
        """
        try:
            async with asyncio.timeout(bounds.seconds), self.client(bounds) as client:
                sent, here = dict(headers or {}), _readable(url)
                for _ in range(bounds.redirects + 1):
                    answer = await _asked(client, client.build_request(method, here, headers=sent, content=content))
                    target = answer.headers.get("location")
                    if answer.status_code not in _REDIRECTS or target is None or method not in {"GET", "HEAD"}:
                        told = {name.lower(): value for name, value in answer.headers.items()}
                        return Answer(answer.status_code, told, answer.content, str(here))
                    following = _readable(urljoin(str(here), target))
                    if _server(following) != _server(here):
                        sent = {}
                    here = following
        except TimeoutError:
            raise OutboundError(f"{url} takes too long.") from None
        raise OutboundError(f"{url} leads on and on.")

    def client(self, bounds: Bounds = STANDARD) -> httpx2.AsyncClient:
        """A client that keeps to the rules, without redirects, for libraries that bring their own requests.

        Its requests raise OutboundError or RefusedError, and httpx2's errors for what they call by name.
        """
        return httpx2.AsyncClient(**self.options(bounds))

    def options(self, bounds: Bounds = STANDARD) -> dict[str, Any]:
        """The arguments of such a client, for a class that is one."""
        return {
            "transport": GuardedTransport(self, bounds),
            "trust_env": False,  # a proxy of the environment would resolve the name once more
            "follow_redirects": False,
            "headers": {"user-agent": _AGENT, "accept-encoding": "identity"},
        }

    async def addresses(self, host: str, port: int) -> list[Address]:
        """Where the name leads, each address looked at. RefusedError when one of them is none that we ask."""
        try:
            found = [ipaddress.ip_address(one) for one in await self._resolve(host, port)]
        except (OSError, UnicodeError, ValueError):
            found = []
        if not found:
            raise OutboundError(f"There is no server {host}.")
        for one in found:
            if problem := problem_with(one, private=self.private):
                raise RefusedError(f"{host} is not asked: {problem}.")
        return found

    def check(self, url: httpx2.URL) -> None:
        """RefusedError for what is no plain web address, or not https where only one's own network may be without."""
        if url.scheme not in {"https", "http"} or not url.host:
            raise RefusedError("Only addresses that begin with https:// are asked.")
        if url.scheme == "http" and not self.private:
            raise RefusedError("Only https:// is asked (VISTONE_PRIVATE_NETWORK would allow http://).")
        if url.userinfo:
            raise RefusedError("An address with a name or a password in it is not asked.")


def _readable(url: str) -> httpx2.URL:
    try:
        return httpx2.URL(url)
    except httpx2.InvalidURL:
        raise RefusedError("This is no address of a server.") from None


def _server(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


async def _asked(client: httpx2.AsyncClient, request: httpx2.Request) -> httpx2.Response:
    try:
        return await client.send(request)
    except httpx2.HTTPError as error:
        raise OutboundError(f"{request.url.host} does not answer: {type(error).__name__}.") from error


@functools.cache
def _trusted() -> ssl.SSLContext:
    """The system's authorities, with those that SSL_CERT_FILE names."""
    return ssl.create_default_context()


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Connects to an address that was looked at, under the name that was asked for.

    No connection is kept: the next request may be for another name at the same address, whose certificate nobody
    looked at.
    """

    def __init__(self, outbound: Outbound, bounds: Bounds) -> None:
        self._outbound = outbound
        self._bounds = bounds
        self._inner = httpx2.AsyncHTTPTransport(
            verify=_trusted(), trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0)
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, its body bounded."""
        self._outbound.check(request.url)
        until = asyncio.get_running_loop().time() + self._bounds.seconds
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            async with asyncio.timeout_at(until):
                addresses = await self._outbound.addresses(host, port)
                answer = await self._first(request, addresses)
        except TimeoutError:
            raise OutboundError(f"{host} takes too long.") from None
        if answer.headers.get("content-encoding", "identity") != "identity":
            await answer.aclose()
            raise OutboundError(f"{host} sends compressed what was not asked for so.")
        assert isinstance(answer.stream, httpx2.AsyncByteStream)  # noqa: S101 -- the transport is asynchronous
        stream = _Bounded(answer.stream, host, self._bounds.bytes, until)
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=stream, extensions=answer.extensions)

    async def _first(self, request: httpx2.Request, addresses: list[Address]) -> httpx2.Response:
        """The answer of the first address that can be connected to."""
        for place, address in enumerate(addresses, 1):
            pinned = httpx2.Request(
                request.method,
                request.url.copy_with(host=str(address)),
                headers=request.headers,  # with the Host that was asked for
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": request.url.host},
            )
            try:
                return await self._inner.handle_async_request(pinned)
            except httpx2.ConnectError:
                if place == len(addresses):
                    raise
        raise OutboundError(f"There is no server {request.url.host}.")

    async def aclose(self) -> None:
        """Ends what is open."""
        await self._inner.aclose()


class _Bounded(httpx2.AsyncByteStream):
    """A body that ends with an error when it is too large or too late."""

    def __init__(self, stream: httpx2.AsyncByteStream, host: str, most: int, until: float) -> None:
        self._stream = stream
        self._host = host
        self._most = most
        self._until = until

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        parts = aiter(self._stream)
        while True:
            try:
                async with asyncio.timeout_at(self._until):
                    part = await anext(parts)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise OutboundError(f"{self._host} takes too long.") from None
            size += len(part)
            if size > self._most:
                raise OutboundError(f"{self._host} answers more than {self._most:,} bytes.")
            yield part

    async def aclose(self) -> None:
        """Lets go of the connection."""
        await self._stream.aclose()
