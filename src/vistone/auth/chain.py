"""The chain of an activity log: each entry's hash covers the entry and the hash before it, so that no entry can be
changed, removed or put elsewhere without every later hash being wrong (Schneier and Kelsey, "Secure Audit Logs to
Support Computer Forensics", 1999, without the forward-secure keys: whoever owns the database could write a whole new
chain, and is found out by the head that was noted elsewhere).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import Struct

FIRST = bytes(32)
"""What comes before the first entry."""

COVERED = (
    "id",
    "organization_id",
    "user_id",
    "action",
    "entity_type",
    "entity_id",
    "metadata",
    "ip_address",
    "user_agent",
    "created_at",
)
"""What of an entry its hash covers, besides its place."""


def entry_hash(before: bytes, sequence: int, entry: Mapping[str, Any]) -> bytes:
    """SHA-256 over the hash before, the place in the log (from 1) and the entry's covered values."""
    told = canonical({"sequence": sequence, **{name: entry[name] for name in COVERED}})
    return hashlib.sha256(before + told.encode()).digest()


class Break(Struct, frozen=True):
    """Where a log is not what was written: the place from which on, the entry there, and what is wrong with it."""

    sequence: int
    entry_id: UUID | None
    what: str


class End(Struct, frozen=True):
    """How far a log is in order: the last place and its hash, and where it is `broken` after that."""

    sequence: int = 0
    hash: bytes = FIRST
    broken: Break | None = None


def walk(entries: Iterable[Mapping[str, Any]], end: End) -> End:
    """Goes on along a log from the `end` so far, over the next entries in the order of their places."""
    place, before = end.sequence, end.hash
    for entry in entries:
        if entry["sequence"] != place + 1:
            what = f"entry {place + 1} is missing; the next one there is {entry['sequence']}"
            return End(place, before, Break(place + 1, entry["id"], what))
        if entry_hash(before, place + 1, entry) != entry["hash"]:
            what = "it was changed, or an entry before it was"
            return End(place, before, Break(place + 1, entry["id"], what))
        place, before = place + 1, entry["hash"]
    return End(place, before)


def compared(end: End, sequence: int, hash: bytes) -> End:
    """The end of a whole log, compared with how long it is known to be and how it is known to end."""
    if end.broken is not None or (end.sequence, end.hash) == (sequence, hash):
        return end
    what = f"the log ends at {end.sequence}, and once had {sequence} entries"
    return End(end.sequence, end.hash, Break(end.sequence + 1, None, what))


def canonical(value: Any) -> str:
    """One text for one value, the same before PostgreSQL's JSONB kept it and after.

    JSONB orders keys its own way and writes numbers out (`1e2` comes back as `100`), so both are settled here.
    """
    match value:
        case None | bool() | str():
            return json.dumps(value)
        case int() | float() | Decimal():
            number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
            return format(number.normalize(), "f")
        case UUID():
            return json.dumps(str(value))
        case datetime():
            return json.dumps(value.astimezone(UTC).isoformat(timespec="microseconds"))
        case Mapping():
            return "{" + ",".join(f"{json.dumps(str(k))}:{canonical(value[k])}" for k in sorted(value, key=str)) + "}"
        case list() | tuple():
            return "[" + ",".join(map(canonical, value)) + "]"
    raise TypeError(f"{type(value).__name__} has no place in the activity log")
