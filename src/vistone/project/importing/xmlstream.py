"""XML from strangers, read as it comes: what is dangerous in it is refused, and only one record is in memory.

A document type is refused whole, and with it every entity that a file could declare: bombs (`&a;` of `&b;` of `&c;` ...)
and files or addresses to be read from our side. That is what defusedxml does, in one handler of Python's own expat;
nesting and the size of a record are bounded besides.
"""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat  # every declaration is refused below, before expat would follow it

from vistone.project.importing.model import ImportRefused, ReadOptions

DEEPEST = 100
LONGEST_RECORD = 4_000_000  # characters of text and attributes
MOST_ELEMENTS = 200_000  # in one record
_CHUNK = 1 << 18
_OWN_ENCODINGS = {"cp1250": "windows-1250", "cp1251": "windows-1251", "cp1252": "windows-1252"}


class Node:
    """An element: its name without namespace, its attributes, its own text, and what is in it."""

    __slots__ = ("attributes", "children", "name", "parts")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Node] = []
        self.parts: list[str] = []

    @property
    def text(self) -> str:
        """The element's own text, without spaces at its ends."""
        return "".join(self.parts).strip()

    def all(self, name: str) -> list["Node"]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]

    def get(self, name: str) -> "Node | None":
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def say(self, name: str) -> str:
        """The text of the first child of that name; empty without one."""
        child = self.get(name)
        return child.text if child is not None else ""


def records(file: BinaryIO, options: ReadOptions, wanted: dict[str, str]) -> Iterator[Node]:
    """The elements that are named in `wanted`, each with all that is in it, in the file's order; the rest is passed over.

    `wanted` maps a name to that of the element right around it, so that a word means the same only where it stands. The
    file's own root comes last, with those of its children that hold nothing but text.

    Raises ImportRefused for what is no XML, or XML with a document type, or beyond the bounds.
    """
    size = file.seek(0, io.SEEK_END)
    if size > options.max_bytes:
        raise ImportRefused("file", f"The file has {size:,} bytes; at most {options.max_bytes:,} are read.")
    file.seek(0)
    reader = _Reader(wanted, options.encoding)
    while chunk := file.read(_CHUNK):
        yield from reader.feed(chunk)
    yield from reader.feed(b"", final=True)


class _Reader:
    def __init__(self, wanted: dict[str, str], encoding: str | None) -> None:
        self._parser = expat.ParserCreate(_known(encoding))
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.ExternalEntityRefHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._say
        self._wanted = wanted
        self._names: list[str] = []
        self._open: list[Node] = []
        self._root: Node | None = None
        self._plain: Node | None = None
        self._done: list[Node] = []
        self._size = self._count = 0

    def feed(self, chunk: bytes, *, final: bool = False) -> list[Node]:
        """The records that end in this piece of the file."""
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            message = f"This is no XML: {expat.ErrorString(error.code)}, line {error.lineno}."
            raise ImportRefused("file", message) from None
        except (LookupError, ValueError):  # unknown, not decodable, or of a kind that expat does not read
            raise ImportRefused(
                "encoding", "The file says an encoding that is not known here; save it as UTF-8."
            ) from None
        done, self._done = self._done, []
        if final and self._root is not None:
            done.append(self._root)
        return done

    def _refuse(self, *_: object) -> int:
        raise ImportRefused(
            "file", "The file declares a document type or entities (<!DOCTYPE>): that is not read here."
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if len(self._names) >= DEEPEST:
            raise ImportRefused("file", f"The file nests its elements more than {DEEPEST} deep.")
        around = self._names[-1] if self._names else ""
        self._names.append(plain)
        if self._open:
            self._grow(sum(len(key) + len(value) for key, value in attributes.items()))
            self._count += 1
            if self._count > MOST_ELEMENTS:
                raise ImportRefused("file", f"One record of the file has more than {MOST_ELEMENTS:,} elements.")
            node = Node(plain, attributes)
            self._open[-1].children.append(node)
            self._open.append(node)
        elif plain in self._wanted and self._wanted[plain] == around:
            self._size = self._count = 0
            self._open = [Node(plain, attributes)]
        elif self._root is None:
            self._root = Node(plain, attributes)
        elif len(self._names) == 2:  # a child of the root
            self._size = 0
            self._plain = Node(plain, attributes)
        else:
            self._plain = None

    def _end(self, _: str) -> None:
        self._names.pop()
        if self._open:
            node = self._open.pop()
            if not self._open:
                self._done.append(node)
        elif self._plain is not None and self._root is not None and len(self._names) == 1:
            if len(self._root.children) < DEEPEST:
                self._root.children.append(self._plain)
            self._plain = None

    def _say(self, text: str) -> None:
        node = self._open[-1] if self._open else self._plain
        if node is not None:
            self._grow(len(text))
            node.parts.append(text)

    def _grow(self, by: int) -> None:
        self._size += by
        if self._size > LONGEST_RECORD:
            raise ImportRefused("file", f"One record of the file has more than {LONGEST_RECORD:,} characters.")


def _known(encoding: str | None) -> str | None:
    """The name by which expat knows an encoding; None: as the file says."""
    if encoding is None:
        return None
    plain = encoding.strip().lower()
    try:
        codecs.lookup(plain)
    except LookupError:
        raise ImportRefused("encoding", f"There is no encoding {encoding[:40]!r}.") from None
    return _OWN_ENCODINGS.get(plain, plain.removesuffix("-sig"))
