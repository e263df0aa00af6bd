"""Any CSV with tasks in it: which column is which field, guessed by its name or said by a mapping.

A dialect is a set of column names and a few habits; `csv` is everybody's, `asana-csv` is Asana's. A task is found again
by its key; in a file without a key column by a short name made of its title (the second task of one title is
"title #2"), so that such a file changes nothing either when it comes again. A task renamed in it is a new one.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any, BinaryIO

import msgspec

from vistone.project.contracts import FieldKind
from vistone.project.contracts.documents import DocumentField
from vistone.project.importing import fields, markup
from vistone.project.importing.csvtable import Record, Table, normalized, open_table
from vistone.project.importing.model import (
    Frame,
    ImportedChecklistItem,
    ImportedLink,
    ImportedPriority,
    ImportedStatus,
    ImportedTask,
    ImportRefused,
    ReadOptions,
    RowError,
)
from vistone.project.importing.model import Record as Outcome

CUSTOM = "field:"
"""What a mapping says before the name of a custom field."""
_IGNORED = frozenset({"", "ignore"})
_NOBODY = frozenset({"", "unassigned", "none", "-", "nobody"})
_MAX_KEY = 255
_MAX_REPORTED = 50  # distinct notes on one field; each is told once, where it first stands
_NAME_BYTES = 6  # of a name made of a title: among 100,000 titles two are one in 1 of 50,000 files, and that is told
_ASANA = frozenset(
    ("section/column", "last modified", "projects", "blocked by (dependencies)", "blocking (dependencies)")
)
_LINK = re.compile(r"(?P<key>.+?)(?:(?P<type>FS|SS|FF|SF)?(?P<lag>[+-]\d{1,4})\s*d(?:ays?)?|(?P<only>FS|SS|FF|SF))?\Z")


class Field(msgspec.Struct, frozen=True):
    """A field of a task: what it is called for people, and the column names that mean it, best first."""

    name: str
    title: str
    columns: tuple[str, ...] = ()
    required: bool = False


FIELDS = (
    Field("title", "Title", ("title", "name", "summary", "task", "task name", "subject"), required=True),
    Field("key", "Key", ("key", "id", "task id", "issue key", "issue id", "number", "uid", "no.", "#")),
    Field("description", "Description", ("description", "notes", "body", "details", "text")),
    Field("status", "Status", ("status", "state", "column", "section/column", "list", "stage", "section")),
    Field("priority", "Priority", ("priority", "prio")),
    Field("assignee", "Assignee", ("assignee email", "assignee", "assigned to", "owner", "responsible")),
    Field("startDate", "Start", ("start date", "start", "startdate", "begin")),
    Field("dueDate", "Due", ("due date", "due", "duedate", "deadline", "end date", "finish", "end")),
    Field("estimate", "Estimate (hours)", ("estimate", "estimated hours", "original estimate", "effort", "work")),
    Field("durationDays", "Duration (days)", ("duration", "duration days", "duration (days)")),
    Field("progress", "Progress", ("progress", "% complete", "percent complete", "complete %")),
    Field("storyPoints", "Story points", ("story points", "points", "storypoints", "size")),
    Field("labels", "Labels", ("labels", "tags", "label", "tag")),
    Field("milestone", "Milestone", ("milestone", "version", "release", "fix version")),
    Field("parent", "Parent", ("parent", "parent task", "parent key", "parent id", "subtask of")),
    Field(
        "dependsOn",
        "Waits for",
        ("depends on", "predecessors", "blocked by", "blocked by (dependencies)", "dependencies", "waits for"),
    ),
    Field("checklist", "Checklist", ("checklist",)),
    Field("createdAt", "Created", ("created at", "created", "creation date", "created date")),
    Field("completedAt", "Completed", ("completed at", "completed", "resolved", "closed", "done at", "closed at")),
)

Columns = Mapping[str, tuple[int, ...]]


def known_names() -> frozenset[str]:
    """All column names that mean something."""
    return frozenset(name for field in FIELDS for name in field.columns)


def columns_of(header: tuple[str, ...], mapping: Mapping[str, str]) -> Columns:
    """Field -> its columns; custom fields as `field:Name`. Raises ImportRefused for a mapping that does not fit.

    A column means one field; of several columns for one field the mapped ones count, else the first by `FIELDS`.
    """
    names = [normalized(name) for name in header]
    mapped = _mapped(header, names, mapping)
    columns: dict[str, tuple[int, ...]] = {}
    for field in FIELDS:
        own = tuple(index for index, target in mapped.items() if target == field.name)
        guessed = (
            index for name in field.columns for index, n in enumerate(names) if n == name and index not in mapped
        )
        columns[field.name] = own or tuple(guessed)
    for index, target in mapped.items():
        if target.startswith(CUSTOM):
            columns[target] = (*columns.get(target, ()), index)
    return columns


def _mapped(header: tuple[str, ...], names: list[str], mapping: Mapping[str, str]) -> dict[int, str]:
    by_plain = {_plain(field.name): field.name for field in FIELDS}
    mapped: dict[int, str] = {}
    for column, target in mapping.items():
        indices = [index for index, name in enumerate(names) if name == normalized(column)]
        if not indices:
            there = ", ".join(fields.shown(name) for name in dict.fromkeys(header) if name)
            raise ImportRefused("map", f"The file has no column {fields.shown(column)!r}; it has: {there}")
        custom = markup.clean_line(target.strip()[len(CUSTOM) :]) if target.strip().startswith(CUSTOM) else ""
        if not custom and _plain(target) not in by_plain and _plain(target) not in _IGNORED:
            there = ", ".join(field.name for field in FIELDS)
            raise ImportRefused(
                "map", f"There is no field {fields.shown(target)!r}; there are: {there}, {CUSTOM}Name, ignore"
            )
        found = f"{CUSTOM}{custom}" if custom else by_plain.get(_plain(target), "")
        mapped.update(dict.fromkeys(indices, found))
    return mapped


def _plain(name: str) -> str:
    return name.strip().replace("_", "").casefold()


def open_tasks(file: BinaryIO, options: ReadOptions) -> Table:
    """The table. Raises ImportRefused as `open_table`."""
    return open_table(file, options, known_names() | {normalized(name) for name in options.mapping})


def read(file: BinaryIO, options: ReadOptions) -> Iterator[Outcome]:
    """The file's tasks, in its order; `row` counts records after the header from 1.

    Raises ImportRefused at once for what is wrong with the whole file: no CSV, no title column, an encoding that does not
    fit, a mapping to or from what is not there, no record. Memory holds one record, the keys seen, and, where tasks are
    named by others, keys and titles of all.
    """
    table = open_tasks(file, options)
    columns = columns_of(table.header, options.mapping)
    if not columns["title"]:
        found = ", ".join(fields.shown(name) for name in table.header[:20] if name)
        raise ImportRefused("map", f'No column holds titles; map one: "Column=title". Found: {found}')
    if next(table.records(), None) is None:
        raise ImportRefused("file", "The file has a header and no record.")
    return _Reader(table, columns, options).read()


def count(file: BinaryIO, options: ReadOptions) -> int:
    """How many records `read` will give a task or a refusal for. Raises ImportRefused as it does."""
    return sum(1 for _ in open_tasks(file, options).records())


def frame(file: BinaryIO, options: ReadOptions) -> Frame:
    """The custom fields that the mapping names, as text where the project has none of that name."""
    names = (target.strip()[len(CUSTOM) :] for target in options.mapping.values() if target.strip().startswith(CUSTOM))
    plain = dict.fromkeys(name for one in names if (name := markup.clean_line(one)[:200]))
    return Frame(fields=tuple(DocumentField(name=name, kind=FieldKind.TEXT) for name in plain))


def read_asana(file: BinaryIO, options: ReadOptions) -> Iterator[Outcome]:
    """Asana's export of a project as CSV; as `read`, but refused where Asana's `Task ID` is missing."""
    header = {normalized(name) for name in open_tasks(file, options).header}
    if "task id" not in header and not options.mapping:
        raise ImportRefused("file", "This is no export of Asana's: it has no column Task ID.")
    return read(file, options)


def is_asanas(file: BinaryIO, options: ReadOptions) -> bool:
    """Whether it has, besides a `Task ID`, a column that only Asana's export has. Raises ImportRefused for no CSV."""
    header = {normalized(name) for name in open_tasks(file, options).header}
    return "task id" in header and not header.isdisjoint(_ASANA)


