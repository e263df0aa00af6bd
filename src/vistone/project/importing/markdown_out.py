"""Writes Markdown that means what it says: literal text is escaped, code is fenced, links have a safe scheme.

Everything that leaves here renders without raw HTML, whatever went in. Both the wiki and the HTML reader end here, so
the rules stand once. Escapes follow CommonMark 0.31 and GitHub's tables and strikethrough.
"""

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

MAX_NESTING = (
    8  # of lists and quotes; deeper levels stay at this one, renderers give up far below what hostile input nests
)

_SAFE_SCHEMES = frozenset({"http", "https", "ftp", "ftps", "mailto"})
_SCHEME = re.compile(r"\A([A-Za-z][A-Za-z0-9+.-]*):")
_URL_UNSAFE = re.compile(r"""[\s<>\\"`|\[\]{}^\x00-\x20\x7f]""")

# One pass over literal text. It begins with one set of characters, which the engine looks for ten times as quickly as
# for alternatives; each of these looks at most two characters back and one ahead, so the time is linear.
_SPECIAL = re.compile(
    r"""
    [\\`*_~<\]](?:
        (?<=\\)(?=[!-/:-@\[-`{-~]|\Z)          # a backslash that Markdown would take as an escape
      | (?<=`)
      | (?<=\*)(?:(?<!\s\*)|(?!\s))            # an asterisk, unless spaces stand on both sides
      | (?<=_)(?:(?<![^\W_]_)|(?![^\W_]))       # an underscore at a word's edge
      | (?<=~)(?:(?=~)|(?<=~~))
      | (?<=<)(?=[A-Za-z/!?])                  # would open a tag, a comment or an instruction
      | (?<=\])(?=[(\[:])                      # would close a link or a definition
    )
    """,
    re.VERBOSE,
)
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")
_LINE_START = re.compile(r"(?:\#{1,6}(?=\s|\Z)|>|[+*-](?=\s|\Z)|=+\s*\Z|-{2,}\s*\Z)")
_STARTERS = frozenset("#>+*-=")
_BRACKETS = re.compile(r"([\[\]])")
_BACKTICKS = re.compile(r"`+")


class Atom(Struct, frozen=True, gc=False):
    """A piece of a line: literal text, finished Markdown, or the start, end or either of a mark (`**`, `*`, `~~`).

    `literal` is what a mark was in the source; a mark without a partner is that text.
    """

    kind: Literal["text", "raw", "open", "close", "toggle"]
    value: str
    literal: str = ""


def escape_text(text: str) -> str:
    """Literal text as Markdown. Line starts are `escape_line_start`'s."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def escape_entities(text: str) -> str:
    """Keeps `&lt;` a literal `&lt;`. To be used after `escape_text`, on text whose entities are already decoded."""
    return _ENTITY.sub(r"\\&", text)


def escape_line_start(line: str) -> str:
    """A paragraph's line that would start a heading, quote, list, rule or fence, escaped."""
    return "\\" + line if line[:1] in _STARTERS and _LINE_START.match(line) else line


def code_span(code: str) -> str:
    """Inline code; the delimiter is longer than any run of backticks inside."""
    code = " ".join(code.split("\n"))
    if not code.strip():
        return ""
    ticks = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(code)), default=0))
    # CommonMark strips one space from both ends, which is also how a backtick at an end is kept apart.
    pad = " " if code[0] in "` " or code[-1] in "` " else ""
    return f"{ticks}{pad}{code}{pad}{ticks}"


def fence(code: str, language: str = "") -> list[str]:
    """The lines of a fenced block; the fence is longer than any run of backticks inside."""
    longest = max((len(run) for run in _BACKTICKS.findall(code)), default=0)
    ticks = "`" * max(3, longest + 1)
    return [ticks + language, *code.split("\n"), ticks]


def safe_url(url: str) -> str | None:
    """The address ready for a link, or None where it has no scheme that is safe to click (http, https, ftp, mailto)."""
    url = url.strip()
    if url[:4].lower() == "www.":
        url = "http://" + url
    scheme = _SCHEME.match(url)
    if scheme is None or scheme[1].lower() not in _SAFE_SCHEMES:
        return None
    return _URL_UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)


def link(text: str, url: str) -> list[Atom]:
    """A link, or, where the address is not safe or is none of the web, its text with the address in brackets."""
    text = " ".join(text.split())
    safe = safe_url(url)
    if safe is None:
        return [Atom("text", f"{text} ({url})" if text and text != url.strip() else url)]
    if not text or text == url.strip():
        return [Atom("raw", f"<{safe}>")]
    label = "".join("\\" + part if part in ("[", "]") else escape_text(part) for part in _BRACKETS.split(text))
    target = f"<{safe}>" if "(" in safe or ")" in safe else safe
    return [Atom("raw", f"[{escape_entities(label)}]({target})")]


