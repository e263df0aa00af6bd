"""Jira's XML: what of an issue arrives, and what a hostile file does not do."""

import datetime as dt
import io

import pytest

from tests.project.importing.reading import by_id, read, told
from vistone.project.importing.model import ImportedLink, ImportedStatus, ImportRefused, ReadOptions
from vistone.project.importing.sources import source_named

ITEM = """<item>
  <title>[WEB-7] Log in &amp; out</title><link>https://jira.example/browse/WEB-7</link>
  <project id="1" key="WEB">Website</project>
  <description>&lt;p&gt;Do &lt;b&gt;this&lt;/b&gt;&lt;/p&gt;&lt;ul&gt;&lt;li&gt;one&lt;/li&gt;&lt;/ul&gt;</description>
  <key id="10007">WEB-7</key><summary>Log in &amp; out</summary>
  <type id="1">Bug</type><parent id="10001">WEB-1</parent><priority id="2">Critical</priority>
  <status id="3">Ausstehend</status><statusCategory id="4" key="indeterminate" colorName="yellow"/>
  <resolution id="-1">Unresolved</resolution>
  <assignee username="ann">Ann Lee</assignee><reporter username="bob">Bob</reporter>
  <labels><label>login</label><label>ui</label></labels>
  <created>Mon, 3 Jan 2022 10:00:00 +0100</created><updated>Tue, 4 Jan 2022 10:00:00 +0100</updated>
  <resolved>Fri, 7 Jan 2022 12:30:00 +0000</resolved><due>Wed, 5 Jan 2022 00:00:00 +0000</due>
  <fixVersion>0.9</fixVersion><fixVersion>1.0</fixVersion>
  <timeoriginalestimate seconds="5400">1 hour, 30 minutes</timeoriginalestimate>
  <timespent seconds="600">10 minutes</timespent>
  <issuelinks><issuelinktype id="1"><name>Blocks</name>
    <outwardlinks description="blocks"><issuelink><issuekey id="1">WEB-9</issuekey></issuelink></outwardlinks>
    <inwardlinks description="is blocked by"><issuelink><issuekey id="2">WEB-2</issuekey></issuelink></inwardlinks>
  </issuelinktype></issuelinks>
  <comments><comment id="1" author="bob" created="Tue, 4 Jan 2022 10:00:00 +0000">&lt;i&gt;Soon&lt;/i&gt;</comment></comments>
  <customfields>
    <customfield id="c1" key="com.pyxis.greenhopper.jira:gh-sprint"><customfieldname>Sprint</customfieldname>
      <customfieldvalues><customfieldvalue id="3">Sprint 12</customfieldvalue></customfieldvalues></customfield>
    <customfield id="c2" key="x:float"><customfieldname>Story Points</customfieldname>
      <customfieldvalues><customfieldvalue>3.0</customfieldvalue></customfieldvalues></customfield>
  </customfields>
</item>"""


def channel(*items: str, before: str = "") -> str:
    """A file of Jira's."""
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<rss version="0.92"><channel><title>Jira</title>{"".join(items)}</channel></rss>'


def item(key: str, summary: str = "A task", more: str = "") -> str:
    return f"<item><key>{key}</key><summary>{summary}</summary><status>Open</status>{more}</item>"


def test_an_issue_arrives_whole() -> None:
    found = read("jira-xml", channel(ITEM, item("WEB-1"), item("WEB-2")))
    assert found.name == "Website"
    assert found.errors == ()
    task = by_id(found)["WEB-7"]
    assert (task.title, task.description) == ("Log in & out", "Do **this**\n\n- one")
    assert (task.status, str(task.priority), task.assignee) == (ImportedStatus.IN_PROGRESS, "urgent", "Ann Lee")
    assert task.labels == ("login", "ui")
    assert dict(task.fields)["Sprint"] == "Sprint 12"
    assert (task.milestone, task.story_points, task.estimate_minutes) == ("1.0", 3.0, 90)
    assert task.parent_source_id == "WEB-1"
    assert task.links == (ImportedLink("WEB-2"),)
    assert task.due_date == dt.datetime(2022, 1, 5, tzinfo=dt.UTC)
    assert task.completed_at == dt.datetime(2022, 1, 7, 12, 30, tzinfo=dt.UTC)
    assert task.created_at == dt.datetime(2022, 1, 3, 9, tzinfo=dt.UTC)
    assert [(one.author, one.body) for one in task.comments] == [("bob", "*Soon*")]


def test_what_is_wrong_is_told_by_issue() -> None:
    found = read(
        "jira-xml", channel(item("A-1"), item("A-1"), item(""), item("A-2", ""), item("A-3", more="<due>never</due>"))
    )
    assert list(by_id(found)) == ["A-1", "A-3"]
    assert told(found) == [(2, "key", True), (3, "key", True), (4, "title", True), (5, "due_date", False)]


BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (channel(item("A-1", "&b;"), before=BOMB), "document type"),
        (channel(item("A-1", "&a;"), before=EXTERNAL), "document type"),
        (channel(item("A-1"), before='<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd">'), "document type"),
        ("<rss><channel>" + "<a>" * 200, "deep"),
        (channel(item("A-1", "x" * 5_000_000)), "characters"),
        (channel(item("A-1", more="<a/>" * 300_000)), "elements"),
        ("<rss><channel><item><key>A-1</key>", "no XML"),
        ("not xml", "no XML"),
        ("<rss><channel></channel></rss>", "no export"),
        ("<html><body/></html>", "no export"),
        (b"", "no XML"),
        (channel(item("A-1", "&undefined;")), "no XML"),
        ('<?xml version="1.0" encoding="klingon"?><rss/>', "encoding"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_with_a_reason(content: str | bytes, words: str) -> None:
    with pytest.raises(ImportRefused, match=words):
        read("jira-xml", content)


def test_a_file_beyond_the_bound_is_refused_before_it_is_read() -> None:
    with pytest.raises(ImportRefused, match="at most 10 are read"):
        source_named("jira-xml").read(io.BytesIO(channel(item("A-1")).encode()), ReadOptions(max_bytes=10))


def test_other_encodings_are_read() -> None:
    content = channel(item("A-1", "Größe")).replace("UTF-8", "windows-1252").encode("cp1252")
    assert read("jira-xml", content).tasks[0].title == "Größe"
    assert (
        read("jira-xml", channel(item("A-1", "Größe")).replace("UTF-8", "UTF-16").encode("utf-16")).tasks[0].title
        == "Größe"
    )
