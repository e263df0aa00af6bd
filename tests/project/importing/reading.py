"""What the tests of sources share."""

import io
from typing import Any

from vistone.project.importing.model import ImportedProject, ImportedTask, ReadOptions
from vistone.project.importing.sources import read_project, source_named


def read(source: str, text: str | bytes, **options: Any) -> ImportedProject:
    """The whole file, read by the source of that name."""
    content = text.encode() if isinstance(text, str) else text
    return read_project(source_named(source), io.BytesIO(content), ReadOptions(**options))


def by_id(found: ImportedProject) -> dict[str, ImportedTask]:
    """The tasks by their ids in the file."""
    return {task.source_id: task for task in found.tasks}


def told(found: ImportedProject) -> list[tuple[int, str, bool]]:
    """Row, field and whether it was skipped, of each error."""
    return [(error.row, error.field, error.skipped) for error in found.errors]
