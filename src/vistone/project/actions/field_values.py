"""Values of custom fields: what each kind takes."""

import math
from datetime import date
from typing import Any
from uuid import UUID

from vistone.auth import api as people
from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Invalid
from vistone.project import queries
from vistone.project.contracts import CustomField, FieldKind, Task

LONGEST_TEXT = 2_000
LARGEST_NUMBER = 1e15
"""Up to here every whole number and its neighbour are told apart, whatever reads the JSON."""


async def with_field_values(tx: ReadTx, project_id: UUID, old: Task | None, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes with all values of custom fields that the task then has.

    A value that the task has already may stay whatever it is: a choice that has been taken away, a person who has left.
    Invalid, naming `fields.<id>`, for one that does not fit its field.
    """
    if "fields" not in changes:
        return changes
    values = dict(old.fields) if old is not None else {}
    told = {str(id): value for id, value in changes["fields"].items()}
    fields = {str(one.id): one for one in await queries.fields_of(tx, project_id)} if told else {}
    for id, value in told.items():
        if value is None:
            values.pop(id, None)
        elif value != values.get(id) or isinstance(value, bool):
            if id not in fields:
                raise Invalid(f"fields.{id}", "There is no such custom field in this project.")
            values[id] = await _checked(tx, fields[id], value)
    return changes | {"fields": values}


async def _checked(tx: ReadTx, field: CustomField, value: Any) -> Any:
    name = f"fields.{field.id}"
    wrong = Invalid(name, f"“{field.name}”: give {_WANTED[field.kind]}.")
    match field.kind:
        case FieldKind.NUMBER:
            return _number(value, wrong)
        case _ if not isinstance(value, str):
            raise wrong
        case FieldKind.TEXT if not value or len(value) > LONGEST_TEXT:
            raise wrong
        case FieldKind.DATE if not _is_day(value):
            raise wrong
        case FieldKind.CHOICE if value not in field.choices:
            raise Invalid(name, f"“{field.name}”: give one of {', '.join(f'“{one}”' for one in field.choices)}.")
        case FieldKind.PERSON:
            try:
                person = UUID(value)
            except ValueError:
                raise wrong from None
            await people.check_member(tx, person, field=name)
            return str(person)
    return value


_WANTED = {
    FieldKind.TEXT: f"a text of 1 to {LONGEST_TEXT} characters",
    FieldKind.NUMBER: f"a number between -{LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}",
    FieldKind.DATE: "a day, for example 2026-11-22",
    FieldKind.CHOICE: "one of its choices",
    FieldKind.PERSON: "the id of a person",
}


def _number(value: Any, wrong: Invalid) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise wrong
    if abs(value) > LARGEST_NUMBER:
        raise wrong
    return value


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text and text >= "1000"
    except ValueError:
        return False
