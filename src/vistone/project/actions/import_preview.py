"""A look into a file before it is imported. Nothing is kept of it."""

from itertools import islice
from typing import BinaryIO

from vistone.kernel.errors import Invalid
from vistone.project.actions.imports import check_kind, refused
from vistone.project.contracts import ImportColumn, ImportedRowError, ImportField, ImportPreview
from vistone.project.importing.model import ImportRefused, ReadOptions, RowError
from vistone.project.importing.sources import detected, source_named
from vistone.project.schemas import ImportLook

LOOKED_AT = 500  # records
MOST_PROBLEMS = 20


def look_into(file: BinaryIO, data: ImportLook) -> ImportPreview:
    """What the file is, its columns and what is wrong with its first 500 rows. Blocks: call it in a thread.

    Invalid, naming the field, when it is none of that source, or of none.
    """
    file.seek(0)
    options = ReadOptions(mapping=data.mapping, encoding=data.encoding)
    name = data.source or detected(file, options)
    if name is None:
        raise Invalid("file", "This is no file of tasks that is known here; say where it comes from.")
    try:
        source = source_named(name)
        check_kind(file, source, encoding=data.encoding)
        columns, fields = source.columns(file, options) if source.columns is not None else ([], [])
        problems: list[RowError] = []
        if source.columns is None or any(column.field == "title" for column in columns):
            found = islice(source.read(file, options), LOOKED_AT)
            problems = [one for one in found if isinstance(one, RowError)][:MOST_PROBLEMS]
        return ImportPreview(
            source=name,
            columns=[ImportColumn(one.name, one.field, one.samples) for one in columns],
            fields=[ImportField(one.name, one.title, one.required) for one in fields],
            project_name=source.project_name(file, options),
            rows=source.count(file, options),
            problems=[ImportedRowError(one.row, one.field, one.message, skipped=one.skipped) for one in problems],
        )
    except ImportRefused as refusal:
        raise refused(refusal) from None
