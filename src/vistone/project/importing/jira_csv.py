"""Jira backlogs as CSV: Jira's own export, and the research format `issuekey,title,description,storypoint,split_mark`.

Both are one reader over two sets of column names. Jira repeats a column for each value (Labels, Sprint), orders
columns as it likes and writes dates in the language and zone of who exports; `ReadOptions.zone` names that zone.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from vistone.project.importing import fields, markup
from vistone.project.importing.csvtable import Record, Table, normalized, open_table
from vistone.project.importing.model import (
    ImportedPriority,
    ImportedStatus,
    ImportedTask,
    ImportRefused,
    ReadOptions,
    RowError,
)
from vistone.project.importing.model import Record as Outcome

# Our field -> column names, best first. Labels and custom fields take every column, others the first filled one.
_COLUMNS = {
    "key": ("issue key", "issuekey", "key"),
    "id": ("issue id", "id"),
    "title": ("summary", "title", "name"),
    "description": ("description",),
    "status": ("status",),
    "category": ("status category",),
    "resolution": ("resolution",),
    "priority": ("priority",),
    "assignee": ("assignee", "assignee email"),
    "due_date": ("due date", "due", "duedate"),
    "start_date": ("start date", "custom field (start date)", "custom field (target start)"),
    "completed_at": ("resolved", "resolution date"),
    "estimate": ("original estimate",),
    "created_at": ("created", "created at", "created date"),
    "story_points": (
        *("story points", "custom field (story points)", "story point estimate", "storypoint", "storypoints"),
        "custom field (story point estimate)",
    ),
    "labels": ("labels", "label"),
    "parent": (
        "parent key",
        "parent",
        "parent id",
        "epic link",
        "custom field (epic link)",
        "custom field (parent link)",
    ),
    "type": ("issue type", "issuetype", "type"),
    "sprint": ("sprint", "custom field (sprint)"),
    "component": ("component/s", "components", "component"),
    "version": ("fix version/s", "fix versions", "fix version"),
    "reporter": ("reporter",),
    "project": ("project name",),
}
_CUSTOM = {
    "type": "Issue type",
    "sprint": "Sprint",
    "component": "Components",
    "reporter": "Reporter",
    "resolution": "Resolution",
}
"""Fields of Jira's that a task has none for: they become custom fields of these names."""
_KNOWN = frozenset(name for names in _COLUMNS.values() for name in names)
_ONLY_JIRAS = frozenset({"issue key", "issuekey"})
_NOBODY = frozenset({"", "unassigned", "none", "-"})
_IGNORED = frozenset({"", "ignore"})
_MAX_REPORTED = 50  # distinct unknown values of one field; each is reported once, where it first stands
_MAX_KEY = 255
_RESEARCH = frozenset({"issuekey", "storypoint", "split_mark"})
_NUMBER = re.compile(r"\d{1,18}\Z")

_Indices = Mapping[str, tuple[int, ...]]


def read(file: BinaryIO, options: ReadOptions) -> Iterator[Outcome]:
    """The file's issues, in its order. `row` counts records after the header from 1.

    Raises ImportRefused at once for what is wrong with the whole file: no CSV, no title or key column, an encoding
    that does not fit, a mapping to or from what is not there, no record. Memory holds one record, the keys seen, and,
    where parents are named by number, the numbers of all issues.
    """
    table = open_table(file, options, _known(options))
    columns = _columns(table.header, options.mapping)
    if next(table.records(), None) is None:
        raise ImportRefused("file", "The file has a header and no record.")
    return _read(table, columns, options)


def header_of(file: BinaryIO, options: ReadOptions) -> tuple[Table, Mapping[str, tuple[int, ...]]]:
    """The file, and which of its columns hold which field. Raises ImportRefused as `read`."""
    table = open_table(file, options, _known(options))
    return table, _columns(table.header, options.mapping)


def is_jiras(file: BinaryIO, options: ReadOptions) -> bool:
    """Whether it has a column that only Jira's export has. Raises ImportRefused for no CSV."""
    names = [normalized(name) for name in open_table(file, options, _known(options)).header]
    return any(name in _ONLY_JIRAS or name.startswith("custom field (") for name in names)


def project_name(file: BinaryIO, options: ReadOptions) -> str | None:
    """The project's name where the export has it (`Project name` of the first record)."""
    table = open_table(file, options, _KNOWN)
    first = next(table.records(), None)
    name = _first(first, _columns(table.header, options.mapping), "project") if first else ""
    return name or None


def count(file: BinaryIO, options: ReadOptions) -> int:
    """How many records `read` will give a task or a refusal for. Raises ImportRefused as it does."""
    return sum(1 for _ in open_table(file, options, _known(options)).records())


