"""Jira's wiki markup as Markdown.

The notation is Atlassian's "Text Formatting Notation Help"; what it renders is kept, what is plain there stays plain
here. Own code, because the one library for it (jira2markdown 0.5.3, a pyparsing grammar) needed more than ten minutes
for a backlog of 1,680 issues that this module converts in half a second, and ten seconds for one long cell.
Every regular expression here excludes its own delimiters from its body, so no text makes it slow.
"""

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

_TAG = r"\{(?<!\\\{)(code|noformat|quote|panel|info|note|warning|tip|expand)(?::([^{}\n]{0,300}))?\}"
_MACRO = re.compile(_TAG, re.IGNORECASE)
_MACRO_OR_FENCE = re.compile(
    _TAG + r"|^[ \t]*(?P<fence>```+)[ \t]*(?P<lang>[\w+#.-]{0,30})[ \t]*$",  # Markdown's own, which people type anyway
    re.IGNORECASE | re.MULTILINE,
)
_FENCE_END = re.compile(r"^[ \t]*```+[ \t]*$", re.MULTILINE)
_INLINE = re.compile(
    r"""
      (?P<text>(?:[^{`\[!\\*_hf-]++|h(?!ttps?://)|f(?!tp://))++)  # a run in which nothing below can begin
    | \{\{(?P<mono>(?:[^{}\n]|\{(?!\{)|\}(?!\}))++)\}\}
    | (?<!`)(?P<ticks>`++)(?P<ticked>[^`\n]++)(?P=ticks)(?!`)
    | \[(?P<link>[^\[\]\n]++)\]
    | !(?P<image>https?://[^!\s|]++|\w[^!|\n]*\.[A-Za-z0-9]{1,5})(?:\|[^!\n]*+)?!
    | (?P<url>(?:https?|ftp)://[^\s<>"'`{}|\\^\[\]]++)
    | \{(?:color|anchor)(?::[^{}\n]*+)?\}
    | \{(?P<braced>[*_-])\}
    | \\(?P<escaped>[*_{}\[\]!|~^+\#?-])
    | (?P<mark>(?<![\w*])\*(?=[^\s*.,;:/])|(?<=[^\s*])\*(?![\w*])
             |(?<!\w)_(?=[^\s_])|(?<=[^\s_])_(?!\w)
             |(?<![\w-])-(?=[^\s>-])|(?<=[^\s<-])-(?![\w-]))
    """,
    re.VERBOSE,
)
# Nothing in such a line means anything in either notation: not `a-b`, not `a_b`, not a colon before anything but `//`.
_PLAIN = re.compile(r"(?:[^{`\[\]!\\*~<_:-]++|:(?!//)|(?<=[^\W_])[_-](?=[^\W_]))*+\Z")
_MARKS = {"*": "**", "_": "*", "-": "~~"}
_OPEN = {char: Atom("open", mark, char) for char, mark in _MARKS.items()}
_CLOSE = {char: Atom("close", mark, char) for char, mark in _MARKS.items()}
_HEADING = re.compile(r"h([1-6])\.\s+(\S.*)\Z")
_LIST_ITEM = re.compile(r"([*#]+|-)\s+(\S.*)\Z")
_RULE = re.compile(r"-{4,}\s*\Z")
_CELL_PARTS = re.compile(r"\[[^\[\]]*+\]|\{\{[^{}]*+\}\}|![^\s!|][^!|]*+\|[^!]*+!|\|\|?|\\\|")
_FILE_NAME = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}\Z")
_SPACES = re.compile(r" {2,}")
_FORCED_BREAK = re.compile(r"\\\\(?=\s|\Z)")
_ADMONITIONS = frozenset({"panel", "info", "note", "warning", "tip", "expand"})


def wiki_to_markdown(text: str, *, flattened: bool = False) -> str:
    """Jira wiki markup as Markdown. Takes any text, raises nothing, in time linear in its length.

    `flattened`: the file lost its newlines, each to two spaces (the research CSVs did). Then runs of spaces become
    line breaks again: in code two spaces a break and the rest indentation; in prose four or five a new paragraph and
    any others a soft break, which renders as the one space it may have been. No other character changes.
    """
    writer = _Writer(flattened=flattened)
    written = at = 0
    unclosed: set[str] = set()
    macros = _MACRO_OR_FENCE if "```" in text else _MACRO  # the one is ten times as quick as the other
    while (macro := macros.search(text, at)) is not None:
        name = (macro[1] or "fence").lower()
        at = macro.end()
        if name in ("quote", *_ADMONITIONS):
            writer.prose(text[written : macro.start()])
            writer.toggle_quote() if name == "quote" else writer.title(macro[2] or "")
        elif name in unclosed:
            continue
        elif (end := _closing(text, at, name)) is None:
            unclosed.add(name)  # asked once, because the search runs to the end of the text
            continue
        else:
            writer.prose(text[written : macro.start()])
            writer.code(text[at : end[0]], macro["lang"] or "" if name == "fence" else macro[2] or "")
            at = end[1]
        written = at
    writer.prose(text[written:])
    return writer.finish()


