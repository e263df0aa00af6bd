"""Writes to custom fields."""

from uuid import UUID

from vistone.kernel import ordering
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.project import queries
from vistone.project.access import SETTINGS
from vistone.project.actions.places import placed_after
from vistone.project.actions.sweeps import swept
from vistone.project.contracts import CustomField, FieldKind
from vistone.project.events import CustomFieldCreated, CustomFieldDeleted, CustomFieldUpdated
from vistone.project.queries import CUSTOM_FIELD, CUSTOM_FIELDS, PROJECTS
from vistone.project.queries.sweeps import FIELD_GONE
from vistone.project.schemas import CustomFieldCreate, CustomFieldPatch, PlaceAfter
from vistone.project.tables import custom_fields

MOST = 200
"""Custom fields that a task can have, its project's and those of all projects together."""


async def create_field(tx: WriteTx, data: CustomFieldCreate) -> CustomField:
    """A new custom field at the end, of a project or, without one, of all."""
    if data.project_id is None:
        tx.scope.require(SETTINGS, "update")
    else:
        await PROJECTS.get(tx, data.project_id, "update")
        await queries.lock_order(tx, data.project_id)
    _check_choices(data.kind, data.choices)
    there = await queries.fields_of(tx, data.project_id)
    if len(there) >= MOST:
        raise Conflict("limit", f"A task has up to {MOST} custom fields.")
    last = max((one.position for one in there if one.project_id == data.project_id), default=None)
    field = await add(tx, CUSTOM_FIELD, {**given(data), "position": ordering.at_end(last)})
    await publish(tx, CustomFieldCreated(record=field))
    return field


async def update_field(tx: WriteTx, id: UUID, data: CustomFieldPatch, if_match: int | None) -> CustomField:
    """Changes a custom field. Tasks keep a choice that is taken away until they are given another value."""
    old = await CUSTOM_FIELDS.hold(tx, id, "update")
    changes = given(data)
    _check_choices(old.kind, changes.get("choices", old.choices))
    new = await change(tx, CUSTOM_FIELD, id, changes, if_match=if_match)
    await publish(tx, CustomFieldUpdated.of(old, new))
    return new


async def move_field(tx: WriteTx, id: UUID, data: PlaceAfter) -> CustomField:
    """Puts a field right behind another of its project (or of those of all projects), or at the head."""
    old = await CUSTOM_FIELDS.hold(tx, id, "update")
    keys = await queries.positions(tx, custom_fields, old.project_id)
    new = await change(tx, CUSTOM_FIELD, id, {"position": placed_after(keys, id, data.after_id)})
    await publish(tx, CustomFieldUpdated.of(old, new))
    return new


async def delete_field(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a custom field and, with it, its value from every task, each with an event of its own."""
    field = await CUSTOM_FIELDS.hold(tx, id, "delete")
    await remove(tx, CUSTOM_FIELD, id, if_match=if_match)
    await swept(tx, FIELD_GONE, which={"field": str(id)}, values={"field": str(id)})
    await publish(tx, CustomFieldDeleted(record=field))


def _check_choices(kind: FieldKind, choices: list[str]) -> None:
    if kind is not FieldKind.CHOICE and choices:
        raise Invalid("choices", f"Only a field of kind {FieldKind.CHOICE.value} has choices.")
    if kind is FieldKind.CHOICE and not choices:
        raise Invalid("choices", "Give at least one choice.")
    if len(set(choices)) < len(choices):
        raise Invalid("choices", "Name each choice once.")