def render_inline(atoms: Iterable[Atom], *, entities: bool = False) -> str:
    """Atoms as one line of Markdown.

    Marks that are empty, doubled or never closed are text. Spaces at the inner edge of a mark move
    out, because `** x **` is no bold. `entities`: the text's entities are decoded, so a literal one is escaped.
    """
    out: list[str] = []
    texts: list[str] = []  # neighbouring ones are one: an escape depends on the character that follows
    for atom in _balanced(atoms):
        value = atom.value
        if atom.kind == "text":
            texts.append(value)
            continue
        if texts:
            out.append(_literal("".join(texts), entities=entities))
            texts.clear()
        if value[:1] == "[" and out and out[-1][-1:] in ("!", "]"):
            out[-1] = f"{out[-1][:-1]}\\{out[-1][-1]}"  # `!` would make an image of the link, `]` a reference
        out.append(value)
    out.append(_literal("".join(texts), entities=entities))
    return "".join(out)


def _literal(text: str, *, entities: bool) -> str:
    text = escape_text(text)
    return escape_entities(text) if entities else text


def table(rows: list[list[str]], *, header: bool) -> list[str]:
    """Rows of rendered cells as a table. Without a header row an empty one is written, since Markdown wants one.

    Only the header has the width of the widest row: the format fills short rows itself, so a hostile table of one wide
    and many short rows stays as small as its source.
    """
    width = max(len(row) for row in rows)
    head, body = (rows[0], rows[1:]) if header else ([], rows)
    head = head + [""] * (width - len(head))
    return [_table_row(head), "|" + " --- |" * width, *(_table_row(row) for row in body)]


def _table_row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("\n", " ").replace("|", "\\|") for cell in cells) + " |"


def _balanced(atoms: Iterable[Atom]) -> list[Atom]:
    """Keeps only marks that close, in order, around something that is not blank."""
    out: list[Atom] = []
    opened: dict[str, int] = {}  # mark -> index in `out`, in opening order
    closed: dict[str, int] = {}  # the same of the pair that closed last
    for atom in atoms:
        kind, mark = atom.kind, atom.value
        if kind in ("text", "raw"):
            if mark:
                out.append(atom)
            continue
        if kind == "toggle":
            kind = "close" if mark in opened else "open"
        if kind == "open" and mark not in opened:
            if out and out[-1].kind == "close" and out[-1].value == mark:
                out.pop()  # `**a****b**` would show its asterisks: one pair instead
                opened[mark] = closed[mark]
            else:
                closed.pop(mark, None)
                opened[mark] = len(out)
                out.append(atom if atom.kind == "open" else Atom("open", mark, atom.literal))
        elif kind == "close" and mark in opened:
            _close(out, opened, closed, atom if atom.kind == "close" else Atom("close", mark, atom.literal))
        else:
            out.append(Atom("text", atom.literal))
    for start in opened.values():
        out[start] = Atom("text", out[start].literal)
    return out


def _close(out: list[Atom], opened: dict[str, int], closed: dict[str, int], end: Atom) -> None:
    mark = end.value
    start = opened.pop(mark)
    for inner in [other for other, at in opened.items() if at > start]:
        at = opened.pop(inner)
        out[at] = Atom("text", out[at].literal)  # they overlap: `*a _b* c_`
    if closed.get(mark) != start and not _open_tightly(out, start):
        out[start] = Atom("text", out[start].literal)
        out.append(Atom("text", end.literal))
        return
    closed[mark] = start
    last = out[-1]
    tail = ""
    if last.kind == "text" and last.value[-1:].isspace():
        tail = last.value[len(last.value.rstrip()) :]
        out[-1] = Atom("text", last.value.rstrip())
    out.append(end)
    if tail:
        out.append(Atom("text", tail))


def _open_tightly(out: list[Atom], start: int) -> bool:
    """Moves the mark at `start` behind the spaces that follow it; False where nothing but spaces follows."""
    if not any(out[at].value.strip() for at in range(start + 1, len(out))):
        return False
    first = next(at for at in range(start + 1, len(out)) if out[at].value)
    value = out[first].value
    if out[first].kind == "text" and value[:1].isspace():
        bare = value.lstrip()
        out[first] = Atom("text", bare)
        out.insert(start, Atom("text", value[: len(value) - len(bare)]))
    return True
