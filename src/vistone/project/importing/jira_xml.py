"""Jira's export of issues as XML (RSS). Texts are HTML there, and become Markdown.

What goes where: the fix version is the milestone, since it is a point to be reached; sprints are labels, since an issue
passes through several; "is blocked by" and "depends on" are dependencies; the original estimate is the estimate, the
day of resolution the completion. Time spent is one sum for all people and days, so no time entries are made of it.
"""

import datetime as dt
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import BinaryIO

from vistone.project.importing import fields, markup
from vistone.project.importing.found import said
from vistone.project.importing.model import (
    ImportedComment,
    ImportedLink,
    ImportedPriority,
    ImportedStatus,
    ImportedTask,
    ImportRefused,
    ReadOptions,
    RowError,
)
from vistone.project.importing.model import Record as Outcome
from vistone.project.importing.xmlstream import Node, records

_ITEMS = {"item": "channel"}
_NOBODY = frozenset({"", "unassigned", "-1"})
_WAITS = re.compile(r"\b(?:is blocked by|depends on|is dependent on|has to be done after|requires)\b", re.IGNORECASE)
_POINTS = frozenset({"story points", "story point estimate"})
_PARENTS = frozenset({"epic link", "parent link", "parent"})
_STARTS = frozenset({"start date", "target start", "planned start"})
_MAX_KEY = 255
_CATEGORIES = {"new": "to do", "undefined": "", "indeterminate": "in progress", "done": "done"}


def read(file: BinaryIO, options: ReadOptions) -> Iterator[Outcome]:
    """The file's issues, in its order; `row` counts them from 1. One issue is in memory, and the keys seen.

    Raises ImportRefused at once for what is no such export, or XML that is not read here (`xmlstream`).
    """
    if options.mapping:
        raise ImportRefused("map", "Jira's XML has no columns to map.")
    if not count(file, options):
        raise ImportRefused("file", "This is XML, but no export of Jira's with issues in it (rss, channel, item).")
    return _read(file, options)


def count(file: BinaryIO, options: ReadOptions) -> int:
    """How many issues there are. Raises ImportRefused as `read`."""
    return sum(node.name == "item" for node in records(file, options, _ITEMS))


def project_name(file: BinaryIO, options: ReadOptions) -> str | None:
    """The project of the first issue."""
    first = next((node for node in records(file, options, _ITEMS) if node.name == "item"), None)
    return (first.say("project") or None) if first is not None else None


def _read(file: BinaryIO, options: ReadOptions) -> Iterator[Outcome]:
    seen: set[str] = set()
    told: set[str] = set()
    items = (node for node in records(file, options, _ITEMS) if node.name == "item")
    for row, item in enumerate(items, 1):
        key = markup.clean_line(item.say("key"))
        title = markup.clean_line(item.say("summary")) or _bare_title(item.say("title"), key)
        problem = _refusal(key, title, seen)
        if problem is not None:
            yield RowError(row, *problem)
            continue
        seen.add(key)
        notes: list[RowError] = []
        yield _task(item, key, title, row, options, notes)
        for note in notes:
            if note.message not in told:
                told.add(note.message)
                yield note


def _bare_title(text: str, key: str) -> str:
    return markup.clean_line(text).removeprefix(f"[{key}]").strip()


def _refusal(key: str, title: str, seen: set[str]) -> tuple[str, str] | None:
    if not key or len(key) > _MAX_KEY:
        return "key", f"The issue has no key of 1 to {_MAX_KEY} characters."
    if key in seen:
        return "key", f"The key {fields.shown(key)} stands in an earlier issue; that one was taken."
    if not title:
        return "title", f"{fields.shown(key)} has no title."
    return None