def project_name(_: BinaryIO, __: ReadOptions) -> str | None:
    """A CSV of tasks names no project."""
    return None


class _Reader:
    def __init__(self, table: Table, columns: Columns, options: ReadOptions) -> None:
        self._table = table
        self._columns = columns
        self._zone = options.zone
        self._keys: dict[str, str] = {}  # key or title, in lower case -> key
        self._seen: set[str] = set()
        self._told: dict[str, set[str]] = {}
        self._notes: list[RowError] = []

    def read(self) -> Iterator[Outcome]:
        """The records, one by one."""
        if self._columns["parent"] or self._columns["dependsOn"]:
            self._look_for_names()
        titles: dict[str, int] = {}
        if not self._columns["key"]:
            message = "No column has keys: a row is known again by its title, and counts as new once it is renamed."
            yield RowError(0, "key", message, skipped=False)
        for record in self._table.records():
            key, _ = self._key(record, titles)
            problem = self._refusal(record, key)
            if problem is not None:
                yield problem
                continue
            self._seen.add(key)
            self._notes = []
            yield self._task(record, key)
            for note in self._notes:
                told = self._told.setdefault(note.field, set())
                if note.message not in told and len(told) < _MAX_REPORTED:
                    told.add(note.message)
                    yield note

    def _look_for_names(self) -> None:
        """A first pass: others are named by key or, as Asana does, by title; a title that several have names none."""
        titles: dict[str, int] = {}
        by_title: dict[str, str] = {}
        for record in self._table.records():
            (key, name), title = self._key(record, titles), self._first(record, "title").casefold()
            if key:
                self._keys[name.casefold()] = key
                by_title[title] = "" if title in by_title else key
        self._keys = {title: key for title, key in by_title.items() if key and title} | self._keys

    def _key(self, record: Record, titles: dict[str, int]) -> tuple[str, str]:
        """The task's key, and the name that other rows have for it. Call it once for each record, in their order."""
        if self._columns["key"]:
            key = self._first(record, "key")
            return key, key
        plain = self._first(record, "title").casefold()
        if not plain:
            return "", ""
        titles[plain] = titles.get(plain, 0) + 1
        name = f"{plain} #{titles[plain]}" if titles[plain] > 1 else plain
        made = base64.b32encode(blake2b(name.encode(), digest_size=_NAME_BYTES).digest())
        return f"T-{made.decode().rstrip('=')}", name

    def _refusal(self, record: Record, key: str) -> RowError | None:
        if record.problem:
            return RowError(record.row, "row", record.problem)
        if not self._first(record, "title"):
            return RowError(record.row, "title", "The task has no title.")
        if not key:
            return RowError(record.row, "key", "The task has no key.")
        if len(key) > _MAX_KEY:
            return RowError(record.row, "key", f"The key has {len(key):,} characters; at most {_MAX_KEY} are one.")
        if key in self._seen:
            message = f"The key {fields.shown(key)} stands in an earlier record; that one was taken."
            return RowError(record.row, "key", message)
        return None

    def _task(self, record: Record, key: str) -> ImportedTask:
        title, rest = fields.title_and_rest(self._first(record, "title"))
        body = markup.to_markdown(self._raw(record, "description").strip(), markup.Markup.MARKDOWN).strip()
        completed = self._value(record, "completedAt", lambda text: fields.date_of(text, self._zone), quiet=True)
        return ImportedTask(
            source_id=key,
            title=title,
            row=record.row,
            description="\n\n".join(part for part in (markup.literal(rest), body) if part) or None,
            status=self._status(record, done=completed is not None),
            status_given=bool(self._columns["status"]) or completed is not None,
            status_name=self._first(record, "status") or None,
            priority=self._priority(record),
            assignee=self._assignee(record),
            start_date=self._value(record, "startDate", lambda text: fields.date_of(text, self._zone)),
            due_date=self._value(record, "dueDate", lambda text: fields.date_of(text, self._zone)),
            created_at=self._value(record, "createdAt", lambda text: fields.date_of(text, self._zone)),
            completed_at=completed,
            story_points=self._value(record, "storyPoints", fields.points_of),
            estimate_minutes=self._value(record, "estimate", fields.minutes_of),
            duration_days=self._value(record, "durationDays", fields.days_of),
            progress=self._value(record, "progress", fields.percent_of),
            labels=tuple(dict.fromkeys(self._split(record, "labels", r"[,;]"))),
            milestone=self._first(record, "milestone") or None,
            parent_source_id=self._parent(record, key),
            links=tuple(self._links(record, key)),
            checklist=tuple(ImportedChecklistItem(line, is_completed=False) for line in self._lines(record)),
            fields=tuple(self._custom(record)),
        )

    def _value(self, record: Record, field: str, read: Any, *, quiet: bool = False) -> Any:
        text = self._first(record, field)
        try:
            return read(text) if text else None
        except ValueError as error:
            if not quiet:  # "yes" in a column of completion says no day, and is no mistake
                self._note(record, field, f"{fields.shown(text)!r} {error}; it was left empty.")
            return None

    def _status(self, record: Record, *, done: bool) -> ImportedStatus:
        name = self._first(record, "status")
        status, certain = fields.status_of(name)
        if done:
            return ImportedStatus.CANCELLED if status is ImportedStatus.CANCELLED else ImportedStatus.DONE
        if not certain:
            self._note(record, "status", f"The status {fields.shown(name)!r} is unknown; it counts as {status.value}.")
        return status

    def _priority(self, record: Record) -> ImportedPriority | None:
        name = self._first(record, "priority")
        priority, certain = fields.priority_of(name)
        if not certain:
            self._note(record, "priority", f"The priority {fields.shown(name)!r} is unknown; it was left empty.")
        return priority

    def _assignee(self, record: Record) -> str | None:
        name = self._first(record, "assignee")
        return name if name.casefold() not in _NOBODY else None

    def _parent(self, record: Record, key: str) -> str | None:
        named = self._first(record, "parent")
        parent = self._keys.get(named.casefold(), named)
        if parent == key and key:
            self._note(record, "parent", f"{fields.shown(named)} is named as its own parent; it has none now.")
            return None
        return parent or None

    def _links(self, record: Record, key: str) -> Iterator[ImportedLink]:
        whole = self._first(record, "dependsOn")
        parts = [whole] if whole.casefold() in self._keys else self._split(record, "dependsOn", r"[,;]")
        for part in parts:
            found = _LINK.match(part)
            if part.casefold() in self._keys or found is None:
                yield ImportedLink(self._keys.get(part.casefold(), part))
            else:
                named = found["key"].strip()
                kind = found["type"] or found["only"] or "FS"
                lag = max(-1000, min(1000, int(found["lag"] or 0)))
                yield ImportedLink(self._keys.get(named.casefold(), named), kind, lag)

    def _lines(self, record: Record) -> list[str]:
        lines = re.split(r"[\n;]", self._raw(record, "checklist"))
        return [line for one in lines if (line := markup.clean_line(one).lstrip("-* ").strip())]

    def _custom(self, record: Record) -> Iterator[tuple[str, Any]]:
        for target in self._columns:
            if target.startswith(CUSTOM) and (value := self._first(record, target)):
                yield target[len(CUSTOM) :], value

    def _split(self, record: Record, field: str, divider: str) -> list[str]:
        cells = (self._cell(record, index) for index in self._columns[field])
        return [one for cell in cells for part in re.split(divider, cell) if (one := markup.clean_line(part))]

    def _note(self, record: Record, field: str, message: str) -> None:
        self._notes.append(RowError(record.row, field, message, skipped=False))

    def _raw(self, record: Record, field: str) -> str:
        cells = (self._cell(record, index) for index in self._columns[field])
        return next((cell for cell in cells if cell and not cell.isspace()), "")

    def _cell(self, record: Record, index: int) -> str:
        return record.cells[index] if index < len(record.cells) else ""

    def _first(self, record: Record, field: str) -> str:
        return markup.clean_line(self._raw(record, field))
