"""The sources that can be imported. A new one is one module with `read` and `project_name`, and one entry here."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from vistone.project.importing import (
    csvtasks,
    github_json,
    jira_csv,
    jira_xml,
    msproject_xml,
    preview,
    trello_json,
    vistone_json,
)
from vistone.project.importing.found import found_in
from vistone.project.importing.model import (
    Frame,
    ImportedProject,
    ImportedTask,
    ImportRefused,
    ReadOptions,
    Record,
    RowError,
)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of file.

    `read(file, options)` checks the file as a whole and raises ImportRefused, or returns a lazy iterator of
    ImportedTask and RowError that raises nothing for what is in the file. `file` is binary and seekable, stays open
    while the iterator is used, and is the caller's to close. `count(file, options)` is the number of records: `read` yields one ImportedTask or one skipped
    RowError for each. `project_name` is the name the file gives, if any, and
    raises ImportRefused too.
    """

    name: str
    title: str
    description: str
    extensions: tuple[str, ...]
    takes_mapping: bool
    read: Callable[[BinaryIO, ReadOptions], Iterator[Record]]
    count: Callable[[BinaryIO, ReadOptions], int]
    project_name: Callable[[BinaryIO, ReadOptions], str | None]
    frame: Callable[[BinaryIO, ReadOptions], Frame] | None = None
    """What the file says of the project as a whole, apart from its tasks; None: nothing."""
    whole: bool = False
    """Whether `frame` says all there is; else the statuses and fields that tasks name are looked for (`frame_of`)."""
    columns: Callable[[BinaryIO, ReadOptions], tuple[list[preview.Column], list[preview.Target]]] | None = None
    """The columns of a file, and the fields that they can be given; None: the source has no columns."""
    own: Callable[[BinaryIO, ReadOptions], bool] | None = None
    """Whether a file that could be read has what no other source's has; None: whatever can be read is of the source."""


SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        Source(
            name="jira-csv",
            title="Jira CSV",
            description="Jira's export of issues as CSV, all or current fields, or a CSV with issuekey and title.",
            extensions=(".csv", ".tsv", ".txt"),
            takes_mapping=True,
            read=jira_csv.read,
            count=jira_csv.count,
            project_name=jira_csv.project_name,
            columns=preview.of_issues,
            own=jira_csv.is_jiras,
        ),
        Source(
            name="trello-json",
            title="Trello JSON",
            description="A Trello board exported as JSON: lists, cards, labels, members, checklists.",
            extensions=(".json",),
            takes_mapping=False,
            read=trello_json.read,
            count=trello_json.count,
            project_name=trello_json.project_name,
            frame=trello_json.frame,
        ),
        Source(
            name="jira-xml",
            title="Jira XML",
            description="Jira's export of issues as XML (RSS), with links, estimates and comments.",
            extensions=(".xml", ".rss"),
            takes_mapping=False,
            read=jira_xml.read,
            count=jira_xml.count,
            project_name=jira_xml.project_name,
        ),
        Source(
            name="github-json",
            title="GitHub issues",
            description="A repository's issues as GitHub's REST API gives them.",
            extensions=(".json",),
            takes_mapping=False,
            read=github_json.read,
            count=github_json.count,
            project_name=github_json.project_name,
            frame=github_json.frame,
        ),
        Source(
            name="asana-csv",
            title="Asana CSV",
            description="A project that Asana exported as CSV.",
            extensions=(".csv",),
            takes_mapping=True,
            read=csvtasks.read_asana,
            count=csvtasks.count,
            project_name=csvtasks.project_name,
            frame=csvtasks.frame,
            columns=preview.of_tasks,
            own=csvtasks.is_asanas,
        ),
        Source(
            name="msproject-xml",
            title="Microsoft Project XML",
            description="A plan of Microsoft Project saved as XML: outline, links, calendar, resources.",
            extensions=(".xml",),
            takes_mapping=False,
            read=msproject_xml.read,
            count=msproject_xml.count,
            project_name=msproject_xml.project_name,
            frame=msproject_xml.frame,
        ),
        Source(
            name="csv",
            title="CSV",
            description="Any table of tasks; say which column is which field.",
            extensions=(".csv", ".tsv", ".txt"),
            takes_mapping=True,
            read=csvtasks.read,
            count=csvtasks.count,
            project_name=csvtasks.project_name,
            frame=csvtasks.frame,
            columns=preview.of_tasks,
        ),
        Source(
            name="vistone-json",
            title="Vistone project",
            description="A whole project as Vistone exports it.",
            extensions=(".json",),
            takes_mapping=False,
            read=vistone_json.read,
            count=vistone_json.count,
            project_name=vistone_json.project_name,
            frame=vistone_json.frame,
            whole=True,
        ),
    )
}


def frame_of(source: Source, file: BinaryIO, options: ReadOptions) -> Frame:
    """What the file says of its project, by itself and through its tasks. Reads all of it; raises ImportRefused."""
    frame = source.frame(file, options) if source.frame is not None else Frame()
    return frame if source.whole else found_in(source.read(file, options), frame)


def source_named(name: str) -> Source:
    """The source of that name; raises ImportRefused naming those there are."""
    source = SOURCES.get(name)
    if source is None:
        raise ImportRefused("source", f"There is no source {name[:40]!r}; there are: {', '.join(SOURCES)}.")
    return source


_BY_FIRST_LETTER = {
    "{": ("vistone-json", "trello-json", "github-json"),
    "[": ("github-json",),
    "<": ("jira-xml", "msproject-xml"),
}


def detected(file: BinaryIO, options: ReadOptions) -> str | None:
    """The source that the file is of, by what is in it; None when it is of none. Leaves the file at its beginning."""
    file.seek(0)
    head = file.read(4096).decode("utf-8-sig", errors="ignore").lstrip("\0 \t\r\n")
    file.seek(0)
    tables = ("asana-csv", "jira-csv", "csv")
    plain = ReadOptions(encoding=options.encoding)
    for name in _BY_FIRST_LETTER.get(head[:1], tables):
        source = SOURCES[name]
        try:
            source.read(file, plain)
            if source.own is not None and not source.own(file, plain):
                continue
        except ImportRefused:
            continue
        finally:
            file.seek(0)
        return name
    return "csv" if head[:1] not in _BY_FIRST_LETTER and _is_table(file, options) else None


def _is_table(file: BinaryIO, options: ReadOptions) -> bool:
    """Whether it is a CSV of which only nobody knows what its columns mean."""
    try:
        return len(csvtasks.open_tasks(file, options).header) > 1
    except ImportRefused:
        return False


def read_project(source: Source, file: BinaryIO, options: ReadOptions | None = None) -> ImportedProject:
    """A whole file in memory, for previews and dry runs of small files. Raises ImportRefused."""
    options = options or ReadOptions()
    name = source.project_name(file, options)
    tasks: list[ImportedTask] = []
    errors: list[RowError] = []
    for record in source.read(file, options):
        if isinstance(record, ImportedTask):
            tasks.append(record)
        else:
            errors.append(record)
    return ImportedProject(name=name, tasks=tuple(tasks), errors=tuple(errors))
