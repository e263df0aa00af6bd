"""What the tasks of a file say of their project: the statuses and custom fields that they name.

Other tools have boards of their own. A file that only names a status with each task still tells what the board was
like, so nobody has to sort ten columns anew that were folded into six.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from vistone.project.contracts import FieldKind, TaskStatus
from vistone.project.contracts.board import STATUS_NAMES
from vistone.project.contracts.documents import DocumentField, DocumentStatus
from vistone.project.importing.model import Frame, ImportedStatus, ImportedTask, Record

MOST_STATUSES = 50  # of a project; a file that names more names something else
LONGEST_NAME = 200
_OURS = {ImportedStatus(status.value): name for status, name in STATUS_NAMES.items()}


def found_in(records: Iterable[Record], frame: Frame) -> Frame:
    """The frame with what its tasks name besides: statuses where it has none, and custom fields as text.

    Statuses stand as in the frame, or else in the order of the work, within one step of it in the file's order. Those
    that are called as the six of every project make none of the project's own. A task that names none, because it ended
    in another way than its column says, still finds one: the step's usual name is added.
    """
    names = {_plain(one.name): (one.name, ImportedStatus(one.category.value)) for one in frame.statuses}
    bare: set[ImportedStatus] = set()
    columns: dict[str, str] = {}
    for task in records:
        if not isinstance(task, ImportedTask):
            continue
        if task.status_name:
            name = task.status_name[:LONGEST_NAME]
            names.setdefault(_plain(name), (name, task.status))
        elif task.status_given:
            bare.add(task.status)
        for name, _ in task.fields:
            columns.setdefault(_plain(name), name[:LONGEST_NAME])
    there = {_plain(field.name) for field in frame.fields}
    fields = [DocumentField(name=name, kind=FieldKind.TEXT) for plain, name in columns.items() if plain not in there]
    statuses = tuple(_statuses(names, bare, sort=not frame.statuses))
    return msgspec.structs.replace(frame, statuses=statuses, fields=(*frame.fields, *fields))


def _statuses(
    names: dict[str, tuple[str, ImportedStatus]], bare: set[ImportedStatus], *, sort: bool
) -> Iterator[DocumentStatus]:
    usual = {_plain(title): status for status, title in _OURS.items()}
    if len(names) > MOST_STATUSES or all(usual.get(plain) is status for plain, (_, status) in names.items()):
        return
    lacking = bare - {status for _, status in names.values()}
    own = [*names.values(), *((_OURS[status], status) for status in _OURS if status in lacking)]
    if sort:
        own.sort(key=lambda one: list(_OURS).index(one[1]))
    for name, status in own:
        yield DocumentStatus(name=name, category=TaskStatus(status.value))


def said(**values: Any) -> tuple[tuple[str, str], ...]:
    """Values of custom fields by the name that people read, `issue_type` as "Issue type"; several are one line."""
    lines = {name: ", ".join(dict.fromkeys(one for one in _listed(value) if one)) for name, value in values.items()}
    return tuple((name.replace("_", " ").capitalize(), line) for name, line in lines.items() if line)


def _listed(value: Any) -> Iterable[str]:
    return [value] if isinstance(value, str) else value


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
