"""Jira CSV: real backlogs whole, Jira's own export, and every way a CSV breaks."""

import csv
import datetime as dt
import io
import re
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vistone.project.importing.model import ImportedTask, ImportRefused, ReadOptions, RowError
from vistone.project.importing.sources import SOURCES, read_project

JIRA = SOURCES["jira-csv"]
REAL = Path("/work/shared/data/jira")

EXPORT = '''Summary,Issue key,Issue id,Issue Type,Status,Priority,Resolution,Assignee,Reporter,Created,Updated,Due date,Description,\
Labels,Labels,Sprint,Sprint,Parent id,Custom field (Epic Link),Custom field (Story Points),Status Category,Project name,Component/s
Child first,WEB-3,10003,Sub-task,Code Review,Highest,,ann,bob,24/Nov/23 3:12 PM,24/Nov/23 3:13 PM,,sub,,,,,10001,,,In Progress,Web,
"Log in, quickly",WEB-1,10001,Story,To Do,Medium,,ann@x.y,bob,24/Nov/23 3:12 PM,x,30/Nov/23 12:00 AM,"h1. Why

*Now*, she said ""go""",ui,login,Sprint 1,Sprint 2,,WEB-9,"3,5",To Do,Web,Core
Dropped,WEB-2,10002,Bug,Done,Trivial,Won't Do,Unassigned,bob,2023-11-24T15:12:00.000+0100,,2024-02-30,,,,,,10777,,x,Done,Web,
Odd,WEB-4,10004,Bug,Pondering,Huge,,,bob,,,,,,,,,,,,,Web,
Odd too,WEB-5,10005,Bug,Pondering,Huge,,,bob,,,,,,,,,,,,,Web,
'''


def tasks_and_errors(data: bytes | str, **options: Any) -> tuple[dict[str, ImportedTask], list[RowError]]:
    raw = data.encode() if isinstance(data, str) else data
    project = read_project(JIRA, io.BytesIO(raw), ReadOptions(**options))
    return {task.source_id: task for task in project.tasks}, list(project.errors)


def refusal(data: bytes | str, **options: Any) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        tasks_and_errors(data, **options)
    return caught.value


@pytest.mark.parametrize(("name", "count"), [("mesos", 1680), ("springxd", 3526), ("moodle", 1166)])
def test_real_backlogs_arrive_whole(name: str, count: int) -> None:
    path = REAL / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    with path.open("rb") as file:
        project = read_project(JIRA, file)
    with path.open(encoding="utf-8", newline="") as text:
        records = list(csv.DictReader(text))
    assert project.errors == ()
    assert [task.source_id for task in project.tasks] == [record["issuekey"] for record in records]
    assert len(records) == count
    markup = re.compile(r"(?i)\{(?:code|noformat|quote|panel|color|info|note)[^{}]*\}|h[1-6]\. |bq\. |accountid:")
    for task, record in zip(project.tasks, records, strict=True):
        assert task.title == " ".join(record["title"].split())
        assert task.story_points == float(record["storypoint"])
        said = Counter(re.findall(r"[^\W_]+", markup.sub(" ", record["description"]).lower()))
        arrived = Counter(re.findall(r"[^\W_]+", (task.description or "").lower()))
        squeezed = re.sub(r"[\W_]+", "", task.description or "").lower()  # `Seehttp://` became two words
        short = {word for word in said if arrived[word] < said[word] and squeezed.count(word) < said[word]}
        missing = {word for word in short if not _image_size(word, record["description"])}
        assert not missing, (task.source_id, missing)


def _image_size(word: str, text: str) -> bool:
    """`!x.png|width=32!` and a link's third part are how, not what."""
    return bool(re.search(rf"(?i)\|[^|!\]]*\b{word}\b[^|!\]]*[!\]]", text))


