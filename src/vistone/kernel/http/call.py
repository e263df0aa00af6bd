"""One request: who asks, and the one way to read and to write for them.

    @post()
    async def create(self, call: Call, data: TaskCreate) -> Task:
        return await call.write(actions.create_task, data)

`read` and `write` open the transaction, run the function in it and commit: once, here, at the edge.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

import msgspec
from litestar import MediaType, Response
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import ImproperlyConfiguredException
from litestar.response import Stream
from msgspec import Struct

from vistone.kernel.collection import Collection, ListRequest, Page
from vistone.kernel.db import Database, ReadTx, WriteTx
from vistone.kernel.errors import FieldError, Malformed
from vistone.kernel.http import exports, idempotency
from vistone.kernel.http.columns import Beside, Table
from vistone.kernel.http.request import ApiRequest
from vistone.kernel.rows import Record
from vistone.kernel.scope import Origin, Scope, System
from vistone.kernel.seal import Seal
from vistone.kernel.settings import settings

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Record)

_REVISION = re.compile(r'(?:W/)?"(\d{1,9})"', re.ASCII)


class HttpCall:
    """What a handler needs of its request besides the body."""

    __slots__ = ("database", "request", "seal", "who")

    def __init__(self, request: ApiRequest, database: Database, seal: Seal, who: Scope | System) -> None:
        self.request = request
        self.database = database
        self.seal = seal
        self.who = who

    @property
    def scope(self) -> Scope:
        """Who is signed in."""
        if isinstance(self.who, Scope):
            return self.who
        raise ImproperlyConfiguredException("a public operation has no scope")

    @property
    def origin(self) -> Origin:
        """Where the request came from."""
        return self.who.origin

    @property
    def if_match(self) -> int | None:
        """The revision in `If-Match`, or None without the header or for `*`. Malformed for anything else."""
        text = self.request.headers.get("if-match")
        if text is None or text.strip() == "*":
            return None
        if found := _REVISION.fullmatch(text.strip()):
            return int(found[1])
        message = 'give the ETag of the record, for example "3", or *'
        raise Malformed(f"If-Match: {message}.", errors=[FieldError("If-Match", message)])

    async def page(self, collection: Collection[T], *, beside: Sequence[Beside] = ()) -> Page[T]:
        """The page of the collection that the query string asks for; with `download` all of it, as a download.

        A download for people has the columns `beside` those of the record.
        """
        parameters = list(self.request.query_params.multi_items())
        formats = [text for name, text in parameters if name == "download"]
        asked = collection.read([(name, text) for name, text in parameters if name != "download"])
        if formats:
            # As with `_repeated`, Litestar lets a handler answer with a Response whatever it is annotated with.
            return cast(
                "Page[T]", await self._export(collection, asked, exports.read_format(formats[-1]), beside=beside)
            )
        async with self.database.read(self.who, personal=self._personal(collection)) as tx:
            return await collection.page(tx, asked)

    def _personal(self, collection: Collection[T]) -> bool:
        """Whether the person's rows of other organizations are shown; a token and a bound session have their own alone."""
        return collection.personal and self.scope.token is None and not self.scope.bound

    async def export(
        self, collection: Collection[T], format: exports.Format, *, without: str, default_sort: str
    ) -> Stream:
        """The whole list that the query string asks for, as a download; the parameter `without` is none of the list's."""
        parameters = [pair for pair in self.request.query_params.multi_items() if pair[0] != without]
        asked = collection.read([("sort", default_sort), *parameters])
        return await self._export(collection, asked, format, name=self.request.url.path.rstrip("/").split("/")[-2])

    async def _export(
        self,
        collection: Collection[T],
        asked: ListRequest,
        format: exports.Format,
        *,
        beside: Sequence[Beside] = (),
        name: str = "",
    ) -> Stream:
        """The whole list, whatever `limit` and `cursor` say."""
        table = Table(collection.view.struct, beside) if format in exports.SHEETS else None

        async def batches() -> exports.Batches:
            cursor: str | None = None
            while True:
                more = msgspec.structs.replace(asked, limit=exports.ROWS_AT_ONCE, cursor=cursor)
                async with self.database.read(self.who, personal=self._personal(collection)) as tx:
                    page = await collection.page(tx, more)
                    batch = page.items if table is None else await table.rows(tx, more, page.items)
                yield batch
                cursor = page.next_cursor
                if cursor is None:
                    return

        name = name or self.request.url.path.rstrip("/").rpartition("/")[2]
        return await exports.export(format, name, batches())

    async def get(self, collection: Collection[T], id: UUID) -> T:
        """The record of the collection with that id."""
        async with self.database.read(self.who, personal=self._personal(collection)) as tx:
            return await collection.get(tx, id)

    async def read(self, query: Callable[Concatenate[ReadTx, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs the query in a read-only transaction of the caller."""
        return await self.read_as(self.who, query, *args, **kwargs)

    async def read_as(
        self,
        who: Scope | System,
        query: Callable[Concatenate[ReadTx, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """As `read`, for what has to be known before or beyond the caller's scope."""
        async with self.database.read(who) as tx:
            return await query(tx, *args, **kwargs)

    async def write(
        self, action: Callable[Concatenate[WriteTx, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Runs the action in a transaction of the caller and commits; honours `Idempotency-Key`."""
        return await self.write_as(self.who, action, *args, **kwargs)

    async def write_as(
        self,
        who: Scope | System,
        action: Callable[Concatenate[WriteTx, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """As `write`, for a scope that a public operation has just verified or made."""
        key = self.request.headers.get("idempotency-key") if self.request.method == "POST" else None
        if key is None:
            async with self.database.write(who) as tx:
                return await action(tx, *args, **kwargs)
        operation = f"POST {self.request.url.path}"
        known = self.who if isinstance(self.who, Scope) else None
        told = await self._told()
        if known is None:  # two browsers may send the same body to refresh, each with its own cookie
            told += b"\n" + self.request.headers.get("cookie", "").encode()
        attempt = idempotency.attempt(key, known, operation, told)
        status = self.request.route_handler.status_code
        async with self.database.write(who) as tx:
            if (answer := await idempotency.claim(tx, self.seal, attempt)) is not None:
                return cast("R", _repeated(answer))
            result = await action(tx, *args, **kwargs)
            body = b"" if result is None else msgspec.json.encode(result)
            await idempotency.keep(tx, self.seal, attempt, idempotency.Answer(status, body))
        return result

    async def _told(self) -> bytes:
        if self.request.content_type[0] == "multipart/form-data":
            return self.request.headers.get("content-length", "").encode()
        return await self.request.body()


Call = NamedDependency[HttpCall]
"""The call as a handler's parameter."""


def _repeated(answer: idempotency.Answer) -> Response[bytes]:
    # Litestar lets a handler answer with a Response whatever it is annotated with.
    headers = {"Idempotent-Replayed": "true"}
    if answer.body.startswith(b"{"):
        revision = msgspec.json.decode(answer.body, type=_Revised).revision
        headers |= {"ETag": f'"{revision}"'} if revision is not None else {}
    return Response(answer.body, status_code=answer.status, media_type=MediaType.JSON, headers=headers)


class _Revised(Struct):
    revision: int | None = None


class RecordResponse(Response[Any]):
    """Answers a single record with its `ETag`."""

    def __init__(self, content: Any, **kwargs: Any) -> None:
        super().__init__(content, **kwargs)
        if isinstance(content, Record):
            self.headers["ETag"] = f'"{getattr(content, "revision", 1)}"'


def provide_call(request: ApiRequest, state: State) -> HttpCall:
    """The call of a request, after the guard has found out who asks."""
    who: Scope | System | None = cast("dict[str, Any]", request.scope).get("vistone_who")
    if who is None:
        who = System("public request", origin_of(request))
    return HttpCall(request, state.database, state.seal, who)


def origin_of(request: Any) -> Origin:
    """Where a connection comes from."""
    agent = request.headers.get("user-agent")
    return Origin(
        request_id=request.scope.get("vistone_request_id", ""),
        ip_address=_address(request),
        user_agent=agent[:500] if agent else None,
    )


_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([\d.]+):\d+", re.ASCII)


def _without_port(text: str) -> str:
    """Some proxies add the port, which is another one each time: `203.0.113.7:5012`, `[2001:db8::1]:5012`."""
    found = _WITH_PORT.fullmatch(text)
    return (found[1] or found[2]) if found else text


def _address(request: Any) -> str | None:
    """Who connected. Behind proxies of ours (`VISTONE_PROXIES`) the last of them says, at that place from the right of
    X-Forwarded-For, however many lines it has; what stands further left anybody may have written.
    """
    proxies = settings().proxies
    lines = ",".join(request.headers.getall("x-forwarded-for", []))
    named = [part.strip() for part in lines.split(",") if part.strip()]
    if proxies and len(named) >= proxies:
        return _without_port(named[-proxies])[:64]
    client = request.scope.get("client")
    return client[0] if client else None
