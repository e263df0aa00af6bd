"""The sources that can be imported. A new one is one module with `read` and `project_name`, and one entry here."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from vistone.project.importing import jira_csv, trello_json
from vistone.project.importing.model import ImportedProject, ImportedTask, ImportRefused, ReadOptions, Record, RowError


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
        ),
    )
}


def source_named(name: str) -> Source:
    """The source of that name; raises ImportRefused naming those there are."""
    source = SOURCES.get(name)
    if source is None:
        raise ImportRefused("source", f"There is no source {name[:40]!r}; there are: {', '.join(SOURCES)}.")
    return source


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
