"""A project that Vistone exported (`project.exporting`), whole: what is imported of it is exported again the same."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from vistone.project.contracts.documents import DocumentTask, RawDocument
from vistone.project.importing import fields, markup
from vistone.project.importing.csvtable import decodable
from vistone.project.importing.model import (
    Frame,
    ImportedChecklistItem,
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


def read(file: BinaryIO, options: ReadOptions) -> Iterator[Outcome]:
    """The project's tasks in its order; `row` is a task's place in `tasks`, from 1.

    Raises ImportRefused at once for what is no such document. The file's bytes are in memory while it is read.
    """
    if options.mapping:
        raise ImportRefused("map", "A project of Vistone has no columns to map.")
    return _read(_document(file, options).tasks)


def frame(file: BinaryIO, options: ReadOptions) -> Frame:
    """All that the document says besides its tasks. Raises ImportRefused as `read`."""
    return frame_of(_document(file, options))


def project_name(file: BinaryIO, options: ReadOptions) -> str | None:
    """The project's name."""
    return _document(file, options).project.name


def count(file: BinaryIO, options: ReadOptions) -> int:
    """How many tasks there are. Raises ImportRefused as `read`."""
    return len(_document(file, options).tasks)


def _document(file: BinaryIO, options: ReadOptions) -> RawDocument:
    encoding = decodable(file, options)
    data = file.read()
    if encoding != "utf-8":
        data = data.decode(encoding).encode()
    try:
        return msgspec.json.decode(data, type=RawDocument)
    except msgspec.ValidationError as error:
        raise ImportRefused("file", f"This is JSON, but no project exported from Vistone: {error}.") from None
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise ImportRefused("file", f"This is no JSON: {error}.") from None


def frame_of(document: Any) -> Frame:
    """The frame of a document, raw or whole."""
    return Frame(
        project=document.project,
        calendar=document.calendar,
        statuses=tuple(document.statuses),
        fields=tuple(document.custom_fields),
        milestones=tuple(document.milestones),
        risks=tuple(document.risks),
        members=tuple(document.members),
    )


def _read(raw_tasks: Iterable[msgspec.Raw]) -> Iterator[Outcome]:
    seen: set[str] = set()
    for row, raw in enumerate(raw_tasks, 1):
        try:
            task = msgspec.json.decode(raw, type=DocumentTask)
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            yield RowError(row, "task", f"This task cannot be read: {error}.")
            continue
        if task.id in seen:
            yield RowError(row, "id", f"The id {fields.shown(task.id)} stands on an earlier task; that one was taken.")
            continue
        seen.add(task.id)
        yield task_of(task, row)


def tasks_of(tasks: Iterable[DocumentTask]) -> Iterator[ImportedTask]:
    """The tasks of a document as imported ones."""
    return itertools.starmap(task_of, ((task, row) for row, task in enumerate(tasks, 1)))


def task_of(task: DocumentTask, row: int) -> ImportedTask:
    """One task. Its texts are Markdown already; raw HTML in them becomes text, and NUL goes."""
    constraint = task.constraint_date if task.constraint_type is not None else None
    return ImportedTask(
        source_id=task.id,
        row=row,
        title=fields.title_and_rest(task.title)[0],
        description=markup.clean(task.description) if task.description else None,
        status=ImportedStatus(task.status.value),
        status_name=task.status_name,
        priority=ImportedPriority(task.priority.value) if task.priority else None,
        assignee=task.assignee,
        due_date=task.due_date,
        created_at=task.created_at,
        started_at=task.started_at,
        completed_at=task.completed_at,
        story_points=task.story_points,
        labels=tuple(dict.fromkeys(clean for label in task.labels if (clean := markup.clean_line(label)))),
        parent_source_id=task.parent_id,
        checklist=tuple(
            ImportedChecklistItem(item=markup.clean_line(line.item), is_completed=line.is_completed)
            for line in task.checklist
        ),
        start_date=task.start_date,
        duration_days=task.duration_days,
        estimate_minutes=task.estimate_minutes,
        progress=task.progress,
        constraint=(task.constraint_type.value, constraint) if task.constraint_type and constraint else None,
        milestone=task.milestone,
        fields=tuple(task.fields.items()),
        links=tuple(
            ImportedLink(source_id=link.id, type=link.type.value, lag_days=link.lag_days) for link in task.depends_on
        ),
        comments=tuple(
            ImportedComment(body=markup.clean(comment.body), author=comment.author, created_at=comment.created_at)
            for comment in task.comments
        ),
        client_visible=task.client_visible,
        origin=(task.source, task.source_id) if task.source and task.source_id else None,
        recurrence=task.recurrence,
    )
