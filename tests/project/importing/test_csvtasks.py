"""Any CSV, and Asana's: guessed and mapped columns, names resolved, one bad row among very many."""

import datetime as dt
import io
import re

import pytest

from tests.project.importing.reading import by_id, read, told
from vistone.project.importing.model import ImportedLink, ImportRefused, ReadOptions, RowError
from vistone.project.importing.preview import of_tasks
from vistone.project.importing.sources import detected, source_named

TABLE = """Task;Start;Due;Effort;% complete;Tags;Predecessors;Owner;Parent;State;Cost centre
Design;2024-03-01;2024-03-05;2d 4h;50%;a, b;;ann@x.example;;In progress;K-1
Build;;2024-03-20;12,5;;;DesignSS+2d;;design;;K-2
Build;;soon;;120;;Design, Nothing;;Design;;
;;;;;;;;;;
"""


def test_columns_are_guessed_and_a_file_without_keys_has_titles_for_keys() -> None:
    found = read("csv", TABLE, mapping={"Cost centre": "field:Cost centre"})
    assert [task.source_id for task in read("csv", TABLE).tasks] == [task.source_id for task in found.tasks]
    assert all(re.fullmatch(r"T-[A-Z2-7]{10}", task.source_id) for task in found.tasks)
    design, build, second = found.tasks
    assert (design.title, build.title, second.title) == ("Design", "Build", "Build")
    assert len(by_id(found)) == 3
    assert (design.estimate_minutes, design.progress, design.labels) == (1200, 50, ("a", "b"))
    assert (design.start_date, design.assignee) == (dt.datetime(2024, 3, 1, tzinfo=dt.UTC), "ann@x.example")
    assert (str(design.status), design.fields) == ("in_progress", (("Cost centre", "K-1"),))
    assert (build.parent_source_id, build.links) == (design.source_id, (ImportedLink(design.source_id, "SS", 2),))
    assert build.estimate_minutes == 750
    assert second.links == (ImportedLink(design.source_id), ImportedLink("Nothing"))
    assert told(found) == [(0, "key", False), (3, "dueDate", False), (3, "progress", False)]


def test_a_mapping_names_columns_of_any_name() -> None:
    mapping = {"Was": "title", "Bis": "dueDate", "Nr": "key", "Task": "ignore"}
    found = read("csv", "Nr,Was,Bis,Task\n1,Bauen,2024-01-02,x\n", mapping=mapping)
    assert (found.tasks[0].title, found.tasks[0].due_date) == ("Bauen", dt.datetime(2024, 1, 2, tzinfo=dt.UTC))
    for wrong in ({"None": "title"}, {"Was": "titel"}, {"Was": "field:"}):
        with pytest.raises(ImportRefused) as refusal:
            read("csv", "Nr,Was\n1,a\n", mapping=wrong)
        assert refusal.value.field == "map"
    with pytest.raises(ImportRefused, match="No column holds titles"):
        read("csv", "Nr,Was\n1,a\n")


ASANA = """Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,Due Date,Tags,Notes,Projects,Parent task,Blocked By (Dependencies),Blocking (Dependencies)
1201,2024-01-01,,2024-01-02,Plan the launch,To do,Ann Lee,ann@x.example,2024-02-01,2024-02-05,"big,new",Some notes,Launch,,,Write it
1202,2024-01-01,2024-01-09,2024-01-02,Write it,In review,,,,,,,Launch,Plan the launch,Plan the launch,
"""


def test_asana_names_tasks_by_title() -> None:
    found = read("asana-csv", ASANA)
    assert found.errors == ()
    first, second = found.tasks
    assert (first.source_id, first.assignee, first.labels, first.description) == (
        "1201",
        "ann@x.example",
        ("big", "new"),
        "Some notes",
    )
    assert (second.parent_source_id, second.links, str(second.status)) == ("1201", (ImportedLink("1201"),), "done")
    assert second.completed_at == dt.datetime(2024, 1, 9, tzinfo=dt.UTC)
    with pytest.raises(ImportRefused, match="Asana"):
        read("asana-csv", "Name\nx\n")


def test_of_a_hundred_thousand_rows_only_the_bad_one_is_left() -> None:
    lines = [f"K-{number},Task {number},todo" for number in range(100_000)]
    lines[50_000] = 'K-50000,"Task with an open quote,todo'
    content = "key,title,status\n" + "\n".join(lines) + "\n"
    source = source_named("csv")
    errors, count = [], 0
    for record in source.read(io.BytesIO(content.encode()), ReadOptions()):
        if isinstance(record, RowError):
            errors.append(record)
        else:
            count += 1
    assert count == 99_999
    assert [(error.row, error.skipped) for error in errors] == [(50_001, True)]


def test_a_preview_shows_columns_guesses_and_samples() -> None:
    columns, targets = of_tasks(io.BytesIO(TABLE.encode()), ReadOptions())
    assert [(one.name, one.field) for one in columns[:3]] == [
        ("Task", "title"),
        ("Start", "startDate"),
        ("Due", "dueDate"),
    ]
    assert (columns[-1].field, columns[-1].samples) == (None, ["K-1", "K-2"])
    assert next(target for target in targets if target.name == "title").required


@pytest.mark.parametrize(
    ("content", "source"),
    [
        (TABLE, "csv"),
        (ASANA, "asana-csv"),
        ("Summary,Issue key\na,A-1\n", "jira-csv"),
        ("Was,Bis\na,b\n", "csv"),
        ("Key,Title,Start,Estimate,Colour\n1,a,2024-01-01,2,red\n", "csv"),
        ("Task ID,Name,Colour\n1,a,red\n", "csv"),
        ("issuekey,title,description,storypoint,split_mark\nA-1,a,,1,\n", "jira-csv"),
        ("<rss><channel><item><key>A-1</key><summary>x</summary></item></channel></rss>", "jira-xml"),
        ("<Project><Tasks><Task><UID>1</UID><Name>x</Name></Task></Tasks></Project>", "msproject-xml"),
        ('[{"number": 1, "title": "x"}]', "github-json"),
        ('{"name": "b", "lists": [], "cards": [{"id": "1", "name": "x"}]}', "trello-json"),
        ('{"format": "vistone-project", "version": 1, "project": {"name": "x"}}', "vistone-json"),
        ("plain text", None),
        ('{"a": 1}', None),
        ("<html/>", None),
        ("", None),
    ],
)
def test_a_file_is_known_by_what_is_in_it(content: str, source: str | None) -> None:
    assert detected(io.BytesIO(content.encode()), ReadOptions()) == source
