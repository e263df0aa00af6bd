"""A source's records in batches, each small enough for one transaction, and bounded as a task's fields are over HTTP."""

from collections.abc import Iterable, Iterator

import msgspec

from vistone.project.importing.model import ImportedTask, Record, RowError

TASKS_AT_ONCE = 500
CHARACTERS_AT_ONCE = 2_000_000
LONGEST_DESCRIPTION = 200_000
LONGEST_LABEL, MOST_LABELS = 50, 50
LONGEST_LINE, MOST_LINES = 500, 1_000
MOST_POINTS = 10_000


class Batch:
    """Some records of a file, in its order. `repeated`: an earlier run of the same import has done them already."""

    def __init__(self, *, repeated: bool = False) -> None:
        self.repeated = repeated
        self.tasks: list[ImportedTask] = []
        self.errors: list[RowError] = []
        self.refused = 0
        self._characters = 0

    @property
    def records(self) -> int:
        """How many records of the file are in it."""
        return len(self.tasks) + self.refused

    @property
    def full(self) -> bool:
        """Whether the next record belongs to the next batch."""
        return self.records >= TASKS_AT_ONCE or self._characters >= CHARACTERS_AT_ONCE

    def add(self, record: Record) -> None:
        """One more record, or a note on the one before."""
        if isinstance(record, RowError):
            self.errors.append(record)
            self.refused += record.skipped
        else:
            task = fitted(record, self.errors)
            self.tasks.append(task)
            self._characters += len(task.description or "")


def batches(records: Iterable[Record], *, done: int = 0) -> Iterator[Batch]:
    """The records in batches; the first `done` of the file in batches of their own, marked as repeated.

    The cuts fall between records and never between a record and its notes, so that a run that stopped after `done`
    records goes on exactly there.
    """
    batch, count = Batch(repeated=done > 0), 0
    for record in records:
        if isinstance(record, ImportedTask) or record.skipped:
            if batch.records and (batch.full or count == done):
                yield batch
                batch = Batch(repeated=count < done)
            count += 1
        batch.add(record)
    yield batch


def fitted(task: ImportedTask, errors: list[RowError]) -> ImportedTask:
    """The task within the bounds that the API has for its fields; what had to be cut is noted in `errors`."""

    def note(field: str, message: str) -> None:
        errors.append(RowError(task.row, field, message, skipped=False))

    changes: dict[str, object] = {}
    if task.description is not None and len(task.description) > LONGEST_DESCRIPTION:
        changes["description"] = task.description[: LONGEST_DESCRIPTION - 1] + "…"
        note("description", f"The text is longer than {LONGEST_DESCRIPTION:,} characters; it was cut there.")
    if task.start_date is not None and task.due_date is not None and task.due_date.date() < task.start_date.date():
        changes["start_date"] = None
        note(
            "start_date", f"{task.start_date.date()} lies after the due date {task.due_date.date()}; it was left empty."
        )
    if task.story_points is not None and task.story_points > MOST_POINTS:
        changes["story_points"] = None
        note("story_points", f"{task.story_points:g} is more than {MOST_POINTS:,}; it was left empty.")
    if len(task.labels) > MOST_LABELS or any(len(label) > LONGEST_LABEL for label in task.labels):
        short = dict.fromkeys(_cut(label, LONGEST_LABEL) for label in task.labels)
        changes["labels"] = tuple(short)[:MOST_LABELS]
        note("labels", f"A task has at most {MOST_LABELS} labels of {LONGEST_LABEL} characters; the rest was cut.")
    if len(task.checklist) > MOST_LINES or any(len(line.item) > LONGEST_LINE for line in task.checklist):
        lines = task.checklist[:MOST_LINES]
        changes["checklist"] = tuple(
            msgspec.structs.replace(line, item=_cut(line.item, LONGEST_LINE)) for line in lines
        )
        note(
            "checklist",
            f"A checklist has at most {MOST_LINES:,} lines of {LONGEST_LINE} characters; the rest was cut.",
        )
    return msgspec.structs.replace(task, **changes) if changes else task


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
