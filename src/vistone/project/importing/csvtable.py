"""CSV as people's tools write it: found encoding and delimiter, records numbered, a broken record kept apart.

Streams: at most one record is in memory. What is refused at once, for the whole file: nothing in it, too big, bytes
that are not the encoding. What is one record's error: quotes that do not match, too few or too many cells, a cell
beyond all measure.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from vistone.project.importing.model import ImportRefused, ReadOptions

MAX_RECORD = 4_000_000  # characters; Jira's own limit for a text is 32,767
_REREAD = 20_000_000  # characters read twice while looking for the record after a broken one, per file
_CHUNK = 1 << 20
_DELIMITERS = (",", ";", "\t", "|")
_BOMS = (  # UTF-32 before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


ENCODINGS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
    *("cp1250", "cp1251", "cp1252", "iso-8859-1", "iso-8859-15", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr"),
)


class Record(msgspec.Struct, frozen=True):
    """Record `row` (from 1, header and blank lines not counted). `problem` is set where it is broken."""

    row: int
    cells: list[str]
    problem: str = ""


class Table(msgspec.Struct, frozen=True):
    """A CSV file ready to be read, as often as one likes: each `records()` starts at its first record."""

    file: BinaryIO
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_lines: int

    def records(self) -> Iterator[Record]:
        """The records after the header, in order. Raises nothing for what is in them."""
        lines = _Lines(_text(self.file, self.encoding))
        lines.skip(self.header_lines)
        return _records(lines, self.delimiter, self.header)


def open_table(file: BinaryIO, options: ReadOptions, known: frozenset[str]) -> Table:
    """Finds encoding, delimiter and header. `known` are column names, normalized, that tell the delimiters apart.

    Raises ImportRefused where the file is empty, too big, or not text in its encoding.
    """
    encoding = decodable(file, options)
    csv.field_size_limit(MAX_RECORD)  # the process's one limit, only ever set to this
    try:
        before, delimiters = _before_header(_Lines(_text(file, encoding)))
    except _TooLongError:
        raise ImportRefused("file", "This is no CSV file: its first line does not end.") from None
    best: tuple[int, int] = (-1, -1)
    table: Table | None = None
    for delimiter in delimiters:
        lines = _Lines(_text(file, encoding))
        lines.skip(before)
        try:
            names = tuple(
                name.strip("\ufeff \t\r\n") for name in next(csv.reader(lines, delimiter=delimiter, strict=True))
            )
        except (csv.Error, _TooLongError):
            continue
        score = (sum(normalized(name) in known for name in names), len(names))
        if any(names) and score > best:
            best = score
            table = Table(file=file, encoding=encoding, delimiter=delimiter, header=names, header_lines=lines.count)
    if table is None:
        raise ImportRefused("file", "This is no CSV file: its first line is no list of column names.")
    return table


def _before_header(lines: "_Lines") -> tuple[int, tuple[str, ...]]:
    """How many lines stand before the header, and the delimiters that it may have."""
    while not (line := lines.read()).strip("\ufeff \t\r\n"):
        if not line:
            raise ImportRefused("file", "The file is empty: it needs a header line with column names.")
        lines.begin()
    hint = line.strip("\ufeff \r\n").lower()
    if len(hint) == len("sep=;") and hint.startswith("sep="):
        return lines.count, (hint[-1],)  # Excel's own hint, a line before the header
    return lines.count - 1, _DELIMITERS


def normalized(name: str) -> str:
    """A column's name for comparison: case and runs of spaces do not count."""
    return " ".join(name.split()).casefold()


