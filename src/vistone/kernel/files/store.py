"""The place where files rest: a folder, or object storage, by URL."""

import hashlib
import re
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

import obstore
from msgspec import Struct
from obstore.store import AzureStore, GCSStore, LocalStore, MemoryStore, ObjectStore, S3Store, from_url

from vistone.kernel import clock
from vistone.kernel.errors import Invalid, NotFound, Problem, TooLarge
from vistone.kernel.files.links import Link, sign_link
from vistone.kernel.files.names import clean_name, disposition
from vistone.kernel.files.sniff import HEAD_BYTES, INLINE_TYPES, decide
from vistone.kernel.ids import new_id

PART_BYTES = 5 * 1024 * 1024  # the smallest part that S3 takes
CHUNK_BYTES = 256 * 1024
SIGNING = (S3Store, GCSStore, AzureStore)
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class UnsatisfiableRange(Problem):
    """The part of the file that is asked for lies outside it."""

    status = 416
    slug = "unsatisfiable-range"
    title = "The file has no such part"

    def __init__(self, size: int) -> None:
        super().__init__(f"The file has {size} bytes.", headers={"Content-Range": f"bytes */{size}"})


class StoredFile(Struct, frozen=True, rename="camel"):
    """A file that was taken in: where it is, what to call it, and what it is."""

    key: str
    name: str
    size: int
    content_type: str
    sha256: str


class OpenFile(Struct, frozen=True):
    """A file, or the part `start` (with) to `end` (without) of it, to be read piece by piece."""

    size: int
    start: int
    end: int
    chunks: AsyncIterator[bytes]


class Files:
    """The store at a URL: `file:///folder`, `s3://bucket/prefix`, `gs://`, `az://`, `memory:///`.

    `secret` signs the links of stores that cannot sign (folder and memory). Credentials of object storage come from the
    environment, as their own tools read them.
    """

    def __init__(self, url: str, secret: bytes) -> None:
        self._secret = secret
        self._store = _open(url)

    async def store(
        self,
        source: bytes | AsyncIterable[bytes],
        *,
        organization_id: UUID,
        name: str,
        max_bytes: int,
        claimed: str | None = None,
        allowed: Iterable[str] | None = None,
        field: str = "file",
    ) -> StoredFile:
        """Takes a file in, piece by piece; at most two parts of 5 MB are in memory.

        Its type is what its content says. Raises Invalid (naming `field`) for an empty file, for content that is not
        what `claimed` says and for a type that is not `allowed`; TooLarge beyond `max_bytes`. After any error, also one
        of `source` itself, nothing of the file is left.
        """
        reader = _Reader(source, max_bytes)
        head = await reader.head()
        if not head:
            raise Invalid(field, "The file is empty.")
        shown = clean_name(name)
        content_type = decide(head, claimed, shown)
        if content_type is None:
            raise Invalid(field, f"The file is called {claimed}, but that is not what is in it.")
        if allowed is not None and content_type not in (kinds := set(allowed)):
            raise Invalid(
                field, f"Files of type {content_type} are not taken here; these are: {', '.join(sorted(kinds))}."
            )
        key = f"{organization_id}/{new_id()}"
        attributes = {}
        if isinstance(self._store, SIGNING):
            attributes = {
                "Content-Type": content_type,
                "Content-Disposition": disposition(shown, inline=content_type in INLINE_TYPES),
                "Cache-Control": "private, max-age=3600",
            }
        await obstore.put_async(
            self._store,
            key,
            reader.chunks(),
            attributes=attributes or None,
            use_multipart=True,
            chunk_size=PART_BYTES,
            max_concurrency=2,
        )
        return StoredFile(key, shown, reader.size, content_type, reader.digest.hexdigest())

    async def open(self, key: str, range_header: str | None = None) -> OpenFile:
        """Opens a file, or the part that an HTTP `Range` names. Raises NotFound, UnsatisfiableRange."""
        _check(key)
        try:
            size = (await obstore.head_async(self._store, key))["size"]
            start, end = parse_range(range_header, size) or (0, size)
            result = await obstore.get_async(self._store, key, options={"range": (start, end)})
        except FileNotFoundError:
            raise NotFound("file") from None
        return OpenFile(size, start, end, _bytes(result.stream(min_chunk_size=CHUNK_BYTES)))

    async def delete(self, key: str) -> None:
        """Takes the file away. One that is not there counts as taken away."""
        _check(key)
        try:
            await obstore.delete_async(self._store, key)
        except FileNotFoundError:
            return

    async def link(self, file: StoredFile, *, seconds: int = 300) -> str:
        """A link that lets its holder read this one file for so long: a path of ours, or a URL of the object storage.

        The name and the way it is shown are part of it. Types that could run in a browser come as an attachment.
        """
        _check(file.key)
        if isinstance(self._store, SIGNING):
            return await obstore.sign_async(self._store, "GET", file.key, timedelta(seconds=seconds))
        link = Link(file.key, file.name, file.content_type, file.content_type in INLINE_TYPES)
        return sign_link(self._secret, link, clock.now() + timedelta(seconds=seconds))

    def sweep(self) -> int:
        """Removes what uploads left behind whose process was killed, a day after; says how many. Folders only.

        Object storage does the same by a lifecycle rule for unfinished multipart uploads.
        """
        if not isinstance(self._store, LocalStore) or self._store.prefix is None:
            return 0
        oldest = clock.now().timestamp() - 24 * 3600
        stale = [path for path in Path(self._store.prefix).glob("*/*#*") if path.stat().st_mtime < oldest]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)