def _known(options: ReadOptions) -> frozenset[str]:
    return _KNOWN | {normalized(name) for name in options.mapping}


def _columns(header: tuple[str, ...], mapping: Mapping[str, str]) -> _Indices:
    names = [normalized(name) for name in header]
    columns: dict[str, tuple[int, ...]] = {}
    mapped = _mapped(header, names, mapping)
    for field, known in _COLUMNS.items():
        indices = [
            index for name in known for index, there in enumerate(names) if there == name and index not in mapped
        ]
        own = [index for index, target in mapped.items() if target == field]
        columns[field] = tuple(own or indices)
    found = ", ".join(fields.shown(name) for name in header[:20] if name)
    if not columns["title"]:
        raise ImportRefused(
            "file", f'No column holds titles (Summary or title); map one: "Column=title". Found: {found}'
        )
    if not columns["key"] and not columns["id"]:
        raise ImportRefused("file", f'No column tells issues apart (Issue key); map one: "Column=key". Found: {found}')
    return columns


def _mapped(header: tuple[str, ...], names: list[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """Column index -> our field, for the mapping's columns; "ignore" or nothing as a field hides the column."""
    by_plain = {field.replace("_", ""): field for field in _COLUMNS}
    mapped: dict[int, str] = {}
    for column, target in mapping.items():
        indices = [index for index, name in enumerate(names) if name == normalized(column)]
        if not indices:
            there = ", ".join(fields.shown(name) for name in dict.fromkeys(header) if name)
            raise ImportRefused("map", f"The file has no column {fields.shown(column)!r}; it has: {there}")
        plain = target.strip().replace("_", "").casefold()
        if plain not in by_plain and plain not in _IGNORED:
            raise ImportRefused(
                "map", f"There is no field {fields.shown(target)!r}; there are: {', '.join(_COLUMNS)}, ignore"
            )
        mapped.update(dict.fromkeys(indices, by_plain.get(plain, "")))
    return mapped


def _read(table: Table, columns: _Indices, options: ReadOptions) -> Iterator[Outcome]:
    keys = _keys_by_id(table, columns)
    seen: set[str] = set()
    reported: dict[str, set[str]] = {}
    flattened = {normalized(name) for name in table.header} >= _RESEARCH
    for record in table.records():
        error = _refusal(record, columns, seen)
        if error is not None:
            yield error
            continue
        notes: list[RowError] = []
        task = _task(record, columns, keys, options, notes, flattened=flattened)
        seen.add(task.source_id)
        yield task
        for note in notes:
            known = reported.setdefault(note.field, set())
            if note.message not in known and len(known) < _MAX_REPORTED:
                known.add(note.message)
                yield note


def _keys_by_id(table: Table, columns: _Indices) -> dict[str, str]:
    """Issue id -> key, for parents named by number: they may stand after their children, so this is a first pass."""
    if not columns["parent"] or not columns["id"] or not columns["key"]:
        return {}
    pairs = ((_first(record, columns, "id"), _first(record, columns, "key")) for record in table.records())
    return {number: key for number, key in pairs if number and key}


def _refusal(record: Record, columns: _Indices, seen: set[str]) -> RowError | None:
    """Why no task comes of this record, if so."""
    if record.problem:
        return RowError(record.row, "row", record.problem)
    key = _source_id(record, columns)
    if not key:
        return RowError(record.row, "key", "The issue has no key.")
    if len(key) > _MAX_KEY:
        return RowError(record.row, "key", f"The key has {len(key):,} characters; at most {_MAX_KEY} are one.")
    if key in seen:
        return RowError(
            record.row, "key", f"The key {fields.shown(key)} stands in an earlier record; that one was taken."
        )
    if not _first(record, columns, "title"):
        return RowError(record.row, "title", f"{fields.shown(key)} has no title.")
    return None


def _task(
    record: Record,
    columns: _Indices,
    keys: Mapping[str, str],
    options: ReadOptions,
    notes: list[RowError],
    *,
    flattened: bool,
) -> ImportedTask:
    """The record's task. What of it is not understood is left empty and noted."""
    source_id = _source_id(record, columns)
    title, rest = fields.title_and_rest(_first(record, columns, "title"))
    status, status_name = _status(record, columns, notes)
    return ImportedTask(
        source_id=source_id,
        title=title,
        row=record.row,
        description=_description(rest, _raw(record, columns, "description"), flattened=flattened),
        status=status,
        status_name=status_name,
        status_given=_knows_statuses(columns),
        priority=_priority(record, columns, notes),
        assignee=_assignee(record, columns),
        due_date=_date(record, columns, "due_date", options.zone, notes),
        created_at=_date(record, columns, "created_at", options.zone, notes),
        story_points=_points(record, columns, notes),
        start_date=_date(record, columns, "start_date", options.zone, notes),
        completed_at=_date(record, columns, "completed_at", options.zone, notes),
        estimate_minutes=fields.minutes_of_seconds(_first(record, columns, "estimate")),
        milestone=next(reversed(_all(record, columns, "version")), None),
        labels=tuple(dict.fromkeys(label for cell in _all(record, columns, "labels") for label in _split_labels(cell))),
        parent_source_id=_parent(record, columns, source_id, keys, notes),
        fields=tuple(
            (name, ", ".join(dict.fromkeys(values)))
            for field, name in _CUSTOM.items()
            if columns[field] and (values := _all(record, columns, field))
        ),
    )


def _description(rest: str, text: str, *, flattened: bool) -> str | None:
    body = markup.to_markdown(text, flattened=flattened) if text.strip() else ""
    return "\n\n".join(part for part in (markup.literal(rest), body) if part) or None


def _status(record: Record, columns: _Indices, notes: list[RowError]) -> tuple[ImportedStatus, str | None]:
    if not _knows_statuses(columns):
        return ImportedStatus.BACKLOG, None
    name, category = _first(record, columns, "status"), _first(record, columns, "category")
    status, certain = fields.status_of(name, _first(record, columns, "resolution"), category)
    if not certain:
        _note(notes, record, "status", f"The status {fields.shown(name)!r} is unknown; it counts as {status.value}.")
    return status, name if status is fields.status_of(name, "", category)[0] else None


def _knows_statuses(columns: _Indices) -> bool:
    return bool(columns["status"] or columns["category"])


def _priority(record: Record, columns: _Indices, notes: list[RowError]) -> ImportedPriority | None:
    name = _first(record, columns, "priority")
    priority, certain = fields.priority_of(name)
    if not certain:
        _note(notes, record, "priority", f"The priority {fields.shown(name)!r} is unknown; it was left empty.")
    return priority


def _assignee(record: Record, columns: _Indices) -> str | None:
    name = _first(record, columns, "assignee")
    return name if name.casefold() not in _NOBODY else None


def _date(record: Record, columns: _Indices, field: str, zone: dt.tzinfo, notes: list[RowError]) -> dt.datetime | None:
    text = _first(record, columns, field)
    try:
        return fields.date_of(text, zone) if text else None
    except ValueError as error:
        _note(notes, record, field, f"{fields.shown(text)!r} {error}; it was left empty.")
        return None


def _points(record: Record, columns: _Indices, notes: list[RowError]) -> float | None:
    text = _first(record, columns, "story_points")
    try:
        return fields.points_of(text) if text else None
    except ValueError as error:
        _note(notes, record, "story_points", f"{fields.shown(text)!r} {error}; it was left empty.")
        return None


def _parent(
    record: Record, columns: _Indices, source_id: str, keys: Mapping[str, str], notes: list[RowError]
) -> str | None:
    named = _first(record, columns, "parent")
    parent = keys.get(named, named)
    if parent and parent == source_id:
        _note(notes, record, "parent", f"{fields.shown(source_id)} is named as its own parent; it has none now.")
        return None
    if keys and parent == named and _NUMBER.match(named):
        _note(notes, record, "parent", f"The parent with id {named} is not in this file; the task has none now.")
        return None
    return parent or None


def _note(notes: list[RowError], record: Record, field: str, message: str) -> None:
    notes.append(RowError(record.row, field, message, skipped=False))


def _split_labels(cell: str) -> list[str]:
    """Jira's labels hold no spaces; several in one cell are divided by spaces or commas."""
    return [label for label in re.split(r"[,;\s]+", cell) if label]


def _source_id(record: Record, columns: _Indices) -> str:
    return _first(record, columns, "key") or _first(record, columns, "id")


def _raw(record: Record, columns: _Indices, field: str) -> str:
    cells = record.cells
    for at in columns[field]:
        if at < len(cells) and cells[at] and not cells[at].isspace():
            return cells[at]
    return ""


def _first(record: Record, columns: _Indices, field: str) -> str:
    text = _raw(record, columns, field)
    return markup.clean_line(text) if text else ""


def _all(record: Record, columns: _Indices, field: str) -> list[str]:
    cells = record.cells
    values = [markup.clean_line(cells[at]) for at in columns[field] if at < len(cells)]
    return [value for value in values if value]
