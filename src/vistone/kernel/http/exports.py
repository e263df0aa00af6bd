"""Lists and files as downloads: `?download=csv|xlsx|json|jsonl` on every list, all of its pages in one answer.

The list is read a thousand rows at a time, each batch by itself: no connection is held while a slow reader reads, and no
statement gets long. JSON (lines too) and CSV go out as they are read; a workbook is written to disk first, row by row.
"""

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import IO, Any
from uuid import UUID

import msgspec
import xlsxwriter
from litestar.response import Stream
from xlsxwriter.worksheet import Worksheet

from vistone.kernel.errors import FieldError, Malformed
from vistone.kernel.files.names import clean_name, disposition

ROWS_AT_ONCE = 1_000
IN_MEMORY_BYTES = 1024 * 1024
CHUNK_BYTES = 256 * 1024
LONGEST_CELL = 32_767  # characters, by Excel
MOST_ROWS = 1_048_576  # of a sheet, by Excel
_FIRST_YEAR = 1900  # Excel knows no day before
# What makes a spreadsheet read a cell as a formula; also the wide forms that East Asian keyboards write.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 -- those very characters


class Format(StrEnum):
    """What a list can be had as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    JSONL = "jsonl"


CONTENT_TYPES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
    Format.JSONL: "application/jsonl",
}

SHEETS = {Format.CSV, Format.XLSX}
"""Those that people read: their batches are rows of cells, of which the first has the titles; of the others, records."""

Batches = AsyncIterator[Sequence[Any]]


def read_format(text: str) -> Format:
    """The format that a query names. Malformed for any other."""
    try:
        return Format(text)
    except ValueError:
        message = f"give one of {', '.join(Format)}"
        raise Malformed(f"download: {message}.", errors=[FieldError("download", message)]) from None


async def export(format: Format, name: str, batches: Batches) -> Stream:
    """The list as a download. The first batch is read now, so that what is refused is refused as a problem."""
    first = await anext(batches, ())
    every = _with_first(first, batches)
    file_name = f"{name}.{format.value}"
    match format:
        case Format.JSON:
            return _download(_json(every), file_name, CONTENT_TYPES[format])
        case Format.JSONL:
            return _download(_json_lines(every), file_name, CONTENT_TYPES[format])
        case Format.CSV:
            return _download(_csv(every), file_name, CONTENT_TYPES[format])
        case Format.XLSX:
            return attachment(await _workbook(every), file_name, CONTENT_TYPES[format])


async def _with_first(first: Sequence[Any], rest: Batches) -> Batches:
    yield first
    async for batch in rest:
        yield batch


def attachment(file: IO[bytes], name: str, content_type: str) -> Stream:
    """A file as a download, from its beginning; it is closed when it is sent."""

    async def chunks() -> AsyncIterator[bytes]:
        with file:
            file.seek(0)
            while chunk := file.read(CHUNK_BYTES):
                yield chunk

    return _download(chunks(), clean_name(name), content_type)


def _download(content: AsyncIterator[bytes], name: str, content_type: str) -> Stream:
    headers = {"Content-Disposition": disposition(name, inline=False), "Cache-Control": "private, no-store"}
    return _Download(content, media_type=content_type, headers=headers)


class _Download(Stream):
    """A stream that keeps its own content type; Litestar's takes the handler's, which is that of a page."""

    def to_asgi_response(self, *args: Any, media_type: Any = None, **kwargs: Any) -> Any:
        return super().to_asgi_response(*args, media_type=self.media_type, **kwargs)


async def _json(batches: Batches) -> AsyncIterator[bytes]:
    """As one page, so that whoever reads pages reads this."""
    between = b'{"items":[\n'
    async for batch in batches:
        if batch:
            yield between + b",\n".join(msgspec.json.encode(record) for record in batch)
            between = b",\n"
    yield (between if between.startswith(b"{") else b"") + b'\n],"nextCursor":null}\n'


async def _json_lines(batches: Batches) -> AsyncIterator[bytes]:
    """One record a line."""
    async for batch in batches:
        if batch:
            yield msgspec.json.Encoder().encode_lines(batch)


async def _csv(batches: Batches) -> AsyncIterator[bytes]:
    """With a mark of UTF-8, without which Excel reads umlauts wrong, and line ends by RFC 4180."""
    mark = b"\xef\xbb\xbf"
    async for batch in batches:
        yield mark + _lines([_text(cell) for cell in row] for row in batch)
        mark = b""


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _text(value: Any) -> str:
    """A value for CSV. Text that a spreadsheet would run as a formula gets an apostrophe, which makes it text."""
    plain = plain_value(value)
    if isinstance(plain, str):
        return f"'{plain}" if plain.startswith(_FORMULA) else plain
    if isinstance(plain, datetime):
        return plain.isoformat().replace("+00:00", "Z")
    return "" if plain is None else str(plain)


def plain_value(value: Any) -> str | int | float | Decimal | bool | date | datetime | None:
    """A field's value as one cell: midnight UTC, which is a day, as a date; lists divided by commas; the rest as JSON."""
    match value:
        case None | bool() | int() | float() | Decimal():
            return value
        case datetime():
            moment = value.astimezone(UTC)
            return moment.date() if moment.time() == datetime.min.time() else moment
        case date():
            return value
    return _words(value)