def response_headers(link: Link, opened: OpenFile) -> dict[str, str]:
    """The headers under which the app hands a file out: never sniffed, never run, parts named."""
    inline = link.inline and link.content_type in INLINE_TYPES
    headers = {
        "Content-Type": link.content_type + ("; charset=utf-8" if link.content_type.startswith("text/") else ""),
        "Content-Length": str(opened.end - opened.start),
        "Content-Disposition": disposition(link.name, inline=inline),
        "X-Content-Type-Options": "nosniff",
        # Without `sandbox` for PDF: browsers show none inside it. The app's own pages may frame one, which no other type
        # needs; where a policy names its ancestors, browsers do not ask X-Frame-Options.
        "Content-Security-Policy": "default-src 'none'"
        + ("; frame-ancestors 'self'" if link.content_type == "application/pdf" else "; sandbox"),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=300",
        "Accept-Ranges": "bytes",
    }
    if opened.end - opened.start < opened.size:
        headers["Content-Range"] = f"bytes {opened.start}-{opened.end - 1}/{opened.size}"
    return headers


def parse_range(header: str | None, size: int) -> tuple[int, int] | None:
    """The part that an HTTP `Range` names, as start and end without; None for all of it (RFC 9110, section 14.2).

    More than one part, another unit or something unreadable means all of it. Raises UnsatisfiableRange.
    """
    found = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", (header or "").strip(), re.ASCII)
    if not found or found[1] == found[2] == "":
        return None
    if found[1] == "":
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    if start >= end:
        raise UnsatisfiableRange(size)
    return start, end


class _Reader:
    """Counts, hashes and bounds a stream while it passes."""

    def __init__(self, source: bytes | AsyncIterable[bytes], max_bytes: int) -> None:
        self._source = aiter(_once(source) if isinstance(source, bytes) else source)
        self._max_bytes = max_bytes
        self._head: list[bytes] = []
        self.size = 0
        self.digest = hashlib.sha256()

    async def head(self) -> bytes:
        """The beginning, which `chunks` gives again."""
        while self.size < HEAD_BYTES and (chunk := await anext(self._source, None)) is not None:
            self._head.append(self._count(bytes(chunk)))
        return b"".join(self._head)[:HEAD_BYTES]

    async def chunks(self) -> AsyncIterator[bytes]:
        for chunk in self._head:
            yield chunk
        self._head.clear()
        async for chunk in self._source:
            yield self._count(bytes(chunk))

    def _count(self, chunk: bytes) -> bytes:
        self.size += len(chunk)
        if self.size > self._max_bytes:
            raise TooLarge(f"A file here has at most {self._max_bytes} bytes.")
        self.digest.update(chunk)
        return chunk


async def _once(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), CHUNK_BYTES):
        yield data[start : start + CHUNK_BYTES]


async def _bytes(stream: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    async for chunk in stream:
        yield bytes(chunk)  # obstore's own buffer type until here


def _check(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise NotFound("file")


def _open(url: str) -> ObjectStore:
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(unquote(parts.path))
        if parts.netloc or not folder.is_absolute():
            raise ValueError(f"files_url: {url} needs an absolute folder, as in file:///var/lib/vistone/files")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(folder, automatic_cleanup=True)
    if parts.scheme == "memory":
        return MemoryStore()
    if parts.scheme in {"s3", "gs", "az"} and parts.netloc:
        return from_url(url)
    raise ValueError(f"files_url: {parts.scheme or url}:// is no store; use file:///, s3://, gs:// or az://")
