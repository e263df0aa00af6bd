"""HTML as Markdown.

Own code, because a description must arrive whole and quickly whatever it holds. Tried on one megabyte of hostile text:
markdownify 1.2.3 raises RecursionError on nesting and does not end on unclosed comments; html-to-markdown 3.21.2
(Rust) drops what nests deeply, passes decoded `<script>` and `javascript:` on as they are, and weighs 22 MB; nh3 and
lexbor take quadratic time for nested blocks. Only tags are read here; no tree is built, so depth costs nothing.
"""

import html
import re

from vistone.project.importing.markdown_out import (
    MAX_NESTING,
    Atom,
    code_span,
    escape_line_start,
    fence,
    link,
    render_inline,
    table,
)

# The body of a tag never crosses the next `<`, so each character is looked at a bounded number of times.
_TOKEN = re.compile(
    r"""<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]{0,15})(?P<attributes>(?:[\s/](?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)?)>"""
    r"|<!--(?P<comment>)|<[!?][^<>]*+>"
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,30})\s*=\s*(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_LANGUAGE = re.compile(r"\b(?:language|lang|brush)[-:]\s?([\w+#.-]{1,30})")

_SPACE = re.compile(r"\s+")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "del": "~~", "s": "~~", "strike": "~~"}
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_SILENT = frozenset({"script", "style", "template", "noscript", "title"})  # their content is not for reading
_CLOSINGS = {"-->": re.compile("-->")} | {f"</{tag}": re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in _SILENT}
_TABLE_PARTS = frozenset({"table", "tr", "td", "th"})
_PARAGRAPHS = frozenset({
    "address", "article", "aside", "body", "details", "div", "dl", "dd", "dt", "fieldset", "figure", "figcaption",
    "footer", "form", "header", "html", "main", "nav", "p", "section", "summary", "caption", "thead", "tbody",
    "tfoot",
})  # fmt: skip
_BARE = frozenset({
    "font", "span", "u", "ins", "small", "big", "sub", "sup", "abbr", "acronym", "center", "colgroup", "col", "head",
    "meta", "link", "label", "tt", "wbr",
})  # fmt: skip
KNOWN_TAGS = frozenset(
    {*_MARKS, *_HEADINGS, *_SILENT, *_PARAGRAPHS, *_BARE, "a", "br", "hr", "img", "code", "kbd", "samp", "pre"}
    | {"blockquote", "ul", "ol", "li", "table", "tr", "td", "th"}
)


def html_to_markdown(text: str) -> str:
    """HTML as Markdown. Takes any text, raises nothing, in time linear in its length.

    Scripts, styles and comments are dropped; a tag that is no HTML (`List<String>`) is text; images become links.
    """
    reader = _Reader()
    at = 0
    endless: set[str] = set()
    while (token := _TOKEN.search(text, at)) is not None:
        reader.text(text[at : token.start()])
        at = token.end()
        tag = (token["tag"] or "").lower()
        if token["comment"] is not None:
            at = _after(text, "-->", at, endless)
        elif not tag:
            continue  # a doctype or an instruction
        elif tag not in KNOWN_TAGS:
            reader.text(token[0])
        elif token["close"]:
            reader.end(tag)
        elif tag in _SILENT:
            at = _after(text, f"</{tag}", at, endless)
        else:
            reader.start(tag, token["attributes"])
    reader.text(text[at:])
    return reader.finish()


def _after(text: str, closing: str, at: int, endless: set[str]) -> int:
    """Where reading goes on behind `closing`. Where that never comes, what follows stays text."""
    if closing in endless:
        return at
    found = _CLOSINGS[closing].search(text, at)
    if found is None:
        endless.add(closing)  # asked once, because the search runs to the end of the text
        return at
    return found.end()


def _attribute(attributes: str, name: str) -> str:
    for key, *values in _ATTRIBUTE.findall(attributes):
        if key.lower() == name:
            return html.unescape(next((value for value in values if value), ""))
    return ""


class _Container:
    """An open quote or list. `begun`: an item of the list stands in the output, so what follows hangs under it."""

    def __init__(self, tag: str, marker: str) -> None:
        self.tag = tag
        self.marker = marker
        self.begun = tag == "blockquote"

    def prefix(self) -> str:
        if not self.begun:
            return ""
        return self.marker if self.tag == "blockquote" else " " * len(self.marker)