def _words(value: Any) -> str:
    match value:
        case Enum():
            return str(value.value)
        case str() | UUID():
            return str(value)
        case list() | tuple() if all(isinstance(one, str | UUID | int | float) for one in value):
            return ", ".join(str(one) for one in value)
    return msgspec.json.encode(value).decode()


async def _workbook(batches: Batches) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 -- `attachment` closes it
    try:
        book = _Workbook(file)
        async for batch in batches:
            await asyncio.to_thread(book.write, batch)
        await asyncio.to_thread(book.close)
    except BaseException:
        file.close()
        raise
    return file


class _Workbook:
    """A workbook written row by row; what does not fit on a sheet goes on to the next.

    Every text is written as text, never as a formula or a link, whatever it begins with.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._book = xlsxwriter.Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._bold = self._book.add_format({"bold": True})
        self._titles: Sequence[str] = ()
        self._row = 0
        self._sheet: Worksheet | None = None

    def _begin(self) -> Worksheet:
        sheet = self._book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for place, title in enumerate(self._titles):
            sheet.write_string(0, place, title, self._bold)
        self._row = 1
        return sheet

    def write(self, batch: Sequence[Sequence[Any]]) -> None:
        """Writes the rows below those before. Blocks: call it in a thread."""
        for row in batch:
            if self._sheet is None:
                self._titles = row
                self._sheet = self._begin()
                continue
            if self._row >= MOST_ROWS:
                self._sheet = self._begin()
            for place, value in enumerate(row):
                self._cell(self._sheet, place, plain_value(value))
            self._row += 1

    def _cell(self, sheet: Worksheet, place: int, value: str | float | Decimal | date | datetime | None) -> None:
        match value:
            case None:
                return
            case bool():
                sheet.write_boolean(self._row, place, value)
            case int() | float() | Decimal():
                sheet.write_number(self._row, place, value)
            case datetime() if value.year >= _FIRST_YEAR:
                sheet.write_datetime(self._row, place, value.replace(tzinfo=None))
            case date() if value.year >= _FIRST_YEAR and not isinstance(value, datetime):
                sheet.write_datetime(self._row, place, value, self._day)
            case _:
                text = str(value)
                cut = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
                sheet.write_string(self._row, place, cut)

    def close(self) -> None:
        """Finishes the file. Blocks: call it in a thread."""
        self._book.close()


def documented(schema: dict[str, Any]) -> dict[str, Any]:
    """The contents of a list's answer for OpenAPI: its page as JSON, and the other formats."""
    return {
        CONTENT_TYPES[Format.JSON]: schema,
        CONTENT_TYPES[Format.JSONL]: {"schema": {"type": "string"}},
        CONTENT_TYPES[Format.CSV]: {"schema": {"type": "string"}},
        CONTENT_TYPES[Format.XLSX]: {"schema": {"type": "string", "format": "binary"}},
    }