def test_jiras_own_export() -> None:
    tasks, errors = tasks_and_errors(EXPORT, zone=ZoneInfo("Europe/Berlin"))
    berlin = ZoneInfo("Europe/Berlin")
    story = tasks["WEB-1"]
    assert story.title == "Log in, quickly"
    assert story.description == '# Why\n\n**Now**, she said "go"'
    assert (story.status, story.priority, story.assignee, story.row) == ("todo", "medium", "ann@x.y", 2)
    assert story.created_at == dt.datetime(2023, 11, 24, 15, 12, tzinfo=berlin)
    assert story.due_date == dt.datetime(2023, 11, 30, tzinfo=berlin)
    assert (story.story_points, story.labels, story.parent_source_id) == (3.5, ("ui", "login"), "WEB-9")
    assert dict(story.fields)["Sprint"].endswith("Sprint 2")
    assert dict(story.fields)["Components"] == "Core"
    assert tasks["WEB-3"].parent_source_id == "WEB-1", "the parent stands below its child and is named by number"
    assert (tasks["WEB-3"].status, tasks["WEB-3"].priority) == ("in_review", "urgent")
    dropped = tasks["WEB-2"]
    assert (dropped.status, dropped.priority, dropped.assignee) == ("cancelled", "low", None)
    assert dropped.created_at == dt.datetime(2023, 11, 24, 14, 12, tzinfo=dt.UTC)
    assert (dropped.due_date, dropped.story_points, dropped.parent_source_id) == (None, None, None)
    assert [(error.row, error.field, error.skipped) for error in errors] == [
        (3, "due_date", False),
        (3, "story_points", False),
        (3, "parent", False),
        (4, "status", False),
        (4, "priority", False),
    ], "each unknown value once"
    assert JIRA.project_name(io.BytesIO(EXPORT.encode()), ReadOptions()) == "Web"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found(encoding: str, delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["Issue key", "Summary"], ["A-1", "Größe, ; 日本"]])
    tasks, errors = tasks_and_errors(text.getvalue().encode(encoding))
    assert tasks["A-1"].title == "Größe, ; 日本"
    assert errors == []


def test_excels_separator_line() -> None:
    assert tasks_and_errors("sep=;\r\nIssue key;Summary\r\nA-1;x,y\r\n")[0]["A-1"].title == "x,y"


def test_cp1252_has_to_be_said() -> None:
    data = "Issue key,Summary\nA-1,Größe".encode("cp1252")
    refused = refusal(data)
    assert refused.field == "encoding"
    assert "offset 24" in refused.message
    assert tasks_and_errors(data, encoding="cp1252")[0]["A-1"].title == "Größe"
    assert refusal(data, encoding="rot13").field == "encoding"


def test_mapping() -> None:
    data = "Nr,What,Who,Summary\n7,Title,ann,no\n"
    tasks, _ = tasks_and_errors(data, mapping={"nr": "key", "What": "title", "Who": "assignee"})
    assert (tasks["7"].title, tasks["7"].assignee) == ("Title", "ann")
    assert "Nr, What, Who, Summary" in refusal(data, mapping={"Where": "title"}).message
    refused = refusal(data, mapping={"Who": "boss"})
    assert refused.field == "map"
    assert "assignee" in refused.message
    assert "due_date" in refused.message
    assert tasks_and_errors("key,summary,due\n1,a,2024-01-02", mapping={"due": "ignore"})[0]["1"].due_date is None
    assert tasks_and_errors("key,summary,d\n1,a,2024-01-02", mapping={"d": "dueDate"})[0]["1"].due_date is not None


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", "file"),
        (b"\n\n  \n", "file"),
        (b"Issue key,Summary\n", "file"),
        (b"Issue key,Summary\n\n,,\n", "file"),
        (b"just some prose\nand more of it\n", "file"),
        (b"Summary\nno key\n", "file"),
        (b"Issue key\nno title\n", "file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "encoding"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xfe", "encoding"),
        (b"x" * 5_000_000, "file"),
        (b'"' * 101, "file"),
    ],
)
def test_what_is_no_backlog_is_refused(data: bytes, field: str) -> None:
    assert refusal(data).field == field


def test_a_file_too_large_is_refused() -> None:
    assert "at most 10" in refusal("Issue key,Summary\nA-1,x\n", max_bytes=10).message


def test_a_broken_row_stays_alone() -> None:
    data = (
        "Issue key,Summary,Description\n"
        "A-1,one,fine\n"
        "A-2,two\n"  # short
        "A-3,three,a,b\n"  # long
        'A-4,four,"open quote\n'  # swallows what follows, unless found again
        'A-5,five,"quoted"\n'
        'A-6,six,"more\nlines"\n'
        'A-7,seven,"bad" quote\n'
        "A-1,again,dup\n"
        ",nokey,x\n"
        "A-8,  ,no title\n"
        "\n"
        "A-9,nine,\n"
        "A-10,ten,last,,\n"
        'A-11,eleven,"never closed\nby anyone\n'
    )
    tasks, errors = tasks_and_errors(data)
    assert list(tasks) == ["A-1", "A-5", "A-6", "A-9", "A-10"]
    assert [(error.row, error.field) for error in errors] == [
        (2, "row"),
        (3, "row"),
        (4, "row"),
        (7, "row"),
        (8, "key"),
        (9, "key"),
        (10, "title"),
        (13, "row"),
    ]
    assert tasks["A-1"].title == "one"
    assert tasks["A-6"].description == "more  \nlines"
    assert all(error.skipped for error in errors)


