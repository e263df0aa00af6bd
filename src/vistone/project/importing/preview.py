"""A look into a table before it is imported: its columns, what they would become, and some of what is in them."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import BinaryIO

import msgspec

from vistone.project.importing import csvtasks, jira_csv
from vistone.project.importing.csvtable import Table
from vistone.project.importing.model import ReadOptions

SAMPLES = 5
MOST_COLUMNS = 500
_LOOKED_AT = 200  # records, until each column has its samples
_LONGEST = 120  # characters of a sample


class Column(msgspec.Struct, frozen=True):
    """A column of the file: the field that it would become, if any, and values from its first records."""

    name: str
    field: str | None
    samples: list[str]


class Target(msgspec.Struct, frozen=True):
    """A field that a column can be given. `field:Name`, besides these, is the custom field of that name."""

    name: str
    title: str
    required: bool


def of_tasks(file: BinaryIO, options: ReadOptions) -> tuple[list[Column], list[Target]]:
    """The columns of any CSV of tasks. Raises ImportRefused for what is none."""
    table = csvtasks.open_tasks(file, options)
    columns = csvtasks.columns_of(table.header, options.mapping)
    targets = [Target(field.name, field.title, field.required) for field in csvtasks.FIELDS]
    return _columns(table, columns), targets


def of_issues(file: BinaryIO, options: ReadOptions) -> tuple[list[Column], list[Target]]:
    """The columns of Jira's CSV. Raises ImportRefused for what is none."""
    table, columns = jira_csv.header_of(file, options)
    required = {"title", "key"}
    targets = [Target(name, name.replace("_", " ").capitalize(), name in required) for name in columns]
    return _columns(table, columns), targets


def _columns(table: Table, columns: Mapping[str, Iterable[int]]) -> list[Column]:
    field_of = {index: field for field, indices in columns.items() for index in indices}
    samples: list[list[str]] = [[] for _ in table.header]
    for record in islice(table.records(), _LOOKED_AT):
        for place, cell in zip(samples, record.cells, strict=False):
            line = " ".join(cell.split())
            if line and len(place) < SAMPLES:
                place.append(line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…")
    return [Column(name, field_of.get(index), samples[index]) for index, name in enumerate(table.header[:MOST_COLUMNS])]
