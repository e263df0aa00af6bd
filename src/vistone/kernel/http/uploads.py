"""Forms with a file (`multipart/form-data`), read as they arrive: the file rests on disk, not in memory.

@post(opt=form(ImportCreate), request_max_body_size=None)
async def create_import(self, call: Call, state: State) -> ...:
async with received(call.request, max_bytes=runtime.settings.upload_bytes) as sent:
data = sent.read(ImportCreate, json={"mapping"})
... sent.file, sent.name ...
"""

import tempfile
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import IO, Any, TypeVar

import msgspec
from msgspec import Struct
from multipart import MultipartError, MultipartSegment, PushMultipartParser

from vistone.kernel.errors import FieldError, Malformed, TooLarge, WrongMediaType
from vistone.kernel.http.request import ApiRequest, decode, misfit
from vistone.kernel.wire import Body

B = TypeVar("B", bound=Body)

FILE = "file"
IN_MEMORY_BYTES = 1024 * 1024
TEXT_BYTES = 64 * 1024  # of all text fields together
MAX_FIELDS = 30
CHUNK_BYTES = 256 * 1024


class Sent(Struct, frozen=True):
    """What a form brought: the file, from its beginning, its size in bytes, its name as sent, and the text fields."""

    file: IO[bytes]
    size: int
    name: str
    texts: dict[str, str]

    def read(self, kind: type[B], *, json: Collection[str] = ()) -> B:
        """The text fields as `kind`; those in `json` hold JSON. An empty one counts as absent, as browsers send what
        was not filled in. Malformed, naming the field.
        """
        given: dict[str, Any] = {name: text for name, text in self.texts.items() if text != ""}
        for name in given.keys() & set(json):
            try:
                given[name] = decode(given[name].encode(), Any)
            except Malformed:
                raise Malformed(f"{name}: this is no JSON.", errors=[FieldError(name, "send JSON text")]) from None
        try:
            return msgspec.convert(given, kind, strict=False)
        except msgspec.ValidationError as error:
            raise misfit(str(error)) from None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The file, piece by piece."""
        self.file.seek(0)
        while chunk := self.file.read(CHUNK_BYTES):
            yield chunk


@asynccontextmanager
async def received(request: ApiRequest, *, max_bytes: int) -> AsyncIterator[Sent]:
    """The form of a request. Its file, the field `file`, is gone when the block ends.

    Raises WrongMediaType, Malformed (no form, a field sent twice, no file) and TooLarge, naming `file`.
    """
    media, options = request.content_type
    if media != "multipart/form-data" or not options.get("boundary"):
        raise WrongMediaType(f"Send multipart/form-data with its boundary, not {media[:80] or 'nothing'}.")
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:18]) > max_bytes + IN_MEMORY_BYTES:
        raise _too_large(max_bytes)
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as file:
        form = _Form(file, max_bytes)
        try:
            with PushMultipartParser(options["boundary"], max_segment_count=MAX_FIELDS) as parser:
                async for chunk in request.stream():
                    for part in parser.parse(chunk):
                        form.take(part)
        except MultipartError as error:
            raise Malformed(f"The form cannot be read: {error}.") from None
        if form.name is None:
            raise Malformed("file: send a file.", errors=[FieldError(FILE, "send a file")])
        size = file.tell()
        file.seek(0)
        yield Sent(file, size, form.name, form.texts)


class _Form:
    """Sorts the parts of a form as they come."""

    def __init__(self, file: IO[bytes], max_bytes: int) -> None:
        self.texts: dict[str, str] = {}
        self.name: str | None = None
        self._file = file
        self._room = max_bytes
        self._max_bytes = max_bytes
        self._text_room = TEXT_BYTES
        self._field = ""
        self._text = bytearray()

    def take(self, part: MultipartSegment | bytes | bytearray | None) -> None:
        """A part's head, a piece of its content, or None at its end."""
        if isinstance(part, MultipartSegment):
            self._begin(part)
        elif part is None:
            self._end()
        elif self._field == FILE:
            self._room -= len(part)
            if self._room < 0:
                raise _too_large(self._max_bytes)
            self._file.write(part)
        else:
            self._text_room -= len(part)
            if self._text_room < 0:
                raise _field_error(self._field, f"text fields have at most {TEXT_BYTES} bytes together")
            self._text += part

    def _begin(self, head: MultipartSegment) -> None:
        self._field = str(head.name)
        if self._field in self.texts or (self._field == FILE and self.name is not None):
            raise _field_error(self._field, "send it once")
        if self._field == FILE:
            self.name = head.filename or FILE
        self._text.clear()

    def _end(self) -> None:
        if self._field == FILE:
            return
        try:
            self.texts[self._field] = self._text.decode()
        except UnicodeDecodeError:
            raise _field_error(self._field, "send UTF-8") from None


def _field_error(field: str, message: str) -> Malformed:
    shown = field[:100]
    return Malformed(f"{shown}: {message}.", errors=[FieldError(shown, message)])


def _too_large(max_bytes: int) -> TooLarge:
    message = f"a file here has at most {max_bytes} bytes"
    return TooLarge(f"file: {message}.", errors=[FieldError(FILE, message)])


def form(kind: type[Body]) -> dict[str, Any]:
    """The `opt` of a handler that takes a form: its body is documented from the struct, and the file."""
    _, parts = msgspec.json.schema_components((kind,), ref_template="#/components/schemas/{name}")
    schema = parts[kind.__name__]
    fields = {FILE: {"type": "string", "format": "binary"}, **schema["properties"]}
    wanted = [FILE, *schema.get("required", [])]
    described = {**schema, "properties": fields, "required": wanted}
    return {"form": {"required": True, "content": {"multipart/form-data": {"schema": described}}}}