def decodable(file: BinaryIO, options: ReadOptions) -> str:
    """The file's encoding, after reading all of it once. Leaves the file at its beginning.

    Raises ImportRefused, naming the place of the first bad byte: guessing would import wrong letters in silence.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > options.max_bytes:
        raise ImportRefused("file", f"The file has {size:,} bytes; at most {options.max_bytes:,} are read.")
    encoding = (options.encoding or _detected(file.read(4096))).strip().lower()
    file.seek(0)
    if encoding not in ENCODINGS:
        raise ImportRefused("encoding", f"There is no encoding {encoding[:40]!r}; there are {', '.join(ENCODINGS)}.")
    decoder = codecs.getincrementaldecoder(encoding)()
    at = 0
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
            at += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError as error:
        place = at + getattr(error, "start", 0)
        raise ImportRefused(
            "encoding",
            f"The file is not {encoding}: see the byte at offset {place:,}. "
            "Save it as UTF-8, or say its encoding (cp1252 for Windows in the West).",
        ) from None
    file.seek(0)
    return encoding


def _detected(start: bytes) -> str:
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return encoding
    # Without a mark, UTF-16 shows by its zero bytes: a header is mostly ASCII.
    odd, even = start[1::2].count(0), start[0::2].count(0)
    if len(start) > 3 and odd * 4 > len(start) and not even:
        return "utf-16-le"
    if len(start) > 3 and even * 4 > len(start) and not odd:
        return "utf-16-be"
    return "utf-8"


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    file.seek(0)
    return _Borrowed(file, encoding=encoding, newline="")


class _Borrowed(io.TextIOWrapper):
    """Text over a file that stays its owner's: letting go of this does not close that."""

    def __del__(self) -> None:
        if not self.closed:
            self.detach()


class _TooLongError(Exception):
    """A record beyond MAX_RECORD: an open quote, or no CSV at all."""


class _Lines:
    """Physical lines with memory: those of the record at hand can be given back and read again."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: list[str] = []  # the next line last
        self.taken: list[str] = []
        self.count = 0
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return iter(self.read, "")

    def read(self) -> str:
        """The next line with its ending, without NUL; "" at the end. A line beyond all measure raises _TooLongError."""
        line = self._again.pop() if self._again else self._text.readline(MAX_RECORD)
        self.count += bool(line)
        self.taken.append(line)
        self._size += len(line)
        if self._size >= MAX_RECORD:
            if not line.endswith(("\n", "\r")):
                self._skip_line()
            raise _TooLongError
        return line.replace("\0", "") or (" " if line else "")

    def skip(self, count: int) -> None:
        """Passes over `count` lines."""
        for _ in range(count):
            self.begin()
            self.read()

    def begin(self) -> None:
        """A new record starts here."""
        self.taken.clear()
        self._size = 0

    def give_back(self, keep: int) -> int:
        """Gives back all lines of the record but its first `keep`; how many characters that is."""
        back = self.taken[keep:]
        self._again.extend(reversed(back))
        del self.taken[keep:]
        return sum(len(line) for line in back)

    def _skip_line(self) -> None:
        while (rest := self._text.readline(_CHUNK)) and not rest.endswith(("\n", "\r")):
            pass


def _records(lines: _Lines, delimiter: str, header: tuple[str, ...]) -> Iterator[Record]:
    named = max(index for index, name in enumerate(header, 1) if name)
    row = 0
    searching = False  # behind a broken record of several lines: which of them belong to it is unknown
    budget = _REREAD
    while True:
        lines.begin()
        cells, problem = _next(lines, delimiter)
        if cells is None and not problem:
            return
        if cells is not None and not any(cells) and len(lines.taken) == 1 and not lines.taken[0].strip(" ,;\t|\r\n"):
            continue
        problem = problem or _misfit(cells or [], named, len(header))
        broken = searching and bool(problem)
        searching = broken
        if problem and len(lines.taken) > 1 and budget > 0:
            # An open quote swallows the records that follow: all but the first line are looked at again.
            budget -= lines.give_back(1)
            searching = True
        if not broken:
            row += 1
            yield Record(row=row, cells=cells or [], problem=problem)


def _next(lines: _Lines, delimiter: str) -> tuple[list[str] | None, str]:
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), None), ""
    except csv.Error as error:
        return None, f"The quotes of this record do not match ({error})."
    except _TooLongError:
        return None, f"This record is longer than {MAX_RECORD:,} characters; a closing quote may be missing."


def _misfit(cells: list[str], named: int, width: int) -> str:
    if len(cells) < named:
        return f"The record has {len(cells)} cells where the header has {width} columns."
    if any(cell.strip() for cell in cells[width:]):
        return (
            f"The record has {len(cells)} cells where the header has {width} columns; is a text with commas unquoted?"
        )
    return ""
