"""Foreign markup to Markdown: what it means stays, nothing executes, nothing is slow, nothing is lost."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vistone.project.importing.markdown_out import render_inline
from vistone.project.importing.markup import Markup, clean, detect, html_to_markdown, to_markdown, wiki_to_markdown
from vistone.project.importing.wiki import inline_atoms

# A judge that is not ours. With html on it says what would reach a page that sanitizes nothing.
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

PIECES = [
    "{code}", "{code:java}", "{noformat}", "{quote}", "{panel:title=x}", "{color:red}", "{color}", "{{", "}}", "{*}",
    "*", "_", "-", "----", "+", "[", "]", "(", ")", "!", "a.png", "<", ">", "<b>", "</b>", "<script>", "</script>",
    "<!--", "-->", "<img src=x onerror=y>", "<a href='javascript:x'>", "</a>", "<p>", "<div>", "<pre>", "</pre>",
    "<code>", "</code>", "<ul>", "<ol>", "<li>", "</li>", "</ul>", "<table>", "<tr>", "<td>", "<th>", "</table>",
    "<blockquote>", "<br>", "<h2>", "</h2>", "<svg onload=x>", "<hr>", "<https://x.y>", "`", "``", "```", "~~~", "~",
    "#", "h1. ", "bq. ", "* ", "# ", "## ", "- ", "1. ", "> ", "&", "&lt;", "&amp;lt;script&amp;gt;", "&#60;", "\\",
    "\\\\", "[a|http://x.y]", "[x](javascript:y)", "]: ", "[~joe]", "http://x.y/a_b", "|", "||", "\n", "\n\n", "  ",
    "    ", "\t", " ", "a", "word", "=", "===",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=200)
KINDS = st.sampled_from([None, *Markup])


def unsafe(markdown: str, *, images: bool) -> list[str]:
    """Raw HTML and links that a page should not have; where `images` are ours to keep out, those too."""
    every = [inner for token in MARKDOWN.parse(markdown) for inner in (token, *(token.children or ()))]
    kinds = ("html_block", "html_inline", "image") if images else ("html_block", "html_inline")
    targets = [str(token.attrGet("href")) for token in every if token.type == "link_open"] if images else []
    return [token.content for token in every if token.type in kinds] + [
        target for target in targets if not re.match(r"(?:https?|ftps?|mailto):", target, re.IGNORECASE)
    ]


@given(st.text(alphabet="aé1_-:/ .,(=", max_size=40))
def test_a_line_that_is_passed_on_as_it_is_comes_out_as_the_long_way_has_it(text: str) -> None:
    line = f"x {text}".strip()
    assert wiki_to_markdown(line) == render_inline(inline_atoms(line))


@settings(max_examples=1500, deadline=None)
@given(text=TEXTS, kind=KINDS, flattened=st.booleans())
def test_any_text_becomes_markdown_without_raw_html(text: str, kind: Markup | None, *, flattened: bool) -> None:
    markdown = to_markdown(text, kind, flattened=flattened)
    assert unsafe(markdown, images=kind is not Markup.MARKDOWN) == []
    assert clean(markdown) == markdown


@settings(max_examples=800, deadline=None)
@given(text=TEXTS, flattened=st.booleans())
def test_wiki_text_loses_no_word(text: str, *, flattened: bool) -> None:
    dropped = r"(?i)\{(?:code|noformat|quote|panel|info|note|warning|tip|expand|color|anchor)[^{}\n]*\}|h[1-6]\. |bq\. "
    words = re.findall(r"[a-z]+", re.sub(dropped, " ", text))
    markdown = to_markdown(text, Markup.WIKI, flattened=flattened)
    kept = re.sub(r"[^a-z]", "", markdown)
    for word in words:
        assert word in kept or word == "accountid"


@pytest.mark.parametrize(
    ("wiki", "markdown"),
    [
        ("h2. Steps", "## Steps"),
        ("*bold* _it_ -gone- {{mono}}", "**bold** *it* ~~gone~~ `mono`"),
        ("a{*}b{*}c", "a**b**c"),
        ("snake_case 2*3*4 a-b-c", "snake_case 2\\*3\\*4 a-b-c"),
        ("*.java and \\*star\\*", "\\*.java and \\*star\\*"),
        ("[site|http://x.y/a b(c)]", "[site](<http://x.y/a%20b(c)>)"),
        ("[http://x.y]", "<http://x.y>"),
        ("[run|javascript:alert(1)]", "run (javascript:alert(1))"),
        ("[~joe] [~accountid:5b10a] [^log.txt] [MDL-1]", "@joe @5b10a log.txt [MDL-1]"),
        ("!shot.png|thumbnail! !http://x.y/z.png! Stop! Go!", "shot.png [z.png](http://x.y/z.png) Stop! Go!"),
        ("{code:java}\nList<String> x; // `\n{code}", "```java\nList<String> x; // `\n```"),
        ("{code:title=A.java|language=java}\nx\n{code}", "**A.java**\n\n```java\nx\n```"),
        ("{noformat}a ``` b{noformat}", "````\na ``` b\n````"),
        ("{quote}\na\n\nb\n{quote}\nc", "> a\n>\n> b\n\nc"),
        ("bq. said", "> said"),
        ("* a\n** b\n*# c\n* d", "- a\n  - b\n  1. c\n- d"),
        ("# a\n{code}\nx\n{code}\n# b", "1. a\n   ```\n   x\n   ```\n1. b"),
        ("||A||B||\n|1|[x|http://y]|", "| A | B |\n| --- | --- |\n| 1 | [x](http://y) |"),
        ("|a|b|", "|  |  |\n| --- | --- |\n| a | b |"),
        ("||A||B||\n|1|two\nlines|\nend", "| A | B |\n| --- | --- |\n| 1 | two lines |\n\nend"),
        ("one\ntwo", "one  \ntwo"),
        ("{color:red}red{color} {panel:title=T}in{panel}", "red\n\n**T**\n\nin"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("a {code} b", "a {code} b"),
        ("----", "---"),
        ("> no quote", "\\> no quote"),
        (":) :-( (!)", ":) :-( (!)"),
    ],
)
def test_wiki_markup(wiki: str, markdown: str) -> None:
    assert wiki_to_markdown(wiki) == markdown


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<h2>T</h2><p>a <b> bold </b>x</p>", "## T\n\na **bold** x"),
        ("<b>a</b><b>b</b> <i></i>", "**ab**"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol><li>a<br>b</ol><p>c</p>", "1. a  \n   b\n\nc"),
        ('<pre class="language-py">a &lt; b\n  c</pre>', "```py\na < b\n  c\n```"),
        ("<blockquote>a<p>b</p></blockquote>c", "> a\n>\n> b\n\nc"),
        ("<table><tr><th>A<th>B<tr><td>1|2<td>x</table>", "| A | B |\n| --- | --- |\n| 1\\|2 | x |"),
        ('<a href="http://x/y">l[1]</a> <a href="javascript:x">k</a>', "[l\\[1\\]](http://x/y) k (javascript:x)"),
        ('<img src="http://x/i.png" alt="pic"><img src="data:x" alt="d">', "[pic](http://x/i.png)d"),
        ("a<script>bad()</script><style>p{}</style><!-- no -->b", "ab"),
        ("List<String> &lt;script&gt; &amp;lt;", "List\\<String> \\<script> \\&lt;"),
        ("<p>1 * 2 # 3</p><p># no heading</p>", "1 * 2 # 3\n\n\\# no heading"),
    ],
)
def test_html(source: str, markdown: str) -> None:
    assert html_to_markdown(source) == markdown


@pytest.mark.parametrize(
    ("markdown", "safe"),
    [
        ("**a** <b>x</b>", "**a** \\<b>x\\</b>"),
        ("`<b>` and\n```\n<b>\n```", "`<b>` and\n```\n<b>\n```"),
        ("- ```\n  <b>\n  ```\n<script>", "- ```\n  \\<b>\n  ```\n\\<script>"),
        ("<https://x.y> \\<b> \\\\<b>", "<https://x.y> \\<b> \\\\\\<b>"),
    ],
)
def test_markdown_stays_but_for_raw_html(markdown: str, safe: str) -> None:
    assert to_markdown(markdown, Markup.MARKDOWN) == safe


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<p>Hello <b>you</b></p>", Markup.HTML),
        ("Line one<br>Line two<br/>and <b>three</b>", Markup.HTML),
        ("Atto inserts <p></p> when empty", Markup.WIKI),
        ("{code}<p>x</p><p>y</p>{code}", Markup.WIKI),
        ("Map<String, List<Integer>> is slow", Markup.WIKI),
        ("echo '<h1>Data</h1>'; dump(x); echo '<p>Info</p><br>';", Markup.WIKI),
        ("h1. Title", Markup.WIKI),
    ],
)
def test_detection(text: str, kind: Markup) -> None:
    assert detect(text) is kind


def test_flattened_text_gets_its_lines_back() -> None:
    text = "Steps:  * one  * two    Then {code}  if (x)    go();  {code}  done"
    assert to_markdown(text, flattened=True) == "Steps:\n\n- one\n- two\n\nThen\n\n```\nif (x)\n  go();\n```\n\ndone"


@pytest.mark.parametrize("kind", list(Markup))
@pytest.mark.parametrize(
    "unit", [*PIECES, "*a ", " *a", "_*-a", "`a", "|a\n", "{{a", "[a|b", "<b>a</b>", '<a "', "<ul><li>"]
)
def test_a_long_hostile_text_is_no_trouble(unit: str, kind: Markup) -> None:
    """Quadratic work on 100,000 characters would take minutes; the bound only tells that from linear."""
    if not unit:
        return
    text = unit * (100_000 // len(unit))
    started = time.perf_counter()
    to_markdown(text, kind)
    assert time.perf_counter() - started < 5  # seconds, far above the 0.2 of the slowest