class _Reader:
    """The output so far, the line being gathered, and what is open around it."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._atoms: list[Atom] = []
        self._marks: list[str] = []  # open marks: they end with a line and open again on the next
        self._containers: list[_Container] = []
        self._open_tags = dict.fromkeys(("blockquote", "ul", "ol"), 0)
        self._marker = ""  # of a heading or an item, for the next line only
        self._broken = False  # the last line ended in <br>
        self._pre: list[str] | None = None
        self._language = ""
        self._code: list[str] | None = None
        self._anchor: list[str] | None = None
        self._href = ""
        self._rows: list[list[list[str]]] | None = None  # rows of cells of lines
        self._header = False

    def text(self, text: str) -> None:
        if not text:
            return
        text = html.unescape(text)
        if self._pre is not None:
            self._pre.append(text.replace("\r", ""))
        else:
            self._inline(_SPACE.sub(" ", text))

    def start(self, tag: str, attributes: str) -> None:
        if self._pre is not None:
            self._start_in_pre(tag, attributes)
        elif tag in _MARKS:
            self._mark(_MARKS[tag])
        elif tag in ("code", "kbd", "samp", "tt"):
            self._end_code()
            self._code = []
        elif tag == "a":
            self._end_anchor()
            self._anchor, self._href = [], _attribute(attributes, "href")
        elif tag == "img":
            self._image(_attribute(attributes, "alt"), _attribute(attributes, "src"))
        elif tag == "br":
            self._flush()
            self._broken = True
        elif tag in _TABLE_PARTS:
            self._start_table_part(tag)
        elif tag not in _BARE:
            self._start_block(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "pre":
            self._end_pre()
        elif self._pre is not None:
            return
        elif tag in _MARKS:
            self._unmark(_MARKS[tag])
        elif tag in ("code", "kbd", "samp", "tt"):
            self._end_code()
        elif tag == "a":
            self._end_anchor()
        elif tag == "table":
            self._end_table()
        elif tag in self._open_tags:
            self._end_container(tag)
        elif tag == "li":
            self._flush()
            self._marker = ""
        elif tag not in _BARE and tag != "br":
            self._end_block()

    def finish(self) -> str:
        self._end_pre()
        self._end_table()
        self._flush()
        return "\n".join(self._lines).strip("\n")

    def _inline(self, text: str) -> None:
        if self._code is not None:
            self._code.append(text)
        elif self._anchor is not None:
            self._anchor.append(text)
        elif text != " " or self._atoms:
            last = next((atom for atom in reversed(self._atoms[-2:]) if atom.kind in ("text", "raw")), None)
            ended = last is not None and last.kind == "text" and last.value.endswith(" ")
            self._atoms.append(Atom("text", text.removeprefix(" ") if ended else text))

    def _mark(self, mark: str) -> None:
        if mark not in self._marks:
            self._marks.append(mark)
            self._atoms.append(Atom("open", mark))

    def _unmark(self, mark: str) -> None:
        if mark in self._marks:
            self._marks.remove(mark)
            self._atoms.append(Atom("close", mark))

    def _image(self, alt: str, src: str) -> None:
        """A link, never an image: showing one would tell its server who reads the task."""
        name = alt.strip() or src.rpartition("/")[2][:100]
        if self._anchor is None and self._code is None and src.startswith(("http://", "https://")):
            self._atoms.extend(link(name, src))
        else:
            self._inline(name)

    def _end_code(self) -> None:
        if self._code is None:
            return
        code, self._code = "".join(self._code), None
        if self._anchor is not None:
            self._anchor.append(code)
        else:
            self._atoms.append(Atom("raw", code_span(code)))

    def _end_anchor(self) -> None:
        self._end_code()
        if self._anchor is None:
            return
        text, self._anchor = "".join(self._anchor), None
        if self._href.startswith("#") or not self._href:
            self._atoms.append(Atom("text", text))
        else:
            self._atoms.extend(link(text, self._href))

    def _start_in_pre(self, tag: str, attributes: str) -> None:
        if tag == "br" and self._pre is not None:
            self._pre.append("\n")
        elif found := _LANGUAGE.search(_attribute(attributes, "class")):
            self._language = found[1].lower()

    def _end_pre(self) -> None:
        if self._pre is None:
            return
        code, self._pre = "".join(self._pre).strip("\n"), None
        if self._rows is not None:
            self._atoms.append(Atom("raw", code_span(code)))
            return
        for line in fence(code, self._language):
            self._emit(line)
        self._blank()

    def _start_block(self, tag: str, attributes: str) -> None:
        self._flush()
        if tag == "pre":
            found = _LANGUAGE.search(_attribute(attributes, "class"))
            self._pre, self._language = [], found[1].lower() if found else ""
        elif tag == "li":
            self._marker = next((c.marker for c in reversed(self._containers[-1:]) if c.tag != "blockquote"), "- ")
        elif tag in self._open_tags:
            if tag == "blockquote" or not self._containers:
                self._blank()
            self._containers.append(_Container(tag, {"blockquote": "> ", "ul": "- ", "ol": "1. "}[tag]))
            self._open_tags[tag] += 1
        else:
            if not self._marker:
                self._blank()
            if tag == "hr" and self._rows is None:
                self._emit("---")
                self._blank()
            self._marker += _HEADINGS.get(tag, "")

    def _end_block(self) -> None:
        self._flush()
        self._marker = ""
        self._blank()

    def _end_container(self, tag: str) -> None:
        self._flush()
        self._marker = ""
        if not self._open_tags[tag]:
            return
        while self._containers:
            closed = self._containers.pop()
            self._open_tags[closed.tag] -= 1
            if closed.tag == tag:
                break
        if tag == "blockquote" or not self._containers:
            self._blank()

    def _start_table_part(self, tag: str) -> None:
        self._flush()
        if tag == "table":
            if self._rows is None:
                self._blank()
                self._rows, self._header = [], False
            return
        if self._rows is None:
            return  # a cell without a table is a paragraph of its own
        if tag == "tr" or not self._rows:
            self._rows.append([])
        if tag != "tr":
            self._rows[-1].append([])
            self._header = self._header or (tag == "th" and len(self._rows) == 1)

    def _end_table(self) -> None:
        self._flush()
        rows = [[" ".join(cell) for cell in row] for row in self._rows or [] if row]
        self._rows = None
        if rows:
            for line in table(rows, header=self._header):
                self._emit(line)
            self._blank()

    def _flush(self) -> None:
        """Ends the line. Its marks end with it and begin again on the next."""
        self._end_anchor()
        self._atoms.extend(Atom("close", mark) for mark in reversed(self._marks))
        line = render_inline(self._atoms, entities=True).strip()
        self._atoms = [Atom("open", mark) for mark in self._marks]
        if not line:
            return
        if self._rows is not None:
            if not self._rows or not self._rows[-1]:
                self._start_cell()
            self._rows[-1][-1].append(line)
            return
        self._emit(escape_line_start(line))

    def _start_cell(self) -> None:
        if self._rows is not None:
            self._rows = self._rows or [[]]
            self._rows[-1].append([])

    def _emit(self, line: str) -> None:
        if self._broken and not self._marker and self._lines and self._lines[-1].strip(" >"):
            self._lines[-1] += "  "
        self._broken = False
        shown = self._containers[:MAX_NESTING]
        if self._marker[:2] in ("- ", "1."):
            item, heading = self._marker[: self._marker.index(" ") + 1], self._marker[self._marker.index(" ") + 1 :]
            last = shown.pop() if shown and len(self._containers) <= MAX_NESTING else None
            prefix = "".join(container.prefix() for container in shown)
            self._lines.append(prefix + item + heading + line)
            if last is not None:
                last.begun = True
        else:
            self._lines.append("".join(container.prefix() for container in shown) + self._marker + line)
        self._marker = ""

    def _blank(self) -> None:
        """An empty line, unless there is one; inside a quote it carries the quote's mark."""
        blank = "".join(container.prefix() for container in self._containers[:MAX_NESTING]).rstrip()
        if self._lines and self._lines[-1].strip(" >"):
            self._lines.append(blank)
        elif self._lines:
            self._lines[-1] = blank if len(blank) < len(self._lines[-1]) else self._lines[-1]