def inline_atoms(line: str) -> list[Atom]:
    """One line of wiki text as atoms."""
    atoms: list[Atom] = []
    at = 0
    for found in _INLINE.finditer(line):
        start, end = found.span()
        if start > at:
            atoms.append(Atom("text", line[at:start]))
        if found.lastgroup == "text":
            atoms.append(Atom("text", found[0]))
        else:
            atoms += _atoms_of(found, line)
        at = end
    atoms.append(Atom("text", line[at:]))
    return atoms


def _atoms_of(found: re.Match[str], line: str) -> list[Atom]:  # noqa: PLR0911  one answer for each notation
    match found.lastgroup:
        case "mono":
            return [Atom("raw", code_span(found["mono"]))]
        case "ticked":
            return [Atom("raw", code_span(found["ticked"]))]
        case "link":
            return _link(found["link"], found[0])
        case "image":
            return _image(found["image"])
        case "url":
            bare = found["url"].rstrip(".,;:!?*_~'")
            if bare.endswith(")") and "(" not in bare:
                bare = bare.rstrip(").,;:!?")
            return [*link("", bare), Atom("text", found["url"][len(bare) :])]
        case "braced":
            return [Atom("toggle", _MARKS[found["braced"]], found[0])]
        case "escaped":
            return [Atom("text", found["escaped"])]
        case "mark":
            return [_mark(found, line)]
        case _:
            return []  # colour and anchor tags say nothing in Markdown


def _mark(found: re.Match[str], line: str) -> Atom:
    """A mark opens before a word and closes after one; between two brackets or quotes it closes."""
    before = line[found.start() - 1 : found.start()] if found.start() else " "
    after = line[found.end() : found.end() + 1] or " "
    opens = not before.isalnum() and not after.isspace()
    closes = not before.isspace() and not after.isalnum()
    if closes and not (opens and after not in ".,;:!?)]}\"'"):
        return _CLOSE[found[0]]
    return _OPEN[found[0]]


def _link(body: str, whole: str) -> list[Atom]:
    """`[text|url]`, `[url]`, `[~user]`, `[^file]`, `[#anchor]`; anything else in brackets is text."""
    label, bar, rest = body.partition("|")
    target = rest.partition("|")[0].strip() if bar else label.strip()
    label = label.strip()
    if target.startswith("~"):
        return [Atom("text", "@" + target[1:].removeprefix("accountid:"))]
    if bar and target:
        return [Atom("text", label)] if target.startswith("#") else link(label, target)
    if label.startswith("^") and _FILE_NAME.search(label):
        return [Atom("text", label[1:])]
    if re.match(r"(?:https?|ftps?)://|mailto:", label, re.IGNORECASE):
        return link("", label)
    return [Atom("text", whole)]


def _image(name: str) -> list[Atom]:
    """`!url!` is a link, `!file.png|width=3!` the file's name.

    Never an image: showing one would tell its server who reads the task.
    """
    return link(name.rpartition("/")[2], name) if name.startswith("http") else [Atom("text", name)]


def _closing(text: str, at: int, name: str) -> tuple[int, int] | None:
    if name == "fence":
        end = _FENCE_END.search(text, at)
        return end.span() if end else None
    tag = f"{{{name}}}"
    start = text.find(tag, at)
    if start < 0:
        start = text.find(tag.upper(), at)
    return (start, start + len(tag)) if start >= 0 else None


