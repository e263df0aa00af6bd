"""GitHub's issues as its REST API gives them: `GET /repos/{owner}/{repo}/issues`, one page or several in one list.

Pull requests stand among the issues there; they are no tasks, and each is told. Closed is done, closed as not planned
or as a duplicate is cancelled. A label that names a priority ("P1", "priority: high") is one, and stays a label.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from vistone.project.contracts import MilestoneStatus
from vistone.project.contracts.documents import DocumentMilestone
from vistone.project.importing import fields, markup
from vistone.project.importing.csvtable import decodable
from vistone.project.importing.model import (
    Frame,
    ImportedPriority,
    ImportedStatus,
    ImportedTask,
    ImportRefused,
    ReadOptions,
    RowError,
)
from vistone.project.importing.model import Record as Outcome

_REPOSITORY = re.compile(r"/repos/([^/\s]+/[^/\s?#]+)")
_ISSUE = re.compile(r"/repos/([^/\s]+/[^/\s?#]+)/issues/(\d{1,12})\Z")
_NOT_DONE = frozenset({"not_planned", "duplicate"})
_PRIORITY = re.compile(r"(?:priority|prio|severity)\s*[-:/ ]\s*(.+)|(p[0-4])", re.IGNORECASE)
_DOING = frozenset({"in progress", "status: in progress", "doing", "wip"})
_MAX_ID = 255


class _Person(msgspec.Struct, frozen=True):
    login: str = ""
    email: str | None = None


class _Label(msgspec.Struct, frozen=True):
    name: str | None = None


class _Milestone(msgspec.Struct, frozen=True):
    title: str = ""
    description: str | None = None
    state: str = "open"
    due_on: str | None = None


class _Issue(msgspec.Struct, frozen=True):
    number: int
    title: str
    body: str | None = None
    state: str = "open"
    state_reason: str | None = None
    labels: tuple[_Label | str, ...] = ()
    assignee: _Person | None = None
    assignees: tuple[_Person, ...] = ()
    milestone: _Milestone | None = None
    created_at: str | None = None
    closed_at: str | None = None
    html_url: str = ""
    repository_url: str = ""
    url: str = ""
    parent_issue_url: str | None = None
    pull_request: Any = None


class _Found(msgspec.Struct, frozen=True):
    """The answer of a search."""

    items: list[msgspec.Raw]


def read(file: BinaryIO, options: ReadOptions) -> Iterator[Outcome]:
    """The issues in the file's order; `row` is an issue's place in the list, from 1.

    Raises ImportRefused at once for what is no list of issues. The file's bytes are in memory while it is read.
    """
    if options.mapping:
        raise ImportRefused("map", "GitHub's issues have no columns to map.")
    raw = _issues(file, options)
    if not raw:
        raise ImportRefused("file", "The list has no issue.")
    if not any(isinstance(_issue(one), _Issue) for one in raw[:50]):
        raise ImportRefused("file", "This is JSON, but no list of GitHub's issues: none has a number and a title.")
    return _read(raw, options)


def count(file: BinaryIO, options: ReadOptions) -> int:
    """How many issues and pull requests there are. Raises ImportRefused as `read`."""
    return len(_issues(file, options))


def project_name(file: BinaryIO, options: ReadOptions) -> str | None:
    """The repository of the first issue, without its owner."""
    for raw in _issues(file, options)[:1]:
        issue = _issue(raw)
        if isinstance(issue, _Issue):
            return _repository(issue).rpartition("/")[2] or None
    return None


def frame(file: BinaryIO, options: ReadOptions) -> Frame:
    """The milestones that issues name, with their dates."""
    found: dict[str, DocumentMilestone] = {}
    for raw in _issues(file, options):
        issue = _issue(raw)
        milestone = issue.milestone if isinstance(issue, _Issue) and issue.pull_request is None else None
        title = markup.clean_line(milestone.title)[:500] if milestone is not None else ""
        if milestone is not None and title and title not in found:
            text = markup.to_markdown(milestone.description or "", markup.Markup.MARKDOWN).strip()
            found[title] = DocumentMilestone(
                key=title,
                title=title,
                description=text or None,
                due_date=_moment(milestone.due_on, options),
                status=MilestoneStatus.COMPLETED if milestone.state == "closed" else MilestoneStatus.PLANNED,
            )
    return Frame(milestones=tuple(found.values()))


def _issues(file: BinaryIO, options: ReadOptions) -> list[msgspec.Raw]:
    encoding = decodable(file, options)
    data = file.read()
    if encoding != "utf-8":
        data = data.decode(encoding).encode()
    try:
        found = msgspec.json.decode(data, type=list[msgspec.Raw] | _Found)
    except msgspec.ValidationError as error:
        raise ImportRefused("file", f"This is JSON, but no list of GitHub's issues: {error}.") from None
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise ImportRefused("file", f"This is no JSON: {error}.") from None
    return found.items if isinstance(found, _Found) else found


def _issue(raw: msgspec.Raw) -> _Issue | str:
    """The issue, or why it cannot be read."""
    try:
        return msgspec.json.decode(raw, type=_Issue)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        return str(error)


def _read(raw_issues: list[msgspec.Raw], options: ReadOptions) -> Iterator[Outcome]:
    seen: set[str] = set()
    for row, raw in enumerate(raw_issues, 1):
        issue = _issue(raw)
        if isinstance(issue, str):
            yield RowError(row, "issue", f"This issue cannot be read: {issue}.")
            continue
        key = f"{_repository(issue)}#{issue.number}"
        if issue.pull_request is not None:
            yield RowError(row, "pull_request", f"{fields.shown(key)} is a pull request; only issues become tasks.")
        elif key in seen or len(key) > _MAX_ID:
            yield RowError(row, "number", f"{fields.shown(key)} stands earlier in the list; that one was taken.")
        elif not markup.clean_line(issue.title):
            yield RowError(row, "title", f"{fields.shown(key)} has no title.")
        else:
            seen.add(key)
            yield _task(issue, key, row, options)


def _task(issue: _Issue, key: str, row: int, options: ReadOptions) -> ImportedTask:
    title, rest = fields.title_and_rest(issue.title)
    body = markup.to_markdown(issue.body or "", markup.Markup.MARKDOWN).strip()
    names = [name for label in issue.labels if (name := markup.clean_line(_label(label)))]
    people = [issue.assignee, *issue.assignees]
    who = next((person.email or person.login for person in people if person is not None and person.login), None)
    parent = _ISSUE.search(issue.parent_issue_url or "")
    milestone = markup.clean_line(issue.milestone.title)[:500] if issue.milestone is not None else ""
    return ImportedTask(
        source_id=key,
        title=title,
        row=row,
        description="\n\n".join(part for part in (markup.literal(rest), body) if part) or None,
        status=_status(issue, names),
        priority=next((found for name in names if (found := _priority(name)) is not None), None),
        assignee=who,
        created_at=_moment(issue.created_at, options),
        completed_at=_moment(issue.closed_at, options),
        labels=tuple(dict.fromkeys(names)),
        milestone=milestone or None,
        parent_source_id=f"{parent[1]}#{parent[2]}" if parent else None,
        fields=(("Link", issue.html_url),) if issue.html_url.startswith("https://") else (),
    )


def _label(label: _Label | str) -> str:
    return label if isinstance(label, str) else label.name or ""


def _repository(issue: _Issue) -> str:
    found = _REPOSITORY.search(issue.repository_url) or _REPOSITORY.search(issue.url)
    return found[1] if found else ""


def _status(issue: _Issue, labels: list[str]) -> ImportedStatus:
    if issue.state == "closed":
        return ImportedStatus.CANCELLED if issue.state_reason in _NOT_DONE else ImportedStatus.DONE
    doing = any(label.casefold() in _DOING for label in labels)
    return ImportedStatus.IN_PROGRESS if doing else ImportedStatus.TODO


def _priority(label: str) -> ImportedPriority | None:
    found = _PRIORITY.fullmatch(label)
    return fields.priority_of(found[1] or found[2])[0] if found else None


def _moment(text: str | None, options: ReadOptions) -> dt.datetime | None:
    try:
        return fields.date_of(text, options.zone) if text else None
    except ValueError:
        return None