def test_odd_characters_are_cleaned_and_long_titles_cut_without_loss() -> None:
    words = " ".join(f"word{number}" for number in range(120))
    tasks, errors = tasks_and_errors(
        f"Issue key,Summary,Description\nA-1,{words},text\nA-2,a\0b\x07c,x\x1by\nA-3,{'x' * 900},\n"
    )
    assert errors == []
    title, description = tasks["A-1"].title, tasks["A-1"].description or ""
    assert len(title) <= 500  # the bound of a title
    assert title.removesuffix("…") + " " + description.split("\n\n")[0].removeprefix("…") == words
    assert description.endswith("\n\ntext")
    assert (tasks["A-2"].title, tasks["A-2"].description) == ("abc", "xy")
    assert (tasks["A-3"].title + (tasks["A-3"].description or "")).count("x") == 900  # all of them


def test_a_cell_beyond_all_measure_is_one_rows_error() -> None:
    huge = "x" * 4_200_000
    tasks, errors = tasks_and_errors(f'Issue key,Summary,Description\nA-1,a,"{huge}"\nA-2,b,\nA-3,c,{"y" * 300_000}\n')
    assert list(tasks) == ["A-2", "A-3"]
    assert [(error.row, error.field) for error in errors] == [(1, "row")]


def test_many_rows_stream_in_flat_memory() -> None:
    def size(rows: int) -> int:
        data = b"Issue key,Summary,Description\n" + b"".join(
            b"A-%d,title,%s\n" % (n, b"word " * 100) for n in range(rows)
        )
        file = io.BytesIO(data)
        tracemalloc.start()
        count = sum(isinstance(record, ImportedTask) for record in JIRA.read(file, ReadOptions()))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == rows
        return peak

    assert size(5_000) < 1_500_000 + 5_000 * 200  # bytes: chunks being decoded, and the keys seen


CELLS = st.text(max_size=30).filter(lambda text: "\r" not in text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=12), st.sampled_from([",", ";", "\t"]))
def test_every_written_record_is_read_once_under_its_number(rows: list[tuple[str, str]], delimiter: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["Issue key", "Summary", "Description"])
    writer.writerows([f"K-{number}", f"T {title}", body] for number, (title, body) in enumerate(rows, 1))
    encoded = text.getvalue().encode("utf-8", "replace")
    tasks, errors = tasks_and_errors(encoded)
    assert errors == []
    assert [(task.source_id, task.row) for task in tasks.values()] == [(f"K-{n}", n) for n in range(1, len(rows) + 1)]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ['A-{n},t,"q"', 'A-{n},"t', "A-{n}", 'A-{n},"a""b",x', 'A-{n},t,x"y', "A-{n},t,,,z", '"', "", ","]
        ),
        max_size=12,
    )
)
def test_broken_lines_never_hide_a_good_one_after_another_good_one(lines: list[str]) -> None:
    numbered = [line.format(n=number) for number, line in enumerate(lines)]
    data = "\n".join(["key,title,description", "G-0,good,x", *numbered, "G-1,good,x", "G-2,good,x", ""])
    tasks, errors = tasks_and_errors(data)
    assert {"G-0", "G-2"} <= set(tasks)
    rows = [task.row for task in tasks.values()] + [error.row for error in errors]
    assert len(rows) == len(set(rows)), "one outcome for a row"


@settings(max_examples=500, deadline=None)
@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: ("key,title,due,story points\n" + text).encode("utf-8", "replace")),
    st.sampled_from([None, "utf-8", "utf-16", "cp1252", "utf-32", "nonsense"]),
)
def test_any_bytes_give_records_or_a_refusal(data: bytes, encoding: str | None) -> None:
    try:
        tasks, errors = tasks_and_errors(data, encoding=encoding)
    except ImportRefused:
        return
    assert tasks or errors
