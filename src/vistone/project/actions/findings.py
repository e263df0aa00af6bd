"""Keeping what was found: what is new is added, what has changed is changed, what no longer holds is taken away."""

from collections.abc import Mapping
from typing import Any

import msgspec

from vistone.kernel.db import WriteTx
from vistone.kernel.events import Created, Deleted, Event, Updated, publish
from vistone.kernel.rows import Record, View, add, change, remove


async def keep(
    tx: WriteTx,
    view: View[Any],
    events: tuple[type[Created[Any]], type[Updated[Any]], type[Deleted[Any]]],
    known: Mapping[str, Any],
    found: Mapping[str, dict[str, Any]],
) -> list[Any]:
    """Makes the records in `known` be those in `found`, both by fingerprint; the records, in the order of `found`.

    What is as it was stays untouched, revision and all. The caller holds the project, so that two do not do it at once.
    """
    created, updated, deleted = events
    told: list[Event[Any]] = []
    records = []
    for fingerprint, values in found.items():
        old = known.get(fingerprint)
        if old is None:
            record = await add(tx, view, {**values, "fingerprint": fingerprint})
            told.append(created(record=record))
        elif changes := _changes(old, values):
            record = await change(tx, view, old.id, changes)
            told.append(updated.of(old, record))
        else:
            record = old
        records.append(record)
    for fingerprint in known.keys() - found.keys():
        await remove(tx, view, known[fingerprint].id)
        told.append(deleted(record=known[fingerprint]))
    if told:
        await publish(tx, *told)
    return records


def _changes(old: Record, values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in values.items()
        if msgspec.to_builtins(getattr(old, name)) != msgspec.to_builtins(value)
    }
