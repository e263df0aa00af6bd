"""Batches: cut between records, gone on with after a stop, and within the bounds of a task's fields."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from vistone.project.importing import batches as made
from vistone.project.importing.batches import Batch, batches, fitted
from vistone.project.importing.model import ImportedChecklistItem, ImportedTask, Record, RowError


def records(count: int) -> Iterator[Record]:
    """Tasks, each third a refused row, each task with a note behind it."""
    for row in range(1, count + 1):
        if row % 3 == 0:
            yield RowError(row, "row", "broken")
        else:
            yield ImportedTask(source_id=f"T-{row}", title="t", row=row)
            yield RowError(row, "status", "unknown", skipped=False)


def told(found: list[Batch]) -> list[tuple[int, int, int, bool]]:
    return [(b.records, len(b.tasks), len(b.errors), b.repeated) for b in found]


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1200])
def test_every_record_is_in_one_batch(count: int) -> None:
    found = list(batches(records(count)))
    assert sum(b.records for b in found) == count
    assert all(b.records <= made.TASKS_AT_ONCE for b in found)
    assert [e.row for b in found for e in b.errors] == list(range(1, count + 1))


@pytest.mark.parametrize("done", [1, 3, 499, 500, 501, 750, 1199, 1200])
def test_what_is_done_is_repeated_and_the_rest_is_as_it_was_with_its_notes(done: int) -> None:
    found = list(batches(records(1200), done=done))
    repeated = [b for b in found if b.repeated]
    assert sum(b.records for b in repeated) == done
    assert max(e.row for b in repeated for e in b.errors) == done
    assert [b.repeated for b in found] == sorted((b.repeated for b in found), reverse=True)


def test_long_texts_make_short_batches() -> None:
    text = "x" * 190_000
    tasks = [ImportedTask(source_id=str(n), title="t", row=n, description=text) for n in range(30)]
    assert told(list(batches(tasks))) == [(11, 11, 0, False), (11, 11, 0, False), (8, 8, 0, False)]


def test_a_task_beyond_the_bounds_is_cut_and_noted() -> None:
    errors: list[RowError] = []
    task = ImportedTask(
        source_id="T",
        title="t",
        row=7,
        description="x" * 300_000,
        story_points=20_000,
        start_date=datetime(2024, 5, 10, tzinfo=UTC),
        due_date=datetime(2024, 5, 1, tzinfo=UTC),
        labels=("l" * 60, "m", *(str(n) for n in range(80))),
        checklist=(ImportedChecklistItem("i" * 600, is_completed=True),) * 1_100,
    )
    found = fitted(task, errors)
    assert len(found.description or "") == 200_000
    assert (found.start_date, found.due_date) == (None, task.due_date)
    assert found.story_points is None
    assert (len(found.labels), len(found.labels[0]), found.labels[1]) == (50, 50, "m")
    assert (len(found.checklist), len(found.checklist[0].item)) == (1_000, 500)
    assert [(e.row, e.field, e.skipped) for e in errors] == [
        (7, field, False) for field in ("description", "start_date", "story_points", "labels", "checklist")
    ]
    assert fitted(found, errors) is found