class _Writer:
    """The output so far, with the state that lines depend on: quote, list levels, rows of a table, a paragraph."""

    def __init__(self, *, flattened: bool) -> None:
        self._flattened = flattened
        self._lines: list[str] = []
        self._quoted = False
        self._levels: list[str] = []  # the markers of the open list, outermost first
        self._rows: list[list[str]] = []
        self._row_head = False
        self._row: list[str] = []  # lines of a row whose last cell goes on
        self._open_paragraph = False

    def toggle_quote(self) -> None:
        self._end_block()
        if self._lines and self._lines[-1] == ">":
            self._lines[-1] = ""
        self._quoted = not self._quoted

    def title(self, parameters: str) -> None:
        self._end_block()
        named = dict(part.partition("=")[::2] for part in parameters.split("|"))
        if title := named.get("title", "").strip():
            self._emit(render_inline([Atom("open", "**"), Atom("text", title), Atom("close", "**")]))
            self._end_block()

    def code(self, code: str, parameters: str) -> None:
        if self._flattened:
            code = _SPACES.sub(lambda run: "\n" + " " * (len(run[0]) - 2), code)
        language = ""
        for part in parameters.split("|"):
            key, equals, value = part.partition("=")
            if (not equals or key.strip() == "language") and _LANGUAGE.match(candidate := (value or key).strip()):
                language = candidate.lower()
            elif key.strip() == "title":
                self.title(part)
        self._end_table()
        indent = self._indent() if self._open_paragraph else ""
        if not indent:
            self._end_block()
        for line in fence(code.strip("\n").rstrip(), language):
            self._emit(indent + line)
        self._open_paragraph = False
        if not indent:
            self._blank()

    def prose(self, text: str) -> None:
        if self._flattened:
            text = _SPACES.sub(lambda run: "\n\n" if len(run[0]) in (4, 5) else "\n", text)
        if not text:
            return
        # The newline that sets a macro on its own line is part of the macro, not an empty line.
        for line in _FORCED_BREAK.sub("\n", text.removeprefix("\n").removesuffix("\n")).split("\n"):
            self._line(line.strip())

    def finish(self) -> str:
        self._end_block()
        if self._lines[-1:] == [">"]:
            self._lines.pop()
        return "\n".join(self._lines).strip("\n")

    def _line(self, line: str) -> None:
        first = line[:1]
        if first == "|" and len(line) > 1:
            self._start_row(line)
            return
        if self._row and line:
            self._row.append(line)
            if line.endswith("|"):
                self._end_row(self._row)
            return
        self._end_table()
        if not line:
            self._end_block()
        elif first == "h" and (heading := _HEADING.match(line)):
            self._end_block()
            self._emit("#" * int(heading[1]) + " " + _inline(heading[2]))
            self._blank()
        elif first == "-" and _RULE.match(line):
            self._end_block()
            self._emit("---")
            self._blank()
        elif line.startswith("bq. "):
            self._end_block()
            self._emit("> " + escape_line_start(_inline(line[4:].strip())))
            self._blank()
        elif first in "*#-" and (item := _LIST_ITEM.match(line)):
            self._item(item[1], item[2])
        else:
            self._text(line)

    def _item(self, markers: str, body: str) -> None:
        if not self._levels and self._open_paragraph:
            self._blank()
        depth = min(len(markers), len(self._levels) + 1, MAX_NESTING)
        del self._levels[depth - 1 :]
        indent = self._indent()
        self._levels.append("1. " if markers[-1] == "#" else "- ")
        self._emit(indent + self._levels[-1] + escape_line_start(_inline(body)))
        self._open_paragraph = True

    def _text(self, line: str) -> None:
        rendered = escape_line_start(_inline(line))
        if self._open_paragraph and self._lines:
            if not self._flattened:
                self._lines[-1] += "  "  # Jira shows the line break, so Markdown must be told
            self._emit(self._indent() + rendered)
        else:
            self._levels.clear()
            self._emit(rendered)
        self._open_paragraph = True

    def _start_row(self, line: str) -> None:
        if self._row:
            self._end_table()
        elif not self._rows:
            self._end_block()
        self._row = [line]
        if line.endswith("|"):
            self._end_row(self._row)

    def _end_row(self, lines: list[str]) -> None:
        cells, head = _cells(" ".join(lines))
        if not self._rows:
            self._row_head = head
        self._rows.append([_inline(cell.strip()) for cell in cells])
        self._row = []

    def _end_table(self) -> None:
        rest = self._row[1:]  # lines after a row that never closed: no cell, but text
        if self._row:
            self._end_row(self._row[:1])
        if self._rows:
            rows, self._rows = self._rows, []
            for line in table(rows, header=self._row_head):
                self._emit(line)
            self._blank()
        for line in rest:
            self._text(line)

    def _end_block(self) -> None:
        self._end_table()
        self._levels.clear()
        self._open_paragraph = False
        self._blank()

    def _blank(self) -> None:
        """An empty line, unless there is one; inside a quote it carries the quote's mark."""
        if self._lines and self._lines[-1] not in ("", ">"):
            self._lines.append(">" if self._quoted else "")

    def _emit(self, line: str) -> None:
        self._lines.append("> " + line if self._quoted else line)

    def _indent(self) -> str:
        return " " * sum(len(marker) for marker in self._levels)


def _inline(line: str) -> str:
    return line if _PLAIN.match(line) else render_inline(inline_atoms(line))


def _cells(line: str) -> tuple[list[str], bool]:
    """A row's cells and whether it is a header row. A bar inside a link, a code or an image divides nothing."""
    cells: list[str] = []
    head = line.startswith("||")
    at = 2 if head else 1
    start = at
    for found in _CELL_PARTS.finditer(line, at):
        if found[0] in ("|", "||"):
            cells.append(line[start : found.start()])
            start = found.end()
    if rest := line[start:].strip():
        cells.append(rest)
    return cells or [""], head
