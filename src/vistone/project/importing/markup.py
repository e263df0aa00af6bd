"""Foreign text to Markdown: which kind it is, and the way from it.

The output of every function here holds no raw HTML, so a reader that forgets to sanitize shows `<script>` as text.
None raises for any string, and all take time linear in its length.
"""

import re
from enum import StrEnum

from vistone.project.importing.html_text import KNOWN_TAGS, html_to_markdown
from vistone.project.importing.markdown_out import escape_line_start, escape_text
from vistone.project.importing.wiki import wiki_to_markdown

__all__ = [
    "Markup",
    "clean",
    "clean_line",
    "defuse_markdown",
    "detect",
    "html_to_markdown",
    "literal",
    "to_markdown",
    "wiki_to_markdown",
]

_NEWLINES = re.compile("[\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
# Characters that a database or a screen cannot hold: controls but tab and newline, halves of surrogate pairs.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HTML_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]*+)?/?>")
_HTML_START = re.compile(
    r"\s*(?:<!doctype|<html|<(p|div|h[1-6]|ul|ol|table|pre|blockquote|span|br)\b[^<>]*+>)", re.IGNORECASE
)
_WIKI = re.compile(
    r"\{(?:code|noformat|quote|panel|color)\b|^h[1-6]\. |\{\{[^{}\n]+\}\}|\[[^\[\]|\n]+\|[^\[\]\n]+\]|^\|\|",
    re.MULTILINE,
)
_VOID = frozenset({"br", "hr", "img"})
_BREAKS = frozenset({"p", "br", "div", "li"})
_QUOTED_TAG = re.compile(r"""["'`]</?[a-zA-Z]|>["'`]""")
_SEVERAL = 3  # tags that make a text HTML which does not start with one

_FENCE = re.compile(r"`{3,}|~{3,}")
_TICKS = re.compile(r"`+")
# Possessive and anchored at the first backslash: a run of them is looked at once.
_TAG_START = re.compile(r"(?P<link><(?:https?://|mailto:)[^\s<>`]++>)|(?<!\\)(?P<slashes>\\*+)<(?=[A-Za-z/!?])")


class Markup(StrEnum):
    """What a text is written in."""

    WIKI = "wiki"
    HTML = "html"
    MARKDOWN = "markdown"


def clean(text: str) -> str:
    """The text with plain newlines and without characters that cannot be stored or shown (NUL, controls)."""
    return _UNPRINTABLE.sub("", _NEWLINES.sub("\n", text))


def clean_line(text: str) -> str:
    """The text on one line, single spaces, nothing at its ends."""
    return " ".join((text if text.isprintable() else clean(text)).split())


def detect(text: str) -> Markup:
    """Wiki markup or HTML, for Jira's fields, which hold either.

    HTML is a text that starts with a block tag and closes one, or one that ends with a tag and has several, all of
    HTML, one of them a line break or paragraph, none beside a quotation mark. A text about HTML (`{code}<p>{code}`, `echo '<h1>';`) stays
    wiki text, where every tag is shown: that way round nothing is lost.
    """
    if "<" not in text or ">" not in text or _WIKI.search(text):
        return Markup.WIKI
    tags = [found[1].lower() for found in _HTML_TAG.finditer(text)]
    closing = "</" in text or not _VOID.isdisjoint(tags)
    if closing and _HTML_START.match(text):
        return Markup.HTML
    several = (
        closing
        and text.rstrip().endswith(">")
        and len(tags) >= _SEVERAL
        and KNOWN_TAGS.issuperset(tags)
        and not _BREAKS.isdisjoint(tags)
    )
    return Markup.HTML if several and not _QUOTED_TAG.search(text) else Markup.WIKI


def to_markdown(text: str, markup: Markup | None = None, *, flattened: bool = False) -> str:
    """The text as Markdown; `markup` None has it detected. `flattened` as in `wiki_to_markdown`."""
    text = clean(text)
    match markup or detect(text):
        case Markup.HTML:
            return html_to_markdown(text)
        case Markup.MARKDOWN:
            return defuse_markdown(text)
        case Markup.WIKI:
            return wiki_to_markdown(text.strip(), flattened=flattened)


def literal(text: str) -> str:
    """Plain text of one line as Markdown that shows just that."""
    return escape_line_start(escape_text(text))


def defuse_markdown(text: str) -> str:
    """Markdown as it is, with raw HTML turned to text.

    Code keeps its `<` only where it is certainly code: in a fence at a line's very start, or in a span that opens and
    closes within a line, and only while the text has held nothing ambiguous (a fence in a list, a lone backtick).
    After that every `<` is escaped, which shows a backslash in code at worst.
    """
    if "<" not in text:
        return text
    out: list[str] = []
    fences = spans = True
    fence = ""
    for line in text.split("\n"):
        if fence:
            out.append(line)
            fence = "" if _closes(line, fence) else fence
        elif fences and (found := _FENCE.match(line)) and "`" not in line[found.end() :]:
            fence = found[0]
            out.append(line)
        else:
            fences = fences and not _FENCE.search(line)
            code = _spans(line) if fences and spans else None
            spans = code is not None
            out.append(_defuse_line(line, code or []))
    return "\n".join(out)


def _closes(line: str, fence: str) -> bool:
    bare = line.strip(" \t")
    return not line.startswith(("    ", "\t")) and len(bare) >= len(fence) and set(bare) == {fence[0]}


def _spans(line: str) -> list[tuple[int, int]] | None:
    """Where the line's code spans are; None where that depends on other lines, on escapes or on a table."""
    runs = [found.span() for found in _TICKS.finditer(line)]
    if runs and ("\\`" in line or "|" in line):
        return None
    partner: dict[int, int] = {}
    last_of_length: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        partner[index] = last_of_length.get(length, -1)
        last_of_length[length] = index
    spans = []
    index = 0
    while index < len(runs):
        if partner[index] < 0:
            return None
        spans.append((runs[index][0], runs[partner[index]][1]))
        index = partner[index] + 1
    return spans


def _defuse_line(line: str, code: list[tuple[int, int]]) -> str:
    out = []
    at = 0
    for start, end in code:
        out += [_TAG_START.sub(_escaped, line[at:start]), line[start:end]]
        at = end
    return "".join([*out, _TAG_START.sub(_escaped, line[at:])])


def _escaped(found: re.Match[str]) -> str:
    return found[0] if found["link"] or len(found["slashes"]) % 2 else f"{found['slashes']}\\<"