def _task(item: Node, key: str, title: str, row: int, options: ReadOptions, notes: list[RowError]) -> ImportedTask:
    short, rest = fields.title_and_rest(title)
    body = markup.to_markdown(item.say("description"), markup.Markup.HTML).strip()
    custom = _custom(item)
    status, status_name = _status(item, row, notes)
    labels = [label.text for group in item.all("labels") for label in group.all("label")]
    versions = [version.text for version in item.all("fixVersion") if version.text]

    def date(text: str, field: str) -> dt.datetime | None:
        return _date(text, field, row, options, notes)

    return ImportedTask(
        source_id=key,
        title=short,
        row=row,
        description="\n\n".join(part for part in (markup.literal(rest), body) if part) or None,
        status=status,
        status_name=status_name,
        priority=_priority(item, row, notes),
        assignee=_person(item.get("assignee")),
        due_date=date(item.say("due"), "due_date"),
        start_date=date(_one(custom, _STARTS), "start_date"),
        created_at=date(item.say("created"), "created_at"),
        completed_at=date(item.say("resolved"), "completed_at"),
        story_points=_points(_one(custom, _POINTS), row, notes),
        estimate_minutes=_estimate(item.get("timeoriginalestimate")),
        labels=tuple(dict.fromkeys(clean for label in labels if (clean := markup.clean_line(label)))),
        milestone=markup.clean_line(versions[-1]) if versions else None,
        parent_source_id=item.say("parent") or _one(custom, _PARENTS) or None,
        links=tuple(ImportedLink(name) for name in dict.fromkeys(_waits_for(item)) if name != key),
        comments=tuple(_comments(item, row, options, notes)),
        fields=said(
            issue_type=item.say("type"),
            sprint=custom.get("sprint", []),
            components=[markup.clean_line(one.text) for one in item.all("component")],
            reporter=_person(item.get("reporter")) or "",
            resolution=item.say("resolution"),
        ),
    )


def _custom(item: Node) -> dict[str, list[str]]:
    """The custom fields by name, in lower case, with their values."""
    found: dict[str, list[str]] = {}
    for group in item.all("customfields"):
        for field in group.all("customfield"):
            values = [value.text for part in field.all("customfieldvalues") for value in part.children if value.text]
            if values:
                found.setdefault(markup.clean_line(field.say("customfieldname")).casefold(), []).extend(values)
    return found


def _one(custom: dict[str, list[str]], names: frozenset[str]) -> str:
    return next((values[0] for name, values in custom.items() if name in names), "")


def _status(item: Node, row: int, notes: list[RowError]) -> tuple[ImportedStatus, str | None]:
    name = item.say("status")
    category = item.get("statusCategory")
    known = _CATEGORIES.get(category.attributes.get("key", ""), "") if category is not None else ""
    status, certain = fields.status_of(name, item.say("resolution"), known)
    if not certain:
        message = f"The status {fields.shown(name)!r} is unknown; it counts as {status.value}."
        notes.append(RowError(row, "status", message, skipped=False))
    return status, name if status is fields.status_of(name, "", known)[0] else None


def _priority(item: Node, row: int, notes: list[RowError]) -> ImportedPriority | None:
    name = item.say("priority")
    priority, certain = fields.priority_of(name)
    if not certain:
        message = f"The priority {fields.shown(name)!r} is unknown; it was left empty."
        notes.append(RowError(row, "priority", message, skipped=False))
    return priority


def _person(node: Node | None) -> str | None:
    if node is None or node.attributes.get("username") == "-1":
        return None
    name = markup.clean_line(node.text)
    return name if name.casefold() not in _NOBODY else None


def _estimate(node: Node | None) -> int | None:
    seconds = node.attributes.get("seconds", "") if node is not None else ""
    return fields.minutes_of_seconds(seconds)


def _points(text: str, row: int, notes: list[RowError]) -> float | None:
    try:
        return fields.points_of(text) if text else None
    except ValueError as error:
        notes.append(
            RowError(row, "story_points", f"{fields.shown(text)!r} {error}; it was left empty.", skipped=False)
        )
        return None


def _date(text: str, field: str, row: int, options: ReadOptions, notes: list[RowError]) -> dt.datetime | None:
    if not text:
        return None
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        pass
    else:
        if found.year in fields.YEARS:
            return found if found.tzinfo is not None else found.replace(tzinfo=options.zone)
    try:
        return fields.date_of(text, options.zone)
    except ValueError as error:
        notes.append(RowError(row, field, f"{fields.shown(text)!r} {error}; it was left empty.", skipped=False))
        return None


def _waits_for(item: Node) -> Iterator[str]:
    for group in item.all("issuelinks"):
        for kind in group.all("issuelinktype"):
            for direction in kind.children:
                if _WAITS.search(direction.attributes.get("description", "")):
                    for link in direction.all("issuelink"):
                        yield markup.clean_line(link.say("issuekey"))


def _comments(item: Node, row: int, options: ReadOptions, notes: list[RowError]) -> Iterator[ImportedComment]:
    for group in item.all("comments"):
        for comment in group.all("comment"):
            body = markup.to_markdown(comment.text, markup.Markup.HTML).strip()
            if body:
                created = _date(comment.attributes.get("created", ""), "comments", row, options, notes)
                author = markup.clean_line(comment.attributes.get("author", "")) or None
                yield ImportedComment(body=body, author=author, created_at=created)
